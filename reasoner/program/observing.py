"""Which observations count and what they say, where it is still open what is given and fixed.

The semantics of `program/observations.py`, with a literal for each finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.fixing import Fixing
from reasoner.program.ground import Program, Step
from reasoner.program.logic import Literal, Logic, negated
from reasoner.program.observations import Observation, clashes, exclude
from reasoner.program.universe import structural_steps
from reasoner.values import Value

Said = dict[Finding, list[Literal]]


class Given(Value):
    """An observation that may be there.

    Attributes:
        observation: it.
        literal: that it is there.
    """

    observation: Observation
    literal: Literal


class Observing:
    """The observations that count, and what is observed with them; also which nodes are fixed.

    Args:
        logic: gets the rules.
        kb: the knowledge base.
        program: whose nodes may be fixed.
        given: the observations.
        measured: the numbers among them, each with the literal that it is there.
        block: what is blocked.
        force: what is forced.
    """

    def __init__(
        self,
        logic: Logic,
        kb: KnowledgeBase,
        program: Program,
        given: list[Given],
        measured: Mapping[Measurement, Literal],
        block: Mapping[Node, Literal],
        force: Mapping[Node, Literal],
    ) -> None:
        self.logic, self.kb = logic, kb
        bare = Fixing(logic, kb, program, block, force, {})
        therapies = self._therapies(given, bare)
        self.fixing = Fixing(logic, kb, program, block, force, therapies) if therapies else bare
        overridden = self._overridden(given, self.fixing)
        self.counts: dict[Finding, Literal] = {}
        counting: dict[Finding, list[Literal]] = {}
        said: Said = {}
        unmeasured: Said = {}
        for each, over in zip(given, overridden, strict=True):
            finding = each.observation.finding
            closed = self.fixing.closed(finding.node)
            counts = logic.both(each.literal, negated(over), negated(closed))
            counting.setdefault(finding, []).append(counts)
            for target, literal in self._spread(finding, counts, self.fixing).items():
                said.setdefault(target, []).append(literal)
                if each.observation.measurement is None:
                    unmeasured.setdefault(target, []).append(literal)
        self.counts = {finding: logic.either(literals) for finding, literals in counting.items()}
        self.said = {finding: logic.either(literals) for finding, literals in said.items()}
        self._refuse(measured, unmeasured)

    def _therapies(self, given: list[Given], bare: Fixing) -> dict[Node, Literal]:
        """The therapies that are given and that nothing forced excludes."""
        overridden = self._overridden(given, bare)
        found: dict[Node, list[Literal]] = {}
        for each, over in zip(given, overridden, strict=True):
            finding = each.observation.finding
            if not finding.down and self.kb.entities[finding.entity].kind is Kind.therapy:
                found.setdefault(finding.node, []).append(self.logic.both(each.literal, negated(over)))
        return {node: self.logic.either(literals) for node, literals in found.items()}

    def _overridden(self, given: list[Given], fixing: Fixing) -> list[Literal]:
        """For each observation that something forced excludes it; what is forced must not exclude itself."""
        if not fixing.up or not self.kb.exclusive:
            return [False] * len(given)
        forced: Said = {}
        for node, literal in fixing.up.items():
            for target, reached in self._spread(Finding(*node), literal, fixing).items():
                forced.setdefault(target, []).append(reached)
        found = {finding: self.logic.either(literals) for finding, literals in forced.items()}
        for one, other in clashes(self.kb, found):
            self.logic.forbid([found[one], found[other]])
        overridden: list[Literal] = []
        for each in given:
            finding = each.observation.finding
            start = negated(fixing.closed(finding.node))
            own = self._spread(finding, start, fixing)
            overridden.append(
                self.logic.either(
                    self.logic.both(found[one], own[other])
                    for one in found
                    for other in own
                    if exclude(self.kb, one, other)
                )
            )
        return overridden

    def _spread(self, start: Finding, literal: Literal, fixing: Fixing) -> dict[Finding, Literal]:
        """What a finding gives in its own place, without stepping into nodes that are closed."""
        if literal is False:
            return {}
        found: dict[Finding, list[Literal]] = {start: [literal]}
        reached: dict[Finding, Literal] = {}
        for finding in self._order(start):
            here = self.logic.either(found[finding])
            if finding != start:
                here = self.logic.both(here, negated(fixing.closed(finding.node)))
            reached[finding] = here
            for step, target in structural_steps(self.kb, finding):
                if step is not Step.place:
                    found.setdefault(target, []).append(here)
        return {finding: each for finding, each in reached.items() if each is not False}

    def _order(self, start: Finding) -> list[Finding]:
        """What structure leads to without steps along places, each after all that lead to it."""
        done: dict[Finding, None] = {}
        todo: list[tuple[Finding, bool]] = [(start, False)]
        while todo:
            finding, left = todo.pop()
            if left:
                done[finding] = None
            elif finding not in done:
                todo.append((finding, True))
                steps = structural_steps(self.kb, finding)
                todo += [(target, False) for step, target in steps if step is not Step.place]
        return list(reversed(done))

    def _refuse(self, measured: Mapping[Measurement, Literal], unmeasured: Said) -> None:
        """Forbid what contradicts itself."""
        self.fixing.refuse()
        for finding, literal in self.said.items():
            if not finding.down and finding.contrary in self.said:
                self.logic.forbid([literal, self.said[finding.contrary]])
        for one, other in clashes(self.kb, self.said):
            self.logic.forbid([self.said[one], self.said[other]])
        for number, second in combinations(measured, 2):
            if number.measure == second.measure:
                self.logic.forbid([measured[number], measured[second]])
        for number, there in measured.items():
            met: dict[bool, set[Finding]] = {True: set(), False: set()}
            for threshold in self.kb.entities[number.measure].thresholds:
                met[threshold.met_by(number.value)].add(Finding.parse(threshold.gives))
            for finding in sorted(met[False] - met[True], key=str):
                for literal in unmeasured.get(finding, ()):
                    self.logic.forbid([there, literal])
