"""Whether the sources say that one thing leads to another, and how: stated, hedged, left open, denied, combined."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, Problem, UsageError
from reasoner.explain.citing import node
from reasoner.explain.report import finding_result
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.sayings import Combination, Relation, Says, StepSaying, Verdict
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner
from reasoner.program.universe import above
from reasoner.questions.sayings import least_besides, step_saying

_RELATIONS: tuple[Relation, ...] = ("exact", "definition", "kinds")
_HOWS = ("states", "hedges", "denies", "open", "order", "requires")


def says(reasoner: Reasoner, premise: Finding, conclusion: Finding) -> Says:
    """Whether the sources say that one finding leads to another.

    Args:
        reasoner: of the knowledge base; what a user supposes is not asked.
        premise: what would lead to it.
        conclusion: what it would lead to.

    Raises:
        UsageError: both are the same finding (E233).
    """
    kb = reasoner.kb
    if premise == conclusion:
        raise UsageError(Problem("E233", f"{kb.label(premise)} is asked to lead to itself"))
    step = _Step(kb, premise, conclusion)
    on_it = step.sayings(kb.rules)
    alone = tuple(each for each in on_it if not each.also_needs)
    together = tuple(each for each in on_it if each.also_needs)
    combined = _combination(reasoner, premise, conclusion)
    direct = [e for e in alone if e.how in _HOWS[:2] and e.relation != "kinds" and not e.guards]
    if combined and any(each.grade >= combined.support for each in direct):
        combined = None  # what is said of the step itself is as firm
    verdicts = _verdicts(alone, together, combined)
    contrary = tuple(e for e in _Step(kb, premise, conclusion.contrary).sayings(kb.rules) if e.how in _HOWS[:2])
    back = tuple(e for e in _Step(kb, conclusion, premise).sayings(kb.rules) if e.how != "denies")
    therapy = any(kb.kind(each) is Kind.therapy for each in (premise, conclusion))
    return Says.of(
        knowledge_base=kb.digest,
        premise=premise,
        conclusion=conclusion,
        verdict=verdicts[0],
        verdicts=verdicts,
        sayings=alone,
        together=together,
        requirements=step.requirements(kb.rules),
        stopped=step.stopped(kb.rules),
        contrary=contrary,
        reverse=back,
        by_definition=conclusion in above(kb, premise),
        combination=combined,
        advice=kb.no_advice if therapy else "",
    )


class _Step:
    """The step from one finding to another, and which statements are on it."""

    def __init__(self, kb: KnowledgeBase, premise: Finding, conclusion: Finding) -> None:
        self.kb = kb
        self.premise = premise
        self.conclusion = conclusion
        self._above = above(kb, premise)

    def sayings(self, rules: Iterable[Rule]) -> tuple[StepSaying, ...]:
        """The statements from the one to the other, requirements apart."""
        found = [self._saying(rule) for rule in rules if rule.kind is not RuleKind.requirement]
        return _ordered(each for each in found if each)

    def _saying(self, rule: Rule) -> StepSaying | None:
        is_open = rule.kind is RuleKind.rule and rule.effect is Effect.modulates
        first = {p.finding: r for item in rule.when for p in item if not p.before and (r := self.of_premise(p.finding))}
        named = (*rule.then, *rule.outcomes)
        second = {each: relation for each in named if (relation := self.of_conclusion(each, either=is_open))}
        if not first or not second:
            return None
        # The statement is told for the findings that are nearest to those asked for.
        pairs = {(a, b): self._relation(first[a], second[b]) for a in first for b in second}
        best = min(pairs.values(), key=_RELATIONS.index)
        premises = tuple(dict.fromkeys(a for (a, _), relation in pairs.items() if relation == best))
        return step_saying(
            self.kb,
            rule,
            premises=premises,
            conclusions=tuple(dict.fromkeys(b for (_, b), relation in pairs.items() if relation == best)),
            also_needs=least_besides(rule, premises) or (),
            relation=best,
        )

    @staticmethod
    def _relation(first: Relation, second: Relation) -> Relation:
        return max(first, second, key=_RELATIONS.index)

    def of_premise(self, finding: Finding) -> Relation | None:
        """How a rule's premise is related to the one asked for; None: not at all."""
        if finding == self.premise:
            return "exact"
        if finding in self._above:
            return "definition"
        return "kinds" if self._is_below(finding, self.premise) else None

    def of_conclusion(self, finding: Finding, *, either: bool = False) -> Relation | None:
        """The same of its conclusion; `either`: whatever the direction, as where it is left open."""
        wanted = self.conclusion
        if either and finding.down != wanted.down:
            finding = finding.contrary
        if finding == wanted:
            return "exact"
        if wanted in above(self.kb, finding):
            return "definition"
        return "kinds" if self._is_below(finding, wanted) else None

    def _is_below(self, finding: Finding, other: Finding) -> bool:
        return finding.down == other.down and self.kb.is_at_or_below(finding.node, other.node)

    def requirements(self, rules: Iterable[Rule]) -> tuple[StepSaying, ...]:
        """The statements that the conclusion depends on the premise."""
        found = []
        for rule in rules:
            if rule.kind is RuleKind.requirement:
                first = {each: r for each in rule.needs if (r := self.of_premise(each))}
                second = {each: r for each in rule.then if (r := self.of_conclusion(each))}
                if first and second:
                    relation = self._relation(_best(first.values()), _best(second.values()))
                    found.append(
                        step_saying(self.kb, rule, premises=tuple(first), conclusions=tuple(second), relation=relation)
                    )
        return _ordered(found)

    def stopped(self, rules: Iterable[Rule]) -> tuple[StepSaying, ...]:
        """The statements that lead to the conclusion unless the premise holds."""
        found = []
        for rule in rules:
            first = {each: "exact" for each in rule.unless if each == self.premise}
            first |= {e: "definition" for e in rule.unless if e not in first and self._stops(e)}
            second = {each: r for each in rule.then if (r := self.of_conclusion(each))}
            if rule.fires and first and second:
                relation = self._relation(_best(first.values()), _best(second.values()))
                found.append(
                    step_saying(self.kb, rule, premises=tuple(first), conclusions=tuple(second), relation=relation)
                )
        return _ordered(found)

    def _stops(self, exception: Finding) -> bool:
        """Whether the premise meets an exception: it counts in any place at or below the exception's."""
        return any(
            each.entity == exception.entity
            and each.down == exception.down
            and self.kb.place_within(each.place, exception.place)
            for each in self._above
        )


