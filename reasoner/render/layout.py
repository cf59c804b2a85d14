"""Blocks of styled text, and how they become lines of a given width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any, Protocol

from rich.text import Text

from reasoner.render.clean import clean
from reasoner.values import Value

Fit = Callable[[str], str]
FIRM = "\u00a0"  # a space at which lines are not broken; written as an ordinary one
_HELD = "\ue000"  # stands for it while lines are broken; text from data has none left by then
_NO_CONSOLE: Any = None  # rich needs one to justify only; its import would be a third of that of rich
_GAP = 2
_NOTE = "\u00b7 "  # stands before a tail that has no room behind its row
_SIGNS = ("\u2192", "->")  # which mark a tail themselves
_LEAST = 22  # a leading column that would be narrower is not worth having: rows are stacked
_USUAL = 44


def styled(text: str, style: str = "") -> Text:
    """Text from data, with a style. It is cleaned here, since rich drops some control characters without a word."""
    return Text(clean(text), style=style)


def join(parts: Iterable[Text | str], between: str = "") -> Text:
    """Pieces of text as one."""
    return Text(between).join([part if isinstance(part, Text) else styled(part) for part in parts])


class Block(Protocol):
    """Something that can be laid out."""

    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        """Its lines, none of them wider than `width`."""


class Para(Value):
    """A paragraph: `indent` spaces before it, `hang` more before its further lines. An empty one is an empty line."""

    text: Text
    indent: int = 0
    hang: int = 2

    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        """Its lines, wrapped."""
        yield from _wrapped(fitted(self.text, fit), width, self.indent, self.hang)


class Row(Value):
    """One row of a table.

    Attributes:
        cells: one for each column.
        depth: how many steps the cell of the leading column stands further in.
        tail: stands behind the cells where it fits, else below them.
    """

    cells: tuple[Text, ...]
    depth: int = 0
    tail: Text = field(default_factory=Text)


class Rows(Value):
    """A table without lines: in columns where there is room, else each row as a few lines.

    Attributes:
        rows: of the same number of cells.
        lead: the column that may wrap.
        title: stands above, at the left edge; `over` above the column that follows the leading one.
        indent: spaces before each row.
        widest: of the leading column, so that tails have room; 0 lets it take what there is.
        tree: a row's depth says what it hangs from, as in a proof, and not only how far in it stands.
    """

    rows: Sequence[Row]
    lead: int = 0
    title: Text = field(default_factory=Text)
    over: Text = field(default_factory=Text)
    indent: int = 2
    widest: int = _USUAL
    tree: bool = False

    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        """The title and the rows."""
        rows = [
            Row(tuple(fitted(cell, fit) for cell in row.cells), row.depth, fitted(row.tail, fit)) for row in self.rows
        ]
        widths = self._widths(rows, width - self.indent)
        yield from self._headline(fitted(self.title, fit), fitted(self.over, fit), widths, width)
        for row in rows:
            yield from self._in_columns(row, widths, width, fit) if widths else self._stacked(row, width)

    def _widths(self, rows: list[Row], room: int) -> list[int]:
        """The width of each column; empty where there is no room for columns."""
        if not rows:
            return []
        widths = [max(row.cells[n].cell_len for row in rows) for n in range(len(rows[0].cells))]
        wanted = max(row.cells[self.lead].cell_len + 2 * row.depth for row in rows)
        widths[self.lead] = 0
        room -= sum(each + _GAP for each in widths if each)
        if room < min(wanted, _LEAST + 2 * max(row.depth for row in rows)):
            return []
        widths[self.lead] = min(wanted, room, self.widest or room)
        return widths

    def _headline(self, title: Text, over: Text, widths: list[int], width: int) -> Iterator[Text]:
        column = self.indent + sum(each + _GAP for each in widths[: self.lead + 1] if each)
        if widths and over and title.cell_len + _GAP <= column and column + over.cell_len <= width:
            yield join([title, Text(" " * (column - title.cell_len)), over])
        elif title:
            yield from _wrapped(title, width, 0, 2)

    def _in_columns(self, row: Row, widths: list[int], width: int, fit: Fit) -> Iterator[Text]:
        cells = [
            list(_wrapped(cell, room, 2 * row.depth if n == self.lead else 0, 2)) if room else []
            for n, (cell, room) in enumerate(zip(row.cells, widths, strict=True))
        ]
        after = self.indent + sum(room + _GAP for room in widths if room)
        behind = bool(row.tail) and after + row.tail.cell_len <= width
        for number in range(max(1, *map(len, cells))):
            line = Text(" " * self.indent)
            column = self.indent
            for lines, room in zip(cells, widths, strict=True):
                if room:
                    line.append(" " * (column - line.cell_len))
                    line.append_text(lines[number] if number < len(lines) else Text())
                    column += room + _GAP
            if behind and number == 0:
                line.append(" " * (column - line.cell_len))
                line.append_text(row.tail)
            line.rstrip()
            yield line
        if row.tail and not behind:
            before = sum(room + _GAP for room in widths[: self.lead] if room)
            mark = "" if row.tail.plain.startswith(_SIGNS) else _NOTE  # else it would read as more of the leading cell
            noted = join([fitted(Text(mark), fit), row.tail])
            yield from _wrapped(noted, width, self.indent + before + 2 * row.depth + 2, 2)

    def _stacked(self, row: Row, width: int) -> Iterator[Text]:
        indent = min(self.indent + 2 * row.depth, width // 3)
        yield from _wrapped(join([cell for cell in row.cells[: self.lead + 1] if cell], "  "), width, indent, 4)
        rest = [cell for cell in (*row.cells[self.lead + 1 :], row.tail) if cell.plain.strip()]
        if rest:
            yield from _wrapped(join(rest, "  "), width, indent + 4, 2)


def lay_out(blocks: Iterable[Block], width: int, fit: Fit = clean) -> Iterator[Text]:
    """The lines of blocks, as they are to be written: clean, none wider than `width`."""
    for block in blocks:
        for line in block.lines(width, fit):
            line.plain = line.plain.replace(FIRM, " ")
            yield line


def fitted(text: Text, fit: Fit) -> Text:
    """The text with `fit` applied, styles kept."""
    if fit(text.plain) == text.plain:
        return text
    edges = sorted({edge for span in text.spans for edge in (span.start, span.end) if 0 < edge < len(text)})
    changed = Text(style=text.style)
    for piece in text.divide(edges) if edges else [text]:
        start = len(changed)
        changed.append(fit(piece.plain))
        for span in piece.spans:
            changed.stylize(span.style, start)
    return changed


def _wrapped(text: Text, width: int, indent: int, hang: int) -> Iterator[Text]:
    """A text wrapped, `indent` spaces before its first line and `hang` more before the others."""
    if text.cell_len + indent <= width:
        yield join([Text(" " * indent), text])
        return
    indent = min(indent, max(0, width - 12))
    hang = min(hang, max(0, width - indent - 8))
    held = text.copy()
    held.plain = held.plain.replace(FIRM, _HELD)
    for number, line in enumerate(held.wrap(_NO_CONSOLE, max(1, width - indent - hang), overflow="fold")):
        line.rstrip()
        line.plain = line.plain.replace(_HELD, " ")
        yield join([Text(" " * (indent + (hang if number else 0))), line])


BLANK = Para(Text())
