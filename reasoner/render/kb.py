"""Views of the knowledge base as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.entity import Entity
from reasoner.model.finding import Finding, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.source import Confidence, Reference
from reasoner.render.bibliography import UNCHECKED
from reasoner.render.kb_views import (
    Backed,
    Cites,
    CitesView,
    CiteView,
    EntityView,
    GroupView,
    RowView,
    RuleView,
    SearchView,
    ShowView,
    Use,
)
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, bare, citations, counted, grade, linked, listed, sentence, sources_legend

_ROLES = {
    "then": "Concluded by",
    "when": "Premise of",
    "unless": "Exception to",
    "outcomes": "Alternative in",
    "needs": "Needed by",
}


def shown(kb: KnowledgeBase, view: ShowView) -> Iterator[Block]:
    """A view as blocks."""
    if isinstance(view, EntityView):
        yield from _entity(kb, view)
    elif isinstance(view, RuleView):
        yield from _rule(kb, view)
    elif isinstance(view, RowView):
        yield from _row(kb, view)
    else:
        yield from _group(kb, view)


def _head(name: str, rest: str) -> Para:
    return Para(join([styled(name, HEAD), f", {rest}"]))


def fields(fields: Iterable[tuple[str, Text | str]]) -> Iterator[Block]:
    """Names with what belongs to them; empty ones are left out."""
    rows = [Row((styled(name, DIM), text if isinstance(text, Text) else styled(text))) for name, text in fields if text]
    if rows:
        yield Rows(rows, 1, widest=0)


def _rule_id(kb: KnowledgeBase, rule: str) -> Text:
    """The id of a rule, with the source that it cites where that is not the base's own."""
    source = kb.rules_by_id[rule].source
    return styled(rule if source == kb.home_source else f"{rule} ({source})", DIM)


def _work(kb: KnowledgeBase, source: str) -> str:
    """Which work it is, where answers call it by its id."""
    return f"{source}: {kb.sources_by_id[source].described}" if kb.called([source]) == source else ""


def _works(kb: KnowledgeBase, sources: set[str]) -> Iterator[Block]:
    """Which works the names of sources stand for, where any is named."""
    if works := sources_legend(kb, sources):
        yield Para(styled(works, DIM))


def _names(kb: KnowledgeBase, ids: Iterable[str]) -> str:
    return ", ".join(kb.entities[each].label for each in ids)


def described(kb: KnowledgeBase, view: EntityView) -> Iterator[Block]:
    """An entity as blocks, without the rules that name it."""
    entity = view.entity
    yield _head(entity.label, f"{entity.kind} {entity.id}")
    links = [linked(name, link) for name, link in zip(entity.identifiers, view.identifier_links, strict=True)]
    yield from fields(
        [
            ("definition", entity.definition),
            ("also called", ", ".join(entity.synonyms)),
            ("reads", " / ".join(entity.phrase(down=down) for down in (False, True)) if _has_words(entity) else ""),
            ("a kind of", _names(kb, entity.is_a)),
            ("kinds of it", _names(kb, view.children) + (" (that is all)" if entity.members else "")),
            ("means also", ", ".join(kb.label(each) for each in entity.implies)),
            ("would bring in", _names(kb, entity.yields)),
            ("aims at", ", ".join(kb.entities[each].label if each in kb.entities else each for each in entity.aims_at)),
            ("inhibits", ", ".join(kb.name(node) for node in entity.blocks)),
            ("condition", entity.input or ("yes, can be given" if entity.is_condition else "")),
            ("identifiers", join(links, ", ")),
            ("hypotheses", f"asked under its name: reasoner kb show {view.group}" if view.group else ""),
            *thresholds(kb, entity),
        ]
    )


def _entity(kb: KnowledgeBase, view: EntityView) -> Iterator[Block]:
    yield from described(kb, view)
    for role, title in _ROLES.items():
        yield from _uses(kb, title, [use for use in view.uses if use.role == role])
    cited = {kb.rules_by_id[use.rule].source for use in view.uses}
    yield from _works(kb, cited | {item.source for bound in view.entity.thresholds for item in bound.evidence})


def _has_words(entity: Entity) -> bool:
    """Whether its two directions read otherwise than with a plain `no`."""
    return not entity.phrase(down=True).startswith("no ")


