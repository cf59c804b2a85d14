"""What a report is, and what those share that know their beginning only at the end."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from typing import ClassVar, Protocol

from reasoner.batch.report import RunEnd, RunItem
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output

_AT_ONCE = 1 << 16


class Report(Protocol):
    """Takes the scenarios of a run one by one, then its end, and writes as it goes."""

    def item(self, item: RunItem) -> None:
        """Take a scenario."""

    def end(self, end: RunEnd) -> None:
        """Take the end, whole or not, and write what is still to be written."""


class Writer(ABC):
    """A report in a format.

    Args:
        kb: the knowledge base, for labels.
        out: where to.
        verbose: whether what holds is told as well.
        listing: whether scenarios with which all is well are listed.

    Attributes:
        by_line: whether each line can be read by itself, so that a report that was cut short is one still.
    """

    by_line: ClassVar[bool] = False

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        self.kb = kb
        self.out = out
        self.verbose = verbose
        self.listing = listing

    @abstractmethod
    def item(self, item: RunItem) -> None:
        """Take a scenario."""

    @abstractmethod
    def end(self, end: RunEnd) -> None:
        """Take the end."""

    def close(self) -> None:  # noqa: B027 - most have nothing to give back
        """Give back what it holds."""


class Spool:
    """Text that waits in a temporary file for what stands before it."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115

    def write(self, text: str) -> int:
        """Add text, and say how many characters it has."""
        return self._stream.write(text)

    def rewind(self) -> None:
        """Nothing is added any more: go to the beginning, to pour it out."""
        self._stream.seek(0)

    def pour(self, out: Output, length: int = -1) -> None:
        """Write as many characters as are asked for, or all that are left."""
        while length and (text := self._stream.read(_AT_ONCE if length < 0 else min(length, _AT_ONCE))):
            out.ready(text)
            length -= len(text) if length > 0 else 0

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()


class SpoolWriter(Writer):
    """A report whose scenarios wait for what stands before them."""

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self.spool = Spool()

    def close(self) -> None:
        """Give back the file."""
        self.spool.close()
