"""A phase in which it is still open what is given and set: facts and stopped rules, with a literal for each.

What `situation.py` works out for one scenario, for all scenarios that some choices make: literals for facts and stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.ground import Layer, Program
from reasoner.program.logic import Literal, Logic, negated
from reasoner.program.observing import Given, Observing
from reasoner.program.situation import Past
from reasoner.program.universe import reach
from reasoner.values import Value

_FACT_LAYERS = (Layer.holds, Layer.natural, Layer.observed)


class Choices(Value):
    """What may be given and set in a phase, each with the literal that it is.

    Attributes:
        given: the observations, numbers as their thresholds read them.
        measured: the numbers.
        block, force: the nodes that are fixed.
        history: what lies before the first phase.
    """

    given: tuple[Given, ...] = ()
    measured: Mapping[Measurement, Literal] = field(default_factory=dict)
    block: Mapping[Node, Literal] = field(default_factory=dict)
    force: Mapping[Node, Literal] = field(default_factory=dict)
    history: Mapping[Finding, Literal] = field(default_factory=dict)


class OpenPast(Value):
    """What earlier phases may leave behind: for each finding with which supports, each with its literal.

    Attributes:
        held: the findings of an earlier phase.
        persisting: those that a rule that persists concluded there.
    """

    held: Mapping[Finding, Sequence[tuple[Literal, Grade]]] = field(default_factory=dict)
    persisting: Mapping[Finding, Sequence[tuple[Literal, Grade]]] = field(default_factory=dict)

    @classmethod
    def of(cls, past: Past) -> OpenPast:
        """A past in which nothing is open."""
        found = (
            {finding: ((True, leaf.support),) for finding, leaf in leaves.items()}
            for leaves in (past.held, past.persisting)
        )
        return cls(*found)


class OpenPhase:
    """A phase with choices.

    Args:
        logic: gets the rules that its literals need; what contradicts itself is forbidden in it.
        kb: the knowledge base.
        program: the ground program, with room for all that may be chosen.
        choices: what may be given and set.
        past: what earlier phases leave behind, if there are any.

    Attributes:
        facts: the facts that there may be: for each atom the literals that make it one, and the support it then has.
    """

    def __init__(
        self, logic: Logic, kb: KnowledgeBase, program: Program, choices: Choices, past: OpenPast | None = None
    ) -> None:
        past = past or OpenPast()
        self._logic, self._program = logic, program
        self._observing = Observing(
            logic, kb, program, list(choices.given), choices.measured, choices.block, choices.force
        )
        self._stops: dict[Finding, Literal] = {}
        self.facts: dict[int, list[tuple[Literal, Grade]]] = {}
        self._persisting(past)
        self._given_and_set()
        for finding, levels in past.held.items():
            for literal, support in levels:
                self._put(finding, Layer.before, literal, support)
        for before, literal in choices.history.items():
            for finding in reach(kb, [before]):  # no cut reaches what lies before
                self._put(finding, Layer.before, literal, Grade.strong)

    def _put(self, finding: Finding, layer: Layer, literal: Literal, support: Grade) -> None:
        number = self._program.number(finding, layer)
        if number is not None and literal is not False:
            self.facts.setdefault(number, []).append((literal, support))

    def _persisting(self, past: OpenPast) -> None:
        fixing = self._observing.fixing
        for finding, levels in past.persisting.items():
            free = (negated(self.ends(finding)), negated(fixing.closed(finding.node)))
            for literal, support in levels:
                there = self._logic.both(literal, *free)
                self._put(finding, Layer.holds, there, support)
                self._put(finding, Layer.natural, there, support)

    def counts(self, finding: Finding) -> Literal:
        """That a finding is given, and that nothing which is set or forced keeps it from counting."""
        return self._observing.counts.get(finding, False)

    def ends(self, finding: Finding) -> Literal:
        """That an observation to the contrary ends a finding that would persist."""
        return self._observing.said.get(finding.contrary, False)

    def _given_and_set(self) -> None:
        for finding, literal in self._observing.counts.items():
            for layer in _FACT_LAYERS:
                self._put(finding, layer, literal, Grade.strong)
        fixing = self._observing.fixing
        for node in self._program.at_node:
            self._put(Finding(*node), Layer.holds, fixing.up.get(node, False), Grade.strong)
            self._put(Finding(*node, True), Layer.holds, fixing.down(node), Grade.strong)

    def stop(self, finding: Finding) -> Literal:
        """That rules which conclude a finding are cut or stopped."""
        if finding not in self._stops:
            self._stops[finding] = self._logic.either(
                [
                    self._observing.said.get(finding.contrary, False),
                    self._observing.fixing.closed(finding.node),
                ]
            )
        return self._stops[finding]
