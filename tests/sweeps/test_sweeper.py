"""The columns of a sweep against each of its scenarios evaluated as a whole, on random knowledge bases."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reasoner.errors import InputError
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer
from reasoner.program.universe import named_by
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.sweeper import Sweeper, at
from tests.properties import adapter, generator, oracle
from tests.sweeps.one_by_one import EveryLevel, SlowSweeper

CHUNK = 40
CHUNKS = range(6)
SETTING = ("cancer", "stage", "site")


def levels_from(rng: random.Random, scenario: Scenario) -> list[Level]:
    """What another scenario on the same base gives and sets, each thing a level of its own, or two together."""
    found = [
        Level(str(item), **{part: (item,)})
        for phase in scenario.phases
        for part in ("given", "measured", "block", "force")
        for item in getattr(phase, part)
    ]
    setting = scenario.setting
    found += [Level(key, setting=((key, value),)) for key in SETTING if (value := getattr(setting, key))]
    found += [Level(group, setting=(("assume", f"{group}/{option}"),)) for group, option in setting.assume]
    rng.shuffle(found)
    if len(found) > 2 and rng.random() < 0.3:
        one, two = found.pop(), found.pop()
        parts = {name: (*getattr(one, name), *getattr(two, name)) for name in Level._names if name != "name"}
        found.append(Level("two", **parts))
    return found


def factors_from(rng: random.Random, levels: list[Level]) -> list[Factor]:
    factors = []
    while levels and len(factors) < 5:
        count = 2 if len(levels) > 1 and rng.random() < 0.25 else 1
        chosen = [levels.pop() for _ in range(count)]
        factors.append(Factor(f"factor {len(factors)}", (Level("off"), *chosen)))
    return factors


def drawn(seed: int) -> tuple[Reasoner, Scenario, list[Factor], list[Finding]] | None:
    """A base, a scenario for it, factors made of other scenarios, and findings of the program as targets."""
    rng = random.Random(seed)
    base = generator.knowledge(rng)
    try:
        oracle.check_base(base)
        reasoner = Reasoner(adapter.knowledge_base(base))
        scenario = adapter.scenario(base, generator.scenario(rng, base))
        levels = [
            level for _ in range(3) for level in levels_from(rng, adapter.scenario(base, generator.scenario(rng, base)))
        ]
    except (oracle.Refused, InputError):
        return None
    rng.shuffle(levels)
    factors = factors_from(rng, levels)
    design = EveryLevel(factors)
    named = frozenset().union(*(named_by(at(scenario, factors, design.levels(n))) for n in range(design.size)))
    program = reasoner.grounder.program(Setting(), named)
    targets = [finding for finding, layer in program.atoms if layer is Layer.holds]
    return reasoner, scenario, factors, [each for each in targets if each.node in reasoner.grounder.base]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_a_sweep_gives_what_its_scenarios_give(chunk: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        if (found := drawn(seed)) is None:
            continue
        reasoner, scenario, factors, targets = found
        design = EveryLevel(factors)
        slow = SlowSweeper(reasoner, scenario, factors, targets).block(design, 0, design.size)
        everything = (1 << design.size) - 1
        try:
            fast = Sweeper(reasoner, scenario, factors, targets).block(design, 0, design.size)
        except InputError:
            assert slow.refused == everything, f"seed {seed}"
            continue
        assert fast.refused == slow.refused, f"seed {seed}"
        for target, got, wanted in zip(targets, fast.targets, slow.targets, strict=True):
            assert got == wanted, f"seed {seed}: {target}"
        seen["sweeps"] += 1
        seen["refused"] += 0 < slow.refused < everything
        seen["phases"] += len(scenario.phases) > 1
        seen["settings"] += any(level.setting for factor in factors for level in factor.levels)
    assert min(seen[each] for each in ("refused", "phases", "settings")) > 0, seen


def test_few_targets_give_what_all_of_them_give() -> None:
    """Only what bears on the targets is looked at."""
    for seed in range(300, 330):
        if (found := drawn(seed)) is None:
            continue
        reasoner, scenario, factors, targets = found
        design = EveryLevel(factors)
        try:
            every = Sweeper(reasoner, scenario, factors, targets).block(design, 0, design.size)
        except InputError:
            continue
        for number in random.Random(seed).sample(range(len(targets)), min(6, len(targets))):
            few = Sweeper(reasoner, scenario, factors, [targets[number]]).block(design, 0, design.size)
            assert few.targets == (every.targets[number],), f"seed {seed}: {targets[number]}"


def test_blocks_of_a_sweep_are_parts_of_it() -> None:
    for seed in range(400, 420):
        if (found := drawn(seed)) is None:
            continue
        reasoner, scenario, factors, targets = found
        design = EveryLevel(factors)
        try:
            sweeper = Sweeper(reasoner, scenario, factors, targets[:20])
        except InputError:
            continue
        whole = sweeper.block(design, 0, design.size)
        start, width = design.size // 3, max(1, design.size // 2)
        part = sweeper.block(design, start, width)
        mask = (1 << width) - 1
        assert part.targets == tuple(tuple(column >> start & mask for column in grades) for grades in whole.targets), (
            f"seed {seed}"
        )
