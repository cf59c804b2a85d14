"""One phase of a scenario with changes made to it: many such variants side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reasoner.engines.columns import Block, Columns, holding
from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer, Program
from reasoner.program.situation import Situation, situation
from reasoner.search.world import World, changed, naming

Changes = tuple[Change, ...]


class Outcome:
    """What holds after some changes.

    Args:
        reasoner: of the knowledge base.
        changes: they.
        at: the phase with the changes.
        model: the atoms that hold.
        support: of every finding that holds.
    """

    def __init__(
        self,
        reasoner: Reasoner,
        changes: Changes,
        at: Situation,
        model: frozenset[int],
        support: dict[Finding, Grade],
    ) -> None:
        self.changes, self.situation, self.model, self.support = changes, at, model, support
        self._reasoner = reasoner

    def analysis(self) -> Analysis:
        """The same, explained."""
        return Analysis(self.situation, self.model, self._reasoner.grounder.groups)


class Variants:
    """The last phase of a scenario, and what becomes of it by changes.

    Args:
        reasoner: of the knowledge base.
        scenario: without contradictions.
        candidates: every change that will be made.

    Raises:
        InputError: the scenario contradicts itself.
    """

    def __init__(self, reasoner: Reasoner, scenario: Scenario, candidates: Iterable[Change] = ()) -> None:
        self.reasoner = reasoner
        self.inputs, self.past = reasoner.before_last(scenario)
        self._naming = naming(scenario, tuple(candidates))
        self.scenario = scenario

    @property
    def world(self) -> World:
        """The phase as searches see it, without goals."""
        from reasoner.program.universe import named_by

        program: Program = self.reasoner.grounder.program(self.scenario.setting, named_by(self._naming))
        return World(self.reasoner.kb, program, self.scenario.history, self.inputs, self.past)

    def situation(self, changes: Changes) -> Situation | None:
        """The phase with some changes; None where they contradict each other, or what is there."""
        try:
            return situation(self.reasoner.grounder, self._naming, changed(self.inputs, changes), self.past)
        except InputError:
            return None

    def outcomes(self, sets: Sequence[Changes]) -> list[Outcome | None]:
        """What holds after each of several sets of changes; None for those that contradict themselves."""
        ready = [(changes, self.situation(changes)) for changes in sets]
        cases = [at for _, at in ready if at]
        if not cases:
            return [None] * len(sets)
        block = Block.of(
            [at.case for at in cases],
            [{atom: leaf.support for atom, leaf in at.leaves.items()} for at in cases],
        )
        columns = Columns(block.program)
        models = columns.models(block)
        supports = columns.supports(block, models)
        found: list[Outcome | None] = []
        number = 0
        for changes, at in ready:
            if at is None:
                found.append(None)
                continue
            model = holding(models, number)
            found.append(Outcome(self.reasoner, changes, at, model, _supports(block.program, supports, number, model)))
            number += 1
        return found


def _supports(
    program: Program, supports: dict[Grade, list[int]], number: int, model: frozenset[int]
) -> dict[Finding, Grade]:
    found: dict[Finding, Grade] = {}
    for atom in model:
        finding, layer = program.atoms[atom]
        if layer is Layer.holds:
            found[finding] = next(grade for grade in sorted(Grade, reverse=True) if supports[grade][atom] >> number & 1)
    return found
