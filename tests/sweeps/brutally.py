"""What a sweep shows, counted scenario by scenario and pair by pair: the oracle of sensitivity, sets and claims."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

from reasoner.model.evidence import Grade
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.sweeper import Swept
from tests.sweeps.one_by_one import EveryLevel

Levels = tuple[int, ...]
Found = dict[Levels, list[int]]
"""For each setting that is not refused the supports of the targets: 0 where one does not hold, 4 for the firmest."""
NAMES = {
    "only_together": "0001",
    "either": "0111",
    "second_undoes": "0100",
    "first_undoes": "0010",
    "one_alone": "0110",
    "together_end": "1110",
    "either_ends": "1000",
    "second_restores": "1011",
    "first_restores": "1101",
    "both_or_neither": "1001",
}


class FullDesign(EveryLevel):
    """All combinations, which says so."""

    @property
    def strides(self) -> tuple[int, ...]:
        found = [1]
        for factor in self.factors[:-1]:
            found.append(found[-1] * len(factor.levels))
        return tuple(found[: len(self.factors)])


class ListedDesign(EveryLevel):
    """Some combinations in any order, among them the same ones again."""

    def __init__(self, factors: Sequence[Factor], settings: Sequence[Levels]) -> None:
        super().__init__(factors)
        self.settings = list(settings)

    @property
    def size(self) -> int:
        return len(self.settings)

    def levels(self, number: int) -> Levels:
        return self.settings[number]


def listed(rng: random.Random, factors: Sequence[Factor]) -> ListedDesign:
    """Some settings, near each other so that pairs occur."""
    every = EveryLevel(factors)
    chosen = rng.choices(range(every.size), k=rng.randint(1, max(2, every.size)))
    return ListedDesign(factors, [every.levels(number) for number in chosen])


def supports(swept: Swept, design: Design) -> Found:
    """A whole sweep as plain numbers."""
    return {
        design.levels(number): [sum(grade >> number & 1 for grade in target) for target in swept.targets]
        for number in range(swept.width)
        if not swept.refused >> number & 1
    }


def at_level(levels: Levels, factor: int, level: int) -> Levels:
    return (*levels[:factor], level, *levels[factor + 1 :])


def effect(found: Found, factor: int, level: int, target: int) -> dict[str, int]:
    pairs = [
        (found[levels][target], found[other][target])
        for levels in found
        if levels[factor] == level and (other := at_level(levels, factor, 0)) in found
    ]
    return {
        "pairs": len(pairs),
        "gained": sum(on > 0 and off == 0 for on, off in pairs),
        "lost": sum(on == 0 and off > 0 for on, off in pairs),
        "raised": sum(on > off > 0 for on, off in pairs),
        "lowered": sum(off > on > 0 for on, off in pairs),
    }


def interaction(found: Found, one: tuple[int, int], other: tuple[int, int], target: int) -> dict[str, int]:
    counts = {"fours": 0, **dict.fromkeys(NAMES, 0)}
    for levels in found:
        if levels[one[0]] != one[1] or levels[other[0]] != other[1]:
            continue
        second, first = at_level(levels, one[0], 0), at_level(levels, other[0], 0)
        four = [at_level(second, other[0], 0), first, second, levels]
        if all(each in found for each in four):
            counts["fours"] += 1
            digits = "".join(str(int(found[each][target] > 0)) for each in four)
            for name, pattern in NAMES.items():
                counts[name] += digits == pattern
    return counts


def smallest(found: Found, target: int) -> list[frozenset[tuple[int, int]]]:
    having = [
        frozenset((factor, level) for factor, level in enumerate(levels) if level)
        for levels, targets in found.items()
        if targets[target]
    ]
    return [each for each in having if not any(other < each for other in having)]


def switch_pairs(factors: Sequence[Factor]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    ats = [(number, level) for number, factor in enumerate(factors) for level in range(1, len(factor.levels))]
    return ((one, other) for one, other in combinations(ats, 2) if one[0] != other[0])


def blocks(rng: random.Random, whole: Swept) -> list[Swept]:
    """A sweep in blocks of any widths, in any order."""
    found, start = [], 0
    while start < whole.width:
        width = min(rng.choice([1, 3, 7, 8, 16, 33]), whole.width - start)
        mask = (1 << width) - 1
        targets = tuple(tuple(column >> start & mask for column in grades) for grades in whole.targets)
        found.append(Swept(start, width, whole.refused >> start & mask, targets))
        start += width
    rng.shuffle(found)
    return found


def random_columns(rng: random.Random, size: int, targets: int) -> Swept:
    """A sweep that no knowledge base would give: every pattern occurs in it."""
    refused = rng.getrandbits(size) & rng.getrandbits(size) & rng.getrandbits(size)
    found = []
    for _ in range(targets):
        held = rng.getrandbits(size) & ~refused
        held = held & rng.getrandbits(size) if rng.random() < 0.4 else held
        grades = [held]
        for _ in list(Grade)[1:]:
            grades.append(grades[-1] & rng.getrandbits(size))
        found.append(tuple(grades))
    return Swept(0, size, refused, tuple(found))
