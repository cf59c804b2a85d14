"""Claims about all scenarios of a sweep against looking at each of them, and what `run` says of counter-examples."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from reasoner.batch.report import Status
from reasoner.batch.run import run
from reasoner.errors import InputError
from reasoner.knowledge.names import Names
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.sweeps.claims import ClaimCheck, Claimed
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.fewest import fewest
from reasoner.sweeps.sweeper import Sweeper, Swept
from tests.sweeps import brutally
from tests.sweeps.brutally import FullDesign
from tests.sweeps.one_by_one import SlowSweeper
from tests.sweeps.test_sweeper import drawn

SEEDS = range(600, 640)


def sweeps() -> Iterator[tuple[random.Random, Sweeper, FullDesign, Swept]]:
    """Random sweeps, each evaluated one by one."""
    for seed in SEEDS:
        if (found := drawn(seed)) is None:
            continue
        reasoner, scenario, factors, targets = found
        design = FullDesign(factors)
        try:
            sweeper = Sweeper(reasoner, scenario, factors, targets)
        except InputError:
            continue
        yield (
            random.Random(seed),
            sweeper,
            design,
            SlowSweeper(reasoner, scenario, factors, targets).block(design, 0, design.size),
        )


def test_claims_hold_where_no_scenario_is_against_them() -> None:
    seen: Counter[str] = Counter()
    for rng, sweeper, design, whole in sweeps():
        found = brutally.supports(whole, design)
        claims = [
            Claimed(target, rng.random() < 0.5, rng.choice(list(Grade)))
            for target in rng.sample(sweeper.targets, min(12, len(sweeper.targets)))
        ]
        check = ClaimCheck(sweeper, design, claims)
        for block in brutally.blocks(rng, whole):
            check.put(block)
        answer = check.answer()
        assert (answer.scenarios, answer.refused) == (design.size, whole.refused.bit_count())
        for claim, told in zip(claims, answer.claims, strict=True):
            column = sweeper.targets.index(claim.finding)
            against = [
                (sum(level > 0 for level in levels), number, support)
                for number in range(design.size)
                for levels in (design.levels(number),)
                if levels in found
                for support in (found[levels][column],)
                if (support > claim.support) != claim.always
            ]
            assert told.against == len(against)
            seen[f"{'always' if claim.always else 'never'} {'fails' if against else 'holds'}"] += 1
            if against:
                size, number, support = min(against)
                example = told.counter_example
                assert example is not None
                assert example.number == number
                assert len(example.switches) == size
                assert example.support == (Grade(support - 1) if support else None)
            else:
                assert told.counter_example is None
        assert answer.hold == (len(found) > 0 and not any(told.against for told in answer.claims))
        seen["all refused"] += not found
    assert len(seen) == 5
    assert all(seen.values()), seen


def factor(name: str, **parts: tuple[object, ...]) -> Factor:
    return Factor(name, (Level("off"), Level("on", **parts)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shipped() -> Reasoner:
    from reasoner.knowledge.loader import load

    return Reasoner(load())


def checked(sweeper: Sweeper, claims: list[Claimed]) -> ClaimCheck:
    design = FullDesign(sweeper.factors)
    check = ClaimCheck(sweeper, design, claims)
    check.put(sweeper.block(design, 0, design.size))
    return check


def test_a_counter_example_is_a_scenario_that_run_confirms(shipped: Reasoner) -> None:
    factors = [
        factor("hypoxia", given=(Finding("hypoxia"),)),
        factor("CAF", given=(Finding("CAF"),)),
        factor("block HIF2A", block=(Node("HIF2A"),)),
        factor("force SNAI1", force=(Node("SNAI1"),)),
        Factor("cancer", (Level("any"), Level("glioblastoma", setting=(("cancer", "glioblastoma"),)))),
    ]
    targets = [Finding(name) for name in ("angiogenesis", "EMT", "CSC_enrichment", "invasion")]
    phases = (Phase(name="first", given=(Finding("CSC"),)), Phase(name="then"))
    for scenario in (
        Scenario(),
        Scenario(title="two: phases", phases=phases, setting=Setting(stage="early_stage_metastasis")),
    ):
        sweeper = Sweeper(shipped, scenario, factors, targets)
        claims = [Claimed(target, always, grade) for target in targets for always in (False, True) for grade in Grade]
        answer = checked(sweeper, claims).answer()
        examples = [claim.counter_example for claim in answer.claims if claim.counter_example]
        assert len(examples) > len(claims) / 2
        text = "---\n".join(each.scenario for each in examples)
        for engine in ("columns", "production"):
            items = list(run(shipped, [io.BytesIO(text.encode())], names=Names(shipped.kb), engine=engine))
            assert len(items) == len(examples)
            assert {item.status for item in items} == {Status.passed}


def test_sweeps_that_are_refused_as_a_whole_prove_nothing(shipped: Reasoner) -> None:
    scenario = Scenario(phases=(Phase(given=(Finding("hypoxia"), Finding("normoxia"))),))
    sweeper = Sweeper(shipped, scenario, [factor("CAF", given=(Finding("CAF"),))], [Finding("EMT")])
    answer = checked(sweeper, [Claimed(Finding("EMT"), False)]).answer()
    assert answer.refused == answer.scenarios == 2
    assert not answer.tested
    assert not answer.hold


def test_fewest_come_first() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        factors = [
            Factor(str(n), tuple(Level(str(k)) for k in range(rng.choice([2, 3])))) for n in range(rng.randint(0, 6))
        ]
        design = FullDesign(factors)
        bits = rng.getrandbits(design.size)
        masks = design.masks(0, design.size)
        wanted = sorted((sum(level > 0 for level in design.levels(n)), n) for n in range(design.size) if bits >> n & 1)
        assert list(fewest(bits, masks)) == wanted
