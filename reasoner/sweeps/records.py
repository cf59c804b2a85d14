"""Rows of CSV and JSONL files, one at a time, with the position of every cell."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, NamedTuple, Protocol

from reasoner.errors import Position, Problem
from reasoner.knowledge.wording import shown

_LONGEST = 1 << 20
Report = Callable[[Problem], None]


class Row(NamedTuple):
    """A row: its cells as text, the number of its first line, and its text as it stands."""

    cells: list[str]
    line: int
    raw: str


class Lines:
    """The lines of a file as text, and how far it is read.

    Args:
        stream: of bytes.
        path: what positions call it.
        report: is told of bytes that are no text, and of a line without end; nothing is read beyond one.
        offset, line: where in the file the stream stands.

    Attributes:
        offset: of the first byte not read.
        line: the number of the line that begins there.
        check: a checksum of what is read.
    """

    def __init__(self, stream: IO[bytes], path: str, report: Report, offset: int = 0, line: int = 1) -> None:
        self._stream, self.path, self._report = stream, path, report
        self.rewind(offset, line)

    def rewind(self, offset: int = 0, line: int = 1) -> None:
        """Go to where a line begins."""
        self.offset, self.line, self.check = offset, line, 0
        self._kept: list[str] = []
        self._stream.seek(offset)

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(_LONGEST + 1):
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                where = Position(self.path, self.line, len(line[: error.start].decode("utf-8", "replace")) + 1)
                message = f"this is no text in UTF-8: byte 0x{line[error.start]:02X} does not belong there"
                self._report(Problem("E002", message, where, ("save the file as UTF-8",)))
                return
            if len(line) > _LONGEST:
                message = f"a line is longer than {_LONGEST} bytes"
                self._report(Problem("E005", message, Position(self.path, self.line)))
                return
            text = text.removeprefix("\ufeff") if self.line == 1 else text
            self.check = zlib.crc32(line, self.check)
            self.offset += len(line)
            self.line += 1
            self._kept.append(text)
            yield text

    def taken(self) -> tuple[int, str]:
        """The lines since this was last asked: the number of the first, and their text."""
        kept, self._kept = self._kept, []
        return self.line - len(kept), "".join(kept)


class Form(Protocol):
    """How rows are written in a file."""

    def header(self, lines: Lines, report: Report) -> Row | None:
        """The names of the columns; None where there is no row."""

    def rows(self, lines: Lines, names: Sequence[str], report: Report) -> Iterator[Row]:
        """The rows that follow, each with a cell for each name; of others a report is made."""

    def where(self, path: str, row: Row, number: int, names: Sequence[str]) -> Position:
        """Where a cell stands."""


class Csv:
    """Cells with commas between them; the first row names the columns."""

    def header(self, lines: Lines, report: Report) -> Row | None:
        """The first row."""
        return next(self._all(lines, report), None)

    def rows(self, lines: Lines, names: Sequence[str], report: Report) -> Iterator[Row]:
        """The rows that follow."""
        for row in self._all(lines, report):
            if len(row.cells) == len(names):
                yield row
                continue
            message = f"this row has {_cells(len(row.cells))}, and the first one {_cells(len(names))}"
            report(Problem("E264", message, Position(lines.path, row.line, 1), ("cells are separated by commas",)))

    def where(self, path: str, row: Row, number: int, names: Sequence[str]) -> Position:
        """Where a cell stands."""
        line, column, quoted = row.line, 1, False
        for character in row.raw:
            if number == 0:
                break
            quoted ^= character == '"'
            number -= character == "," and not quoted
            line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
        return Position(path, line, column)

    def _all(self, lines: Lines, report: Report) -> Iterator[Row]:
        reader = csv.reader(iter(lines), strict=True)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                line, raw = lines.taken()
                problem = Problem("E264", f"this is no CSV: {error}", Position(lines.path, line, 1))
                if "\r" in raw.rstrip("\r\n"):  # what the error says of it is about how Python opens files
                    message, help_ = "a line ends in a carriage return alone", ("save the file with line feeds",)
                    problem = Problem("E264", message, problem.where, help_)
                report(problem)
                return
            if cells is None:
                return
            line, raw = lines.taken()
            if cells:
                yield Row(cells, line, raw)


class Jsonl:
    """A JSON object a line; the first one's keys name the columns."""

    def header(self, lines: Lines, report: Report) -> Row | None:
        """The keys of the first object; it is read again as a row."""
        for pairs, line, raw in self._all(lines, report):
            lines.rewind()
            return Row([name for name, _ in pairs], line, raw)
        return None

    def rows(self, lines: Lines, names: Sequence[str], report: Report) -> Iterator[Row]:
        """The objects, their values in the order of the names."""
        for pairs, line, raw in self._all(lines, report):
            found = dict(pairs)
            missing = [name for name in names if name not in found]
            unknown = [name for name, _ in pairs if name not in names]
            for name in missing:
                report(Problem("E264", f"there is no value for {shown(name)}", Position(lines.path, line, 1)))
            nested = [name for name, value in pairs if isinstance(value, list) and name not in unknown]
            for name in nested:
                what = "an object" if isinstance(found[name], _Pairs) else "a list"
                message = f"expected one value for {shown(name)}; got {what}"
                help_ = ("a text, a number, true, false or null",)
                report(Problem("E264", message, Position(lines.path, line, _key_column(raw, name)), help_))
            for name in unknown:
                message = f"the first row has no column {shown(name)}"
                report(Problem("E264", message, Position(lines.path, line, _key_column(raw, name))))
            if not missing and not unknown and not nested:
                yield Row([_text(found[name]) for name in names], line, raw)

    def where(self, path: str, row: Row, number: int, names: Sequence[str]) -> Position:
        """Where the key of a cell stands."""
        return Position(path, row.line, _key_column(row.raw, names[number]))

    def _all(self, lines: Lines, report: Report) -> Iterator[tuple[list[tuple[str, Any]], int, str]]:
        for text in lines:
            line, raw = lines.taken()
            if not text.strip():
                continue
            try:
                pairs = json.loads(text.rstrip(), object_pairs_hook=_Pairs)
            except (ValueError, RecursionError) as error:
                column = error.colno if isinstance(error, json.JSONDecodeError) else 1
                report(Problem("E264", "this line is no JSON", Position(lines.path, line, column)))
                continue
            if not isinstance(pairs, _Pairs):
                report(Problem("E264", 'expected a JSON object, as {"hypoxia": true}', Position(lines.path, line, 1)))
                continue
            names = [name for name, _ in pairs]
            for name in dict.fromkeys(each for each in names if names.count(each) > 1):
                where = Position(lines.path, line, _key_column(raw, name))
                report(Problem("E008", f"the key {shown(name)} stands twice", where))
            if len(set(names)) == len(names):
                yield list(pairs), line, raw


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of a JSON object."""


def _text(value: Any) -> str:
    """A value of JSON as a cell of CSV would have it."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _key_column(raw: str, name: str) -> int:
    return max(0, raw.find(json.dumps(name, ensure_ascii=False))) + 1


def _cells(number: int) -> str:
    return f"{number} cell{'' if number == 1 else 's'}"
