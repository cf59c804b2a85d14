"""Locators against the source's text: each finds one place, in the row it names, and the rows are those of the text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context, TextRow
from reasoner.knowledge.draft import Cited, Located
from reasoner.knowledge.invariants.citations import WORD, words
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.source import Source

_BRACKET = re.compile(r"\[[0-9,;\s–-]*\]")


def check(context: Context) -> Iterator[Problem]:
    """Rows and locators of each source whose text is at hand."""
    for id_, text in context.texts.items():
        yield from _rows(context.draft.sources[id_], text)
        index = _Index(text)
        for cited in context.draft.citations():
            if cited.item.source == id_:
                yield from index.check(cited)


def _rows(source: Located[Source], text: dict[str, TextRow]) -> Iterator[Problem]:
    for number, row in enumerate(source.value.rows):
        found = text.get(row.id)
        if found is None:
            help_ = did_you_mean(row.id, list(text))
            yield Problem("E049", f"the text has no row `{row.id}`", source.where("rows", number, "id"), help_)
            continue
        if row.sha256 is None:
            yield Problem("E049", f"row {row.id} has no hash of its text", source.where("rows", number))
        elif hashlib.sha256(found.text.encode()).hexdigest() != row.sha256:
            message = f"the hash of row {row.id} is not that of its text, at {found.where}"
            yield Problem("E049", message, source.where("rows", number, "sha256"))
        if found.refs != row.refs:
            cites = " ".join(map(str, found.refs)) or "none"
            message = f"row {row.id} cites other references in the text: {cites}"
            yield Problem("E049", message, source.where("rows", number, "refs"))
        if found.section != row.section:
            message = f"row {row.id} stands in another section of the text: {shown(found.section)}"
            yield Problem("E049", message, source.where("rows", number, "section"))
    known = {row.id for row in source.value.rows}
    for id_, found in text.items():
        if id_ not in known:
            message = f"the row {shown(id_)} of the text, at {found.where}, is missing here"
            yield Problem("E049", message, source.where_key("rows"))


class _Index:
    """Finds runs of whole words in the rows of a text."""

    def __init__(self, text: dict[str, TextRow]) -> None:
        self.text = text
        self.words = {id_: words(row.text) for id_, row in text.items()}
        # Between spaces, so that only whole words match.
        self.joined = {id_: f" {' '.join(found)} " for id_, found in self.words.items()}

    def check(self, cited: Cited) -> Iterator[Problem]:
        wanted = words(cited.item.find)
        if not wanted or cited.item.at not in self.text:
            return
        where = cited.where("find")
        places = self._places(wanted)
        row = cited.item.at
        if row not in places:
            elsewhere = [id_ for id_ in places if id_ != row]
            message = f"row {row} does not hold these words"
            yield Problem("E048", message, where, (f"row {elsewhere[0]} does",) if elsewhere else ())
        elif len(places) > 1:
            others = ", ".join(dict.fromkeys(id_ for id_ in places if id_ != row)) or "the same row"
            yield Problem(
                "E048", f"the words stand in more than one place: also in {others}", where, ("take more words",)
            )
        else:
            yield from self._literal(cited, wanted)

    def _places(self, wanted: list[str]) -> list[str]:
        """The rows that hold the words in a row, each as often as it does."""
        run = f" {' '.join(wanted)} "
        found = []
        for id_, joined in self.joined.items():
            start = joined.find(run)
            while start >= 0:
                found.append(id_)
                start = joined.find(run, start + 1)
        return found

    def _literal(self, cited: Cited, wanted: list[str]) -> Iterator[Problem]:
        """The link to the sentence works only letter by letter, and breaks where it runs across a citation."""
        text = self.text[cited.item.at].text
        spans = list(WORD.finditer(text))
        first = next(
            number
            for number in range(len(spans))
            if [match[0].lower() for match in spans[number : number + len(wanted)]] == wanted
        )
        start, end = spans[first].start(), spans[first + len(wanted) - 1].end()
        where = cited.where("find")
        if any(bracket.start() < end and bracket.end() > start for bracket in _BRACKET.finditer(text)):
            yield Problem("E048", "the words run across a citation bracket", where, ("take words on one side of it",))
        elif text[start:end].casefold() != WORD_EDGES.sub("", cited.item.find).casefold():
            message = "the words are there, but not letter by letter: a link would not find them"
            yield Problem("E048", message, where, (f"write {shown(text[start:end])}",))


WORD_EDGES = re.compile(r"^[^0-9A-Za-zα-ωΑ-Ω]+|[^0-9A-Za-zα-ωΑ-Ω]+$")
