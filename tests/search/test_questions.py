"""seek, targets and discriminate: what they promise, on random bases and on small ones made for a point."""

from __future__ import annotations

import itertools
import random
import signal
import threading
from collections import Counter

import pytest

from reasoner.errors import InputError, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Status, Verb
from reasoner.pipeline import Reasoner
from reasoner.program import edits
from reasoner.questions.candidates import related
from reasoner.questions.discriminate import discriminate
from reasoner.questions.seek import seek
from reasoner.questions.targets import Wish, targets
from reasoner.questions.variants import Variants
from reasoner.search.logic import Logic
from reasoner.search.minimal import control, minimal_sets, satisfiable
from reasoner.search.search import Search
from reasoner.search.world import Goal
from tests.explain.making import item, reasoner, rule
from tests.properties import adapter, generator, oracle
from tests.questions.randomly import evaluations

F = Finding.parse


def given(*texts: str, **more: object) -> Scenario:
    return adapter.scenario({"entities": [{"id": "oxygen", "kind": "measure"}]}, {"given": list(texts), **more})


def items(sets: object) -> list[list[str]]:
    return sorted(sorted(change.item for change in each.changes) for each in sets)


# ---- seek ------------------------------------------------------------------------------------------------------------


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


BASE = (
    rule("hypoxia-emt", ["hypoxia"], "EMT", item("S010", 1), unless=["CAF"]),
    rule("both-emt", ["inflammation", "CSC"], "EMT", item("S011", 2, 3)),
    rule("hypoxia-hif", ["hypoxia"], "HIF1A", item("S012", 4)),
    rule("hif-vegf", ["HIF1A"], "VEGF", item("S013", 5)),
    rule("vegf-angiogenesis", ["VEGF"], "angiogenesis", item("S014", 6)),
    rule("hif-stemness", ["HIF1A"], "stemness", item("S015", 7)),
    rule("taxane-stemness", ["taxane"], "stemness", item("S016", 8), only={"cancer": "glioma"}),
    rule("early", ["CSC"], "enrichment", item("S017", 9), hypothesis="origin/early"),
)


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


# ---- targets ---------------------------------------------------------------------------------------------------------


def test_targets_end_the_finding_and_tell_what_else_they_change() -> None:
    answer = targets(reasoner(*BASE), [given("hypoxia")], Wish(F("angiogenesis")))
    assert [[t.change.item for t in each.targets] for each in answer.sets] == [["VEGF"], ["HIF1A"]]
    assert [each.effects[0].lost for each in answer.sets] == [(), (F("VEGF"), F("stemness"))]


def test_what_lies_below_a_block_is_told_among_what_it_ends() -> None:
    made = reasoner(*BASE, HIF1A={"is_a": ["HIF"]})
    answer = targets(made, [given("hypoxia")], Wish(F("angiogenesis"), among=(Node("HIF"),)))
    assert answer.sets[0].effects[0].lost == (F("HIF1A"), F("VEGF"), F("stemness"))


def test_what_is_to_be_kept_is_kept() -> None:
    answer = targets(reasoner(*BASE), [given("hypoxia")], Wish(F("angiogenesis"), keep=(F("stemness"),)))
    assert [[t.change.item for t in each.targets] for each in answer.sets] == [["VEGF"]]


def test_over_several_scenarios_sets_work_always_or_sometimes_and_scenarios_are_never_ended() -> None:
    more = rule("caf-vegf", ["CAF"], "VEGF", item("S018", 1))
    direct = rule("taxane-angiogenesis", ["taxane"], "angiogenesis", item("S019", 1))
    scenarios = [given("hypoxia"), given("CAF"), given("taxane"), given("CSC")]
    answer = targets(reasoner(*BASE, more, direct), scenarios[:2], Wish(F("angiogenesis")))
    told = {tuple(t.change.item for t in each.targets): (each.always, each.works_in) for each in answer.sets}
    assert told == {("VEGF",): (True, (1, 2)), ("HIF1A",): (False, (1,))}
    answer = targets(reasoner(*BASE, more, direct), scenarios, Wish(F("angiogenesis")))
    assert [each.ended for each in answer.scenarios] == [True, True, False, False]
    assert [each.shown is None for each in answer.scenarios] == [False, False, False, True]
    assert not any(each.always for each in answer.sets)


