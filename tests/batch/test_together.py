"""Scenarios side by side against each of them evaluated by itself, on random knowledge bases."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reasoner.batch.together import Together
from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer
from tests.properties import adapter, generator, oracle


def drawn(seed: int) -> tuple[Reasoner, list[Scenario]] | None:
    """A base, and scenarios for it."""
    rng = random.Random(seed)
    base = generator.knowledge(rng)
    try:
        oracle.check_base(base)
        reasoner = Reasoner(adapter.knowledge_base(base))
        scenarios = [adapter.scenario(base, generator.scenario(rng, base)) for _ in range(25)]
    except (oracle.Refused, InputError):
        return None
    return reasoner, [each for each in scenarios if len(dict(each.setting.assume)) == len(each.setting.assume)]


def compare(seed: int, seen: Counter[str]) -> None:
    if (found := drawn(seed)) is None:
        return
    reasoner, scenarios = found
    together = Together(reasoner)
    half = len(scenarios) // 2  # in two blocks: what the first has made ready must not spoil the second
    held = [*together.evaluate(scenarios[:half]), *together.evaluate(scenarios[half:])]
    for number, (scenario, known) in enumerate(zip(scenarios, held, strict=True)):
        where = f"seed {seed}, scenario {number}"
        try:
            evaluation = reasoner.evaluate(scenario, "columns")
        except InputError:
            assert known is None, where
            seen["refused"] += 1
            continue
        assert known is not None, where
        seen["held"] += 1
        seen["later"] += len(scenario.phases) > 1
        for phase, columns in zip(evaluation.phases, known, strict=True):
            for finding, layer in phase.program.atoms:
                if layer is Layer.holds:
                    support = phase.proofs.support[phase.number(finding)] if phase.holds(finding) else None
                    for grade in Grade:
                        reached = support is not None and support >= grade
                        assert columns.reaches(finding, grade) == reached, f"{where}: {finding} {grade}"


@pytest.mark.parametrize("chunk", range(6))
def test_scenarios_side_by_side_are_as_each_by_itself(chunk: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(chunk * 20, chunk * 20 + 20):
        compare(seed, seen)
    assert seen["refused"] > 3
    assert seen["held"] > 100
    assert seen["later"] > 50


def test_what_rests_on_itself_in_another_layer_does_not_persist() -> None:
    compare(211, Counter())
