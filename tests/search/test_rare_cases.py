"""What random bases seldom have, made by hand: each against evaluations of every set."""

from __future__ import annotations

import itertools

import pytest

from reasoner.errors import InputError
from reasoner.model.finding import Node
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Status, Verb
from reasoner.pipeline import Reasoner
from reasoner.questions.seek import seek
from reasoner.questions.targets import Wish, targets
from reasoner.questions.variants import Variants
from reasoner.search.search import Search
from reasoner.search.world import Goal
from tests.explain.making import item, reasoner, rule
from tests.properties import adapter, generator, oracle
from tests.questions.searching import F, given, items


def found_and_tried(made: Reasoner, scenario: Scenario, candidates: list[Change], goal: Goal) -> list[tuple[int, ...]]:
    """What the search finds, after it was held to evaluations of every set."""
    variants = Variants(made, scenario, candidates)
    every = [c for size in range(len(candidates) + 1) for c in itertools.combinations(range(len(candidates)), size)]
    outcomes = variants.outcomes([tuple(candidates[n] for n in each) for each in every])
    good = [each for each, outcome in zip(every, outcomes, strict=True) if outcome and outcome.meets([goal])]
    minimal = [each for each in good if not any(set(other) < set(each) for other in good)]
    found = Search([variants.world.with_goals((goal,))], candidates).minimal(len(candidates), 100)
    assert sorted(found.sets) == sorted(minimal)
    return list(found.sets)


def test_a_therapy_in_a_blocked_cell_blocks_nothing() -> None:
    made = reasoner(rule("vegf", ["inflammation"], "VEGF in CSC", item("S021", 1)), taxane={"blocks": ["VEGF"]})
    block = Change(verb=Verb.block, item="CSC", label="")
    goal = Goal(F("VEGF down in CSC"), False)
    assert found_and_tried(made, given("inflammation", "taxane in CSC"), [block], goal) == [(0,)]


def test_observations_spread_up_to_what_is_fixed_and_no_further() -> None:
    made = reasoner(
        rule("caf-emt", ["CAF"], "EMT", item("S010", 1)),
        HIF1A={"is_a": ["HIF"]},
        HIF={"implies": ["EMT down"]},
        VEGF={"implies": ["HIF down"]},
    )
    force = Change(verb=Verb.force, item="VEGF", label="")  # so HIF is fixed, and HIF1A no longer says what HIF means
    assert found_and_tried(made, given("CAF", "HIF1A"), [force], Goal(F("EMT"))) == [(0,)]


def test_the_order_of_candidates_does_not_matter() -> None:
    made = reasoner(
        rule("hypoxia-hif", ["hypoxia"], "HIF1A", item("S010", 1)),
        rule("hif-emt", ["HIF1A"], "EMT", item("S011", 1)),
        rule("csc-vegf", ["CSC"], "VEGF", item("S012", 1)),
        rule("vegf-emt", ["VEGF"], "EMT", item("S013", 1)),
        HIF1A={"is_a": ["HIF"]},
    )
    scenario = given("hypoxia", "CSC", block=["HIF1A"])
    for among in itertools.permutations([Node("HIF"), Node("VEGF")]):
        answer = targets(made, [scenario], Wish(F("EMT"), among=among))
        assert [[t.change.item for t in each.targets] for each in answer.sets] == [["VEGF"]]


def test_what_is_given_takes_the_place_of_a_contrary_that_was_carried_over() -> None:
    made = reasoner(rule("air", ["hypoxia down"], "recruitment", item("S010", 1)))
    scenario = given(phases=[{"given": ["hypoxia"]}, {"given": ["CSC"]}])
    assert items(seek(made, scenario, [F("recruitment")], among=[F("hypoxia down")]).sets) == [["hypoxia down"]]
    own = given(phases=[{"given": ["CSC"]}, {"given": ["hypoxia"]}])
    assert seek(made, own, [F("recruitment")], among=[F("hypoxia down")]).status is Status.never


def test_a_number_that_contradicts_what_would_be_given_forbids_it() -> None:
    for seed in range(400):
        base, _ = generator.case(seed)
        try:
            oracle.check_base(base)
            made = Reasoner(adapter.knowledge_base(base))
            measure = made.kb.entities["oxygen"]
            denied = next(F(t.gives) for t in measure.thresholds if not t.met_by(5))  # type: ignore[arg-type]
            scenario = given("oxygen = 5 %")
            made.evaluate(scenario, "columns")
        except (oracle.Refused, InputError):
            continue
        if denied.down or denied.place:
            continue
        answer = Search(
            [Variants(made, scenario).world.with_goals((Goal(denied),))],
            [Change(verb=Verb.give, item=str(denied), label="")],
        ).minimal(1, 10)
        assert answer.sets == ()
        return
    pytest.fail("no base has a threshold to contradict")
