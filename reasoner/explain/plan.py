"""What explaining any model of a program needs to know of it, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reasoner.explain.reach import Structure
from reasoner.model.explanation import Proof, Via
from reasoner.model.supposition import SUPPOSED
from reasoner.program.ground import GroundRule, Layer, Program, Step


class Run(NamedTuple):
    """Cited rules that stand together in the order of the components of their heads.

    Attributes:
        cyclic: they are one component, and to be repeated until nothing changes.
        rules: they; of those with one head the one to be preferred in proofs stands first.
        firsts: the first premise of each.
    """

    cyclic: bool
    rules: tuple[GroundRule, ...]
    firsts: tuple[int, ...]


class Plan:
    """The rules of a program in the order in which explaining reads them.

    Args:
        program: it.

    Attributes:
        texts: of the finding of each atom.
        held: the atoms of the layer `holds`.
        extrapolated, supposed: whether there are such rules.
        runs: the cited rules.
        lifting: for each atom the structural steps from it.
        above: for each atom the heads of these.
        structure: what they give, one after the other.
        below: for each atom the structural steps to it, the one to be preferred in proofs first.
        cyclic: the rules that are to be repeated.
        position: of each cited rule in the runs, by its number.
        grades: the grade of each rule, by number.
        ends: what `end` gave, by rule and row.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.texts = [str(atom.finding) for atom in program.atoms]
        self.held = frozenset(number for number, atom in enumerate(program.atoms) if atom.layer is Layer.holds)
        self._preferences: dict[int, tuple[int, str, bool, tuple[str, ...]]] = {}
        self.extrapolated = any(rule.extrapolated for rule in program.rules)
        self.supposed = any(rule.rule is not None and rule.rule.source == SUPPOSED for rule in program.rules)
        self.grades = tuple(rule.grade for rule in program.rules)
        lifting: list[list[GroundRule]] = [[] for _ in program.atoms]
        below: list[list[GroundRule]] = [[] for _ in program.atoms]
        for rule in program.rules:
            if rule.step.structural:
                lifting[rule.body[0]].append(rule)
                below[rule.head].append(rule)
        for rules in below:
            if len(rules) > 1:
                rules.sort(key=lambda rule: self.texts[rule.body[0]])  # as `preference` has it
        self.lifting: Sequence[Sequence[GroundRule]] = lifting
        self.above: Sequence[Sequence[int]] = [[rule.head for rule in rules] for rules in lifting]
        self.structure = Structure(self.above)
        self.below: Sequence[Sequence[GroundRule]] = below
        self.runs = tuple(self._runs())
        self.cyclic = frozenset(rule.index for run in self.runs if run.cyclic for rule in run.rules)
        self.position = {rule.index: n for n, rule in enumerate(rule for run in self.runs for rule in run.rules)}
        self.ends: dict[tuple[int, int | None], tuple[Any, ...]] = {}

    @classmethod
    def of(cls, program: Program) -> Plan:
        """The plan of a program, made once."""
        if cls.__name__ not in program.remembered:
            program.remembered[cls.__name__] = cls(program)
        known: Plan = program.remembered[cls.__name__]
        return known

    def _runs(self) -> list[Run]:
        component = self.program.component
        cited = [rule for rule in self.program.rules if not rule.step.structural]
        cited.sort(key=lambda rule: (component[rule.head], rule.head, self.preference(rule)))
        cyclic = {
            component[rule.head] for rule in cited if any(component[a] == component[rule.head] for a in rule.body)
        }
        runs: list[list[GroundRule]] = []
        last: int | None = None
        for rule in cited:
            inside = component[rule.head] if component[rule.head] in cyclic else None
            if not runs or inside != last:
                runs.append([])
            runs[-1].append(rule)
            last = inside
        return [
            Run(component[rules[0].head] in cyclic, tuple(rules), tuple(rule.body[0] for rule in rules))
            for rules in runs
        ]

    def preference(self, rule: GroundRule) -> tuple[int, str, bool, tuple[str, ...]]:
        """The order in which proofs prefer rules that conclude one finding in equally many steps."""
        known = self._preferences.get(rule.index)
        if known is None:
            premises = tuple(self.texts[atom] for atom in rule.body)
            if rule.rule is None:
                known = (2, "", False, premises)
            else:
                known = (int(rule.summary), rule.rule.id, rule.step is Step.backward, premises)
            self._preferences[rule.index] = known
        return known

    def end(self, rule: GroundRule, row: int | None, groups: Mapping[tuple[str, str], int]) -> tuple[Any, ...]:
        """A proof that ends in a rule which no requirement lowers, up to `steps` and `premises`.

        Args:
            rule: it.
            row: the group of rows of which evidence is shown; None for all.
            groups: the row groups of the program's base.
        """
        found = self.ends[rule.index, row] = self._proof(rule, row, groups)[:-2]
        return found

    def _proof(self, rule: GroundRule, row: int | None, groups: Mapping[tuple[str, str], int]) -> Proof:
        finding, via = self.program.atoms[rule.head].finding, Via(rule.step.value)
        if rule.rule is None:
            return Proof(finding, via)
        items = self.program.backings[rule.rule.id].items
        if row is not None:
            items = tuple(item for item in items if any(groups[item.source, name] == row for name in item.rows))
        return Proof(finding, via, rule.grade, rule.rule.id, rule.extrapolated, items=items)
