"""seek against whole evaluations of every set of conditions, and on a small base made for a point."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from reasoner.errors import InputError, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Status
from reasoner.pipeline import Reasoner
from reasoner.questions.candidates import related
from reasoner.questions.seek import seek
from reasoner.search.world import Goal
from tests.explain.making import item, reasoner, rule
from tests.questions.randomly import evaluations
from tests.questions.searching import BASE, F, given, items


def conditions_that_do(made: Reasoner, scenario: Scenario, goals: list[Goal], most: int) -> list[list[str]]:
    """Brute force: every set of conditions, given beside what is there, evaluated as a scenario of its own."""
    there = set(made.before_last(scenario)[0].given)
    pool = [
        each
        for each in made.kb.conditions
        if each not in there and not any(related(made.kb, each, goal.finding) for goal in goals)
    ]
    good: list[frozenset[Finding]] = []
    for size in range(most + 1):
        for chosen in map(frozenset, itertools.combinations(pool, size)):
            if any(other <= chosen for other in good):
                continue
            last = scenario.phases[-1]
            wider = last.model_copy(update={"given": (*last.given, *sorted(chosen, key=str))})
            try:
                now = made.evaluate(scenario.model_copy(update={"phases": (*scenario.phases[:-1], wider)}), "columns")
            except InputError:
                continue
            if all(
                (now.last.holds(g.finding) and now.last.judge(g.finding).support >= g.support) == g.wanted
                for g in goals
            ):
                good.append(chosen)
    return sorted(sorted(map(str, each)) for each in good)


def test_seek_finds_what_whole_evaluations_of_every_set_find() -> None:
    census: Counter[str] = Counter()
    for seed, made, _, evaluation in evaluations(range(60)):
        rng = random.Random(seed)
        heads = sorted(
            {f for r in made.kb.rules if r.fires for f in r.then if made.kb.kind(f) is not Kind.outcome}, key=str
        )
        wanted = [rng.choice(heads)]
        unwanted = [f for f in rng.sample(heads, 1) if rng.random() < 0.3 and f not in wanted]
        support = rng.choice([Grade.hypothesis, Grade.limited, Grade.moderate])
        goals = [*(Goal(f, True, support) for f in wanted), *(Goal(f, False) for f in unwanted)]
        try:
            answer = seek(made, evaluation.scenario, wanted, unwanted, support=support, most=2)
        except UsageError:
            continue
        brute = conditions_that_do(made, evaluation.scenario, goals, 2)
        census[answer.status.value] += 1
        if answer.status is Status.already:
            assert brute == [[]], seed
        else:
            assert items(answer.sets) == brute, seed
        if answer.status is Status.never:
            assert not conditions_that_do(made, evaluation.scenario, goals, 4), seed
        for each in answer.sets:
            for shown in each.shows:
                last = seeking(made, evaluation.scenario, each.changes).judge(shown.finding)
                assert (shown.support, shown.stated, shown.steps) == (last.support, last.stated, last.steps), seed
    assert census["found"] >= 8
    assert census["already"] >= 5
    assert census["never"] >= 5


def seeking(made: Reasoner, scenario: Scenario, changes: tuple[Change, ...]) -> object:
    last = scenario.phases[-1]
    wider = last.model_copy(update={"given": (*last.given, *(F(each.item) for each in changes))})
    return made.evaluate(scenario.model_copy(update={"phases": (*scenario.phases[:-1], wider)})).last


def test_sets_are_grouped_by_the_rule_that_gives_the_goal_stated_ones_first() -> None:
    answer = seek(reasoner(*BASE), Scenario(), [F("EMT")])
    assert [(each.shows[0].rule, sorted(c.item for c in each.changes)) for each in answer.sets] == [
        ("both-emt", ["CSC", "inflammation"]),
        ("hypoxia-emt", ["hypoxia"]),
    ]
    assert answer.sets[0].shows[0].support is Grade.strong
    assert answer.complete_to == 2


def test_what_is_stated_comes_before_what_is_firmer_but_combined() -> None:
    made = reasoner(
        rule("weak", ["hypoxia"], "EMT", item("S010", wording="suggests")),
        rule("step", ["CAF"], "VEGF", item("S011", 1, 2)),
        rule("firm", ["VEGF"], "EMT", item("S012", 3, 4)),
    )
    shown = [each.shows[0] for each in seek(made, Scenario(), [F("EMT")]).sets]
    assert [(each.rule, each.stated, each.support) for each in shown] == [
        ("weak", True, Grade.hypothesis),
        ("firm", False, Grade.strong),
    ]


def test_goals_that_hold_or_never_can_say_why() -> None:
    made = reasoner(*BASE)
    already = seek(made, given("hypoxia"), [F("EMT")])
    assert already.status is Status.already
    assert already.reasons == ("EMT holds already: Claim of hypoxia-emt, S010 [1]",)
    no_rule = seek(made, Scenario(), [F("recruitment")])
    assert no_rule.status is Status.never
    assert "no rule concludes recruitment" in no_rule.reasons[0]
    guarded = seek(made, Scenario(), [F("stemness")], among=[F("taxane")])
    assert guarded.status is Status.never
    assert "nothing among the candidates leads to stemness" in guarded.reasons[0]
    assumed = seek(made, Scenario(), [F("enrichment")])
    assert "in other settings only, or under a hypothesis" in assumed.reasons[0]
    weak = seek(made, Scenario(), [F("angiogenesis")], support=Grade.strong)
    assert "firmer than moderate" in weak.reasons[0]
    apart = seek(made, Scenario(), [F("EMT")], [F("HIF1A")], among=[F("hypoxia")])
    assert apart.status is Status.never
    assert "not all of them together" in apart.reasons[0]


def test_larger_sets_than_asked_for_are_not_said_to_be_impossible() -> None:
    answer = seek(reasoner(BASE[1]), Scenario(), [F("EMT")], most=1)
    assert (answer.status, answer.reasons, answer.complete_to) == (Status.none, (), 1)


def test_what_is_named_is_a_candidate_even_if_it_is_a_relative_of_the_goal() -> None:
    made = reasoner(*BASE, HIF1A={"is_a": ["HIF"], "input": "given to the culture"})
    assert items(seek(made, Scenario(), [F("HIF")]).sets) == [["hypoxia"]]
    assert items(seek(made, Scenario(), [F("HIF")], among=[F("HIF1A")]).sets) == [["HIF1A"]]


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("E240", {"most": 0}),
        ("E240", {"most": 7}),
        ("E240", {"limit": 0}),
        ("E241", {"unwanted": [F("EMT")]}),
        ("E242", {"among": [F("CSC")]}),
        ("E200", {"wanted": []}),
        ("E243", {"wanted": [F("relapse")]}),
        ("E243", {"unwanted": [F("relapse down")]}),
    ],
)
def test_bad_questions_are_refused(code: str, arguments: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        seek(reasoner(*BASE), given("CSC"), **{"wanted": [F("EMT")], **arguments})  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == [code]
