"""Tables of scenarios: CSV or JSONL files with a column a factor, read as designs without being kept in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import NoReturn

from reasoner.errors import InputError, Position, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.sweeps.cells import Cells
from reasoner.sweeps.designs import columns
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.reading import MOST_LEVELS, factors
from reasoner.sweeps.records import Csv, Form, Jsonl, Lines, Row
from reasoner.values import Value

CHUNK = 4096
_FORMS: dict[str, type[Csv] | type[Jsonl]] = {".csv": Csv, ".jsonl": Jsonl, ".ndjson": Jsonl}
_TITLES = ("scenario", "title")
_REPORTED = 50


class Packed(Value):
    """Some scenarios of a table by themselves: what a worker gets that has no file.

    Attributes:
        factors: of the table.
        start, size: which scenarios.
        columns: for each factor and level those that have it.
    """

    factors: tuple[Factor, ...]
    start: int
    size: int
    columns: tuple[tuple[int, ...], ...]

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it."""
        full = (1 << width) - 1
        return tuple(tuple(mask >> start - self.start & full for mask in masks) for masks in self.columns)

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""
        return tuple(next(n for n, mask in enumerate(masks) if mask) for masks in self.masks(number, 1))


class _Chunk(Value):
    """Rows of a table: for each factor their levels, a byte each, and their titles, where they have some."""

    levels: tuple[bytes, ...]
    titles: tuple[str, ...]


