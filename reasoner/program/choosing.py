"""A phase in which it is still open what is given and set: facts and stopped rules, with a literal for each.

What `situation.py` works out for one scenario, for all scenarios that some choices make: literals for facts and stops.
"""

from __future__ import annotations

from collections.abc import Mapping
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


class OpenPhase:
    """A phase with choices.

    Args:
        logic: gets the rules that its literals need; what contradicts itself is forbidden in it.
        kb: the knowledge base.
        program: the ground program, with room for all that may be chosen.
        choices: what may be given and set.
        past: what earlier phases leave behind.

    Attributes:
        facts: the facts that there may be: for each atom the literals that make it one, and the support it then has.
    """

    def __init__(self, logic: Logic, kb: KnowledgeBase, program: Program, choices: Choices, past: Past) -> None:
        self._logic, self._program = logic, program
        self._observing = Observing(
            logic, kb, program, list(choices.given), choices.measured, choices.block, choices.force
        )
        self._stops: dict[Finding, Literal] = {}
        self.facts: dict[int, list[tuple[Literal, Grade]]] = {}
        self._persisting(past)
        self._given_and_set()
        for finding, leaf in past.held.items():
            self._put(finding, Layer.before, True, leaf.support)
        for before, literal in choices.history.items():
            for finding in reach(kb, [before]):  # no cut reaches what lies before
                self._put(finding, Layer.before, literal, Grade.strong)

    def _put(self, finding: Finding, layer: Layer, literal: Literal, support: Grade) -> None:
        number = self._program.number(finding, layer)
        if number is not None and literal is not False:
            self.facts.setdefault(number, []).append((literal, support))

    def _persisting(self, past: Past) -> None:
        fixing, said = self._observing.fixing, self._observing.said
        for finding, leaf in past.persisting.items():
            there = self._logic.both(negated(said.get(finding.contrary, False)), negated(fixing.closed(finding.node)))
            self._put(finding, Layer.holds, there, leaf.support)
            self._put(finding, Layer.natural, there, leaf.support)

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