def _best(relations: Iterable[str]) -> Relation:
    found = set(relations)
    return next(each for each in _RELATIONS if each in found)


def _ordered(found: Iterable[StepSaying]) -> tuple[StepSaying, ...]:
    """Of the very findings first, then by how it is put, then the firmest."""

    def order(each: StepSaying) -> tuple[object, ...]:
        return (_RELATIONS.index(each.relation), _HOWS.index(each.how), bool(each.guards), -each.grade, each.rule)

    return tuple(sorted(found, key=order))


def _verdicts(
    alone: tuple[StepSaying, ...], together: tuple[StepSaying, ...], combined: Combination | None
) -> tuple[Verdict, ...]:
    """All that hold, in order; a statement that needs something besides is one of several that give it together."""
    found: list[Verdict] = []
    for near in (True, False):
        for how in _HOWS[:5]:
            if any(each.how == how and (each.relation != "kinds") is near for each in alone):
                found.append(how)  # type: ignore[arg-type]
    silent = [each.how for each in together if each.how in ("denies", "open", "order")]
    found += [how for how in _HOWS[2:5] if how in silent]
    if combined or any(each.how in ("states", "hedges") for each in together):
        found.append("combination")
    return tuple(dict.fromkeys(found)) or ("nothing",)


def _combination(reasoner: Reasoner, premise: Finding, conclusion: Finding) -> Combination | None:
    """What follows where the premise alone is given, in no setting; None where the conclusion does not."""
    try:
        analysis = reasoner.evaluate(Scenario(phases=(Phase(given=(premise,)),)), "columns").last
    except InputError:
        return None  # it contradicts itself by definition
    if not analysis.holds(conclusion):
        return None
    found = finding_result(analysis, conclusion)
    if not found.rules:
        return None
    proof = node(analysis.kb, analysis.judge(conclusion).proof)
    return Combination.of(
        support=found.support,
        stated=found.stated,
        steps=found.steps,
        sentences=found.rows,
        given=(premise,),
        proof=proof,
    )
