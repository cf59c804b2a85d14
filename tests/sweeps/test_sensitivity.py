"""Sensitivity, interactions and smallest sets against counting scenario by scenario."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from reasoner.errors import InputError
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.sensitivity import Sensitivity
from reasoner.pipeline import Reasoner
from reasoner.sweeps import meeting, sufficient
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.kept import Bits, Kept
from reasoner.sweeps.naming import switches
from reasoner.sweeps.sensitivity import PATTERNS, sensitivity
from reasoner.sweeps.sweeper import Sweeper, Swept
from tests.properties import adapter, generator, oracle
from tests.sweeps import brutally
from tests.sweeps.brutally import Found, FullDesign, listed
from tests.sweeps.one_by_one import SlowSweeper
from tests.sweeps.test_sweeper import drawn


def some_base() -> Reasoner:
    """Any base: where columns are drawn by chance it only gives names."""
    for seed in range(50):
        base = generator.knowledge(random.Random(seed))
        try:
            oracle.check_base(base)
        except oracle.Refused:
            continue
        return Reasoner(adapter.knowledge_base(base))
    raise AssertionError("no base is sound")


def some_factors(rng: random.Random, count: int) -> list[Factor]:
    """Factors of two to four levels that give nothing."""
    return [
        Factor(f"factor {number}", tuple(Level(f"level {level}") for level in range(rng.choice([2, 2, 2, 3, 4]))))
        for number in range(count)
    ]


def apart(factor: Factor) -> Factor:
    """The factor with levels of different names, as those of a sweep have."""
    levels = [replace(level, name=f"{number} {level.name}") for number, level in enumerate(factor.levels)]
    return Factor(factor.name, tuple(levels))


def kept_blocks(rng: random.Random, whole: Swept) -> Kept:
    kept = Kept(whole.width, len(whole.targets), in_memory=rng.choice([1, 1 << 20]))
    for block in brutally.blocks(rng, whole):
        kept.put(block)
    return kept


def answered(rng: random.Random, sweeper: Sweeper | SlowSweeper, design: Design, whole: Swept) -> Sensitivity:
    with kept_blocks(rng, whole) as kept:
        return sensitivity(sweeper, design, kept)  # type: ignore[arg-type]


def hold_to(answer: Sensitivity, design: Design, whole: Swept, targets: list[Finding]) -> Counter[str]:
    """Compare everything in an answer with what is counted one by one; gives how often things occurred."""
    found = brutally.supports(whole, design)
    seen: Counter[str] = Counter()
    ats = switches(design.factors)
    names = dict(zip(ats, (each.name for each in answer.switches), strict=True))
    assert answer.scenarios == design.size
    assert answer.refused == whole.refused.bit_count()
    effects = {(each.switch, each.target): each for each in answer.effects}
    assert len(effects) == len(answer.effects) == len(ats) * len(targets)
    for number, target in enumerate(targets):
        for at in ats:
            got, wanted = effects[names[at], target], brutally.effect(found, *at, number)
            assert {name: getattr(got, name) for name in wanted} == wanted, (at, target)
            seen.update({name: count > 0 for name, count in wanted.items()})
            hold_shares(got, design, whole, at, number)
        hold_interactions(answer, found, design, (number, target), names, seen)
        hold_sets(answer, found, design, whole, (number, target), names)
    return seen


def hold_shares(got: object, design: Design, whole: Swept, at: tuple[int, int], target: int) -> None:
    factor, level = at
    for wanted_level, count, held in ((level, "with_switch", "held_with"), (0, "without", "held_without")):
        having = [
            n for n in range(design.size) if design.levels(n)[factor] == wanted_level and not whole.refused >> n & 1
        ]
        assert getattr(got, count) == len(having)
        assert getattr(got, held) == sum(whole.targets[target][0] >> n & 1 for n in having)


def hold_interactions(
    answer: Sensitivity, found: Found, design: Design, target: tuple[int, Finding], names: object, seen: Counter[str]
) -> None:
    number, finding = target
    told = {(each.first, each.second): each for each in answer.interactions if each.target == finding}
    for one, other in brutally.switch_pairs(design.factors):
        wanted = brutally.interaction(found, one, other, number)
        got = told.pop((names[one], names[other]), None)  # type: ignore[index]
        if sum(wanted.values()) == wanted["fours"]:
            assert got is None
        else:
            assert {name: getattr(got, name) for name in wanted} == wanted, (one, other, finding)
        seen.update({name: count > 0 for name, count in wanted.items()})
    assert not told


def hold_sets(
    answer: Sensitivity, found: Found, design: Design, whole: Swept, target: tuple[int, Finding], names: object
) -> None:
    number, finding = target
    wanted = {frozenset(names[at] for at in each) for each in brutally.smallest(found, number)}  # type: ignore[index]
    got = [each for each in answer.sufficient if each.target == finding]
    sizes = [len(each.switches) for each in got]
    assert sizes == sorted(sizes)
    assert {frozenset(each.switches) for each in got} <= wanted
    assert len(got) == min(len(wanted), sufficient.MOST)
    assert (finding in answer.more_sets) == (len(wanted) > sufficient.MOST)
    assert sorted(map(len, wanted))[: len(got)] == sizes, "small ones first"
    by_name = {name: at for at, name in names.items()}  # type: ignore[attr-defined]
    for each in got:
        ats = [by_name[name] for name in each.switches]
        among = [
            n
            for n in range(design.size)
            if not whole.refused >> n & 1 and all(design.levels(n)[factor] == level for factor, level in ats)
        ]
        assert each.among == len(among)
        assert each.held == sum(whole.targets[number][0] >> n & 1 for n in among)


@pytest.mark.parametrize("full", [True, False])
def test_random_columns_are_counted_as_one_by_one(full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the widths of the parts: patterns that no base gives are among them."""
    reasoner = some_base()
    seen: Counter[str] = Counter()
    targets = [Finding(name) for name in list(reasoner.kb.entities)[:3]]
    for seed in range(150):
        rng = random.Random(seed)
        factors = some_factors(rng, rng.randint(0, 5))
        monkeypatch.setattr(meeting, "SPAN", rng.choice([1, 2, 5, 8, 16, 1 << 16]))
        monkeypatch.setattr(sufficient, "MOST", rng.choice([1, 3, 20]))
        design = FullDesign(factors) if full else listed(rng, factors)
        whole = brutally.random_columns(rng, design.size, len(targets))
        if not full:  # the same setting has the same answer wherever it stands in a table
            whole = alike(whole, design)
        sweeper = Sweeper(reasoner, Scenario(), factors, targets)
        answer = answered(rng, sweeper, design, whole)
        assert answer.full == full
        seen += hold_to(answer, design, whole, targets)
    assert all(seen[name] for name in (*PATTERNS.values(), "gained", "lost", "raised", "lowered")), seen


