"""The texts of an exercise as HTML, the same for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reasoner.model.exercise import Entry, Item, Message
from reasoner.model.result import Citation
from reasoner.model.source import ranges
from reasoner.render.markup import Markup, element, escaped, joined, numbered, outside
from reasoner.render.quiz.carried import Naming


def paragraphs(text: str) -> Iterator[Markup]:
    """The paragraphs of a text, which empty lines part."""
    for part in text.split("\n\n"):
        if part.strip():
            yield element("p", part.strip())


def stem(item: Item) -> Iterator[Markup]:
    """What is asked, and what is shown below it."""
    yield from paragraphs(item.stem)
    for heading, line in item.shown:
        yield element("p", element("strong", f"{heading}: "), line)


def message(said: Message | None, naming: Naming) -> Iterator[Markup]:
    """A message: places that it names are links; those that it does not name stand below it."""
    if said is None:
        return
    places = _places(said.citations, naming)
    for part in said.text.split("\n\n"):
        if part.strip():
            yield element("p", *_linked(part.strip(), places))
    if rest := _unnamed(said.text, places):
        yield element("p", joined(rest, ", "))


def inline(said: Message | None, naming: Naming) -> Markup:
    """A message within a line."""
    if said is None:
        return Markup()
    places = _places(said.citations, naming)
    return joined([*_linked(said.text, places), *(joined([" ", each]) for each in _unnamed(said.text, places))])


def _places(citations: Iterable[Citation], naming: Naming) -> dict[str, tuple[str, str]]:
    """By the name of a row, the place with its references, and its address."""
    refs: dict[str, dict[int, None]] = {}
    links: dict[str, str] = {}
    for each in citations:
        row = naming.row(each)
        refs.setdefault(row, {}).update(dict.fromkeys(each.refs))
        links.setdefault(row, each.link)
    return {row: (_place(row, mine), links[row]) for row, mine in refs.items()}


def _place(row: str, refs: Iterable[int]) -> str:
    spans = (str(first) if first == last else f"{first}–{last}" for first, last in ranges(refs))
    told = ", ".join(spans)
    return f"{row} [{told}]" if told else row


def _pattern(places: Iterable[str]) -> re.Pattern[str]:
    """A row that a text names, with its references."""
    names = "|".join(re.escape(row) for row in sorted(places, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({names})(?!\w)( \[[\d,–\- ]+\])?")


def _linked(text: str, places: Mapping[str, tuple[str, str]]) -> Iterator[Markup]:
    """A text with the places in it as links."""
    pieces = _pattern(places).split(text) if places else [text]
    yield escaped(pieces[0])
    for row, refs, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        yield outside(f"{row}{refs or ''}", places[row][1])
        yield escaped(after)


def _unnamed(text: str, places: Mapping[str, tuple[str, str]]) -> list[Markup]:
    """The places that a text does not name, as links."""
    named = {row for row, _ in _pattern(places).findall(text)} if places else set()
    return [outside(*place) for row, place in places.items() if row not in named]


def below(item: Item, said: Message, naming: Naming) -> Iterator[Markup]:
    """What stands below an exercise once it is answered: the explanation, what it was for, what it rests on."""
    yield from message(said, naming)
    if item.objective:
        yield element("p", element("strong", "Objective: "), item.objective)
    yield element("p", item.disclaimer)


def called(entry: Entry, item: Item) -> str:
    """What an entry of several is called: its place in the table, or its prompt, or its id."""
    if entry.row or entry.column:
        return ", ".join(filter(None, (entry.row, entry.column)))
    return entry.prompt or (entry.id if len(item.entries) > 1 else "")


def tags(item: Item) -> Sequence[str]:
    """What an exercise can be found by."""
    return [*item.topics, str(item.type), f"difficulty {item.difficulty}", f"{item.minutes:g} minutes"]


def table(entries: Sequence[Entry], cells: Mapping[str, Markup], marks: str = "") -> Markup:
    """A table with a cell for each entry.

    Args:
        entries: each with its row and column.
        cells: by the id of an entry.
        marks: characters that mean something in the cells, and nothing in the headings.
    """
    rows = list(dict.fromkeys(entry.row for entry in entries))
    columns = list(dict.fromkeys(entry.column for entry in entries))
    at = {(entry.row, entry.column): cells[entry.id] for entry in entries}
    named = {each: numbered(escaped(each), marks) for each in (*rows, *columns)}
    head = element("tr", element("th", ""), *(element("th", named[column], scope="col") for column in columns))
    lines = (
        element("tr", element("th", named[row], scope="row"), *(element("td", at.get((row, each))) for each in columns))
        for row in rows
    )
    return element("table", element("thead", head), element("tbody", *lines))
