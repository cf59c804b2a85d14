"""What a sweep writes its rows to, page by page: files that can be gone on with where they end, or standard output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from reasoner.batch.journal import SUFFIX, Journal, is_regular, not_resumable, unwritable
from reasoner.batch.parquet import ParquetFile, Tables
from reasoner.batch.rows import RowText, csv_text, jsonl_text
from reasoner.errors import Position, Problem, UsageError
from reasoner.model.sweep import Sweep, SweepFile
from reasoner.render.output import Output
from reasoner.sweeps.pages import Page
from reasoner.sweeps.plan import Planned
from reasoner.sweeps.tally import Tally
from reasoner.values import Value

_PART = 1 << 20
FORMS: dict[str, Callable[[Planned], RowText | Tables]] = {
    ".csv": csv_text,
    ".jsonl": jsonl_text,
    ".parquet": Tables,
}


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
        known: what the journal says of what is there and is gone on with; None to begin.

    Raises:
        UsageError: the file is not what its journal says (E267), or there is no such folder (E205).
        OutputError: it cannot be opened (E205).
    """

    def __init__(self, path: str, form: RowText, journal: Journal, known: SweepFile | None = None) -> None:
        self._path, self._form, self._journal = path, form, journal
        self._size = known.bytes if known else 0
        self._digest = sha256()
        if self._size and not os.path.lexists(path):
            raise not_resumable(path, "the file of which its journal speaks is not there")
        try:
            self._stream = open(path, "r+b" if self._size else "wb", buffering=0)  # noqa: SIM115 - open until `close`
        except OSError as error:
            raise unwritable(path, error) from error
        self._regular = is_regular(self._stream.fileno())
        if known and self._size and (why := self._changed(known)):
            self._stream.close()
            raise not_resumable(path, why)
        self._cut()

    def _changed(self, known: SweepFile) -> str:
        """Why what is there is not what the journal says; empty where it is."""
        left = known.bytes
        while left and (part := self._stream.read(min(left, _PART))):
            self._digest.update(part)
            left -= len(part)
        if left:
            return "the file is shorter than its journal says"
        return "" if self._digest.hexdigest() == known.sha256 else "the file was changed since its journal was written"

    def write(self, page: Page, sweep: Sweep) -> None:
        """Add a page."""
        content = memoryview((("" if page.start else self._form.header) + self._form.text(page)).encode())
        try:
            written = 0
            while written < len(content):
                written += self._stream.write(content[written:])
            if self._regular:
                os.fsync(self._stream.fileno())
            self._size += written  # before the journal says so: an interruption must not cut off what it speaks of
            self._digest.update(content)
            self._journal.write(page.start + page.width, self._size, sweep, self._digest.hexdigest())
        except OSError as error:
            raise unwritable(self._path, error) from error

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


class _Wanted(Value):
    """A file that rows are to be written to, and how; `known` is what is there and is gone on with."""

    path: str
    form: RowText | Tables
    journal: Journal
    known: SweepFile | None


def row_files(
    paths: Iterable[str], planned: Planned, *, resume: bool = False, overwrite: bool = False
) -> Iterator[tuple[RowFile, Sweep]]:
    """The files of paths, whose suffixes say what they are to hold; nothing is touched unless all of them can be had.

    Args:
        paths: they.
        planned: the sweep.
        resume: go on with what is there; where nothing is, it is begun.
        overwrite: begin anew whatever is there.

    Yields:
        Each file, and what the rows show that are in it already.

    Raises:
        UsageError: a suffix is none of those known (E200), something is there already (E266), it cannot be gone on
            with (E267), Parquet is not installed (E268), or there is no such folder (E205).
        OutputError: it cannot be written (E205).
    """
    wanted: list[_Wanted] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            wanted.append(_wanted(path, planned, resume, overwrite))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    for each in wanted:
        yield _begun(each, planned)


def _wanted(path: str, planned: Planned, resume: bool, overwrite: bool) -> _Wanted:
    make = FORMS.get(Path(path).suffix.casefold())
    if make is None:
        help_ = (f"its name ends in {', '.join(FORMS)}; `-` prints the rows",)
        raise UsageError(
            Problem("E200", "the name of this file does not say what it is to hold", Position(path), help_)
        )
    form = make(planned)
    journal = Journal(path, planned.digest)
    known = journal.read() if resume else None
    if known is None and not overwrite:
        _nothing_there(path, resume)
    return _Wanted(path, form, journal, known)


def _begun(wanted: _Wanted, planned: Planned) -> tuple[RowFile, Sweep]:
    path, form, journal, known = wanted.path, wanted.form, wanted.journal, wanted.known
    sweep = known.sweep if known else Tally(planned).answer()
    if known is None:
        try:
            journal.write(0, 0, sweep)
        except OSError as error:
            raise unwritable(path, error) from error
    if isinstance(form, Tables):
        return ParquetFile(path, form, journal, sweep.scenarios), sweep
    return TextFile(path, form, journal, known), sweep


def _nothing_there(path: str, resume: bool) -> None:
    """Refuse to write over anything.

    Raises:
        UsageError: there is a file (E266), or one that is to be gone on with and has no journal (E267).
    """
    if resume and os.path.lexists(path):
        why = f"beside this file is no {Path(path).name}{SUFFIX}, its journal, which says of which sweep the rows are"
        raise not_resumable(path, why)
    for each in (path, f"{path}{SUFFIX}"):
        if os.path.lexists(each):
            help_ = ("`--resume` goes on with an interrupted sweep", "`--overwrite` begins anew")
            raise UsageError(Problem("E266", "there is a file of this name already", Position(each), help_))