def alike(whole: Swept, design: Design) -> Swept:
    """The same for scenarios of the same setting: what the first of them has."""
    first: dict[tuple[int, ...], int] = {}
    places = [first.setdefault(design.levels(n), n) for n in range(design.size)]

    def spread(column: int) -> int:
        return sum((column >> place & 1) << n for n, place in enumerate(places))

    targets = tuple(tuple(map(spread, grades)) for grades in whole.targets)
    return Swept(0, whole.width, spread(whole.refused), targets)


def test_sweeps_of_random_bases_are_counted_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[str] = Counter()
    monkeypatch.setattr(meeting, "SPAN", 8)
    for seed in range(500, 520):
        if (found := drawn(seed)) is None:
            continue
        reasoner, scenario, drawn_factors, targets = found
        factors = [apart(factor) for factor in drawn_factors]
        design = FullDesign(factors)
        slow = SlowSweeper(reasoner, scenario, factors, targets)
        whole = slow.block(design, 0, design.size)
        if whole.refused == (1 << design.size) - 1:
            continue
        try:
            sweeper = Sweeper(reasoner, scenario, factors, targets)
        except InputError:
            continue
        seen += hold_to(answered(random.Random(seed), sweeper, design, whole), design, whole, targets)
        seen["refused"] += whole.refused > 0
    assert all(seen[name] for name in ("gained", "lost", "raised", "either", "refused")), seen


def test_of_a_long_table_the_first_scenarios_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "LISTED", 6)
    monkeypatch.setattr("reasoner.sweeps.sensitivity.LISTED", 6)
    reasoner = some_base()
    rng = random.Random(3)
    factors = [Factor(name, (Level("off"), Level("on"))) for name in "abc"]
    settings = [FullDesign(factors).levels(n) for n in range(8)]
    design = brutally.ListedDesign(factors, settings)
    held = 0b1111_1110
    whole = Swept(0, 8, 0, ((held, 0, 0, 0),))
    sweeper = Sweeper(reasoner, Scenario(), factors, [Finding(next(iter(reasoner.kb.entities)))])
    answer = answered(rng, sweeper, design, whole)
    assert answer.compared == 6
    assert [each.pairs for each in answer.effects] == [3, 2, 2]
    assert [each.with_switch for each in answer.effects] == [4, 4, 4], "shares are of all"


def test_bits_are_read_as_they_were_written() -> None:
    for seed in range(100):
        rng = random.Random(seed)
        size, columns = rng.randint(1, 90), rng.randint(1, 3)
        bits = Bits(columns, size, in_memory=rng.choice([1, 1 << 20]))
        wanted = [rng.getrandbits(size) for _ in range(columns)]
        edges = sorted({0, size, *(rng.randint(0, size) for _ in range(4))})
        parts = [(c, a, b) for c in range(columns) for a, b in pairwise(edges)]
        rng.shuffle(parts)
        for c, a, b in parts:
            bits.put(c, a, wanted[c] >> a & ((1 << (b - a)) - 1))
        for _ in range(20):
            c, start, width = rng.randrange(columns), rng.randint(-20, size + 5), rng.randint(0, size + 9)
            shifted = wanted[c] >> start if start >= 0 else wanted[c] << -start
            assert bits.get(c, start, width) == shifted & ((1 << width) - 1)
        bits.close()
