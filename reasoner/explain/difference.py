"""Why a finding holds in one scenario and not, or less firmly, in another: where its proof breaks there.

The proof that is shown here is walked down. At each step the first premise that the other scenario lacks is followed,
until a leaf that is not there, or a step whose premises are all there and which is stopped, or counts less. The two
scenarios may have different programs: they are compared by findings, layers, rules and premises, never by numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reasoner.errors import EngineError, Problem
from reasoner.explain.analysis import Analysis
from reasoner.explain.citing import citations
from reasoner.explain.report import needs_of
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.rule import Effect, Rule
from reasoner.model.whatif import Because, Reason
from reasoner.program.ground import Atom, GroundRule, Layer
from reasoner.program.situation import Stop

_LEAVES = (Via.given, Via.intervened, Via.persisting, Via.before, Via.history)


def difference(finding: Finding, here: Analysis, there: Analysis) -> Reason:
    """Why a finding holds here and not there, or here more firmly than there.

    Args:
        finding: it.
        here: where it holds, or holds more firmly.
        there: where it does not, or less firmly.

    Raises:
        KeyError: it does not hold here.
        ValueError: it holds there as firmly.
    """
    if not there.holds(finding):
        level = Grade.hypothesis  # nothing counts lower: what is not at this level does not hold
    else:
        level = here.judge(finding).support
        if there.judge(finding).support >= level:
            raise ValueError(f"{finding} holds as firmly in the other scenario")
    return _Walk(here, there, level).down(_Step(here.judge(finding).proof, Layer.holds))


class _Step(NamedTuple):
    """A part of a proof with the layer in which it is proved."""

    proof: Proof
    layer: Layer


class _Walk:
    """Down one proof."""

    def __init__(self, here: Analysis, there: Analysis, level: Grade) -> None:
        self.here, self.there, self.level = here, there, level
        self.kb = here.kb
        self.path: list[Finding] = []

    def down(self, step: _Step) -> Reason:
        """The reason why a step that is made here is not made there."""
        while True:
            self.path.append(step.proof.finding)
            if step.proof.via in _LEAVES:
                return self._leaf(step)
            rule = self.kb.rules_by_id.get(step.proof.rule or "")
            if rule and rule.id not in self.there.program.backings:
                return self._reason(
                    Because.setting, step, rule, needs=needs_of(self.kb, rule, self.there.program.setting)
                )
            missing = next((each for each in _premises(step, rule) if not self._is_there(each)), None)
            if missing is None:
                return self._stopped(step, rule)
            step = missing

    def _is_there(self, step: _Step) -> bool:
        atom = self.there.program.number(step.proof.finding, step.layer)
        return atom is not None and atom in self.there.proofs.all[self.level]

    # ---------------------------------------------------------------- leaves

    def _leaf(self, step: _Step) -> Reason:
        proof, situation = step.proof, self.there.situation
        finding = proof.finding
        if proof.via is Via.intervened:
            fix = self.here.situation.fixed.nodes[finding.node]
            return self._reason(Because.intervened, step, by=Finding(*fix.by, fix.how in ("block", "members")))
        if proof.via is Via.given:
            number = proof.measurement
            inputs = situation.inputs
            if finding not in inputs.given if number is None else number not in inputs.measured:
                return self._reason(Because.given, step, by=finding)
        if proof.via in (Via.given, Via.persisting) and (stop := self._barred(step)):
            return stop
        atom = self.there.program.number(finding, step.layer)
        weaker = atom is not None and atom in situation.leaves
        kind = Because.given if proof.via is Via.given else Because(proof.via.value)
        return self._reason(kind, step, by=finding, weaker=weaker)

    def _barred(self, step: _Step) -> Reason | None:
        """What keeps a leaf from counting there although it is given, or came about before."""
        finding, situation = step.proof.finding, self.there.situation
        if finding.node in situation.fixed.nodes:
            return self._fixed(step, None)
        if situation.fixed.cell_of(finding.place):
            return self._cell(step, None)
        if finding.contrary in situation.observed.closure:
            return self._reason(Because.observed, step, by=finding.contrary)
        if finding in situation.inputs.given or step.proof.measurement:
            return self._reason(Because.fixed, step)  # something that is forced excludes it
        return None

    # ---------------------------------------------------------------- steps

    def _stopped(self, step: _Step, rule: Rule | None) -> Reason:
        """Why a step whose premises are all there is not made there, or counts less."""
        there = self.there
        ground = self._ground(step)
        stop = there.situation.stopped.get(ground.index)
        if stop is Stop.fixed:
            return self._fixed(step, rule)
        if stop is Stop.cell:
            return self._cell(step, rule)
        if stop is Stop.observed:
            return self._reason(Because.observed, step, rule, by=step.proof.finding.contrary)
        assert rule is not None  # structure is never stopped otherwise, and never counts less
        for atom in ground.unless:
            if atom in there.model:
                blocker = there.program.atoms[atom].finding
                because = difference(blocker, there, self.here)
                return self._reason(Because.exception, step, rule, by=blocker, because=because)
        return self._lowered(step, rule, ground)

    def _lowered(self, step: _Step, rule: Rule, ground: GroundRule) -> Reason:
        there = self.there
        if ground.grade < self.level:
            new = not step.proof.extrapolated and ground.extrapolated
            return self._reason(Because.extrapolated if new else Because.evidence, step, rule)
        before = set(self.here.fired.lowered.get(self._ground(step, self.here).index, ()))
        lowering = there.fired.lowered.get(ground.index, ())
        name = next((each for each in lowering if each not in before), next(iter(lowering), None))
        if name is None:
            problem = Problem("E499", f"no reason was found why {step.proof.finding} is different")
            raise EngineError(problem)  # pragma: no cover - the tests hold the walk to end before
        requirement = next(each for each in there.program.requirements if each.rule.id == name)
        broken = next(there.program.atoms[atom].finding for atom in requirement.broken if atom in there.model)
        backing = there.program.backings[name]
        return self._reason(
            Because.requirement, step, rule, by=broken, requirement=name, citations=citations(self.kb, backing.items)
        )

    def _ground(self, step: _Step, analysis: Analysis | None = None) -> GroundRule:
        """The ground rule of a step there: the same rule, kind of step, conclusion and premises."""
        program = (analysis or self.there).program
        rule = self.kb.rules_by_id.get(step.proof.rule or "")
        body = tuple(program.index[Atom(each.proof.finding, each.layer)] for each in _premises(step, rule))
        for ground in program.concluding[program.index[Atom(step.proof.finding, step.layer)]]:
            name = ground.rule.id if ground.rule else None
            if name == step.proof.rule and ground.step.value == step.proof.via.value and ground.body == body:
                return ground
        raise KeyError(str(step.proof.finding))  # pragma: no cover - a program is closed under structure

    def _fixed(self, step: _Step, rule: Rule | None) -> Reason:
        fix = self.there.situation.fixed.nodes[step.proof.finding.node]
        return self._reason(Because.fixed, step, rule, by=Finding(*fix.by, fix.how in ("block", "members")))

    def _cell(self, step: _Step, rule: Rule | None) -> Reason:
        cell = self.there.situation.fixed.cell_of(step.proof.finding.place)
        return self._reason(Because.cell, step, rule, by=Finding(cell or "", None, True))

    def _reason(
        self, kind: Because, step: _Step, rule: Rule | None = None, *, by: Finding | None = None, **more: object
    ) -> Reason:
        kb = self.kb
        items = step.proof.items if rule or step.proof.measurement else ()
        return Reason.of(
            **{
                "kind": kind,
                "finding": step.proof.finding,
                "label": kb.label(step.proof.finding),
                "rule": rule.id if rule else None,
                "claim": rule.claim if rule else "",
                "by": by,
                "by_label": kb.label(by) if by else "",
                "path": tuple(self.path),
                "citations": citations(kb, items),
                **more,
            }
        )


def _premises(step: _Step, rule: Rule | None) -> Iterator[_Step]:
    """The premises of a step, each in the layer in which the step reads it."""
    proof = step.proof
    layer = step.layer
    if rule is not None:
        backward = proof.via is Via.backward
        natural = rule.effect is Effect.correlates
        layer = Layer.observed if backward else Layer.natural if natural else Layer.holds
    for premise in proof.premises:
        earlier = rule is not None and premise.via in (Via.before, Via.history)
        yield _Step(premise, Layer.before if earlier else layer)
