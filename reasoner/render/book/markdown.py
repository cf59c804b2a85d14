"""The rule book as Markdown: `rules/README.md`, for reading beside the files, in a browser or as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reasoner.model.result import DISCLAIMER
from reasoner.model.source import Source
from reasoner.render.book import legend
from reasoner.render.book.parts import (
    Book,
    Chapter,
    EntityEntry,
    Ground,
    GroupEntry,
    Line,
    Piece,
    ReferenceEntry,
    RowEntry,
    RuleEntry,
)
from reasoner.render.book.rules import MEANINGS
from reasoner.render.clean import clean, is_safe_link
from reasoner.render.words import bare, counted

_ACTS = re.compile(r"[\\`*_\[\]<>&#~|$]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_IN_LINK = {each: f"%{ord(each):02X}" for each in "()<>\\"} | {"&": "&amp;"}
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def markdown(book: Book) -> str:
    """The text of the file; lines are as long as what they say, so that a change of a rule is a change of its lines."""
    return "".join(f"{line}\n" for line in _lines(book))


def escaped(text: str) -> str:
    """Text from data in which nothing acts in Markdown, to stand anywhere but at the start of a line."""
    return _ACTS.sub(lambda match: f"\\{match[0]}", clean(text))


def _lines(book: Book) -> Iterator[str]:
    yield from _opening(book)
    for chapter in book.chapters:
        yield from _chapter(chapter)
    yield from _groups(book)
    yield from _entities(book)
    yield from _references(book)
    yield from _rest(book)
    yield from _targets(book)


# ---------------------------------------------------------------- pieces


def _inline(line: Line) -> str:
    return "".join(_linked(each.text, each.url) for each in line)


def _linked(text: str, url: str) -> str:
    return f"[{escaped(text)}]({_address(url)})" if is_safe_link(url) else escaped(text)


def _address(url: str) -> str:
    return "".join(_IN_LINK.get(character, character) for character in url)


def _target(piece: Piece) -> str:
    """A sentence or reference as a link whose address stands once, at the end of the file."""
    label = _label(piece.text, piece.to)
    text = escaped(piece.text)
    return f"[{text}]" if label == text else f"[{text}][{label}]"


def _label(name: str, anchor: str) -> str:
    """What the address stands under: the name, but for a sentence that is named by a number, as references are."""
    return escaped(anchor if name.isdecimal() and not anchor.startswith("ref-") else name)


def _bold(text: str) -> str:
    return f"**{escaped(text).strip()}**"


def _slug(heading: str) -> str:
    """The anchor that Markdown gives a heading."""
    return _NOT_IN_SLUG.sub("", clean(heading).lower()).replace(" ", "-")


def _code(text: str) -> str:
    return f"`{clean(text).replace('`', '')}`"


# ---------------------------------------------------------------- the parts


def _opening(book: Book) -> Iterator[str]:
    yield f"# {legend.TITLE}"
    yield ""
    yield "<!-- Written by `reasoner kb index` from facts/ and rules/: change these and write it anew. -->"
    yield ""
    yield legend.INTRODUCTION
    yield ""
    for source in book.sources:
        yield f"Source: {_work(source)}"
        yield ""
    yield f"**{DISCLAIMER}**"
    yield ""
    yield f"It holds {', '.join(book.counts)}."
    yield ""
    yield "## How to read it"
    yield ""
    yield f"- {legend.SCALE}"
    yield f"- {legend.TABLE}"
    for word, meaning in (*MEANINGS.items(), *legend.TERMS):
        yield f"- *{word}*: {meaning}."
    yield ""
    yield "## Contents"
    yield ""
    for chapter in book.chapters:
        yield f"- [{escaped(chapter.title)}](#{_slug(chapter.title)}): {counted(chapter.statements, 'statement')}"
    for title in ("Open questions", "Entities", "References"):
        yield f"- [{title}](#{_slug(title)})"
    yield ""


def _work(source: Source) -> str:
    where = " ".join(filter(None, [source.journal, str(source.year or ""), source.volume]))
    parts = [", ".join(source.authors), source.title, f"{where}:{source.pages}" if source.pages else where]
    licence = f" ({escaped(source.licence)})" if source.licence else ""
    return f"{_linked('. '.join(filter(None, parts)), source.url)}{licence}."


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {escaped(chapter.title)}"
    yield ""
    yield f"{counted(len(chapter.rows), 'sentence')}, {counted(chapter.statements, 'statement')}."
    yield ""
    pending: list[RowEntry] = []
    for row in chapter.rows:
        if row.is_open:
            pending.append(row)
            continue
        yield from _open_rows(pending)
        pending = []
        yield from _row(row)
    yield from _open_rows(pending)


def _open_rows(rows: list[RowEntry]) -> Iterator[str]:
    """Sentences of which nothing is said, together."""
    if rows:
        span = rows[0].name if len(rows) == 1 else f"{rows[0].name} to {rows[-1].name}"
        yield f"*{escaped(span)}: no rule yet.*"
        yield ""


def _row(row: RowEntry) -> Iterator[str]:
    yield f"### {escaped(row.name)}"
    yield ""
    said = [
        counted(row.statements, "statement") if row.statements is not None else "statements not counted",
        f"refs {', '.join(map(_target, row.refs))}" if row.refs else "no reference",
        "sums up" if row.summary else "",
    ]
    yield f"{_capital('; '.join(filter(None, said)))}."
    yield ""
    if row.aside:
        yield f"Set aside, {escaped(bare(row.aside))}."
        yield ""
    shown: set[str] = set()
    for rule in row.rules:
        yield from _rule(rule, row, shown)
    if row.also:
        yield f"- also rests on it: {'; '.join(escaped(bare(each.text)) for each in row.also)}."
    if row.rules or row.also:
        yield ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rule(rule: RuleEntry, row: RowEntry, shown: set[str]) -> Iterator[str]:
    """A statement; `shown` are the addresses that the sentence already has, since each needs to stand there once."""
    yield f"- {_bold(rule.claim)} {rule.what}, {rule.grade} {_code(rule.id)}"
    first, *rest = [f"*{field.name}* {_inline(field.line)}" for field in rule.fields]
    yield f"  - {'; '.join([', '.join([first, *rest[:1]]), *rest[1:]])}"
    for ground in rule.grounds:
        yield f"  - {_ground(ground, row, shown)}"
    if rule.reverts:
        yield f"  - *goes with its cause*: {_ground(rule.reverts, row, shown)}"


def _ground(ground: Ground, at: RowEntry | None = None, shown: set[str] | None = None) -> str:
    """A place of the source; the sentence is named where it is not the one that the statement stands at."""
    url = "" if shown and ground.find.url in shown else ground.find.url
    if shown is not None:
        shown.add(ground.find.url)
    said = [
        _target(ground.row) if at is None or ground.row.to != at.anchor else "",
        f"refs {', '.join(map(_target, ground.refs))}" if ground.refs else "",
        f"“{_linked(ground.find.text, url)}”",
    ]
    remarks = escaped("; ".join(ground.remarks))
    grade = f"{ground.grade}: " if ground.grade is not None else ""
    return f"{' '.join(filter(None, said))} {grade}{remarks}".rstrip()


def _groups(book: Book) -> Iterator[str]:
    yield "## Open questions"
    yield ""
    if not book.groups:
        yield "None."
        yield ""
    for group in book.groups:
        yield from _group(group)


def _group(group: GroupEntry) -> Iterator[str]:
    yield f"### {escaped(group.question)}"
    yield ""
    yield f"Group {_code(group.id)}. {escaped(group.note)}".rstrip()
    yield ""
    for ground in group.grounds:
        yield f"- asked in {_ground(ground)}"
    for option in group.options:
        note = f": {escaped(option.note)}" if option.note else ""
        yield f"- {_bold(option.label)} {_code(f'{group.id}/{option.id}')}{note}"
        for rule in option.rules:
            yield f"  - under it: {escaped(rule.text)}"
    yield ""


def _entities(book: Book) -> Iterator[str]:
    yield "## Entities"
    yield ""
    yield "What each name stands for, and the sentences whose rules speak of it."
    yield ""
    for kind in book.kinds:
        yield f"### {kind.title.capitalize()}"
        yield ""
        for entity in kind.entities:
            yield _entity(entity)
        yield ""
    if book.excluded:
        yield "### What excludes each other"
        yield ""
        for each in book.excluded:
            yield f"- together never: {_inline(each.line)}{f' ({escaped(each.name)})' if each.name else ''}"
        yield ""


def _entity(entity: EntityEntry) -> str:
    said = [escaped(bare(entity.definition))] if entity.definition else []
    said += [f"*{escaped(field.name)}* {_inline(field.line)}" for field in entity.fields if field.name != "reads"]
    for use in entity.uses:
        rows = dict.fromkeys(_target(row) for _, row in use.places)
        said.append(f"*{legend.ROLES[use.role]}* {', '.join(rows)}")
    return f"- {_bold(entity.label)} {_code(entity.id)}{': ' if said else ''}{'; '.join(said)}"


def _references(book: Book) -> Iterator[str]:
    yield "## References"
    yield ""
    yield "What is verified of the papers that the source cites, and the sentences that cite them. Numbers lead to the"
    yield "entry in the source's own list; of those without more, nothing else is verified."
    yield ""
    for each in book.references:
        if len(book.references) > 1:
            yield f"### {escaped(each.source.title)}"
            yield ""
        for reference in each.references:
            yield _reference(reference)
        yield ""


def _reference(entry: ReferenceEntry) -> str:
    rows = ", ".join(map(_target, entry.rows)) or "no sentence"
    return f"- {_target(Piece(entry.name, to=entry.anchor))}{_record(entry)} cited in {rows}"


def _record(entry: ReferenceEntry) -> str:
    if entry.record is None:
        return ""
    record = entry.record
    who = " ".join(filter(None, [record.first_author, str(record.year or "")]))
    sure = f"{record.confidence or 'confidence not said'}{', number uncertain' if record.number_uncertain else ''}"
    said = ". ".join(escaped(bare(part)) for part in (who, record.title, record.journal) if part)
    links = "".join(f", {_inline((each,))}" for each in entry.links)
    return f" {said} ({sure}{links}),"


def _rest(book: Book) -> Iterator[str]:
    if book.retired:
        yield "## Retired rules"
        yield ""
        for each in book.retired:
            yield f"- {_code(each.name)}: {_inline(each.line)}"
        yield ""


def _targets(book: Book) -> Iterator[str]:
    """Where sentences and references lead to: in the text above they are written short."""
    for chapter in book.chapters:
        for row in chapter.rows:
            yield f"[{_label(row.name, row.anchor)}]: #{_slug(chapter.title if row.is_open else row.name)}"
    for each in book.references:
        for reference in each.references:
            if is_safe_link(reference.url):
                yield f"[{escaped(reference.name)}]: {_address(reference.url)}"
