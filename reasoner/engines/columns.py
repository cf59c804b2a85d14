"""The columns engine: many scenarios of one program at once, one bit a scenario.

Each atom is an integer whose bit k says whether it holds in scenario k. Rules are applied in the order of the strongly
connected components of their heads, each component to its fixpoint, so that `unless` is read only where it is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field

from reasoner.engines.kernel import Kernel, Mask
from reasoner.engines.memory import keep_freed
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.program.ground import Case, GroundRule, Layer, Program
from reasoner.program.situation import Situation
from reasoner.values import Value

WIDE = 1 << 13
"""From so many scenarios on it matters where the memory of columns comes from."""


class Block(Value):
    """Scenarios of one program, side by side; on an open program they may be of different settings.

    Attributes:
        program: the ground program.
        width: how many scenarios.
        facts: for each grade, atom to the scenarios in which it is a fact of that support.
        disabled: rule number to the scenarios in which the rule is cut or stopped.
        grades: rule number to the scenarios in which the rule counts at each grade or above, weakest grade first,
            before requirements are looked at; for rules whose grade is not that of the program everywhere.
        requirements: rule id to the scenarios in which the requirement exists, where that is not as in the program.
    """

    program: Program
    width: int
    facts: Mapping[Grade, Mapping[int, int]]
    disabled: Mapping[int, int] = field(default_factory=dict)
    grades: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    requirements: Mapping[str, int] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        """All scenarios."""
        return (1 << self.width) - 1

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
    """Evaluates blocks of one program; the order of its rules is worked out once.

    Args:
        program: it.
        about: the atoms that are looked at, with all that these depend on (`program/relevance.py`). None for all.
    """

    def __init__(self, program: Program, about: Collection[int] | None = None) -> None:
        self.program = program
        self._rules = [rule for rule in program.rules if about is None or _within(rule, about)]
        ready = ((rule.index, rule.head, rule.body, rule.unless) for rule in self._rules)
        self._kernel = Kernel(ready, program.component)
        self._excepted = [(rule.index, rule.unless) for rule in self._rules if rule.unless]
        cited = [rule for rule in self._rules if not rule.step.structural]
        self._below = {grade: [rule.index for rule in cited if rule.grade < grade] for grade in Grade}

    @classmethod
    def of(cls, program: Program) -> Columns:
        """All of a program, made ready once."""
        if cls.__name__ not in program.remembered:
            program.remembered[cls.__name__] = cls(program)
        known: Columns = program.remembered[cls.__name__]
        return known

    def models(self, block: Block) -> list[int]:
        """For each atom the scenarios in which it holds."""
        if block.width >= WIDE:
            keep_freed()
        columns = self._facts(block, Grade.hypothesis)
        self._kernel.run(columns, self._counting(block), block.everything, columns)
        return columns

    def supports(self, block: Block, models: Sequence[int] | None = None) -> dict[Grade, list[int]]:
        """For each grade and atom the scenarios in which the atom has at least that support: one least model a grade.

        Args:
            block: the scenarios.
            models: what `models` gave for it, if known.
        """
        full = list(models) if models is not None else self.models(block)
        firmer = (Grade.limited, Grade.moderate, Grade.strong)
        return {Grade.hypothesis: full} | self._levels(block, full, firmer)

    def _levels(
        self, block: Block, full: Sequence[int], grades: Iterable[Grade], without: Collection[int] = ()
    ) -> dict[Grade, list[int]]:
        """The least model of what fired at each of some grades or above; some atoms may be kept from holding."""
        fired = self._fired(block, full)
        for atom in without:
            for rule in self.program.concluding[atom]:
                fired[rule.index] = 0
        lowered = self._lowered(block, full)
        found: dict[Grade, list[int]] = {}
        for grade in grades:
            columns = self._facts(block, grade)
            for atom in without:
                columns[atom] = 0
            self._kernel.run(columns, self._reaching(grade, block, fired, lowered), block.everything)
            found[grade] = columns
        return found

    def persisting(self, block: Block, supports: Mapping[Grade, Sequence[int]]) -> dict[Finding, dict[Grade, int]]:
        """For each finding that a rule that persists concluded, and grade, where a proof that ends in one reaches it.

        Args:
            block: the scenarios.
            supports: what `supports` gave for it.
        """
        full = supports[Grade.hypothesis]
        found: dict[Finding, dict[Grade, int]] = {}
        masks: dict[Grade, list[Mask]] = {}
        for rule in self._rules:
            finding, layer = self.program.atoms[rule.head]
            if layer is not Layer.holds or rule.rule is None or not rule.rule.persists or not full[rule.head]:
                continue
            own = [n for n in self.program.at_node[finding.node] if self.program.atoms[n].finding == finding]
            beneath = supports
            if self._rests_on(rule, frozenset(own)):  # no proof passes twice through its own conclusion
                beneath = self._levels(block, full, Grade, own)
            if not masks:
                fired, lowered = self._fired(block, full), self._lowered(block, full)
                masks = {grade: self._reaching(grade, block, fired, lowered) for grade in Grade}
            for grade in Grade:
                mask = masks[grade][rule.index]
                column = block.everything if mask is None else mask
                for atom in rule.body:
                    column &= beneath[grade][atom]
                kept = found.setdefault(finding, dict.fromkeys(Grade, 0))
                kept[grade] |= column
        return found

    def _rests_on(self, rule: GroundRule, atoms: frozenset[int]) -> bool:
        """Whether a premise of a rule may depend on some atoms."""
        todo, seen = list(rule.body), set(rule.body)
        while todo:
            atom = todo.pop()
            if atom in atoms:
                return True
            for other in self.program.concluding[atom]:
                todo += [each for each in other.body if each not in seen]
                seen.update(other.body)
        return False

    def _fired(self, block: Block, full: Sequence[int]) -> list[Mask]:
        """For each rule the scenarios in which it fires if its premises hold."""
        masks = self._counting(block)
        for index, unless in self._excepted:
            for atom in unless:
                if full[atom]:
                    masks[index] = _and(masks[index], block.everything & ~full[atom])
        return masks

    def _facts(self, block: Block, grade: Grade) -> list[int]:
        """For each atom the scenarios in which it is a fact of a grade or above."""
        columns = [0] * len(self.program.atoms)
        for support, facts in block.facts.items():
            if support >= grade:
                for atom, column in facts.items():
                    columns[atom] |= column
        return columns

    def _counting(self, block: Block) -> list[Mask]:
        """For each rule the scenarios in which it exists and is neither cut nor stopped."""
        masks: list[Mask] = [None] * len(self.program.rules)
        for index, grades in block.grades.items():
            masks[index] = grades[Grade.hypothesis]
        for index, column in block.disabled.items():
            mask = masks[index]
            masks[index] = (block.everything if mask is None else mask) & ~column
        return masks

    def _reaching(
        self, grade: Grade, block: Block, fired: Sequence[Mask], lowered: Mapping[int, Sequence[int]]
    ) -> list[Mask]:
        """For each rule the scenarios in which it fires, if its premises hold, at a grade or above."""
        masks = list(fired)
        if grade is Grade.hypothesis:  # nothing counts lower
            return masks
        for index in self._below[grade]:
            masks[index] = 0
        for head, counts in lowered.items():
            for rule in self.program.concluding[head]:
                spare = rule.grade - grade
                if not rule.step.structural and 0 <= spare < len(counts):
                    masks[rule.index] = _and(fired[rule.index], block.everything & ~counts[spare])
        for index, grades in block.grades.items():
            # Lowered by n grades a rule reaches this one where it had n more, or is lowered by fewer.
            column = grades[grade]
            for number, breached in enumerate(lowered.get(self.program.rules[index].head, ()), start=1):
                column &= ~breached | (grades[grade + number] if grade + number < len(grades) else 0)
            masks[index] = _and(fired[index], column)
        return masks

    def structure(self, block: Block) -> list[int]:
        """For each atom the scenarios in which the facts give it by structural steps alone."""
        columns = self._facts(block, Grade.hypothesis)
        allowed = [
            mask if rule.step.structural else 0
            for rule, mask in zip(self.program.rules, self._counting(block), strict=True)
        ]
        self._kernel.run(columns, allowed, block.everything)
        return columns

    def concluded(self, block: Block, models: Sequence[int]) -> dict[int, int]:
        """For each finding that some cited rule concludes the scenarios in which it does.

        Scenarios whose facts give the finding by structure alone do not count: nothing is learnt there.

        Args:
            block: the scenarios.
            models: what `models` gave for it.

        Returns:
            By atom of the layer `holds`; atoms that are nowhere concluded are missing.
        """
        known = self.structure(block)
        counting = self._counting(block)
        found: dict[int, int] = {}
        for rule in self._rules:
            if rule.step.structural or self.program.atoms[rule.head].layer is not Layer.holds:
                continue
            mask = counting[rule.index]
            column = (block.everything if mask is None else mask) & ~known[rule.head]
            for atom in rule.body:
                column &= models[atom]
            for atom in rule.unless:
                column &= ~models[atom]
            if column:
                found[rule.head] = found.get(rule.head, 0) | column
        return found

    def _lowered(self, block: Block, full: Sequence[int]) -> dict[int, list[int]]:
        """For each head under a requirement: in which scenarios it is lowered by at least 1, 2, ... grades."""
        lowered: dict[int, list[int]] = {}
        here = [(each, block.everything) for each in self.program.requirements]
        for requirement, usual in [*here, *((each, 0) for each in self.program.kept_out)]:
            exists = block.requirements.get(requirement.rule.id, usual)
            if not exists:
                continue
            broken = 0
            for atom in requirement.broken:
                broken |= full[atom]
            about = 0
            for atoms in requirement.when:
                column = broken
                for atom in atoms:
                    column &= full[atom]
                about |= column
            broken &= about & exists
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


def _and(mask: Mask, column: int) -> int:
    return column if mask is None else mask & column


def _within(rule: GroundRule, about: Collection[int]) -> bool:
    """Whether all that a rule reads and concludes is looked at; what may not hold at all is not."""
    return rule.head in about and all(atom in about for atom in rule.body)


def model(case: Case) -> frozenset[int]:
    """The model of a single case."""
    columns = Columns.of(case.program).models(Block.of([case]))
    return frozenset(atom for atom, column in enumerate(columns) if column)


def holding(columns: Iterable[int], scenario: int) -> frozenset[int]:
    """The atoms that hold in one scenario of a block."""
    return frozenset(atom for atom, column in enumerate(columns) if column >> scenario & 1)


def bits(scenarios: Iterable[int], width: int) -> int:
    """The column of some scenarios of a block."""
    found = bytearray((width + 7) // 8)
    for number in scenarios:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")
