"""The columns engine: many scenarios of one program at once, one bit a scenario.

Each atom is an integer whose bit k says whether it holds in scenario k. Rules are applied in the order of the strongly
connected components of their heads, each component to its fixpoint, so that `unless` is read only where it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from reasoner.model.evidence import Grade
from reasoner.program.ground import Case, GroundRule, Layer, Program
from reasoner.program.situation import Situation
from reasoner.values import Value


class Block(Value):
    """Scenarios of one program, side by side.

    Attributes:
        program: the ground program.
        width: how many scenarios.
        facts: for each grade, atom to the scenarios in which it is a fact of that support.
        disabled: rule number to the scenarios in which the rule is cut or stopped.
    """

    program: Program
    width: int
    facts: Mapping[Grade, Mapping[int, int]]
    disabled: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Sequence[Case], supports: Sequence[Mapping[int, Grade]] = ()) -> Block:
        """Set cases of one program side by side.

        Args:
            cases: at least one; all of one program.
            supports: for each case the supports of its facts; strong where a fact is not named.

        Raises:
            ValueError: no case, or cases of several programs.
        """
        if not cases or any(case.program is not cases[0].program for case in cases):
            raise ValueError("a block takes one or more cases of one program")
        facts: dict[Grade, dict[int, int]] = {}
        disabled: dict[int, int] = {}
        for number, case in enumerate(cases):
            bit = 1 << number
            known = supports[number] if supports else {}
            for atom in case.facts:
                column = facts.setdefault(known.get(atom, Grade.strong), {})
                column[atom] = column.get(atom, 0) | bit
            for rule in case.disabled:
                disabled[rule] = disabled.get(rule, 0) | bit
        return cls(cases[0].program, len(cases), facts, disabled)


def side_by_side(situations: Sequence[Situation]) -> Block:
    """Phases of one program as a block, with the supports that their facts have."""
    return Block.of(
        [each.case for each in situations],
        [{atom: leaf.support for atom, leaf in each.leaves.items()} for each in situations],
    )


class Columns:
    """Evaluates blocks of one program; the order of its rules is worked out once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        by_component: dict[int, list[GroundRule]] = {}
        for rule in program.rules:
            by_component.setdefault(program.component[rule.head], []).append(rule)
        self._groups: list[tuple[bool, list[GroundRule]]] = []
        for component in sorted(by_component):
            rules = by_component[component]
            cyclic = any(program.component[atom] == component for rule in rules for atom in rule.body)
            self._groups.append((cyclic, rules))

    def models(self, block: Block) -> list[int]:
        """For each atom the scenarios in which it holds."""
        everything = (1 << block.width) - 1
        columns = [0] * len(self.program.atoms)
        for facts in block.facts.values():
            for atom, column in facts.items():
                columns[atom] |= column
        allowed = [everything] * len(self.program.rules)
        for index, column in block.disabled.items():
            allowed[index] = everything & ~column
        return self._fixpoint(columns, allowed, columns)

    def supports(self, block: Block, models: Sequence[int] | None = None) -> dict[Grade, list[int]]:
        """For each grade and atom the scenarios in which the atom has at least that support: one least model a grade.

        Args:
            block: the scenarios.
            models: what `models` gave for it, if known.
        """
        full = list(models) if models is not None else self.models(block)
        everything = (1 << block.width) - 1
        fired = [everything] * len(self.program.rules)
        for index, column in block.disabled.items():
            fired[index] = everything & ~column
        for rule in self.program.rules:
            for atom in rule.unless:
                fired[rule.index] &= ~full[atom]
        by_demotion = self._by_demotion(full)
        found: dict[Grade, list[int]] = {Grade.hypothesis: full}
        for grade in (Grade.limited, Grade.moderate, Grade.strong):
            allowed = [
                column & self._reaches(rule, grade, by_demotion, everything)
                for rule, column in zip(self.program.rules, fired, strict=True)
            ]
            columns = [0] * len(self.program.atoms)
            for support, facts in block.facts.items():
                if support >= grade:
                    for atom, column in facts.items():
                        columns[atom] |= column
            found[grade] = self._fixpoint(columns, allowed, None)
        return found

    def structure(self, block: Block) -> list[int]:
        """For each atom the scenarios in which the facts give it by structural steps alone."""
        columns = [0] * len(self.program.atoms)
        for facts in block.facts.values():
            for atom, column in facts.items():
                columns[atom] |= column
        everything = (1 << block.width) - 1
        allowed = [
            everything & ~block.disabled.get(rule.index, 0) if rule.step.structural else 0
            for rule in self.program.rules
        ]
        return self._fixpoint(columns, allowed, None)

    def concluded(self, block: Block, models: Sequence[int]) -> dict[int, int]:
        """For each finding that some cited rule concludes the scenarios in which it does.

        Scenarios whose facts give the finding by structure alone do not count: nothing is learnt there.

        Args:
            block: the scenarios.
            models: what `models` gave for it.

        Returns:
            By atom of the layer `holds`; atoms that are nowhere concluded are missing.
        """
        everything = (1 << block.width) - 1
        known = self.structure(block)
        found: dict[int, int] = {}
        for rule in self.program.rules:
            if rule.step.structural or self.program.atoms[rule.head].layer is not Layer.holds:
                continue
            column = everything & ~known[rule.head] & ~block.disabled.get(rule.index, 0)
            for atom in rule.body:
                column &= models[atom]
            for atom in rule.unless:
                column &= ~models[atom]
            if column:
                found[rule.head] = found.get(rule.head, 0) | column
        return found

    def _by_demotion(self, full: Sequence[int]) -> dict[int, list[int]]:
        """For each head under a requirement: in which scenarios it is lowered by at least 1, 2, ... grades."""
        lowered: dict[int, list[int]] = {}
        for requirement in self.program.requirements:
            broken = 0
            for atom in requirement.broken:
                broken |= full[atom]
            about = 0
            for atoms in requirement.when:
                column = broken
                for atom in atoms:
                    column &= full[atom]
                about |= column
            broken &= about
            if not broken:
                continue
            for head in requirement.lowered:
                counts = lowered.setdefault(head, [])
                carry = broken
                for number, column in enumerate(counts):
                    counts[number], carry = column | carry, column & carry
                if carry:
                    counts.append(carry)
        return lowered

    @staticmethod
    def _reaches(rule: GroundRule, grade: Grade, lowered: Mapping[int, list[int]], everything: int) -> int:
        """The scenarios in which the rule counts at the grade or above."""
        if rule.step.structural:
            return everything
        spare = rule.grade - grade
        if spare < 0:
            return 0
        counts = lowered.get(rule.head, ())
        return everything & ~counts[spare] if spare < len(counts) else everything

    def _fixpoint(self, columns: list[int], allowed: Sequence[int], negated: list[int] | None) -> list[int]:
        """Apply the rules where allowed; exceptions are read from `negated`, or taken to be in `allowed` already."""
        for cyclic, rules in self._groups:
            changed = True
            while changed:
                changed = False
                for rule in rules:
                    column = allowed[rule.index]
                    for atom in rule.body:
                        column &= columns[atom]
                    if negated is not None and column:
                        for atom in rule.unless:
                            column &= ~negated[atom]
                    if column & ~columns[rule.head]:
                        columns[rule.head] |= column
                        changed = cyclic
        return columns


def model(case: Case) -> frozenset[int]:
    """The model of a single case."""
    columns = Columns(case.program).models(Block.of([case]))
    return frozenset(atom for atom, column in enumerate(columns) if column)


def holding(columns: Iterable[int], scenario: int) -> frozenset[int]:
    """The atoms that hold in one scenario of a block."""
    return frozenset(atom for atom, column in enumerate(columns) if column >> scenario & 1)
