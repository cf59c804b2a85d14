"""What a knowledge base says of one thing, looked up; and a simple search. References are in `references`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator

from reasoner.errors import UsageError, name_error
from reasoner.model.entity import Entity
from reasoner.model.evidence import Evidence, Reversal
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.render.kb_views import (
    Backed,
    Cites,
    EntityView,
    GroupView,
    Hit,
    Role,
    RowView,
    RuleView,
    SearchView,
    ShowView,
    Use,
    What,
)

REGISTRY = "https://identifiers.org/"


def show(kb: KnowledgeBase, text: str, resolve: Callable[[str], Entity]) -> ShowView:
    """The view of whatever a text names: a rule, a sentence, a hypothesis group, or an entity however it is spelt.

    Args:
        kb: the knowledge base.
        text: an id or a name.
        resolve: gives the entity of a name.

    Raises:
        UsageError: nothing has this name (E012), or several things have (E014).
    """
    text = text.strip()
    if text in kb.rules_by_id:
        return rule_view(kb, kb.rules_by_id[text])
    if found := find_row(kb, text):
        return row_view(kb, *found)
    group = kb.groups_by_id.get(text.partition("/")[0])
    if group and (text not in kb.entities):
        return group_view(kb, group)
    for old in kb.deprecated:
        if old.id == text:
            instead = (f"see {old.replaced_by}",) if old.replaced_by else ()
            raise name_error("E012", f"the rule {text} was retired: {old.reason}", instead)
    try:
        return entity_view(kb, resolve(text))
    except UsageError as error:
        near = difflib.get_close_matches(text.casefold(), kb.rules_by_id, n=2, cutoff=0.6)
        if not near or error.problems[0].code != "E012":
            raise
        problem = error.problems[0]
        help_ = (*problem.help[:2], *(f"did you mean the rule `{each}`?" for each in near))
        raise name_error(problem.code, problem.message, help_) from error


def find_row(kb: KnowledgeBase, text: str) -> tuple[str, str] | None:
    """The source and the row that `S115` or `smith2020 P1` names; of several sources with such a row the first."""
    wanted = " ".join(text.casefold().split())
    for source, row in kb.rows:
        if wanted in (row.casefold(), f"{source} {row}".casefold()):
            return source, row
    return None


def entity_view(kb: KnowledgeBase, entity: Entity) -> EntityView:
    """The view of an entity."""
    return EntityView(
        knowledge_base=kb.digest,
        entity=entity,
        children=kb.children.get(entity.id, ()),
        identifier_links=tuple(REGISTRY + each for each in entity.identifiers),
        group=f"{entity.id}/" if entity.id in kb.groups_by_id else "",
        uses=tuple(_uses(kb, entity.id)),
    )


def _uses(kb: KnowledgeBase, entity: str) -> Iterator[Use]:
    for rule in kb.rules:
        parts: list[tuple[Role, Iterable[Finding]]] = [
            ("when", (premise.finding for item in rule.when for premise in item)),
            ("then", rule.then),
            ("unless", rule.unless),
            ("outcomes", rule.outcomes),
            ("needs", rule.needs),
        ]
        for role, findings in parts:
            for finding in dict.fromkeys(findings):
                if entity in (finding.entity, finding.place):
                    yield Use(rule=rule.id, role=role, finding=finding, claim=rule.claim)


def rule_view(kb: KnowledgeBase, rule: Rule) -> RuleView:
    """The view of a rule."""
    return RuleView(
        knowledge_base=kb.digest,
        rule=rule,
        evidence=tuple(_backed(kb, item) for item in rule.items()),
        reverts=_backed(kb, rule.reverts) if rule.reverts else None,
        requirements=bearing(kb, rule),
    )


def bearing(kb: KnowledgeBase, rule: Rule) -> tuple[str, ...]:
    """The requirements that lower a rule while what they demand is down; only rules that can fire have some."""
    if not rule.fires:
        return ()
    return tuple(
        other.id
        for other in kb.rules
        if other.kind == "requirement"
        and any(
            kb.is_at_or_below(then.node, each.node) and then.down == each.down
            for then in rule.then
            for each in other.then
        )
    )


def _backed(kb: KnowledgeBase, item: Evidence | Reversal) -> Backed:
    citation = kb.citation(item)
    if isinstance(item, Reversal):
        return Backed(citation=citation)
    context = kb.setting_words(item.context)
    return Backed(citation=citation, wording=item.wording, grade=item.grade, shared=item.shared, context=context)


def row_view(kb: KnowledgeBase, source: str, row: str) -> RowView:
    """The view of a sentence."""
    found = kb.rows[source, row]
    reasons = [
        f"{f'the part with {list(each.refs)}: ' if each.refs else ''}{each.reason}. {each.note}".strip(". ")
        for each in kb.not_encoded
        if (each.source, each.at) == (source, row)
    ]
    citing = [(each, item) for each, item in all_cites(kb) if item.source == source and row in (item.at, item.refs_at)]
    work = kb.sources_by_id[source]
    return RowView(
        knowledge_base=kb.digest,
        source=source,
        row=row,
        section=found.section,
        refs=found.refs,
        statements=found.statements,
        not_encoded="; ".join(reasons),
        also=tuple(kb.row_name(*other) for other in kb.rows if other[1] == row and other[0] != source),
        links=tuple(dict.fromkeys(work.sentence_link(item.find) for _, item in citing if item.at == row)),
        cited_by=tuple(each for each, _ in citing),
    )


def group_view(kb: KnowledgeBase, group: HypothesisGroup) -> GroupView:
    """The view of a hypothesis group."""
    rules = {
        option.id: tuple(rule.id for rule in kb.rules if rule.hypothesis == f"{group.id}/{option.id}")
        for option in group.options
    }
    return GroupView(knowledge_base=kb.digest, group=group, rules=rules)


def all_cites(kb: KnowledgeBase) -> Iterator[tuple[Cites, Evidence | Reversal]]:
    """Everything in the base that cites something, each with the place that it cites."""
    for rule in kb.rules:
        for item in rule.evidence:
            yield _cites(rule.id, "rule", rule.claim, item), item
        if rule.reverts:
            yield _cites(rule.id, "reverts", rule.claim, rule.reverts), rule.reverts
    for group in kb.groups:
        for item in group.evidence:
            yield _cites(group.id, "group", group.question, item), item
    for entity in kb.entities.values():
        for threshold in entity.thresholds:
            claim = f"{entity.label} {threshold.text} means {kb.label(Finding.parse(threshold.gives))}."
            for item in threshold.evidence:
                yield _cites(entity.id, "threshold", claim, item), item


def _cites(id_: str, what: What, claim: str, item: Evidence | Reversal) -> Cites:
    grade = item.grade if isinstance(item, Evidence) else None
    return Cites(id=id_, what=what, claim=claim, source=item.source, row=item.at, grade=grade)


def search(kb: KnowledgeBase, query: str, most: int = 20) -> SearchView:
    """Entities and rules whose text has every word of a query: names before definitions before claims."""
    words = query.casefold().split()
    found: list[tuple[int, str, Hit]] = []
    for entity in kb.entities.values():
        names = [name.casefold() for name in (entity.id, entity.label, *entity.synonyms)]
        whole = " ".join([*names, entity.kind, entity.definition.casefold()])
        if words and all(word in whole for word in words):
            text = " ".join(words)
            rank = min(
                (0 if name == text else 1 if name.startswith(text) else 2 if text in name else 3 for name in names),
            )
            hit = Hit(what="entity", id=entity.id, kind=entity.kind, text=entity.label)
            found.append((rank, entity.id, hit))
    for rule in kb.rules:
        rows = " ".join(f"{item.source} {item.at}" for item in rule.evidence)
        whole = f"{rule.id} {rule.claim} {rows}".casefold()
        if words and all(word in whole for word in words):
            hit = Hit(what="rule", id=rule.id, source=rule.source, kind=rule.kind, text=rule.claim)
            found.append((4, rule.id, hit))
    found.sort(key=lambda each: each[:2])
    return SearchView(
        knowledge_base=kb.digest, query=query, total=len(found), hits=tuple(hit for _, _, hit in found[:most])
    )
