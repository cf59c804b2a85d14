"""What nothing leads to: premises that cannot come true, rules that cannot fire, entities that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.reachable import fires, met, reachable
from reasoner.model.entity import Entity, Kind
from reasoner.model.finding import Finding
from reasoner.model.rule import Effect, Rule


def check(context: Context) -> Iterator[Problem]:
    """Dead premises, unreachable rules, unused entities."""
    some = _derivable_by_some_rule(context)
    truly = _derivable_from_conditions(context)
    for rule in context.kb.rules:
        located = context.draft.rules[rule.id]
        dead = False
        for number, item in enumerate(rule.when):
            for choice, premise in enumerate(item):
                if not met(premise, some, low=True):
                    dead = True
                    message = f"nothing gives the premise `{premise.finding}`, and it is no condition"
                    help_ = "a rule, a definition or a threshold must give it; or mark its entity with `input:`"
                    yield Problem("W030", message, located.where("when", number, choice), (help_,))
        if rule.fires and not dead and not fires(rule, truly, low=True):
            message = "the rule cannot fire: from no conditions do its premises all follow"
            lacking = [str(premise) for item in rule.when for premise in item if not met(premise, truly, low=True)]
            yield Problem("W031", message, located.where("id"), (f"never reached: {', '.join(lacking)}",))
        yield from _excluding(context, rule)
    yield from _unused(context)


def _excluding(context: Context, rule: Rule) -> Iterator[Problem]:
    """Premises of one phase that can never be observed together: contrary ones, and members of an incompatible set."""
    kb = context.kb
    for variant in rule.variants:
        now = [premise.finding for premise in variant if not premise.before]
        for first, second in combinations(now, 2):
            members = [kb.ancestors(each.entity) for each in (first, second)]
            apart = first.place == second.place and not (first.down or second.down)
            excluded = apart and any(
                a != b and a in members[0] and b in members[1]
                for group in kb.incompatible
                for a in group.members
                for b in group.members
            )
            if first == second.contrary or excluded:
                message = f"the premises `{first}` and `{second}` exclude each other"
                yield Problem("W045", message, context.draft.rules[rule.id].where("when"))


def _starts(context: Context) -> set[Finding]:
    """What can be given: conditions, and what numbers mean."""
    found = set(context.kb.conditions)
    for entity in context.kb.entities.values():
        found.update(Finding.parse(threshold.gives) for threshold in entity.thresholds)
    return found


def _concluded(rule: Rule) -> Iterator[Finding]:
    yield from rule.then
    if rule.effect is Effect.marks:  # read backwards, from what is observed
        yield from (premise.finding for item in rule.when for premise in item)


def _derivable_by_some_rule(context: Context) -> set[Finding]:
    """Everything that a rule concludes, whether or not the rule can fire."""
    found = _starts(context)
    for rule in context.kb.rules:
        if rule.fires:
            found.update(_concluded(rule))
    return context.structure.closure(found)


def _derivable_from_conditions(context: Context) -> set[Finding]:
    """What follows from all conditions taken together, exceptions, guards and hypotheses left aside."""
    start = _starts(context)
    for rule in context.kb.rules:
        if rule.effect is Effect.marks:  # markers can be observed, whether or not anything leads to them
            start.update(_concluded(rule))
    return reachable(context.structure, context.kb.rules, start, low=True).findings


def _unused(context: Context) -> Iterator[Problem]:
    """Entities that no rule, no definition and no setting of a study names, nor their parents or children."""
    used: set[str] = set()
    for rule in context.kb.rules:
        for finding in rule.findings():
            used.update(filter(None, finding.node))
        for setting in (rule.only, rule.context, *(item.context for item in rule.evidence)):
            for name in ("cancer", "stage", "site", "cell"):
                used.update(getattr(setting, name, ()))
    for group in context.kb.groups:
        for item in group.evidence:
            used.update((*item.context.cancer, *item.context.stage, *item.context.site, *item.context.cell))
    for members in context.kb.incompatible:
        used.update(members.members)
    for entity in context.kb.entities.values():
        used.update(_named(entity))
    above = {upper for id_ in used for upper in context.kb.ancestors(id_)}
    for id_, entity in context.kb.entities.items():
        leads_on = (
            used & context.kb.ancestors(id_) or entity.blocks or (entity.kind is Kind.measure and entity.thresholds)
        )
        if id_ not in above and not leads_on:
            yield Problem("W035", f"nobody uses the entity `{id_}`", context.draft.entities[id_].where("id"))


def _named(entity: Entity) -> Iterator[str]:
    for finding in (*entity.implies, *(Finding.parse(threshold.gives) for threshold in entity.thresholds)):
        yield finding.entity
    yield from entity.yields
    for node in entity.blocks:
        yield from filter(None, node)