def test_what_is_given_the_goal_and_outcomes_are_no_candidates_unless_named() -> None:
    made = reasoner(*BASE, rule("vegf-relapse", ["VEGF"], "relapse", item("S020", 1)))
    answer = targets(made, [given("hypoxia")], Wish(F("angiogenesis")))
    named = {t.change.item for each in answer.sets for t in each.targets}
    assert not named & {"hypoxia", "angiogenesis", "relapse"}
    answer = targets(made, [given("hypoxia")], Wish(F("angiogenesis"), among=(Node("hypoxia"), Node("CAF"))))
    assert [[t.change.item for t in each.targets] for each in answer.sets] == [["hypoxia"]]
    assert [change.item for change in answer.idle] == ["CAF"]


@pytest.mark.parametrize(
    ("code", "wish"),
    [
        ("E243", Wish(F("relapse"))),
        ("E244", Wish(F("recruitment"))),
        ("E244", Wish(F("angiogenesis"), Grade.strong)),
        ("E245", Wish(F("angiogenesis"), keep=(F("recruitment"),))),
        ("E240", Wish(F("angiogenesis"), most=9)),
    ],
)
def test_targets_refuse_what_cannot_be_asked(code: str, wish: Wish) -> None:
    with pytest.raises(UsageError) as caught:
        targets(reasoner(*BASE), [given("hypoxia")], wish)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_targets_that_nothing_ends_name_what_does_it_by_itself() -> None:
    answer = targets(reasoner(*BASE), [given("hypoxia")], Wish(F("EMT")))
    assert answer.status is Status.never
    assert "what is given does it by itself (Claim of hypoxia-emt, S010 [1])" in answer.reasons[0]


def test_forcing_counts_where_it_is_allowed() -> None:
    answer = targets(reasoner(*BASE), [given("hypoxia")], Wish(F("EMT"), force=True))
    assert [[(t.change.verb.value, t.change.item) for t in each.targets] for each in answer.sets] == [
        [("force", "CAF")]
    ]


# ---- discriminate ----------------------------------------------------------------------------------------------------


def test_set_ups_are_all_the_smallest_that_separate() -> None:
    census: Counter[str] = Counter()
    for seed in range(80):
        base, document = generator.case(seed)
        try:
            oracle.check_base(base)
            made = Reasoner(adapter.knowledge_base(base))
            scenario = adapter.scenario(base, document)
            made.evaluate(scenario, "columns")
        except (oracle.Refused, InputError):
            continue
        for group in made.kb.groups:
            models = [edits.assume(scenario, group.id, option.id) for option in group.options]
            try:
                answer = discriminate(made, [scenario], group, most=2)
            except InputError:
                continue
            told = {
                frozenset((c.verb, c.item) for c in changes)
                for each in answer.setups
                for changes in (each.changes, *each.alike)
            }
            apart = separating(made, models)
            assert told == set().union(*apart.values()), seed
            assert set(answer.inseparable) == {pair for pair, sets in apart.items() if not sets}, seed
            census["separated"] += bool(told)
            census["as it is"] += frozenset() in told
            census["left out"] += any(verb is Verb.remove for each in told for verb, _ in each)
            census["inseparable"] += bool(answer.inseparable)
    assert min(census[name] for name in ("separated", "as it is", "left out", "inseparable")) >= 3, census


def separating(made: Reasoner, models: list[Scenario]) -> dict[str, set[frozenset[tuple[Verb, str]]]]:
    """Brute force: for each pair of models the smallest sets of changes after which what holds is different."""
    found: dict[str, set[frozenset[tuple[Verb, str]]]] = {}
    there = made.before_last(models[0])[0].given
    pool = [Change(verb=Verb.remove, item=str(each), label="") for each in there]
    pool += [Change(verb=Verb.give, item=str(each), label="") for each in made.kb.conditions if each not in there]
    every = [chosen for size in range(3) for chosen in itertools.combinations(pool, size)]
    outcomes = [Variants(made, each, pool).outcomes(every) for each in models]
    for one, other in itertools.combinations(range(len(models)), 2):
        good: list[frozenset[tuple[Verb, str]]] = []
        for chosen, *all_, a, b in zip(every, *outcomes, outcomes[one], outcomes[other], strict=True):
            key = frozenset((each.verb, each.item) for each in chosen)
            if all(all_) and a and b and set(a.support) != set(b.support) and not any(each <= key for each in good):
                good.append(key)
        found[f"{'ABCDEF'[one]} {'ABCDEF'[other]}"] = set(good)
    return found


def test_what_a_model_does_not_predict_is_not_predicted_absent() -> None:
    made = reasoner(*BASE)
    group = made.kb.groups[0].model_copy(
        update={"options": (*made.kb.groups[0].options, made.kb.groups[0].options[0].model_copy(update={"id": "late"}))}
    )
    answer = discriminate(made, [Scenario()], group)
    assert [[c.item for c in each.changes] for each in answer.setups] == [["CSC"]]
    assert [[str(s.finding) for s in p.shows] for p in answer.setups[0].predictions] == [["enrichment"], []]
    assert answer.setups[0].separates == ("A B",)


