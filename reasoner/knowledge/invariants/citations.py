"""Evidence: rows that exist, references that those rows cite, locators of a size that finds one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reasoner.errors import Problem
from reasoner.knowledge.draft import Cited, Draft, Located
from reasoner.knowledge.wording import did_you_mean, plural, shown
from reasoner.model.source import Source, SourceRow

# As `shared` tools count: `IL-6` is two words.
WORD = re.compile(r"[0-9A-Za-zα-ωΑ-Ω]+")
SHORTEST, LONGEST = 3, 8


def words(text: str) -> list[str]:
    """The words of a text as locators count them, in lower case."""
    return [match[0].lower() for match in WORD.finditer(text)]


def check(draft: Draft) -> Iterator[Problem]:
    """Every problem of evidence items, of the source's own rows, and of the rows said not to be encoded."""
    rows = {id_: _rows(source) for id_, source in draft.sources.items()}
    for source in draft.sources.values():
        yield from _source(source, rows[source.value.id])
    for cited in draft.citations():
        yield from _locator(cited)
        if cited.item.source in rows:
            yield from _references(cited, rows)
    for not_encoded in draft.not_encoded.values():
        known = rows.get(not_encoded.value.source)
        if known is not None and not_encoded.value.at not in known:
            yield _unknown_row(not_encoded.value.at, known, not_encoded, "at")
        elif known is not None:
            yield from _refs(not_encoded.value.refs, known[not_encoded.value.at], not_encoded, ())
    for reference in draft.references.values():
        if reference.value.ref < 1:
            yield Problem("E010", "references are counted from 1", reference.where("ref"))


def _rows(source: Located[Source]) -> dict[str, SourceRow]:
    return {row.id: row for row in source.value.rows}


def _source(source: Located[Source], known: dict[str, SourceRow]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, row in enumerate(source.value.rows):
        if first.setdefault(row.id, number) != number:
            message = f"the row `{row.id}` stands here and already at {source.where('rows', first[row.id], 'id')}"
            yield Problem("E030", message, source.where("rows", number, "id"))
    for number, id_ in enumerate(source.value.summary_rows):
        if id_ not in known:
            yield _unknown_row(id_, known, source, "summary_rows", number)


def _unknown_row(id_: str, known: dict[str, SourceRow], located: Located[object], *steps: int | str) -> Problem:
    return Problem("E042", f"the source has no row {shown(id_)}", located.where(*steps), did_you_mean(id_, list(known)))


def _references(cited: Cited, rows: dict[str, dict[str, SourceRow]]) -> Iterator[Problem]:
    """The references of an item stand in the row that it names for them."""
    item = cited.item
    known = rows[item.source]
    unknown = False
    for part in ("at", "refs_at"):
        row = getattr(item, part)
        if row is not None and row not in known:
            unknown = True
            problem = _unknown_row(row, known, cited.owner, *cited.steps, part)
            others = [source for source, theirs in rows.items() if row in theirs]
            help_ = [
                f"`{source}` has one: a pack cites its own source, or, without one, the base's" for source in others
            ]
            yield replace(problem, help=(*help_, *problem.help)[:3])
    if unknown:
        return
    yield from _refs(item.refs, known[item.refs_at or item.at], cited.owner, cited.steps)


def _refs(
    refs: Sequence[int], row: SourceRow, located: Located[Any], steps: tuple[int | str, ...]
) -> Iterator[Problem]:
    """References that are said to be a row's."""
    for number, ref in enumerate(refs):
        where = located.where(*steps, "refs", number)
        if ref not in row.refs:
            cites = f"it cites {', '.join(map(str, row.refs))}" if row.refs else "it cites none"
            yield Problem("E043", f"row {row.id} does not cite {ref}", where, (cites,))
        elif ref in refs[:number]:
            yield Problem("E043", f"the reference {ref} stands twice", where)


def _locator(cited: Cited) -> Iterator[Problem]:
    number = len(words(cited.item.find))
    if not SHORTEST <= number <= LONGEST:
        message = f"a locator has {SHORTEST} to {LONGEST} words; this one has {plural(number, 'word')}"
        yield Problem("E044", message, cited.where("find"), ("`IL-6` counts as two",))
