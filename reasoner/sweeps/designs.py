"""Designs: which settings of the factors a sweep visits, numbered from 0."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from math import isqrt, prod
from typing import Protocol

from reasoner.errors import Problem, UsageError
from reasoner.sweeps.factors import Factor
from reasoner.values import Value

MOST = 1 << 32


class Design(Protocol):
    """Which levels of the factors each scenario of a sweep has.

    Attributes:
        factors: they.
        size: how many scenarios.
    """

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors."""

    @property
    def size(self) -> int:
        """How many scenarios there are."""

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it: bit k is scenario `start + k`."""

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""


def combinations(factors: Iterable[Factor]) -> int:
    """In how many ways the levels of factors can be combined."""
    return prod(len(factor.levels) for factor in factors)


class Factorial(Value):
    """Every combination of levels; the last factor changes fastest, and scenario 0 has the first level of each."""

    factors: tuple[Factor, ...]

    @classmethod
    def of(cls, factors: Sequence[Factor]) -> Factorial:
        """The design of some factors.

        Raises:
            UsageError: there are more combinations than can be gone through (E263).
        """
        if (number := combinations(factors)) > MOST:
            message = f"{len(factors)} factors have {number:,} combinations, more than the {MOST:,} that a sweep takes"
            help_ = ("`--sample 1000000` takes so many of them at random", "leave factors out, or levels")
            raise UsageError(Problem("E263", message, None, help_))
        return cls(tuple(factors))

    @property
    def size(self) -> int:
        """How many scenarios there are."""
        return combinations(self.factors)

    @property
    def strides(self) -> tuple[int, ...]:
        """For each factor by how much the number of a scenario grows from one level to the next."""
        found = [1]
        for factor in reversed(self.factors[1:]):
            found.append(found[-1] * len(factor.levels))
        return tuple(reversed(found))

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it."""
        found = []
        stride = 1
        for factor in reversed(self.factors):
            period = stride * len(factor.levels)
            runs = ((1 << stride) - 1 << level * stride for level in range(len(factor.levels)))
            found.append(
                tuple(_window(run, period, start, width) for run in runs)
                if stride < width
                else _few(stride, len(factor.levels), start, width)
            )
            stride = period
        return tuple(reversed(found))

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""
        return digits(self.factors, number)


def digits(factors: Sequence[Factor], number: int) -> tuple[int, ...]:
    """The levels of a combination by its number, the last factor being the last digit."""
    found = []
    for factor in reversed(factors):
        number, level = divmod(number, len(factor.levels))
        found.append(level)
    return tuple(reversed(found))


def _window(pattern: int, period: int, start: int, width: int) -> int:
    """`width` bits from bit `start` on of a pattern that repeats for ever; it is doubled until it is long enough."""
    offset = start % period
    length = period
    while length < offset + width:
        pattern |= pattern << length
        length *= 2
    return pattern >> offset & (1 << width) - 1


def _few(stride: int, levels: int, start: int, width: int) -> tuple[int, ...]:
    """The same for runs at least as long as the block, which sees no more than two of them."""
    found = [0] * levels
    first = min(width, stride - start % stride)
    level = start // stride % levels
    found[level] = (1 << first) - 1
    if first < width:
        found[(level + 1) % levels] |= (1 << width) - (1 << first)
    return tuple(found)


# ---------------------------------------------------------------- samples


class Sample(Value):
    """Some of all combinations, drawn at random and without replacement.

    Scenario k is the combination to which a permutation of all of them, chosen by the seed, takes k: any part of a
    sample can be made by itself, nothing is kept, and a larger sample of the same seed begins with the smaller one.

    Attributes:
        factors: whose levels are combined.
        size: how many scenarios.
        seed: chooses the permutation.
    """

    factors: tuple[Factor, ...]
    size: int
    seed: int

    @classmethod
    def of(cls, factors: Sequence[Factor], size: int, seed: int) -> Sample:
        """The sample of some factors.

        Raises:
            UsageError: it is of less than one, or of more than there are or a sweep takes (E263).
        """
        if size < 1:
            raise UsageError(Problem("E263", f"a sample is of 1 scenario or more; got {size}"))
        if size > (number := combinations(factors)):
            message = f"there are {number:,} combinations, and no {size:,} of them"
            raise UsageError(Problem("E263", message, None, ("without `--sample` all of them are taken",)))
        if size > MOST:
            raise UsageError(Problem("E263", f"a sweep takes {MOST:,} scenarios at most; got {size:,}"))
        return cls(tuple(factors), size, seed)

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it."""
        shuffled = Permutation(combinations(self.factors), self.seed)
        numbers = [shuffled[number] for number in range(start, start + width)]
        found = []
        for factor in reversed(self.factors):
            count = len(factor.levels)
            found.append(columns([number % count for number in numbers], count))
            numbers = [number // count for number in numbers]
        return tuple(reversed(found))

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""
        return digits(self.factors, Permutation(combinations(self.factors), self.seed)[number])


def columns(levels: Iterable[int], count: int) -> tuple[int, ...]:
    """For each of `count` levels, which are less than 256, where it stands in a row of levels, as bits."""
    row = bytes(levels)[::-1]
    texts = (row.translate(bytes(48 + (each == level) for each in range(256))) for level in range(count))
    return tuple(int(text, 2) if text else 0 for text in texts)


_ROUNDS = 8


class Permutation:
    """A permutation of the numbers below a size, of any size, that is chosen by a seed and keeps no table.

    A Feistel network on two digits of base b, with b * b no less than the size; where it leads out of the range it is
    gone on with until it is back in.
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self._base = isqrt(size - 1) + 1
        self._shift = max(8, self._base.bit_length())
        draw = random.Random(seed)
        bits = 2 * self._shift + 16
        self._keys = [
            (draw.getrandbits(bits) | 1, draw.getrandbits(bits), draw.getrandbits(bits) | 1) for _ in range(_ROUNDS)
        ]
        self._mask = (1 << bits) - 1
        self._half = bits // 2

    def __getitem__(self, number: int) -> int:
        base, mask, half = self._base, self._mask, self._half
        while True:
            left, right = divmod(number, base)
            for times, plus, again in self._keys:
                mixed = right * times + plus & mask
                mixed = (mixed ^ mixed >> half) * again & mask
                left, right = right, (left + (mixed >> half)) % base
            number = left * base + right
            if number < self.size:
                return number
