"""Everything the sources say of a thing, by place and setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reasoner.knowledge.names import Names
from reasoner.model.entity import PLACES, Entity, Kind
from reasoner.model.evidence import SOFT_KEYS
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.sayings import About, Asked, PlacePart, Role, RoleSaying, SettingPart
from reasoner.questions.sayings import least_besides, role_saying

_ROLES: tuple[Role, ...] = ("brings_about", "lowers", "leads_to", "stops", "requires", "denies", "open", "order")


def filters(
    names: Names, *, stage: str | None = None, place: str | None = None, cancer: str | None = None
) -> dict[str, str | None]:
    """What an answer is confined to, from names as people type them.

    Raises:
        UsageError: a name is unknown, ambiguous, or of another kind.
    """
    return {
        "stage": names.stage(stage) if stage else None,
        "place": names.entity(place, PLACES).id if place else None,
        "cancer": names.cancer(cancer) if cancer else None,
    }


def about(
    kb: KnowledgeBase,
    entity: Entity,
    *,
    stage: str | None = None,
    place: str | None = None,
    cancer: str | None = None,
) -> About:
    """Everything the sources say of an entity.

    Args:
        kb: the knowledge base.
        entity: it.
        stage: the id of the stage that evidence or guards must name, a wider or a narrower one of it.
        place: the id of the place that findings must be in, or within.
        cancer: as `stage`, of a cancer.
    """
    kinds = kb.descendants(entity.id) - {entity.id}
    own = [each for rule in kb.rules for each in _sayings(kb, rule, {entity.id})]
    below = [each for rule in kb.rules for each in _sayings(kb, rule, kinds)]
    within = [each for rule in kb.rules for each in _within(kb, rule, entity.id)] if entity.kind in PLACES else []
    wanted = {"cancer": cancer, "stage": stage}
    kept = [[each for each in part if _fits(kb, each, wanted, place)] for part in (own, below, within)]
    return About.of(
        knowledge_base=kb.digest,
        entity=entity,
        kinds=tuple(sorted(kinds)),
        implied_by=tuple(_implied_by(kb, entity.id)),
        blocked_by=tuple(each.id for each in kb.blockers if _blocks(kb, each, entity.id)),
        hypotheses=tuple(_asked(kb, kb.descendants(entity.id))),
        stage=stage,
        place=place,
        cancer=cancer,
        places=_grouped(kb, kept[0]),
        of_kinds=_grouped(kb, kept[1]),
        within=_grouped(kb, kept[2]),
        left_out=sum(map(len, (own, below, within))) - sum(map(len, kept)),
        advice=kb.no_advice if entity.kind is Kind.therapy else "",
    )


def _sayings(kb: KnowledgeBase, rule: Rule, entities: Iterable[str]) -> Iterator[RoleSaying]:
    """The statements that a rule makes of some entities, each with its role."""
    wanted = set(entities)
    for role, finding in dict.fromkeys(_roles(rule)):
        if finding.entity in wanted:
            yield _saying(kb, rule, role, finding, finding.entity)


def _within(kb: KnowledgeBase, rule: Rule, place: str) -> Iterator[RoleSaying]:
    """The statements that a rule makes of other things in a place."""
    for role, finding in dict.fromkeys(_roles(rule)):
        if finding.place == place and finding.entity != place:
            yield _saying(kb, rule, role, finding, finding.entity)


def _saying(kb: KnowledgeBase, rule: Rule, role: Role, finding: Finding, entity: str) -> RoleSaying:
    named = tuple(dict.fromkeys(premise.finding for item in rule.when for premise in item))
    return role_saying(
        kb,
        rule,
        role=role,
        entity=entity,
        finding=finding,
        place=finding.place,
        premises=named,
        conclusions=(*rule.then, *rule.outcomes),
        also_needs=least_besides(rule, [finding]) or () if role == "leads_to" else (),
    )


def _roles(rule: Rule) -> Iterator[tuple[Role, Finding]]:
    """Each finding of a rule with the part that it has in it."""
    whole = _whole(rule)
    for item in rule.when:
        for premise in item:
            yield whole or "leads_to", premise.finding
    for finding in rule.then:
        yield whole or ("lowers" if finding.down else "brings_about"), finding
    for finding in rule.outcomes:
        yield "open", finding
    for finding in rule.unless:
        yield "stops", finding
    for finding in rule.needs:
        yield "requires", finding


def _whole(rule: Rule) -> Role | None:
    """The role of whatever a rule names that does not fire."""
    if rule.kind is RuleKind.denial:
        return "denies"
    if rule.kind is RuleKind.requirement:
        return "requires"
    return {Effect.modulates: "open", Effect.precedes: "order"}.get(rule.effect)  # type: ignore[return-value]


def _fits(kb: KnowledgeBase, saying: RoleSaying, wanted: dict[str, str | None], place: str | None) -> bool:
    if place is not None and not kb.place_within(saying.place, place) and saying.entity not in kb.descendants(place):
        return False
    rule = kb.rules_by_id[saying.rule]
    for key, value in wanted.items():
        if value is not None and not any(kb.related(value, each) for each in _named(rule, key)):
            return False
    return True


def _named(rule: Rule, key: str) -> list[str]:
    """The cancers, stages or sites that evidence or guards of a rule name."""
    found = [value for item in rule.items() for value in getattr(item.context, key)]
    return list(dict.fromkeys((*getattr(rule.only, key), *found)))


def _grouped(kb: KnowledgeBase, sayings: list[RoleSaying]) -> tuple[PlacePart, ...]:
    """Statements by place, everywhere first, and within by setting, those without one first."""
    places: dict[str | None, dict[tuple[str, ...], list[RoleSaying]]] = {}
    for each in sayings:
        rule = kb.rules_by_id[each.rule]
        setting = tuple(f"{key}: {kb.entities[value].label}" for key in SOFT_KEYS for value in _named(rule, key))
        places.setdefault(each.place, {}).setdefault(setting, []).append(each)
    return tuple(
        PlacePart.of(
            place=place,
            label=kb.entities[place].label if place else "",
            settings=tuple(
                SettingPart.of(setting=setting, sayings=tuple(sorted(part, key=_order)))
                for setting, part in sorted(settings.items())
            ),
        )
        for place, settings in sorted(places.items(), key=lambda item: item[0] or "")
    )


def _order(saying: RoleSaying) -> tuple[object, ...]:
    return (_ROLES.index(saying.role), -saying.grade, saying.rule, str(saying.finding))


def _implied_by(kb: KnowledgeBase, entity: str) -> Iterator[Finding]:
    """What means the entity, or its absence, by definition; the direction is that in which it is meant."""
    for other in kb.entities.values():
        for implied in other.implies:
            if implied.entity == entity:
                yield Finding(other.id, None, implied.down)


def _blocks(kb: KnowledgeBase, therapy: Entity, entity: str) -> bool:
    return any(node.entity in kb.ancestors(entity) for node in therapy.blocks)


def _asked(kb: KnowledgeBase, entities: frozenset[str]) -> Iterator[Asked]:
    """The options under which some rule names one of the entities."""
    for group in kb.groups:
        for option in group.options:
            rules = [
                rule.id
                for rule in kb.rules
                if rule.hypothesis == f"{group.id}/{option.id}"
                and any(finding.entity in entities or finding.place in entities for finding in rule.findings())
            ]
            if rules or group.id in entities:
                yield Asked.of(
                    option=f"{group.id}/{option.id}", label=option.label, question=group.question, rules=tuple(rules)
                )
