"""The works cited, as entries that reference managers take: the sources, and what is verified of their references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.model.source import Confidence, Reference, Source
from reasoner.render.clean import clean

UNCHECKED = "Matched by this project, not taken from the source's own list: check there before citing."
_INITIALS = re.compile(r"[^\W\d_](?:-?[^\W\d_]){0,3}")
_LETTER = re.compile(r"(\w)(-?)")


@dataclass(frozen=True)
class Name:
    """A person's name; `given` holds initials, as `A. Z.`, and may be empty."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Entry:
    """A work, in terms that all formats share; what is not known is empty.

    Attributes:
        key: how documents cite it: the id of a source, or `SOURCE_refN`.
        authors: those that are known.
        complete: whether these are all.
        note: how far the entry can be trusted.
    """

    key: str
    authors: tuple[Name, ...] = ()
    complete: bool = True
    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    note: str = ""


def entries(kb: KnowledgeBase, wanted: Iterable[tuple[str, int]], sources: Iterable[str]) -> list[Entry]:
    """The entries of sources and of some of their references, each source before its references.

    References without a verified entry make none: an item without author and title is of no use to a reference
    manager, and nothing else is known of them.

    Args:
        kb: the knowledge base.
        wanted: references, as id of the source and number.
        sources: ids of the sources.
    """
    chosen = sorted(set(wanted))
    found = []
    for each in dict.fromkeys(sources):
        source = kb.sources_by_id[each]
        found.append(_of_source(source))
        records = [kb.references_by_number.get(number) for number in chosen if number[0] == each]
        found += [_of_reference(source, record) for record in records if record]
    return found


def _of_source(source: Source) -> Entry:
    licence = f"Licence of the work: {clean(source.licence)}. " if source.licence else ""
    return Entry(
        key=source.id,
        authors=tuple(_name(each) for each in source.authors),
        title=clean(source.title),
        journal=clean(source.journal),
        year=source.year,
        volume=clean(source.volume),
        pages=clean(source.pages),
        doi=clean(source.doi),
        pmcid=clean(source.pmcid),
        url=source.url,
        note=f"The rule base restates what this work says in other words. {licence}{DISCLAIMER}",
    )


def _of_reference(source: Source, record: Reference) -> Entry:
    return Entry(
        key=f"{source.id}_ref{record.ref}",
        authors=(_name(record.first_author),) if record.first_author else (),
        complete=False,
        title=clean(record.title),
        journal=clean(record.journal),
        year=record.year,
        doi=clean(record.doi),
        pmid=clean(record.pmid),
        note=" ".join(_trust(source, record)),
    )


def _trust(source: Source, record: Reference) -> Iterator[str]:
    yield ", ".join(filter(None, [f"Reference {record.ref} of {source.id}", source.reference_link(record.ref)])) + "."
    if record.confidence:
        yield f"Confidence: {record.confidence}, {record.confidence.meaning}."
    if record.number_uncertain:
        yield "Which number of its bracket it has is not certain."
    if record.first_author:
        yield "Authors after the first are not recorded."
    if record.confidence is not Confidence.listed:
        yield UNCHECKED


def _name(text: str) -> Name:
    """A name as reference lists of the field write it: `Ricci-Vitiani L`, `Lee HH`, or a surname alone."""
    text = clean(text).strip()
    family, _, initials = text.rpartition(" ")
    if family and _INITIALS.fullmatch(initials) and initials.isupper():
        return Name(family.strip(), _LETTER.sub(r"\1.\2 ", initials).replace("- ", "-").strip())
    return Name(text)