def test_scenarios_are_models_too() -> None:
    answer = discriminate(reasoner(*BASE), [given("hypoxia"), given("inflammation")], most=1)
    assert answer.setups[0].changes == ()
    assert {str(s.finding) for s in answer.setups[0].predictions[0].shows} >= {"EMT", "HIF1A", "angiogenesis"}


def test_one_model_is_nothing_to_tell_apart() -> None:
    with pytest.raises(UsageError, match="E246"):
        discriminate(reasoner(*BASE), [Scenario()])


def test_a_set_up_is_one_that_all_models_allow() -> None:
    both = rule("both", ["hypoxia", "inflammation"], "EMT", item("S022", 1), hypothesis="origin/early")
    made = reasoner(both, rule("cell", ["CSC"], "VEGF", item("S023", 1), hypothesis="origin/early"))
    early = {"assume": ["origin/early"]}
    models = [given("hypoxia"), given("hypoxia", **early), given("hypoxia", "inflammation down")]
    told = [[c.item for c in each.changes] for each in discriminate(made, models[:2]).setups]
    assert sorted(told) == [["CSC"], ["inflammation"]]
    answer = discriminate(made, models)
    told = [[c.item for c in each.changes] for each in answer.setups]
    assert ["CSC"] in told
    assert ["inflammation"] not in told
    assert not answer.inseparable


# ---- bounds ----------------------------------------------------------------------------------------------------------


def test_a_limit_cuts_short_and_says_so() -> None:
    made = reasoner(*BASE)
    whole = seek(made, Scenario(), [F("EMT")])
    cut = seek(made, Scenario(), [F("EMT")], limit=1)
    assert (len(whole.sets), whole.cut, whole.complete_to) == (2, "", 2)
    assert (len(cut.sets), cut.cut, cut.complete_to) == (1, "limit", 1)


def test_ctrl_c_gives_what_was_found_so_far() -> None:
    def interrupt(size: int, _found: int) -> None:
        if size == 2:
            raise KeyboardInterrupt

    answer = seek(reasoner(*BASE), Scenario(), [F("EMT")], most=3, progress=interrupt)
    assert (items(answer.sets), answer.cut, answer.complete_to) == ([["hypoxia"]], "interrupted", 1)


def test_ctrl_c_before_all_scenarios_were_searched_leaves_nothing_complete() -> None:
    def interrupt(size: int, _found: int) -> None:
        if size == 2:
            raise KeyboardInterrupt

    made = reasoner(*BASE, rule("caf-vegf", ["CAF"], "VEGF", item("S018", 1)))
    answer = targets(made, [given("hypoxia"), given("CAF")], Wish(F("angiogenesis")), interrupt)
    assert (answer.cut, answer.complete_to) == ("interrupted", -1)


def test_ctrl_c_within_a_search_gives_what_was_found_until_then() -> None:
    """A search that takes minutes: pigeons that do not fit their holes, unless one of two choices is made."""
    solver = control()
    with Logic(solver) as logic:
        choices = [logic.choice() for _ in range(12)]
        nests = [[logic.choice() for _ in range(11)] for _ in range(12)]
        for pigeon in nests:
            logic.forbid([*(-nest for nest in pigeon), -choices[0]])
        for hole in zip(*nests, strict=True):
            for one, other in itertools.combinations(hole, 2):
                logic.forbid([one, other, -choices[0]])
        logic.forbid([-each for each in choices[:2]])
    timer = threading.Timer(1.0, lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT))
    timer.start()
    found = minimal_sets(solver, choices, 4, 10**6)
    timer.cancel()
    assert found.cut == "interrupted"
    assert found.complete_to < 4


# ---- what random bases seldom have -----------------------------------------------------------------------------------


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


def test_that_larger_sets_exist_is_known_from_the_first() -> None:
    """Forty free choices have more models than could ever be gone through."""
    solver = control()
    with Logic(solver) as logic:
        choices = [logic.choice() for _ in range(40)]
        logic.forbid([-choices[0]])
    assert satisfiable(solver)


def test_what_is_known_is_told_from_the_first_atom() -> None:
    with Logic(control()) as logic:
        atom = logic.atom()
        assert logic.either([atom, True]) is True
        assert logic.either([True, atom]) is True
        assert logic.either([atom, False]) == atom
        assert logic.both(atom, False) is False
        assert logic.at_least(1, [atom, True]) is True
        assert logic.at_least(2, [atom, False]) is False


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
