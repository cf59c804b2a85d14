"""A rule as a statement of its source: how it is put, how firmly, where, and only where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reasoner.explain.citing import citations, contexts
from reasoner.model.evidence import Wording
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.sayings import How, RoleSaying, StepSaying

_HOW: dict[Effect, How] = {Effect.modulates: "open", Effect.precedes: "order", Effect.correlates: "hedges"}


def how_of(rule: Rule) -> How:
    """How the source puts a rule: a competing hypothesis is a hedge, whatever its wording."""
    if rule.kind is RuleKind.denial:
        return "denies"
    if rule.kind is RuleKind.requirement:
        return "requires"
    if rule.effect in _HOW:
        return _HOW[rule.effect]
    states = any(item.wording is Wording.states for item in rule.evidence)
    return "states" if states and not rule.hypothesis else "hedges"


def guards_of(kb: KnowledgeBase, rule: Rule) -> tuple[str, ...]:
    """Outside of which settings, or without which hypothesis, a rule is not said."""
    found = [f"{key}: {' or '.join(kb.entities[value].label for value in values)}" for key, values in rule.only.items()]
    return (*found, *([f"assume: {rule.hypothesis}"] if rule.hypothesis else []))


def least_besides(rule: Rule, meant: Iterable[Finding]) -> tuple[Finding, ...] | None:
    """What a rule needs besides some findings, in the variant with one of them that needs least.

    Returns:
        The other premises; None where none of the findings is a premise of this phase.
    """
    wanted = set(meant)
    besides = [
        tuple(premise.finding for premise in variant if premise.before or premise.finding not in wanted)
        for variant in rule.variants
        if any(premise.finding in wanted and not premise.before for premise in variant)
    ]
    return min(besides, key=len) if besides else None


def step_saying(kb: KnowledgeBase, rule: Rule, **more: Any) -> StepSaying:
    """A rule as a statement on a step; `more` has what depends on the question."""
    return StepSaying.of(**_parts(kb, rule), **more)


def role_saying(kb: KnowledgeBase, rule: Rule, **more: Any) -> RoleSaying:
    """A rule as a statement with the part that an entity has in it."""
    return RoleSaying.of(**_parts(kb, rule), **more)


def _parts(kb: KnowledgeBase, rule: Rule) -> dict[str, Any]:
    items = tuple(rule.items())
    return {
        "rule": rule.id,
        "claim": rule.claim,
        "how": how_of(rule),
        "grade": max(item.grade for item in items),
        "unless": rule.unless,
        "contexts": contexts(kb, items),
        "guards": guards_of(kb, rule),
        "citations": citations(kb, items),
    }
