"""The packed columns of a whole sweep, kept to be looked at again: in memory while they are small, else on disk."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from reasoner.model.evidence import Grade
from reasoner.sweeps.sweeper import Swept

IN_MEMORY = 64 << 20
"""How many bytes of columns stay in memory: 2^20 scenarios with 10 targets take 5 MB."""
REFUSED = 0
"""The column of the scenarios that contradict themselves."""


class Bits:
    """Columns of bits, of any length, to be written and read in any order.

    Args:
        columns: how many.
        size: bits in each.
        in_memory: how many bytes are held before a file takes over.

    Raises:
        OSError: the file cannot be written; from `put` too.
    """

    def __init__(self, columns: int, size: int, in_memory: int = IN_MEMORY) -> None:
        self.size = size
        self._bytes = (size + 7) // 8
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 - closed by `close`
        if columns * self._bytes > in_memory:
            self._file.rollover()

    def put(self, column: int, start: int, bits: int) -> None:
        """Write bits from `start` on; each bit of a column is written once."""
        shift = start % 8
        bits <<= shift
        first, length = start // 8, (bits.bit_length() + 7) // 8
        held = self._read(column, first, length)
        self._file.seek(column * self._bytes + first)
        self._file.write((held | bits).to_bytes(length, "little"))

    def get(self, column: int, start: int, width: int) -> int:
        """The bits from `start` on; those before the column begins, or that nobody wrote, are 0."""
        if start < 0:
            return self.get(column, 0, width + start) << -start if width + start > 0 else 0
        width = max(0, min(width, self.size - start))
        first, shift = start // 8, start % 8
        return self._read(column, first, (shift + width + 7) // 8) >> shift & ((1 << width) - 1)

    def _read(self, column: int, first: int, length: int) -> int:
        self._file.seek(column * self._bytes + first)
        return int.from_bytes(self._file.read(length), "little")

    def close(self) -> None:
        """Give back memory and disk."""
        self._file.close()


class Kept:
    """What a sweep gave, put together from its blocks, which may come in any order.

    To be closed, or used in a `with` statement.

    Args:
        size: how many scenarios.
        targets: how many findings are looked at.
        in_memory: how many bytes of columns are held before a file takes over.
    """

    def __init__(self, size: int, targets: int, in_memory: int = IN_MEMORY) -> None:
        self.size, self.targets = size, targets
        self._bits = Bits(1 + targets * len(Grade), size, in_memory)

    def put(self, swept: Swept) -> None:
        """Keep a block.

        Raises:
            OSError: it does not fit on disk.
        """
        self._bits.put(REFUSED, swept.start, swept.refused)
        for target, grades in enumerate(swept.targets):
            for grade, bits in zip(Grade, grades, strict=True):
                self._bits.put(column(target, grade), swept.start, bits & ~swept.refused)

    def get(self, number: int, start: int, width: int) -> int:
        """A column from a scenario on: `REFUSED`, or `column(target, grade)`."""
        return self._bits.get(number, start, width)

    def close(self) -> None:
        """Give back memory and disk."""
        self._bits.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def column(target: int, grade: Grade = Grade.hypothesis) -> int:
    """The column of the scenarios in which a target, by its number, holds with a support at least."""
    return 1 + target * len(Grade) + grade
