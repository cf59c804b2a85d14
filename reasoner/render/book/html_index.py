"""The rule book's indexes in HTML: entities by kind, and references."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.source import Confidence
from reasoner.render.bibliography import UNCHECKED
from reasoner.render.book import legend
from reasoner.render.book.html_parts import entry_list, piece, said, sections
from reasoner.render.book.parts import Book, EntityEntry, ReferenceEntry, ReferenceList
from reasoner.render.markup import Markup, element, inside, joined, outside
from reasoner.render.words import counted


def kinds(book: Book) -> Iterator[Markup]:
    """The entities, a section for each kind; then what excludes each other."""
    for kind in book.kinds:
        yield sections(f"Entities: {kind.title}", kind.anchor, [_entity(each) for each in kind.entities])
    if book.excluded:
        sets = [(each.name or "together never", each.line) for each in book.excluded]
        yield sections("What excludes each other", "excluded", [said(sets)])


def _entity(entity: EntityEntry) -> Markup:
    return element(
        "article",
        element("h3", inside(entity.label, entity.anchor), " ", element("code", entity.id)),
        element("p", entity.definition) if entity.definition else None,
        said((field.name, field.line) for field in entity.fields) if entity.fields else None,
        *(
            entry_list(
                f"{legend.ROLES[use.role]} in {counted(len(use.places), 'statement')}",
                [rule for rule, _ in use.places],
                folded=True,
            )
            for use in entity.uses
        ),
        id=entity.anchor,
        class_="entity",
        data_item="entity",
    )


def references_title(book: Book, each: ReferenceList) -> str:
    """The title of a source's references; it names the source where there are several."""
    return "References" if len(book.references) == 1 else f"References: {each.source.title}"


def reference_lists(book: Book) -> Iterator[Markup]:
    """The references of each source, by number."""
    for each in book.references:
        known = [entry.record for entry in each.references if entry.record]
        words = {record.confidence for record in known if record.confidence}
        meanings = [element("li", f"{word}: {word.meaning}") for word in Confidence if word in words]
        about = [
            element("p", f"{counted(len(each.references), 'reference')}, {len(known)} with a verified entry."),
            element("ul", *meanings) if meanings else None,
            element("p", UNCHECKED) if words - {Confidence.listed} else None,
        ]
        items = element("ul", *(_reference(entry) for entry in each.references), class_="references")
        yield sections(references_title(book, each), each.anchor, [*filter(None, about), items])


def _reference(entry: ReferenceEntry) -> Markup:
    """A reference; one without a verified entry is shown by number and link only."""
    head = element("b", "[", outside(entry.name, entry.url), "]")
    rows = joined(map(piece, entry.rows), ", ") if entry.rows else None
    about = [joined(["cited in ", rows]) if rows else "cited nowhere", entry.record and entry.record.note]
    return element(
        "li",
        joined([head, _record(entry)], " "),
        element("p", joined([each for each in about if each], " · "), class_="about"),
        entry_list(f"{counted(len(entry.rules), 'statement')} on it", entry.rules, folded=True)
        if entry.rules
        else None,
        id=entry.anchor,
        class_="known" if entry.record else None,
        data_item="reference",
    )


def _record(entry: ReferenceEntry) -> Markup | None:
    record = entry.record
    if record is None:
        return None
    who = " ".join(filter(None, [record.first_author, str(record.year or "")]))
    sure = f"{record.confidence or 'confidence not said'}{', number uncertain' if record.number_uncertain else ''}"
    parts: list[str | None] = [
        f"{who}." if who else None,
        element("cite", record.title) if record.title else None,
        record.journal or None,
        joined(["(", sure, *(joined([", ", piece(link)]) for link in entry.links), ")"]),
    ]
    return joined([each for each in parts if each], " ")