def thresholds(kb: KnowledgeBase, entity: Entity) -> Iterator[tuple[str, str]]:
    """The bounds of a measure, each with what it means and where that is said."""
    for each in entity.thresholds:
        rows = ", ".join(kb.row_name(item.source, item.at) for item in each.evidence)
        yield each.text, f"{kb.label(Finding.parse(each.gives))}{f', {rows}' if rows else ''}"


def _uses(kb: KnowledgeBase, title: str, uses: Sequence[Use]) -> Iterator[Block]:
    if uses:
        yield Para(styled(f"{title}:", HEAD))
        rows = [Row((styled(bare(use.claim)), styled(kb.label(use.finding)), _rule_id(kb, use.rule))) for use in uses]
        yield Rows(rows, 0, widest=70)


def _rule(kb: KnowledgeBase, view: RuleView) -> Iterator[Block]:
    rule = view.rule
    what = str(rule.effect) if rule.kind == "rule" else str(rule.kind)
    yield _head(bare(rule.claim), f"{what}, {rule.id}")
    yield from fields(
        [
            ("if", ", and ".join(_alternatives(kb, item) for item in rule.when)),
            ("then", ", ".join(kb.label(each) for each in rule.then)),
            ("needs", ", ".join(kb.label(each) for each in rule.needs)),
            ("one of", ", ".join(kb.label(each) for each in rule.outcomes)),
            ("unless", " or ".join(kb.label(each) for each in rule.unless)),
            ("only", "; ".join(f"{key}: {_names(kb, values)}" for key, values in rule.only.items())),
            ("assuming", rule.hypothesis or ""),
            ("persists", "outlasts its cause" if rule.persists else ""),
            ("amount", rule.quantity),
            ("note", rule.note),
            ("source", _work(kb, rule.source)),
            ("file", f"{rule.pack}{'/' if rule.pack else ''}{rule.path}:{rule.line}" if rule.path else ""),
        ]
    )
    yield Para(styled("Evidence:", HEAD))
    yield Rows([_backed(kb, each) for each in view.evidence], 2, widest=0)
    if view.reverts:
        yield Para(join([styled("Goes with its cause: ", HEAD), citations(kb, [view.reverts.citation]), "."]))
    for each in view.requirements:
        yield Para(join([styled("Requirement: ", HEAD), f"{kb.rules_by_id[each].claim} ", _rule_id(kb, each)]))


def _alternatives(kb: KnowledgeBase, item: Sequence[Premise]) -> str:
    return " or ".join(("before: " if each.before else "") + kb.label(each.finding) for each in item)


def _backed(kb: KnowledgeBase, each: Backed) -> Row:
    parts = [str(each.wording), "shared bracket" if each.shared else "", *each.context, f"“{each.citation.find}”"]
    support = grade(each.grade) if each.grade is not None else Text()
    return Row((citations(kb, [each.citation]), support, styled("; ".join(filter(None, parts)))))


def _row(kb: KnowledgeBase, view: RowView) -> Iterator[Block]:
    yield _head(kb.row_name(view.source, view.row), f"{view.section}")
    refs = [linked(str(ref), kb.sources_by_id[view.source].reference_link(ref)) for ref in view.refs]
    yield from fields(
        [
            ("source", _work(kb, view.source) or kb.sources_by_id[view.source].title),
            ("references", join(refs, ", ") if refs else "none"),
            ("statements", "not counted" if view.statements is None else str(view.statements)),
            ("not encoded", view.not_encoded),
            ("see also", ", ".join(view.also)),
            ("read it", join([linked(link, link) for link in view.links[:1]])),
        ]
    )
    yield from _cited_by(kb, view.cited_by)


def _cited_by(kb: KnowledgeBase, cites: Sequence[Cites], title: str = "Cited by:") -> Iterator[Block]:
    if cites:
        yield Para(styled(title, HEAD))
        rows = [
            Row(
                (
                    styled(bare(each.claim)),
                    grade(each.grade) if each.grade is not None else Text(),
                    styled(kb.row_name(each.source, each.row)),
                    styled(each.id if each.what == "rule" else f"{each.id} ({each.what})", DIM),
                )
            )
            for each in cites
        ]
        yield Rows(rows, 0, widest=70)