class Table:
    """A design that is read from a file; the whole of it is looked through once, then read again part by part.

    Args:
        path: of the file.
        names, kb: of the knowledge base.
        scenario: in which the factors are switched.

    Attributes:
        factors: one for each column but that of titles, with the levels that stand in it.
        size: how many rows.
        titled: whether the rows have titles.
        digest: SHA-256 of the content.

    Raises:
        UsageError: there is no such file (E001), or its name ends otherwise (E200).
        InputError: something in it is wrong: all that is, with its position.
    """

    def __init__(self, path: str, names: Names, kb: KnowledgeBase, scenario: Scenario) -> None:
        self._path, self._form = path, _form(path)
        self._problems: list[Problem] = []
        self._places: list[tuple[int, int, int]] = []
        self._last: tuple[int, _Chunk] | None = None
        self.size = 0
        try:
            with Path(path).open("rb") as stream:
                self.digest = file_digest(stream, "sha256").hexdigest()
                lines = Lines(stream, path, self._report)
                self._begin(lines, names, kb, scenario)
                self._look_through(lines)
        except OSError as error:
            raise UsageError(Problem("E001", f"cannot be read: {error.strerror}", Position(path))) from error
        except _EnoughError:
            pass
        if self._problems:
            raise InputError(self._problems)

    # ---------------------------------------------------------------- as a design

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it.

        Raises:
            InputError: the file is no longer what it was (E265).
        """
        chunks = list(self._chunks(start, width))
        first = start % CHUNK
        rows = (b"".join(each) for each in zip(*(chunk.levels for chunk in chunks), strict=True))
        return tuple(
            columns(row[first : first + width], len(factor.levels))
            for factor, row in zip(self.factors, rows, strict=True)
        )

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""
        return self.part(number, 1).levels(number)

    def part(self, start: int, width: int) -> Packed:
        """A block that needs no file."""
        return Packed(self.factors, start, width, self.masks(start, width))

    def titles(self, start: int, width: int) -> tuple[str, ...]:
        """The titles of a block; none where the table has none."""
        rows = (title for chunk in self._chunks(start, width) for title in chunk.titles)
        return tuple(islice(rows, start % CHUNK, start % CHUNK + width))

    def _chunks(self, start: int, width: int) -> Iterator[_Chunk]:
        for number in range(start // CHUNK, (start + width - 1) // CHUNK + 1):
            if self._last is None or self._last[0] != number:
                self._last = number, self._again(number)
            yield self._last[1]

    def _again(self, number: int) -> _Chunk:
        """A chunk, read again."""
        offset, line, check = self._places[number]
        with Path(self._path).open("rb") as stream:
            lines = Lines(stream, self._path, self._changed, offset, line)
            rows = list(islice(self._form.rows(lines, self._columns, self._changed), CHUNK))
        if lines.check != check:
            self._changed()
        return self._chunk(rows)

    def _changed(self, *_: Problem) -> NoReturn:
        message = "the table has changed since it was looked through"
        raise InputError(Problem("E265", message, Position(self._path), ("begin anew",)))

    # ---------------------------------------------------------------- looking through

    def _report(self, problem: Problem) -> None:
        self._problems.append(problem)
        if len(self._problems) >= _REPORTED:
            raise _EnoughError

    def _begin(self, lines: Lines, names: Names, kb: KnowledgeBase, scenario: Scenario) -> None:
        """Read which columns there are."""
        header = self._form.header(lines, self._report)
        if header is None:
            raise InputError(self._problems or Problem("E003", "the table is empty", Position(self._path)))
        self._columns = header.cells
        titles = [n for n, name in enumerate(header.cells) if name.strip().casefold() in _TITLES]
        self._title = titles[0] if titles else None
        where = [self._form.where(self._path, header, n, header.cells) for n in range(len(header.cells))]
        for number in titles[1:]:
            self._report(Problem("E264", "two columns name the rows", where[number], ("keep one of them",)))
        self._numbers = [n for n in range(len(header.cells)) if n not in titles]
        if not self._numbers:
            help_ = ("the first row names them, as: scenario,hypoxia,block HIF2A",)
            raise InputError(Problem("E264", "the table has no column for a factor", Position(self._path), help_))
        try:
            texts = [header.cells[n] for n in self._numbers]
            found = factors(names, kb, scenario, texts, [where[n] for n in self._numbers], families=False)
        except UsageError as error:  # the rows are looked through all the same: how many cells they have
            for problem in error.problems:
                self._report(problem)
            found, self._numbers = (), []
        self.titled = self._title is not None
        self.factors = found
        self._cells = [Cells(names, kb, factor) for factor in found]

    def _look_through(self, lines: Lines) -> None:
        """Go through all rows: what is wrong, how many there are, where parts of them begin, which levels they have."""
        seen = [bytearray(MOST_LEVELS + 1) for _ in self.factors]
        rows = self._form.rows(lines, self._columns, self._report)
        while True:
            offset, line, lines.check = lines.offset, lines.line, 0
            part = list(islice(rows, CHUNK))
            if not part:
                break
            chunk = self._chunk(part)
            for level, row in zip(seen, chunk.levels, strict=True):
                for each in set(row):
                    level[each] = 1
            self._places.append((offset, line, lines.check))
            self.size += len(part)
        if not self.size and not self._problems:
            self._report(
                Problem("E003", "the table has no rows but the first, which names the columns", Position(self._path))
            )
        if not self._problems:
            self._narrow(seen)

    def _chunk(self, rows: Sequence[Row]) -> _Chunk:
        """Rows as levels; of a cell that is none a report is made."""
        if not rows:
            return _Chunk(tuple(b"" for _ in self.factors), ())
        by_column = list(zip(*(row.cells for row in rows), strict=True))
        found = []
        for number, cells in zip(self._numbers, self._cells, strict=True):
            try:
                found.append(bytes(map(cells.__getitem__, by_column[number])))
            except UsageError:
                found.append(b"")
                for row in rows:
                    self._try(cells, row, number)
        titles = by_column[self._title] if self._title is not None else ()
        if FORBIDDEN.search("".join(titles)):
            for row in rows:
                if FORBIDDEN.search(row.cells[self._title or 0]):
                    where = self._form.where(self._path, row, self._title or 0, self._columns)
                    self._report(Problem("E009", "a character in this title is not accepted", where))
        return _Chunk(tuple(found), tuple(titles))

    def _try(self, cells: Cells, row: Row, number: int) -> None:
        try:
            cells[row.cells[number]]
        except UsageError as error:
            where = self._form.where(self._path, row, number, self._columns)
            for problem in error.problems:
                self._report(problem.at(where))

    def _narrow(self, seen: Sequence[bytearray]) -> None:
        """Leave out levels that stand nowhere: each costs an evaluation of its own."""
        narrowed = []
        for factor, cells, known in zip(self.factors, self._cells, seen, strict=True):
            kept = [0, *([n for n in range(1, len(factor.levels)) if known[n]] or [1])]  # a factor has two or more
            cells.renumber({old: new for new, old in enumerate(kept)})
            narrowed.append(Factor(factor.name, tuple(factor.levels[n] for n in kept)))
        self.factors = tuple(narrowed)


class _EnoughError(Exception):
    """So much is wrong that looking on would help nobody."""


def _form(path: str) -> Form:
    """How rows are written in a file of this name.

    Raises:
        UsageError: there is no such file (E001), or its name says nothing (E200).
    """
    suffix = Path(path).suffix.casefold()
    if suffix not in _FORMS:
        help_ = (f"its name ends in {', '.join(_FORMS)}",)
        raise UsageError(Problem("E200", "expected a table in CSV or JSONL", Position(path), help_))
    if not Path(path).is_file():
        raise UsageError(Problem("E001", "no such file", Position(path)))
    return _FORMS[suffix]()
