"""Packed columns, cut into pages of one size and unpacked to a byte a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.sweeps.plan import Planned, titles
from reasoner.sweeps.sweeper import Swept
from reasoner.values import Value

WIDTH = 1 << 16  # rows that are written at once, whatever the size of the blocks: a row group in Parquet


class Page(Value):
    """Scenarios in a row, unpacked: byte k of each column is scenario `start + k`.

    Attributes:
        start: the number of the first.
        width: how many.
        titles: of the scenarios, where the design has some.
        levels: for each factor the number of the level.
        supports: for each target 0 where it does not hold, else 1 for the weakest grade and so on.
        refused: 1 for a scenario that contradicts itself.
    """

    start: int
    width: int
    titles: tuple[str, ...]
    levels: tuple[bytes, ...]
    supports: tuple[bytes, ...]
    refused: bytes

    @classmethod
    def of(cls, planned: Planned, swept: Swept) -> Page:
        """The page of a block."""
        width = swept.width
        masks = planned.design.masks(swept.start, width)
        return cls(
            swept.start,
            width,
            titles(planned.design, swept.start, width),
            tuple(unpacked(_at_least(each), width) for each in masks),
            tuple(unpacked(each, width) for each in swept.targets),
            unpacked((swept.refused,), width),
        )


def _at_least(masks: Sequence[int]) -> list[int]:
    """For each level but the first the scenarios that have it or a later one."""
    found: list[int] = []
    for mask in reversed(masks[1:]):
        found.append(mask | (found[-1] if found else 0))
    return found


def unpacked(masks: Iterable[int], width: int) -> bytes:
    """For each bit in how many of the masks it is set, a byte each; all of them are worked out at once."""
    zeros = int.from_bytes(b"0" * width, "big")
    total = sum(int.from_bytes(f"{mask:0{width}b}".encode(), "big") - zeros for mask in masks)
    return total.to_bytes(width, "little")


def paged(blocks: Iterable[Swept], width: int = WIDTH) -> Iterator[Swept]:
    """Blocks that follow each other as blocks of one width; the last may be narrower."""
    held: Swept | None = None
    for block in blocks:
        held = block if held is None else _joined(held, block)
        while held.width >= width:
            yield _cut(held, 0, width)
            held = _cut(held, width, held.width - width)
    if held is not None and held.width:
        yield held


def _joined(one: Swept, other: Swept) -> Swept:
    if not one.width:
        return other
    return Swept(
        one.start,
        one.width + other.width,
        one.refused | other.refused << one.width,
        tuple(
            tuple(a | b << one.width for a, b in zip(*pair, strict=True))
            for pair in zip(one.targets, other.targets, strict=True)
        ),
    )


def _cut(block: Swept, first: int, width: int) -> Swept:
    if not first and width == block.width:
        return block
    full = (1 << width) - 1
    targets = tuple(tuple(mask >> first & full for mask in masks) for masks in block.targets)
    return Swept(block.start + first, width, block.refused >> first & full, targets)
