"""A second opinion on printed proofs: it knows rules, scenario and the findings said to hold, and nothing of Program.

It re-derives grades, guards, structure, cuts and arithmetic in the terms of the rule files, so that a fault of
grounding, of an engine or of proof building cannot hide behind itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reasoner.model.entity import Kind
from reasoner.model.evidence import SOFT_KEYS, Evidence, Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import ProofNode
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.scenario import Setting

_LEAVES = frozenset({"given", "intervened", "history"})
_STRUCTURE = frozenset({"is_a", "implies", "place"})


class Checker:
    """Checks proofs of one phase.

    Args:
        kb: the knowledge base.
        setting: context and assumptions.
        given: what was observed (numbers read as their findings).
        history: what lies before.
        intervened: findings that interventions fix.
        holding: every finding said to hold in the phase.
    """

    def __init__(
        self,
        kb: KnowledgeBase,
        setting: Setting,
        given: Collection[Finding],
        history: Collection[Finding],
        intervened: Collection[Finding],
        holding: Collection[Finding],
    ) -> None:
        self.kb = kb
        self.setting = setting
        self.given = set(given)
        self.history = set(history)
        self.intervened = set(intervened)
        self.holding = set(holding)

    def check(self, proof: ProofNode) -> list[str]:
        """The faults of a proof, empty if there are none."""
        return list(self._check(proof, ()))

    def _check(self, proof: ProofNode, above: tuple[Finding, ...]) -> Iterator[str]:
        where = f"{proof.finding} ({proof.rule or proof.via})"
        if proof.finding in above and proof.via not in ("before", "history"):
            yield f"{where}: the proof goes round in a circle"
            return
        if proof.repeated:
            return
        if proof.via not in ("before", "history", "persisting") and proof.finding not in self.holding:
            yield f"{where}: does not hold"
        if proof.via in _LEAVES:
            yield from self._leaf(proof, where)
        elif proof.via in _STRUCTURE:
            yield from self._structure(proof, where)
        elif proof.via in ("cited", "backward"):
            yield from self._rule(proof, where)
        elif proof.via not in ("persisting", "before"):
            yield f"{where}: unknown kind of step"
        if proof.via in ("persisting", "before"):
            return  # the premise is a proof of an earlier phase, checked there
        if proof.via not in _LEAVES:
            count = max((premise.steps for premise in proof.premises), default=0) + (proof.rule is not None)
            if proof.steps != count:
                yield f"{where}: counts {proof.steps} steps instead of {count}"
        for premise in proof.premises:
            yield from self._check(premise, (*above, proof.finding))

    def _leaf(self, proof: ProofNode, where: str) -> Iterator[str]:
        pools = {"given": self.given, "intervened": self.intervened, "history": self._history()}
        if proof.finding not in pools[proof.via]:
            yield f"{where}: is not {proof.via}"
        if proof.premises or proof.steps or proof.grade is not Grade.strong:
            yield f"{where}: a leaf has no premises, no steps and counts as strong"

    def _history(self) -> set[Finding]:
        seen = set(self.history)
        todo = list(seen)
        while todo:
            finding = todo.pop()
            for via in _STRUCTURE:
                for target in self._above(finding, via):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
        return seen

    def _above(self, finding: Finding, via: str) -> set[Finding]:
        if finding.down:
            return set()
        entity = self.kb.entities[finding.entity]
        if via == "is_a":
            return {Finding(parent, finding.place) for parent in entity.is_a}
        if via == "implies":
            return {Finding(implied.entity, finding.place, implied.down) for implied in entity.implies}
        if finding.place is None:
            return set()
        wider = [place for place in self.kb.entities[finding.place].is_a if place in self.kb.entities]
        return {Finding(finding.entity, place) for place in (*wider, None)}

    def _structure(self, proof: ProofNode, where: str) -> Iterator[str]:
        if len(proof.premises) != 1:
            yield f"{where}: a structural step has one premise"
        elif proof.finding not in self._above(proof.premises[0].finding, proof.via):
            yield f"{where}: the vocabulary does not lead here from {proof.premises[0].finding}"
        if proof.grade is not Grade.strong or proof.citations:
            yield f"{where}: a structural step weakens nothing and cites nothing"
        yield from self._cut(proof.finding, where)

    def _cut(self, finding: Finding, where: str) -> Iterator[str]:
        if finding in self.intervened or finding.contrary in self.intervened:
            yield f"{where}: its node is fixed by an intervention"
        if finding.contrary in self.given:
            yield f"{where}: the contrary was observed"
        for cell in self.intervened:
            down = cell.down and cell.place is None and self.kb.entities[cell.entity].kind is Kind.cell
            if down and finding.place and self.kb.place_within(finding.place, cell.entity):
                yield f"{where}: {cell.entity} is blocked, and nothing is concluded there"

    def _rule(self, proof: ProofNode, where: str) -> Iterator[str]:
        rule = self.kb.rules_by_id.get(proof.rule or "")
        if rule is None or rule.kind is not RuleKind.rule:
            yield f"{where}: no such rule"
            return
        yield from self._cut(proof.finding, where)
        for key, values in rule.only.items():
            value = getattr(self.setting, key)
            if value is None or self.kb.ancestors(value).isdisjoint(values):
                yield f"{where}: its guard on {key} is not met"
        if rule.hypothesis and tuple(rule.hypothesis.split("/", 1)) not in self.setting.assume:
            yield f"{where}: its hypothesis is not assumed"
        found = tuple((premise.finding, premise.via in ("before", "history")) for premise in proof.premises)
        if proof.via == "backward":
            yield from self._backward(proof, rule, where)
        else:
            wanted = [tuple((p.finding, p.before) for p in variant) for variant in rule.variants]
            if found not in wanted:
                yield f"{where}: its premises are not those of the rule"
            if proof.finding not in rule.then:
                yield f"{where}: the rule does not conclude this"
            yield from self._exceptions(rule, where)
            if rule.effect is Effect.correlates:
                for premise in proof.premises:
                    if self._only_intervened(premise):
                        yield f"{where}: a correlation does not chain from an intervention"
        yield from self._grade(proof, rule, where)

    def _backward(self, proof: ProofNode, rule: Rule, where: str) -> Iterator[str]:
        if rule.effect is not Effect.marks:
            yield f"{where}: only markers are read backwards"
        if tuple(premise.finding for premise in proof.premises) != rule.then:
            yield f"{where}: not every marker of the rule is shown"
        if proof.finding not in [premise.finding for variant in rule.variants for premise in variant]:
            yield f"{where}: the rule does not mark this"
        for premise in proof.premises:
            current = premise
            while current.via in _STRUCTURE and current.premises:
                current = current.premises[0]
            if current.via != "given" and not premise.repeated:
                yield f"{where}: the marker {premise.finding} is not observed"

    @staticmethod
    def _only_intervened(premise: ProofNode) -> bool:
        while premise.via in _STRUCTURE and premise.premises:
            premise = premise.premises[0]
        return premise.via == "intervened"

    def _exceptions(self, rule: Rule, where: str) -> Iterator[str]:
        for exception in rule.unless:
            for finding in self.holding:
                if (
                    finding.entity == exception.entity
                    and finding.down == exception.down
                    and self.kb.place_within(finding.place, exception.place)
                ):
                    yield f"{where}: stopped by {finding}"

    def _grade(self, proof: ProofNode, rule: Rule, where: str) -> Iterator[str]:
        graded = [(self._item_grade(item), item) for item in rule.items() if self._admitted(item)]
        if not graded:
            yield f"{where}: no evidence of it is left here"
            return
        best = max(grade for grade, _ in graded)
        if proof.extrapolated is any(grade == best and self._fits(item) for grade, item in graded):
            yield f"{where}: wrongly marked as extrapolated or not"
        lowered = tuple(sorted(requirement.id for requirement in self._breached(proof.finding)))
        if tuple(sorted(proof.lowered_by)) != lowered:
            yield f"{where}: lowered by {proof.lowered_by} instead of {lowered}"
        expected = best.lowered(len(lowered) + (proof.via == "backward"))
        if proof.grade is not expected:
            yield f"{where}: counts as {proof.grade} instead of {expected}"
        rows = {(item.source, item.at) for grade, item in graded if grade == best}
        if not proof.citations or any((cited.source, cited.row) not in rows for cited in proof.citations):
            yield f"{where}: cites other rows than those that reach its grade"

    def _admitted(self, item: Evidence) -> bool:
        if self.setting.system and self.setting.system not in item.context.system:
            return False
        return self._fits(item) or not self.setting.strict_context

    def _fits(self, item: Evidence) -> bool:
        for key in SOFT_KEYS:
            value, values = getattr(self.setting, key), getattr(item.context, key)
            if value and values and not any(self.kb.related(value, other) for other in values):
                return False
        return True

    def _item_grade(self, item: Evidence) -> Grade:
        return item.grade if self._fits(item) else item.grade.lowered(1)

    def _breached(self, finding: Finding) -> Iterator[Rule]:
        for rule in self.kb.rules:
            if rule.kind is not RuleKind.requirement or not any(need.contrary in self.holding for need in rule.needs):
                continue
            guarded = all(
                (value := getattr(self.setting, key)) and not self.kb.ancestors(value).isdisjoint(values)
                for key, values in rule.only.items()
            )
            assumed = rule.hypothesis is None or tuple(rule.hypothesis.split("/", 1)) in self.setting.assume
            covers = any(
                then.down == finding.down and self.kb.is_at_or_below(finding.node, then.node) for then in rule.then
            )
            there = any(all(p.finding in self.holding for p in variant if not p.before) for variant in rule.variants)
            if there and guarded and assumed and covers and any(self._admitted(item) for item in rule.items()):
                yield rule
