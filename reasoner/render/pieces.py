"""Pieces of styled text, for formats other than the terminal's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from reasoner.render.clean import clean, is_safe_link
from reasoner.values import Value


class Piece(Value):
    """A part of a text that looks alike.

    Attributes:
        text: clean, and never empty.
        bold, dim: how it looks; colours are left out.
        link: the address that it opens, a safe one; empty where none.
    """

    text: str
    bold: bool = False
    dim: bool = False
    link: str = ""


def pieces(text: Text) -> Iterator[Piece]:
    """The parts of a text, none of them alike its neighbour."""
    last: Piece | None = None
    edges = sorted({0, len(text), *(edge for span in text.spans for edge in (span.start, span.end))})
    for start, end in pairwise(edges):
        styles = [span.style for span in text.spans if span.start <= start and end <= span.end]
        style = Style.combine(Style.parse(each) if isinstance(each, str) else each for each in (text.style, *styles))
        shown = clean(text.plain[start:end])
        link = style.link if style.link and is_safe_link(style.link) and not shown.isspace() else ""
        new = Piece(shown, bool(style.bold), bool(style.dim), link)
        if last and (last.bold, last.dim, last.link) == (new.bold, new.dim, new.link):
            last = Piece(last.text + new.text, last.bold, last.dim, last.link)
        elif new.text:
            if last:
                yield last
            last = new
    if last:
        yield last
