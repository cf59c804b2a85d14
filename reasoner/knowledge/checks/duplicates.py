"""Rules that say what others say, and rules that add nothing to a more general one."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context
from reasoner.model.evidence import Context as Setting
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.rule import Rule


def check(context: Context) -> Iterator[Problem]:
    """Duplicates of any kind of statement; subsumed rules among those that fire."""
    seen: dict[object, Rule] = {}
    for rule in context.kb.rules:
        first = seen.setdefault(_content(rule), rule)
        if first is not rule:
            message = f"the rule says what `{first.id}` says, at {context.draft.rules[first.id].where('id')}"
            help_ = "make it one rule with the evidence of both"
            yield Problem("W033", message, context.draft.rules[rule.id].where("id"), (help_,))
    yield from _subsumed(context)


def _content(rule: Rule) -> object:
    return (
        rule.kind,
        rule.effect,
        frozenset(frozenset(variant) for variant in rule.variants),
        *(frozenset(part) for part in (rule.then, rule.unless, rule.outcomes, rule.needs)),
        rule.only,
        rule.hypothesis,
        rule.persists,
    )


def _subsumed(context: Context) -> Iterator[Problem]:
    """A rule whose every firing another one matches, with fewer premises and at least its support."""
    concluding: dict[Finding, list[Rule]] = {}
    for rule in context.kb.rules:
        if rule.fires:
            for head in rule.then:
                concluding.setdefault(head, []).append(rule)
    for rule in context.kb.rules:
        if not rule.fires or not rule.then:
            continue
        others = [
            other for other in concluding[rule.then[0]] if _content(other) != _content(rule) and _covers(other, rule)
        ]
        # Of two that cover each other neither adds nothing: they differ in what is no matter of strength.
        others = [other for other in others if not _covers(rule, other)]
        if others:
            message = f"the rule adds nothing to `{others[0].id}`, at {context.draft.rules[others[0].id].where('id')}"
            yield Problem("W034", message, context.draft.rules[rule.id].where("id"))


def _covers(general: Rule, rule: Rule) -> bool:
    return (
        general.effect is rule.effect
        and general.hypothesis in (None, rule.hypothesis)
        and set(general.then) >= set(rule.then)
        and set(general.unless) <= set(rule.unless)
        and all(getattr(general.only, key) in ((), getattr(rule.only, key)) for key in ("cancer", "stage", "site"))
        and general.persists >= rule.persists
        and bool(general.reverts) >= bool(rule.reverts)
        and all(any(set(wider) <= set(variant) for wider in general.variants) for variant in rule.variants)
        and _supports(general, rule)
    )


def _supports(general: Rule, rule: Rule) -> bool:
    """Whether the general rule has an item that counts as much as the other's best one in every setting."""
    best = max((item.grade for item in rule.items()), default=Grade.hypothesis)
    settings = {_soft(item.context) for item in rule.items() if item.grade is best}
    return any(
        item.grade >= best and (_soft(item.context) == ((), (), ()) or {_soft(item.context)} == settings)
        for item in general.items()
    )


def _soft(setting: Setting) -> tuple[tuple[str, ...], ...]:
    return setting.cancer, setting.stage, setting.site
