"""What explaining any model of a program needs to know of it, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from reasoner.model.explanation import Proof, Via
from reasoner.program.ground import GroundRule, Program, Step


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
        runs: the cited rules.
        lifting: for each atom the structural steps from it.
        above: for each atom the heads of these.
        below: for each atom the structural steps to it, the one to be preferred in proofs first.
        position: of each cited rule in the runs, by its number.
        grades: the grade of each rule, by number.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._texts = [str(atom.finding) for atom in program.atoms]
        self.grades = tuple(rule.grade for rule in program.rules)
        lifting: list[list[GroundRule]] = [[] for _ in program.atoms]
        below: list[list[GroundRule]] = [[] for _ in program.atoms]
        for rule in program.rules:
            if rule.step.structural:
                lifting[rule.body[0]].append(rule)
                below[rule.head].append(rule)
        for rules in below:
            if len(rules) > 1:
                rules.sort(key=self.preference)
        self.lifting = tuple(map(tuple, lifting))
        self.above = tuple(tuple(rule.head for rule in rules) for rules in lifting)
        self.below = tuple(map(tuple, below))
        self.runs = tuple(self._runs())
        self.position = {rule.index: n for n, rule in enumerate(rule for run in self.runs for rule in run.rules)}
        self._steps: dict[tuple[int, int | None], dict[str, Any]] = {}

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
        premises = tuple(self._texts[atom] for atom in rule.body)
        if rule.rule is None:
            return (2, "", False, premises)
        return (int(rule.summary), rule.rule.id, rule.step is Step.backward, premises)

    def step(self, rule: GroundRule, row: int | None, groups: Mapping[tuple[str, str], int]) -> dict[str, Any]:
        """The fields of a proof that ends in a rule which no requirement lowers, but for `steps` and `premises`.

        Args:
            rule: it.
            row: the group of rows of which evidence is shown; None for all.
            groups: the row groups of the program's base.
        """
        key = (rule.index, row if rule.rule else None)
        known = self._steps.get(key)
        if known is None:
            known = self._steps[key] = vars(self._step(rule, row, groups))
        return known

    def _step(self, rule: GroundRule, row: int | None, groups: Mapping[tuple[str, str], int]) -> Proof:
        finding, via = self.program.atoms[rule.head].finding, Via(rule.step.value)
        if rule.rule is None:
            return Proof(finding, via)
        items = self.program.backings[rule.rule.id].items
        if row is not None:
            items = tuple(item for item in items if any(groups[item.source, name] == row for name in item.rows))
        return Proof(finding, via, rule.grade, 0, rule.rule.id, rule.extrapolated, items=items)
