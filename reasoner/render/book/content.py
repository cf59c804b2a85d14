"""A knowledge base as a book: by section of the source, sentence by sentence; then by question, entity, reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from reasoner.model.evidence import Evidence, Reversal
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.source import Source, SourceRow
from reasoner.render.book.parts import (
    Book,
    Chapter,
    Field,
    Piece,
    ReferenceEntry,
    ReferenceList,
    RowEntry,
    anchor,
)
from reasoner.render.book.rules import (
    effect_of,
    entity_line,
    group_entry,
    listed,
    plain,
    ref_piece,
    row_piece,
    rule_entry,
    rule_piece,
)
from reasoner.render.book.vocabulary import kind_entries
from reasoner.render.references import cite_all
from reasoner.render.words import counted

_Key = tuple[str, str]  # source and row


def book(kb: KnowledgeBase) -> Book:
    """The book of a knowledge base.

    Chapters are the sections of the source, in its order; each sentence has the rules that rest on it first of all, in
    the order of their files, and names what else cites it. So every rule stands once.
    """
    return Book(
        sources=kb.sources,
        digest=kb.digest,
        counts=tuple(_counts(kb)),
        chapters=tuple(_chapters(kb)),
        groups=tuple(group_entry(kb, group) for group in kb.groups),
        kinds=kind_entries(kb),
        excluded=tuple(
            Field(each.reason, listed([entity_line(kb, member) for member in each.members], ", "))
            for each in kb.incompatible
        ),
        references=tuple(_reference_list(kb, source) for source in kb.sources),
        retired=tuple(
            Field(each.id, plain(each.reason + (f" (see {each.replaced_by})" if each.replaced_by else "")))
            for each in kb.deprecated
        ),
    )


def _counts(kb: KnowledgeBase) -> Iterator[str]:
    effects = [effect_of(rule) for rule in kb.rules]
    denials, requirements = effects.count("denial"), effects.count("requirement")
    cited = {(item.source, row) for item in kb.evidence() for row in _rows_of(item)}
    yield counted(len(effects) - denials - requirements, "rule")
    yield counted(requirements, "requirement")
    yield counted(denials, "denial")
    yield counted(len(kb.groups), "hypothesis group")
    yield counted(len(kb.entities), "entity", "entities")
    aside = sum(not each.refs for each in kb.not_encoded)  # a part of a row that is set aside counts as cited
    yield f"{len(cited)} of {counted(len(kb.rows), 'sentence')} cited, {aside} set aside"


# ---------------------------------------------------------------- chapters


def _chapters(kb: KnowledgeBase) -> Iterator[Chapter]:
    homes: dict[_Key, list[Rule]] = defaultdict(list)
    for rule in sorted(kb.rules, key=lambda each: (each.path, each.line, each.id)):
        homes[_key(rule.evidence[0])].append(rule)
    also = _also(kb)
    words = {_key(item): item.find for item in reversed(list(kb.evidence()))}
    for source in kb.sources:
        for title, rows in groupby(source.rows, key=lambda row: row.section):
            found = [
                _row(kb, source, row, homes[source.id, row.id], also[source.id, row.id], words.get((source.id, row.id)))
                for row in rows
            ]
            name = title if source.id == kb.home_source else f"{source.title}: {title}"
            yield Chapter(name, anchor("section", source.id, found[0].name), tuple(found))


def _row(
    kb: KnowledgeBase, source: Source, row: SourceRow, rules: list[Rule], also: dict[str, Piece], find: str | None
) -> RowEntry:
    piece = row_piece(kb, source.id, row.id)
    aside = [each for each in kb.not_encoded if (each.source, each.at) == (source.id, row.id)]
    here = {rule_piece(rule).to for rule in rules}
    return RowEntry(
        name=piece.text,
        anchor=piece.to,
        refs=tuple(ref_piece(kb, source.id, ref) for ref in row.refs),
        url=source.sentence_link(find) if find else "",
        statements=row.statements,
        summary=row.id in source.summary_rows,
        aside="; ".join(f"{each.reason}: {each.note}" if each.note else str(each.reason) for each in aside),
        rules=tuple(rule_entry(kb, rule) for rule in rules),
        also=tuple(each for each in also.values() if each.to not in here),
    )


def _also(kb: KnowledgeBase) -> dict[_Key, dict[str, Piece]]:
    """By sentence what cites it, each once: rules, questions, thresholds."""
    found: dict[_Key, dict[str, Piece]] = defaultdict(dict)
    for rule in kb.rules:
        items: list[Evidence | Reversal] = [*rule.evidence, *([rule.reverts] if rule.reverts else [])]
        for item in items:
            for row in _rows_of(item):
                found[item.source, row][rule.id] = rule_piece(rule)
    for group in kb.groups:
        for each in group.evidence:
            for row in each.rows:
                found[each.source, row][f"{group.id}/"] = Piece(group.question, to=anchor("group", group.id))
    for entity in kb.entities.values():
        for threshold in entity.thresholds:
            text = f"{entity.label} {threshold.text} means {kb.label(Finding.parse(threshold.gives))}."
            for each in threshold.evidence:
                for row in each.rows:
                    found[each.source, row][text] = Piece(text, to=anchor("entity", entity.id))
    return found


def _key(item: Evidence | Reversal) -> _Key:
    return item.source, item.at


def _rows_of(item: Evidence | Reversal) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (item.at, item.refs_at))))


# ---------------------------------------------------------------- references


def _reference_list(kb: KnowledgeBase, source: Source) -> ReferenceList:
    found = []
    for view in cite_all(kb, source.id).references:
        piece = ref_piece(kb, source.id, view.ref)
        names = ("doi" if "//doi.org/" in link else "pubmed" for link in view.links)
        resting = {each.id: each for each in view.cited_by if each.what in ("rule", "reverts")}
        entry = ReferenceEntry(
            name=piece.text,
            anchor=piece.to,
            url=view.link,
            record=view.reference,
            links=tuple(Piece(name, url=link) for name, link in zip(names, view.links, strict=True)),
            rows=tuple(row_piece(kb, source.id, each.row) for each in view.rows),
            rules=tuple(rule_piece(kb.rules_by_id[each]) for each in resting),
        )
        found.append(entry)
    return ReferenceList(source, anchor("references", source.id), tuple(found))
