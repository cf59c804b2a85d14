"""Rows of a sweep as Parquet: a row group a page. The one module that imports pyarrow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reasoner.batch.journal import Journal, replace, unwritable
from reasoner.batch.rows import GRADES
from reasoner.errors import Problem, UsageError
from reasoner.model.result import DISCLAIMER
from reasoner.model.sweep import Sweep
from reasoner.sweeps.designs import columns
from reasoner.sweeps.pages import Page
from reasoner.sweeps.plan import Planned, has_titles
from reasoner.sweeps.reading import is_switch

if TYPE_CHECKING:
    import pyarrow as pa


class ParquetFile:
    """A file of Parquet.

    Such a file can be read only when it is finished, and not be gone on with. So pages are written as files of their
    own, in the folder `FILE.parts`, and put together at the end.

    Args:
        path: of the file.
        tables: makes tables of pages.
        journal: of the file.
        rows: how many of what is there are gone on with.

    Raises:
        UsageError: there is no such folder (E205).
        OutputError: it cannot be written (E205).
    """

    def __init__(self, path: str, tables: Tables, journal: Journal, rows: int) -> None:
        self._path, self._journal = path, journal
        self._parts = Path(f"{path}.parts")
        self._table = tables
        try:
            if not rows:
                shutil.rmtree(self._parts, ignore_errors=True)
                Path(path).unlink(missing_ok=True)
            if not Path(path).exists():
                self._parts.mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error

    def write(self, page: Page, sweep: Sweep) -> None:
        """Add a page."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = pa.BufferOutputStream()
        pq.write_table(self._table.of(page), content)
        try:
            replace(str(self._part(page.start)), content.getvalue())
            self._journal.write(page.start + page.width, 0, sweep)
        except OSError as error:
            raise unwritable(self._path, error) from error

    def _part(self, start: int) -> Path:
        return self._parts / f"{start:012d}.parquet"

    def finish(self) -> None:
        """Put the pages together."""
        try:
            if not Path(self._path).exists():
                self._put_together()
            shutil.rmtree(self._parts, ignore_errors=True)
        except OSError as error:
            raise unwritable(self._path, error) from error

    def _put_together(self) -> None:
        import pyarrow.parquet as pq

        beside = f"{self._path}.tmp"
        with open(beside, "wb") as stream:
            with pq.ParquetWriter(stream, self._table.schema) as writer:
                for part in sorted(self._parts.glob("*.parquet")):
                    table = pq.read_table(part)
                    writer.write_table(table.cast(self._table.schema), row_group_size=table.num_rows)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, self._path)

    def close(self) -> None:
        """Each page is a whole file already."""


class Tables:
    """Makes tables of pages.

    Args:
        planned: the sweep.

    Raises:
        UsageError: pyarrow is not installed (E268).
    """

    def __init__(self, planned: Planned) -> None:
        try:
            import pyarrow as pa
        except ImportError as error:
            help_ = ("pip install 'csc-reasoner[parquet]'", "files that end in .csv or .jsonl need nothing")
            raise UsageError(Problem("E268", "Parquet files need the package pyarrow", None, help_)) from error
        word = pa.dictionary(pa.uint8(), pa.string())
        self._levels = [
            None if is_switch(factor) else [level.name for level in factor.levels] for factor in planned.factors
        ]
        fields = [("scenario", pa.int64()), *([("title", pa.string())] if has_titles(planned.design) else [])]
        fields += [
            (factor.name, pa.bool_() if levels is None else word)
            for factor, levels in zip(planned.factors, self._levels, strict=True)
        ]
        fields += [(f"support of {target}", word) for target in planned.targets]
        kb = planned.reasoner.kb
        about = {"disclaimer": DISCLAIMER, "knowledge_base": kb.digest, "plan": planned.digest}
        self.schema: pa.Schema = pa.schema([*fields, ("refused", pa.bool_())], about)

    def of(self, page: Page) -> pa.Table:
        """The table of a page."""
        import pyarrow as pa

        return pa.Table.from_arrays(list(self._arrays(page)), schema=self.schema)

    def _arrays(self, page: Page) -> Iterator[Any]:
        import pyarrow as pa

        yield pa.array(range(page.start + 1, page.start + page.width + 1), pa.int64())
        if page.titles:
            yield pa.array(page.titles, pa.string())
        for levels, column in zip(self._levels, page.levels, strict=True):
            yield _truths(column) if levels is None else _words(column, levels, None)
        for column in page.supports:
            missing = columns(column, 1)[0]
            yield _words(column, ["", *GRADES], missing)
        yield _truths(page.refused)


def _truths(column: bytes) -> Any:
    import pyarrow as pa

    bits = columns(column, 2)[1].to_bytes((len(column) + 7) // 8, "little")
    return pa.Array.from_buffers(pa.bool_(), len(column), [None, pa.py_buffer(bits)])


def _words(column: bytes, words: list[str], missing: int | None) -> Any:
    """Words by their numbers; nothing stands where a bit of `missing` is set."""
    import pyarrow as pa

    there = None
    if missing is not None:
        there = pa.py_buffer(((1 << len(column)) - 1 & ~missing).to_bytes((len(column) + 7) // 8, "little"))
    numbers = pa.Array.from_buffers(pa.uint8(), len(column), [there, pa.py_buffer(column)])
    return pa.DictionaryArray.from_arrays(numbers, pa.array(words, pa.string()))
