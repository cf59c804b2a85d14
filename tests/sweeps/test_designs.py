"""Designs: which scenario has which levels, whole and in any part."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import perm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.errors import UsageError
from reasoner.sweeps.designs import Design, Factorial, Permutation, Sample, columns
from reasoner.sweeps.factors import Factor, Level

COUNTS = st.lists(st.integers(2, 5), min_size=1, max_size=5)


def made(counts: list[int]) -> tuple[Factor, ...]:
    return tuple(Factor(f"f{n}", tuple(Level(str(each)) for each in range(count))) for n, count in enumerate(counts))


def levels_of(design: Design, start: int, width: int) -> list[tuple[int, ...]]:
    """What masks say, bit by bit; each scenario has one level of each factor."""
    masks = design.masks(start, width)
    found = []
    for bit in range(width):
        have = [[level for level, mask in enumerate(each) if mask >> bit & 1] for each in masks]
        assert all(len(each) == 1 for each in have)
        found.append(tuple(each[0] for each in have))
    assert all(mask >> width == 0 for each in masks for mask in each)
    return found


@settings(deadline=None)
@given(COUNTS, st.data())
def test_a_factorial_is_what_itertools_makes_of_the_levels(counts: list[int], data: st.DataObject) -> None:
    design = Factorial.of(made(counts))
    every = list(product(*map(range, counts)))
    assert design.size == len(every)
    start = data.draw(st.integers(0, design.size - 1))
    width = data.draw(st.integers(1, design.size - start))
    assert levels_of(design, start, width) == every[start : start + width]
    assert [design.levels(start + n) for n in range(width)] == every[start : start + width]


@settings(deadline=None)
@given(COUNTS, st.integers(0, 9), st.data())
def test_a_sample_has_no_scenario_twice_and_any_part_is_the_same(
    counts: list[int], seed: int, data: st.DataObject
) -> None:
    every = set(product(*map(range, counts)))
    size = data.draw(st.integers(1, len(every)))
    design = Sample.of(made(counts), size, seed)
    whole = levels_of(design, 0, size)
    assert len(set(whole)) == size
    assert set(whole) <= every
    start = data.draw(st.integers(0, size - 1))
    assert levels_of(design, start, size - start) == whole[start:]
    assert [design.levels(n) for n in range(size)] == whole
    smaller = Sample.of(made(counts), max(1, size // 2), seed)
    assert levels_of(smaller, 0, smaller.size) == whole[: smaller.size]


def test_samples_of_other_seeds_are_others() -> None:
    drawn = {tuple(levels_of(Sample.of(made([2] * 30), 40, seed), 0, 40)) for seed in range(50)}
    assert len(drawn) == 50


@pytest.mark.parametrize(("size", "drawn"), [(4, 4), (6, 3), (5, 2), (12, 2)])
def test_every_ordered_draw_is_about_as_frequent(size: int, drawn: int) -> None:
    """Chi-square over seeds; its mean is `cells - 1`, its variance twice that."""
    cells = perm(size, drawn)
    seeds = 40 * cells
    counts = Counter(tuple(Permutation(size, seed)[n] for n in range(drawn)) for seed in range(seeds))
    assert len(counts) == cells
    chi_square = sum((number - 40) ** 2 / 40 for number in counts.values())
    assert chi_square < cells - 1 + 4 * (2 * (cells - 1)) ** 0.5


def test_levels_of_a_large_sample_are_independent_of_each_other() -> None:
    """80 factors are 2^80 combinations; in 2^14 of them each factor, and each pair, is on as chance has it."""
    width = 1 << 14
    on = [each[1] for each in Sample.of(made([2] * 80), width, 1).masks(0, width)]
    spread = width**0.5 / 2
    for first, column in enumerate(on):
        assert abs(column.bit_count() - width / 2) < 5 * spread
        assert all(abs((column ^ other).bit_count() - width / 2) < 5 * spread for other in on[:first])
    assert len({bytes(row) for row in zip(*(bits(column, width) for column in on), strict=True)}) == width


def bits(column: int, width: int) -> list[int]:
    return [column >> n & 1 for n in range(width)]


@settings(deadline=None)
@given(st.lists(st.integers(0, 7), max_size=50))
def test_columns_have_a_bit_for_each_place(levels: list[int]) -> None:
    assert columns(levels, 8) == tuple(sum((each == level) << n for n, each in enumerate(levels)) for level in range(8))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Factorial.of(made([2] * 33)), "33 factors have 8,589,934,592 combinations"),
        (lambda: Factorial.of(made([2] * 80)), "80 factors have 1,208,925,819,614,629,174,706,176 combinations"),
        (lambda: Sample.of(made([2, 3]), 7, 0), "there are 6 combinations, and no 7 of them"),
        (lambda: Sample.of(made([2, 3]), 0, 0), "a sample is of 1 scenario or more; got 0"),
        (lambda: Sample.of(made([2] * 80), 1 << 33, 0), "a sweep takes 4,294,967,296 scenarios at most"),
    ],
)
def test_what_cannot_be_is_refused_with_the_number_and_a_way_out(make: object, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        make()  # type: ignore[operator]
    (problem,) = caught.value.problems
    assert problem.code == "E263"
    assert ("--sample" in "".join(problem.help)) == ("combinations" in says)


def test_the_largest_factorial_is_taken() -> None:
    design = Factorial.of(made([2] * 32))
    assert levels_of(design, design.size - 3, 3) == [(1,) * 30 + last for last in ((0, 1), (1, 0), (1, 1))]