def _group(kb: KnowledgeBase, view: GroupView) -> Iterator[Block]:
    group = view.group
    yield _head(sentence(group.question), f"hypothesis group {group.id}")
    if group.evidence:
        rows = listed(kb.row_name(item.source, item.at) for item in group.evidence)
        yield Para(styled(f"Asked in {rows}. {group.note}".strip()), indent=2)
    for option in group.options:
        yield Para(join([styled(f"{option.label} ", HEAD), styled(f"({group.id}/{option.id})", DIM)]), indent=2)
        for rule in view.rules.get(option.id, ()):
            yield Para(join([f"{kb.rules_by_id[rule].claim} ", _rule_id(kb, rule)]), indent=4)
    yield from _works(kb, {group.source, *(kb.rules_by_id[rule].source for ids in view.rules.values() for rule in ids)})


def cited(kb: KnowledgeBase, view: CiteView) -> Iterator[Block]:
    """A reference as blocks."""
    record = view.reference
    other = "" if view.source == kb.home_source else f"{view.source} "
    yield _head(f"{other}[{view.ref}]", _who(record) or f"reference of {view.source}")
    if record is None:
        yield Para(styled("Nothing is verified of this reference: its number is all that is known."), indent=2)
    yield from fields(
        [
            ("source", _work(kb, view.source)),
            *(_known(record, view.confidence_means) if record else ()),
            ("in its list", linked(view.link, view.link)),
            *(("doi" if "//doi.org/" in link else "pubmed", linked(link, link)) for link in view.links),
        ]
    )
    if not view.rows:
        yield Para(styled("No sentence cites it."))
    else:
        yield Para(styled("Cited in:", HEAD))
        rows = [
            Row((styled(kb.row_name(view.source, each.row)), styled(each.section)), tail=linked(each.link, each.link))
            for each in view.rows
        ]
        yield Rows(rows, 1)
    yield from _cited_by(kb, view.cited_by, "What rests on it:")
    if record and record.confidence is not Confidence.listed:
        yield Para(styled(UNCHECKED, DIM))


def _who(record: Reference | None) -> str:
    return f"{record.first_author} {record.year or ''}".strip() if record else ""


def _known(record: Reference, means: str) -> Iterator[tuple[str, str]]:
    yield "title", record.title
    yield "journal", record.journal
    yield "confidence", f"{record.confidence}: {means}" if record.confidence else "not said"
    yield "number", "uncertain: which number of its bracket it has is not shown" if record.number_uncertain else ""
    yield "seen at", record.seen_at
    yield "note", record.note


def cited_all(kb: KnowledgeBase, view: CitesView) -> Iterator[Block]:
    """All references of a source, a line each."""
    known = [each.reference for each in view.references if each.reference]
    total = counted(len(view.references), "reference")
    yield Para(join([styled(kb.sources_by_id[view.source].title, HEAD), f": {total}, {len(known)} with an entry."]))
    yield Rows(
        [Row((styled(f"[{each.ref}]"), entry(each.reference)), tail=_leaning(each)) for each in view.references],
        1,
        widest=64,
    )
    for word in dict.fromkeys(record.confidence for record in known if record.confidence):
        yield Para(styled(f"{word}: {word.meaning}.", DIM))


def entry(record: Reference | None) -> Text:
    """What is known of a reference, in a line, with how sure it is."""
    if record is None:
        return styled("nothing verified", DIM)
    sure = f"({record.confidence or 'confidence not said'}{', number uncertain' if record.number_uncertain else ''})"
    return join([". ".join(filter(None, [_who(record), bare(record.title), record.journal])), " ", styled(sure, DIM)])


def _leaning(view: CiteView) -> Text:
    rows = ", ".join(each.row for each in view.rows) or "no sentence"
    return styled(f"{rows}: {counted(len({each.id for each in view.cited_by}), 'statement')}")


def searched(kb: KnowledgeBase, view: SearchView) -> Iterator[Block]:
    """What a search found, as blocks."""
    if not view.hits:
        yield Para(styled(f"Nothing has “{view.query}” in its names, definition or claim."))
        return
    left = "" if view.total == len(view.hits) else f", the first {len(view.hits)} of them"
    yield Para(styled(f"{counted(view.total, 'hit')}{left}:", HEAD))
    rows = [
        Row((styled(hit.text), styled(hit.kind), _rule_id(kb, hit.id) if hit.what == "rule" else styled(hit.id, DIM)))
        for hit in view.hits
    ]
    yield Rows(rows, 0, widest=70)
    yield from _works(kb, {hit.source for hit in view.hits if hit.source})
