"""What a sweep writes its rows to, page by page: files that can be gone on with where they end, or standard output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from reasoner.batch.journal import SUFFIX, Journal, is_regular, not_resumable, unwritable
from reasoner.batch.rows import RowText, csv_text, jsonl_text
from reasoner.errors import Position, Problem, UsageError
from reasoner.model.sweep import Sweep
from reasoner.render.output import Output
from reasoner.sweeps.pages import Page
from reasoner.sweeps.plan import Planned
from reasoner.sweeps.tally import Tally

SUFFIXES = (".csv", ".jsonl", ".parquet")


class RowFile(Protocol):
    """Something that rows are written to."""

    def write(self, page: Page, sweep: Sweep) -> None:
        """Add a page; `sweep` is what all rows up to its end show.

        Raises:
            OutputError: it cannot be written (E205).
        """

    def finish(self) -> None:
        """All pages are written."""

    def close(self) -> None:
        """Leave it readable, whatever happened."""


class TextFile:
    """A file of CSV or JSONL. It is written without a buffer: what is written is there, or is known not to be.

    Args:
        path: of the file.
        form: how rows are written.
        journal: of the file.
        size: how much of what is there is gone on with, in bytes.

    Raises:
        UsageError: the file is shorter than that (E267), or there is no such folder (E205).
        OutputError: it cannot be opened (E205).
    """

    def __init__(self, path: str, form: RowText, journal: Journal, size: int) -> None:
        self._path, self._form, self._journal, self._size = path, form, journal, size
        try:
            self._stream = open(path, "r+b" if size else "wb", buffering=0)  # noqa: SIM115 - open until `close`
        except OSError as error:
            raise unwritable(path, error) from error
        self._regular = is_regular(self._stream.fileno())
        if os.fstat(self._stream.fileno()).st_size < size:
            self._stream.close()
            raise not_resumable(path, "the file is shorter than its journal says")
        self._cut()

    def write(self, page: Page, sweep: Sweep) -> None:
        """Add a page."""
        content = memoryview((("" if page.start else self._form.header) + self._form.text(page)).encode())
        try:
            written = 0
            while written < len(content):
                written += self._stream.write(content[written:])
            if self._regular:
                os.fsync(self._stream.fileno())
            self._journal.write(page.start + page.width, self._size + written, sweep)
        except OSError as error:
            raise unwritable(self._path, error) from error
        self._size += written

    def finish(self) -> None:
        """There is nothing left to do."""

    def close(self) -> None:
        """Cut off what is no whole page."""
        self._cut()
        self._stream.close()

    def _cut(self) -> None:
        if self._regular:
            self._stream.truncate(self._size)
            self._stream.seek(self._size)


class Printed:
    """Rows on standard output; `write` raises BrokenPipeError where the reader has gone.

    Args:
        out: standard output.
        form: how rows are written.
    """

    def __init__(self, out: Output, form: RowText) -> None:
        self._out, self._form = out, form

    def write(self, page: Page, sweep: Sweep) -> None:
        """Print a page."""
        self._out.machine(("" if page.start else self._form.header) + self._form.text(page))
        self._out.flush()
        if self._out.closed:
            raise BrokenPipeError

    def finish(self) -> None:
        """There is nothing left to do."""

    def close(self) -> None:
        """It stays open."""


def row_file(path: str, planned: Planned, *, resume: bool = False, overwrite: bool = False) -> tuple[RowFile, Sweep]:
    """The file of a path, whose suffix says what it is to hold.

    Args:
        path: it.
        planned: the sweep.
        resume: go on with what is there; where nothing is, it is begun.
        overwrite: begin anew whatever is there.

    Returns:
        The file, and what the rows show that are in it already.

    Raises:
        UsageError: the suffix is none of those known (E200), something is there already (E266), it cannot be gone on
            with (E267), Parquet is not installed (E268), or there is no such folder (E205).
        OutputError: it cannot be written (E205).
    """
    suffix = Path(path).suffix.casefold()
    if suffix not in SUFFIXES:
        help_ = (f"its name ends in {', '.join(SUFFIXES)}; `-` prints the rows",)
        raise UsageError(
            Problem("E200", "the name of this file does not say what it is to hold", Position(path), help_)
        )
    journal = Journal(path, planned.digest)
    known = journal.read() if resume else None
    if known is None and not overwrite:
        _nothing_there(path, resume)
    size = known.bytes if known else 0
    sweep = known.sweep if known else Tally(planned).answer()
    if known is None:
        try:
            journal.write(0, 0, sweep)
        except OSError as error:
            raise unwritable(path, error) from error
    if suffix == ".parquet":
        from reasoner.batch.parquet import ParquetFile

        return ParquetFile(path, planned, journal, sweep.scenarios), sweep
    form = csv_text(planned) if suffix == ".csv" else jsonl_text(planned)
    return TextFile(path, form, journal, size), sweep


def _nothing_there(path: str, resume: bool) -> None:
    """Refuse to write over anything.

    Raises:
        UsageError: there is a file (E266), or one that is to be gone on with and has no journal (E267).
    """
    if resume and os.path.lexists(path):
        raise not_resumable(path, f"beside this file is no {Path(path).name}{SUFFIX}, its journal")
    for each in (path, f"{path}{SUFFIX}"):
        if os.path.lexists(each):
            help_ = ("`--resume` goes on with an interrupted sweep", "`--overwrite` begins anew")
            raise UsageError(Problem("E266", "there is a file of this name already", Position(each), help_))
