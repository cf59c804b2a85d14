"""What a model says of each finding: origin, support, flags, and what it leaves to later phases."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from reasoner.explain.fired import Fired
from reasoner.explain.proofs import Proofs
from reasoner.explain.reach import Part, Pass
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Origin
from reasoner.program.ground import GroundRule, Layer, Program, Step
from reasoner.program.observations import clashes
from reasoner.program.situation import Leaf, Past, Situation, Stop

_ORIGINS = {Via.given: Origin.given, Via.intervened: Origin.intervened, Via.persisting: Origin.persisting}
"""Where a finding comes from that is no conclusion, by how it stands in its proof."""


class Judgement(NamedTuple):
    """One finding of a model.

    Attributes:
        finding: it.
        origin: where it comes from.
        support: the best, over its proofs, of the weakest grade in the proof.
        stated: a proof that reaches the support uses the rules of one row alone.
        also_stated: the best weaker grade at which one row alone gives it, for combined findings.
        extrapolated, against_requirement, rests_on_contested: every proof that reaches the support is so.
        supposed: every proof that reaches the support rests on what the user supposes.
        contested: its contrary holds as well, or derived findings that exclude it.
        proof: the proof to show.
    """

    finding: Finding
    origin: Origin
    support: Grade
    stated: bool
    also_stated: Grade | None
    extrapolated: bool
    against_requirement: bool
    contested: bool
    rests_on_contested: bool
    supposed: bool
    proof: Proof

    @property
    def steps(self) -> int:
        """The cited rules on the longest branch of the proof shown."""
        return self.proof.steps


class Analysis:
    """A model of a phase, explained.

    Args:
        situation: the phase.
        model: the atoms that hold in it, from whichever engine.
        groups: the row groups of the base.

    Raises:
        EngineError: the model is not the situation's (E402, E403).
    """

    def __init__(self, situation: Situation, model: frozenset[int], groups: dict[tuple[str, str], int]) -> None:
        self.situation = situation
        self.kb: KnowledgeBase = situation.kb
        self.program: Program = situation.program
        self.model = model
        self.fired = Fired(situation, model)
        self.proofs = Proofs(self.fired, groups)
        plan, atoms = self.fired.plan, self.program.atoms
        held = sorted(filter(plan.held.__contains__, model), key=plan.texts.__getitem__)
        self._numbers = {atoms[atom].finding: atom for atom in held}
        self.findings = list(self._numbers)
        self._judged: dict[Finding, Judgement] = {}

    def number(self, finding: Finding) -> int:
        """The atom of a finding that holds.

        Raises:
            KeyError: the finding does not hold.
        """
        return self._numbers[finding]

    def holds(self, finding: Finding) -> bool:
        """Whether a finding holds."""
        return finding in self._numbers

    def judge(self, finding: Finding) -> Judgement:
        """What the model says of a finding.

        Raises:
            KeyError: the finding does not hold.
        """
        known = self._judged.get(finding)
        if known is None:
            known = self._judged[finding] = self._judge(finding, self._numbers[finding])
        return known

    def _judge(self, finding: Finding, atom: int) -> Judgement:
        verdict, by_one_row, proof = self.proofs.verdict(atom), self.proofs.one_row.grade(atom), self.proofs.shown(atom)
        support = verdict.support
        return Judgement(
            finding,
            _ORIGINS.get(proof.via, Origin.derived),
            support,
            by_one_row is support,
            None if by_one_row is support else by_one_row,
            verdict.extrapolated,
            verdict.against_requirement,
            finding in self.contested,
            self._uncontested is not self.proofs.all and atom not in self._uncontested[support],
            verdict.supposed,
            proof,
        )

    # ------------------------------------------------------------------ contested

    @cached_property
    def _local(self) -> frozenset[Finding]:
        """Findings that hold otherwise than through a step along a place and structural steps from it."""
        atoms = self.program.atoms
        seen = {atom for atom in self.situation.leaves if atoms[atom].layer is Layer.holds}
        seen |= {number for f in self.situation.observed.closure if (number := self.program.number(f)) is not None}
        seen |= {rule.head for rule in self.fired.rules if not rule.step.structural}
        todo = list(seen)
        while todo:
            for rule in self.fired.with_premise.get(todo.pop(), ()):
                if rule.step in (Step.is_a, Step.implies) and rule.head not in seen:
                    seen.add(rule.head)
                    todo.append(rule.head)
        return frozenset(atoms[atom].finding for atom in seen if atoms[atom].layer is Layer.holds)

    @cached_property
    def contested(self) -> frozenset[Finding]:
        """Findings whose contrary holds as well, and derived ones that exclude each other."""
        fixed, observed = self.situation.fixed.nodes, self.situation.observed.closure
        known = (*self.findings, *observed)
        contrary = any(each.contrary in self._numbers or each.contrary in observed for each in known if each.down)
        if not contrary and not clashes(self.kb, known):
            return frozenset()  # as in most models: what is local need not be looked for
        both = {finding for finding in self._local if finding.contrary in self._local}
        for pair in clashes(self.kb, self._local):
            both.update(finding for finding in pair if finding.node not in fixed and finding not in observed)
        return frozenset(both)

    @cached_property
    def _uncontested(self) -> dict[Grade, Pass]:
        """What derives without contested findings, by grade."""
        if not self.contested and not any(leaf.contested for leaf in self.situation.leaves.values()):
            return self.proofs.all
        atoms = self.program.atoms
        contested = {
            atom
            for atom in self.model
            if atoms[atom].layer is not Layer.before and atoms[atom].finding in self.contested
        }
        part = Part(leaf=lambda leaf: not leaf.contested)
        return self.fired.derive((part,), barren=contested).levels(0)

    # ------------------------------------------------------------------ what observations stop

    @cached_property
    def expected_otherwise(self) -> dict[Finding, tuple[GroundRule, ...]]:
        """What the sources lead one to expect and an observation denies, with the rules that would give it."""
        found: dict[Finding, tuple[GroundRule, ...]] = dict.fromkeys(self.situation.ended, ())
        for index in sorted(self.situation.stopped):
            rule = self.program.rules[index]
            if (
                self.situation.stopped[index] is Stop.observed
                and self.program.atoms[rule.head].layer is Layer.holds
                and self.model.issuperset(rule.body)
                and self.model.isdisjoint(rule.unless)
            ):
                finding = self.program.atoms[rule.head].finding
                found[finding] = (*found.get(finding, ()), rule)
        return dict(sorted(found.items(), key=lambda item: str(item[0])))

    # ------------------------------------------------------------------ what later phases see

    def past(self, before: Past) -> Past:
        """What this phase and those before it leave to the next."""
        held = dict(before.held)
        for finding in self.findings:
            judged = self.judge(finding)
            proof = Proof(finding, Via.before, judged.support, steps=judged.steps, premises=(judged.proof,))
            leaf = Leaf(
                proof,
                judged.support,
                judged.steps,
                as_given=False,
                extrapolated=judged.extrapolated,
                against_requirement=judged.against_requirement,
                contested=judged.contested or judged.rests_on_contested,
            )
            if finding not in held or _better(leaf, held[finding]):
                held[finding] = leaf
        persisting = {**self.situation.suspended, **self.situation.persisting}
        for rule in self.fired.rules:
            if rule.rule and rule.rule.persists and self.program.atoms[rule.head].layer is Layer.holds:
                kept = self._persisting(rule)
                finding = self.program.atoms[rule.head].finding
                if kept is not None and (finding not in persisting or _better(kept, persisting[finding])):
                    persisting[finding] = kept
        return Past(held, persisting)

    def _persisting(self, rule: GroundRule) -> Leaf | None:
        """What a fired rule that persists leaves behind: its best proof, and what every proof as good has in common."""
        kept = self.proofs.through(rule)
        if kept is None:
            return None
        level = kept.support
        return Leaf(
            Proof(kept.finding, Via.persisting, level, steps=kept.steps, premises=(kept,)),
            level,
            kept.steps,
            as_given=False,
            extrapolated=not self._is_in(rule, self.proofs.fitting[level]),
            against_requirement=not self._is_in(rule, self.proofs.unbreached[level]),
            contested=not self._is_in(rule, self._uncontested[level]),
        )

    def _is_in(self, rule: GroundRule, part: Pass) -> bool:
        """Whether a rule fires within a pass without its own conclusion's help."""
        again = self.proofs.without(part, {self.program.atoms[rule.head].finding})
        return part.uses(rule) and all(atom in again for atom in rule.body)


def _better(leaf: Leaf, other: Leaf) -> bool:
    return (-leaf.support, leaf.steps) < (-other.support, other.steps)
