"""One phase of a scenario with changes made to it: many such variants side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from reasoner.engines.columns import Columns, holding, side_by_side
from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.explain.briefly import Brief
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Shown, Verb
from reasoner.pipeline import Reasoner, standing
from reasoner.program.ground import Layer
from reasoner.program.situation import Situation, situation
from reasoner.program.universe import named_by
from reasoner.search.world import Goal, World, changed, naming

Changes = tuple[Change, ...]


class Outcome:
    """What holds after some changes.

    Args:
        reasoner: of the knowledge base.
        changes: they.
        at: the phase with the changes.
        number: of the scenario in a block.
        models, supports: of the block.
    """

    def __init__(
        self,
        reasoner: Reasoner,
        changes: Changes,
        at: Situation,
        number: int,
        models: Sequence[int],
        supports: Mapping[Grade, Sequence[int]],
    ) -> None:
        self.changes, self.situation = changes, at
        self.model = holding(models, number)
        self._reasoner, self._number, self._supports = reasoner, number, supports

    @cached_property
    def support(self) -> dict[Finding, Grade]:
        """The support of every finding that holds."""
        atoms = self.situation.program.atoms
        found: dict[Finding, Grade] = {}
        for grade in Grade:  # weakest first: a better one replaces it
            held = self.model if grade is Grade.hypothesis else holding(self._supports[grade], self._number)
            found.update((atoms[atom].finding, grade) for atom in held if atoms[atom].layer is Layer.holds)
        return found

    def holds(self, finding: Finding, support: Grade = Grade.hypothesis) -> bool:
        """Whether a finding holds with a support at least."""
        atom = self.situation.program.number(finding)
        return atom is not None and bool(self._supports[support][atom] >> self._number & 1)

    def meets(self, goals: Iterable[Goal]) -> bool:
        """Whether all goals are met."""
        return all(self.holds(goal.finding, goal.support) == goal.wanted for goal in goals)

    @cached_property
    def concluded(self) -> frozenset[Finding]:
        """The findings that some cited rule concludes."""
        program, disabled = self.situation.program, self.situation.case.disabled
        return frozenset(
            program.atoms[rule.head].finding
            for rule in program.rules
            if not rule.step.structural
            and rule.head in self.model
            and rule.index not in disabled
            and self.model.issuperset(rule.body)
            and self.model.isdisjoint(rule.unless)
        )

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
        own = set(scenario.phases[-1].given)
        carried = (each for each in self.inputs.given if each not in own)
        self.carried = frozenset(carried) if len(scenario.phases) > 1 else frozenset[Finding]()
        self._naming = naming(scenario, tuple(candidates))
        self.scenario = scenario
        self._shown: dict[object, Shown] = {}

    @property
    def standing(self) -> dict[str, Any]:
        """What the phase is given and set, and where: the fields of `Standing`."""
        return standing(self.scenario, self.inputs)

    @cached_property
    def world(self) -> World:
        """The phase as searches see it, without goals."""
        program = self.reasoner.grounder.program(self.scenario.setting, named_by(self._naming))
        return World(self.reasoner.kb, program, self.scenario.history, self.inputs, self.past, self.carried)

    def situation(self, changes: Changes) -> Situation | None:
        """The phase with some changes; None where they contradict each other, or what is there."""
        try:
            return situation(
                self.reasoner.grounder, self._naming, changed(self.inputs, changes, self.carried), self.past
            )
        except InputError:
            return None

    def outcomes(self, sets: Sequence[Changes]) -> list[Outcome | None]:
        """What holds after each of several sets of changes; None for those that contradict themselves."""
        ready = [(changes, self.situation(changes)) for changes in sets]
        sound = [at for _, at in ready if at]
        if not sound:
            return [None] * len(sets)
        block = side_by_side(sound)
        columns = Columns.of(block.program)
        models = columns.models(block)
        supports = columns.supports(block, models)
        found: list[Outcome | None] = []
        number = 0
        for changes, at in ready:
            if at is None:
                found.append(None)
                continue
            found.append(Outcome(self.reasoner, changes, at, number, models, supports))
            number += 1
        return found

    def shown(self, outcome: Outcome, finding: Finding) -> Shown:
        """How a finding that holds after some changes does so; the same answer where the same bears on it."""
        brief = Brief(outcome.situation, outcome.model, finding)
        if brief.key not in self._shown:
            self._shown[brief.key] = brief.shown(self.reasoner.grounder.groups)
        return self._shown[brief.key]


def is_treatment(kb: KnowledgeBase, change: Change) -> bool:
    """Whether a change gives a therapy, or intervenes."""
    return change.verb in (Verb.block, Verb.force) or kb.kind(Finding.parse(change.item)) is Kind.therapy
