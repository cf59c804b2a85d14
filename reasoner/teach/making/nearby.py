"""Near misses: findings that do not hold in a scenario, but that one might well take to hold.

Each comes with why it is near. They are looked for along the rule graph, the taxonomy and the places, and each is held
against the model: nothing that holds is a near miss. Its contrary may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from reasoner.explain.analysis import Analysis
from reasoner.model.finding import Finding
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject
from reasoner.teach.making.workshop import ASKED, Workshop


class Near(StrEnum):
    """Why a finding is near."""

    stopped = "stopped"  # an exception stops the rule
    almost = "almost"  # it holds if one thing more is there
    elsewhere = "elsewhere"  # it holds in another cancer, stage or site, or under a hypothesis
    open = "open"  # what is said of it leaves the direction open, or tells a mere order
    denied = "denied"  # the source denies it
    contrary = "contrary"  # the other direction of what holds
    place = "place"  # the same in another place
    sibling = "sibling"  # another kind of the same
    topic = "topic"  # another rule of the topic concludes it


def near_misses(
    shop: Workshop, subject: Subject, analysis: Analysis, to: Sequence[Finding], lots: Lots
) -> list[tuple[Near, Finding]]:
    """Findings that do not hold, one of each way of being near, then further ones, in an order that lots decide.

    Args:
        shop: the base.
        subject: what the exercise is about.
        analysis: the scenario.
        to: the findings that hold and are asked for.
        lots: decide the order.
    """
    known: dict[Finding, Near] = {}
    for near, finding in _all(shop, subject, analysis, to):
        if finding not in known and _can_stand(shop, analysis, finding):
            known[finding] = near
    queues = {near: lots.shuffled(each for each in known if known[each] is near) for near in Near}
    order = lots.shuffled(near for near in Near if queues[near])
    found: list[tuple[Near, Finding]] = []
    for position in range(max(map(len, queues.values()), default=0)):
        found += [(near, queues[near][position]) for near in order if position < len(queues[near])]
    return found


def _can_stand(shop: Workshop, analysis: Analysis, finding: Finding) -> bool:
    named = {each.node for each in analysis.situation.inputs.given} | set(analysis.situation.fixed.nodes)
    return not analysis.holds(finding) and finding.node not in named and shop.kb.kind(finding) in ASKED


def _all(shop: Workshop, subject: Subject, analysis: Analysis, to: Sequence[Finding]) -> Iterator[tuple[Near, Finding]]:
    for rule in shop.kb.rules:
        yield from _by_rule(analysis, rule)
    kb = shop.kb
    for finding in to:
        yield Near.contrary, finding.contrary
        yield from ((Near.place, each) for each in shop.places.get((finding.entity, finding.down), ()))
        for parent in kb.entities[finding.entity].is_a:
            for child in kb.children.get(parent, ()):
                if child != finding.entity:
                    yield Near.sibling, Finding(child, finding.place, finding.down)
    for rule in subject.rules:
        if rule.fires:
            yield from ((Near.topic, each) for each in rule.then)


def _by_rule(analysis: Analysis, rule: Rule) -> Iterator[tuple[Near, Finding]]:
    if rule.kind is RuleKind.requirement:
        return
    for variant in rule.variants:
        if any(premise.before for premise in variant):
            continue
        missing = [premise for premise in variant if not analysis.holds(premise.finding)]
        if rule.kind is RuleKind.denial or rule.effect in (Effect.modulates, Effect.precedes):
            if not missing:
                near = Near.denied if rule.kind is RuleKind.denial else Near.open
                yield from ((near, each) for each in (*rule.then, *rule.outcomes))
        elif not missing:
            if any(_excepted(analysis, each) for each in rule.unless):
                yield from ((Near.stopped, each) for each in rule.then)
            elif rule.guarded:
                yield from ((Near.elsewhere, each) for each in rule.then)
        elif len(missing) == 1 < len(variant):
            yield from ((Near.almost, each) for each in rule.then)


def _excepted(analysis: Analysis, exception: Finding) -> bool:
    return analysis.holds(exception) or exception.node in analysis.situation.fixed.nodes


def distinct(shop: Workshop, findings: Iterable[Finding], most: int, besides: Sequence[Finding] = ()) -> list[Finding]:
    """The first of some findings that read differently from each other, and from others."""
    labels = {shop.kb.label(each) for each in besides}
    found: list[Finding] = []
    for each in findings:
        if len(found) < most and shop.kb.label(each) not in labels:
            labels.add(shop.kb.label(each))
            found.append(each)
    return found
