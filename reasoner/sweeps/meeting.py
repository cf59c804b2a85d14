"""Which scenarios of a sweep differ in one switch alone, or in two: they meet, and are compared column by column.

A switch is a level of a factor against the factor's first level. Where all combinations of the levels are there, the
scenario without a switch lies a fixed distance before that with it; in tables and samples it is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from operator import itemgetter
from typing import Protocol, runtime_checkable

from reasoner.sweeps.designs import Design
from reasoner.sweeps.fewest import numbers
from reasoner.sweeps.kept import Kept
from reasoner.values import Value

SPAN = 1 << 16
"""How many scenarios are compared at a time."""
LISTED = 1 << 16
"""Among how many scenarios of a table or sample others are looked up: of more, the first."""

At = tuple[int, int]
"""A switch: the number of its factor and of its level, which is not the first."""
Look = Callable[[int], int]
"""Gives the bits of a column, by its number."""


@runtime_checkable
class Full(Design, Protocol):
    """A design of all combinations of the levels: scenario `n` has level `n // strides[f] % levels` of factor `f`."""

    @property
    def strides(self) -> tuple[int, ...]:
        """For each factor by how much the number of a scenario grows from one level to the next."""


class Met(Value):
    """Scenarios that meet.

    Attributes:
        where: the bits at which scenarios with all of the switches stand, and those without them too.
        looks: the columns of the scenarios with both switches, with the second alone, the first alone, with none; or
            with the switch and without it.
    """

    where: int
    looks: tuple[Look, ...]


class Meeting(Protocol):
    """A part of a sweep in which scenarios are compared."""

    def met(self, *switches: At) -> Met:
        """The scenarios that have the switches, beside those that lack some of them and are alike else."""


class Meetings:
    """The parts of a sweep, in which every comparison that can be made is made once.

    Args:
        design: the settings that were swept.
        kept: what they gave.
    """

    def __init__(self, design: Design, kept: Kept) -> None:
        self._design, self._kept = design, kept
        self._listed = None if isinstance(design, Full) else _Listed(design, kept)

    def __iter__(self) -> Iterator[Meeting]:
        if isinstance(self._design, Full):
            for start, width in spans(self._design.size):
                masks = self._design.masks(start, width)
                yield _Span(self._kept, self._design.strides, masks, start, width)
        elif self._listed is not None:
            yield self._listed


def spans(size: int) -> Iterator[tuple[int, int]]:
    """A sweep in parts: the number of the first scenario of each, and how many."""
    return ((start, min(SPAN, size - start)) for start in range(0, size, SPAN))


def subsets(switches: Sequence[At]) -> list[tuple[At, ...]]:
    """Which of the switches are left out: none first, all last."""
    found: list[tuple[At, ...]] = [()]
    for switch in switches:
        found += [(*each, switch) for each in found]
    return found


class _Span:
    """A part of a full design; what its scenarios are compared with may lie anywhere before them."""

    def __init__(
        self, kept: Kept, strides: Sequence[int], masks: Sequence[Sequence[int]], start: int, width: int
    ) -> None:
        self._kept, self._strides, self._masks = kept, strides, masks
        self._start, self._width = start, width

    def met(self, *switches: At) -> Met:
        where = (1 << self._width) - 1
        for factor, level in switches:
            where &= self._masks[factor][level]
        starts = [
            self._start - sum(level * self._strides[factor] for factor, level in left) for left in subsets(switches)
        ]
        return Met(where, tuple(map(self._look, starts)))

    def _look(self, start: int) -> Look:
        return lambda column: self._kept.get(column, start, self._width)


class _Listed:
    """A table or sample: of scenarios that are alike the first is taken, and what is compared must be there."""

    def __init__(self, design: Design, kept: Kept) -> None:
        self._kept = kept
        self._size = min(design.size, LISTED)
        self._columns: dict[int, bytes] = {}
        self._levels = [len(factor.levels) for factor in design.factors]
        self._places = [prod(self._levels[:number]) for number in range(len(self._levels))]
        self._numbers: dict[int, int] = {}
        self._with: dict[At, list[int]] = {}
        for number, levels in enumerate(settings(design)):
            key = sum(place * level for place, level in zip(self._places, levels, strict=True))
            if self._numbers.setdefault(key, number) == number:
                for at in enumerate(levels):
                    if at[1]:
                        self._with.setdefault(at, []).append(key)

    def met(self, *switches: At) -> Met:
        first, *further = switches
        away = [sum(level * self._places[factor] for factor, level in left) for left in subsets(switches)]
        keys = [
            key
            for key in self._with.get(first, ())
            if all(key // self._places[factor] % self._levels[factor] == level for factor, level in further)
            and all(key - each in self._numbers for each in away)
        ]
        looks = [self._look([self._numbers[key - each] for key in keys]) for each in away]
        return Met((1 << len(keys)) - 1, tuple(looks))

    def _look(self, numbers: Sequence[int]) -> Look:
        if len(numbers) < 2:  # a getter of one thing gives no tuple
            return lambda column: packed([self._unpacked(column)[number] for number in numbers])
        get = itemgetter(*numbers)
        return lambda column: packed(get(self._unpacked(column)))

    def _unpacked(self, column: int) -> bytes:
        if column not in self._columns:
            bits = self._kept.get(column, 0, self._size)
            self._columns[column] = format(bits, f"0{self._size}b").encode()[::-1]
        return self._columns[column]


def settings(design: Design) -> Iterator[tuple[int, ...]]:
    """The levels of the scenarios of a table or sample that are compared."""
    for start, width in spans(min(design.size, LISTED)):
        columns = []
        for _, *levels in design.masks(start, width):
            column = [0] * width
            for level, mask in enumerate(levels, start=1):
                for place in numbers(mask):
                    column[place] = level
            columns.append(column)
        yield from zip(*columns, strict=True) if columns else [()] * width


def packed(digits: Iterable[int]) -> int:
    """The digits 0 and 1, as characters, as bits: the first of them is bit 0."""
    return int(bytes(digits)[::-1] or b"0", 2)
