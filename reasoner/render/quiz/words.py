"""The texts of an exercise as HTML, the same for all formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reasoner.model.exercise import Entry, Item, Message
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
    """A message, with its citations as links where they have an address."""
    if said is None:
        return
    yield from paragraphs(said.text)
    if said.citations:
        places = [outside(naming.cited(each), each.link) for each in said.citations]
        yield element("p", joined(places, ", "))


def inline(said: Message | None, naming: Naming) -> Markup:
    """A message within a line."""
    if said is None:
        return Markup()
    parts: list[str] = [" ".join(said.text.split())]
    parts += [outside(naming.cited(each), each.link) for each in said.citations]
    return joined(filter(None, parts), " ")


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
