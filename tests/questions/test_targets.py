"""targets against whole evaluations of every set of blocks, and on a small base made for a point."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from reasoner.errors import InputError, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Scenario
from reasoner.model.search import Effects, Status, TargetSet
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer
from reasoner.questions.targets import Wish, targets
from tests.explain.making import item, reasoner, rule
from tests.questions.randomly import evaluations
from tests.questions.searching import BASE, F, given


def ends(made: Reasoner, scenario: Scenario, nodes: tuple[Node, ...], wish: Wish) -> bool:
    """Whether a finding ends, and what is to be kept holds, where nodes are blocked: by evaluating all of it."""
    last = scenario.phases[-1]
    blocked = last.model_copy(update={"block": (*last.block, *nodes)})
    try:
        now = made.evaluate(scenario.model_copy(update={"phases": (*scenario.phases[:-1], blocked)}), "columns").last
    except InputError:
        return False
    firm = now.holds(wish.finding) and now.judge(wish.finding).support >= (wish.below or Grade.hypothesis)
    return not firm and all(map(now.holds, wish.keep))


def test_targets_are_what_whole_evaluations_of_every_set_end() -> None:
    census: Counter[str] = Counter()
    for seed, made, _, evaluation in evaluations(range(140)):
        rng = random.Random(seed)
        held = [each for each in evaluation.last.findings if made.kb.kind(each) is not Kind.outcome]
        named = sorted({finding.node for rule_ in made.kb.rules for finding in rule_.findings()}, key=str)
        if not held:
            continue
        last = evaluation.last
        several = [each for each in held if len(last.fired.concluding.get(last.number(each), ())) > 1]
        goal = rng.choice(several or held)
        beneath = {last.program.atoms[atom].finding.node for atom in last.fired.beneath(last.number(goal))}
        below = rng.choice([None, None, last.judge(goal).support])
        keep = tuple(each for each in rng.sample(held, 1) if each != goal and rng.random() < 0.3)
        pool = sorted(beneath - {goal.node}, key=str)[:6]
        nodes = tuple(dict.fromkeys([*pool, *rng.sample(named, min(3, len(named)))]))
        wish = Wish(goal, below, keep, among=nodes)
        try:
            answer = targets(made, [evaluation.scenario], wish)
        except UsageError as error:
            census[error.problems[0].code] += 1
            continue
        there = made.before_last(evaluation.scenario)[0]
        free = [each for each in nodes if each not in (*there.block, *there.force)]
        every = [each for size in range(3) for each in itertools.combinations(free, size)]
        good = [each for each in every if ends(made, evaluation.scenario, each, wish)]
        minimal = [each for each in good if not any(set(other) < set(each) for other in good)]
        told = sorted(sorted(t.change.item for t in each.targets) for each in answer.sets)
        assert told == sorted(sorted(map(str, each)) for each in minimal), f"seed {seed}, {goal}"
        census[answer.status.value] += 1
        census["two"] += any(len(each.targets) == 2 for each in answer.sets)
        for each in answer.sets:
            assert side_effects(made, evaluation.scenario, each, wish) == each.effects[0], f"seed {seed}, {goal}"
    assert min(census[each] for each in ("found", "never", "two")) >= 3, census


def side_effects(made: Reasoner, scenario: Scenario, found: TargetSet, wish: Wish) -> Effects:
    """What a set changes beside, from the judgements of two whole evaluations."""
    nodes = tuple(Node.parse(each.change.item) for each in found.targets)
    last = scenario.phases[-1]
    blocked = last.model_copy(update={"block": (*last.block, *nodes)})
    was = made.evaluate(scenario, "columns").last
    now = made.evaluate(scenario.model_copy(update={"phases": (*scenario.phases[:-1], blocked)}), "columns").last
    concluded = {
        side.program.atoms[ground.head].finding
        for side in (was, now)
        for ground in side.fired.rules
        if not ground.step.structural and side.program.atoms[ground.head].layer is Layer.holds
    }
    parts: dict[str, list[Finding]] = {"lost": [], "gained": [], "weaker": [], "firmer": []}
    for finding in sorted(concluded, key=str):
        if finding.node in (wish.finding.node, *nodes):
            continue
        supports = [side.judge(finding).support if side.holds(finding) else None for side in (was, now)]
        if supports[0] is None or supports[1] is None:
            if supports != [None, None]:
                parts["gained" if supports[0] is None else "lost"].append(finding)
        elif supports[0] != supports[1]:
            parts["weaker" if supports[1] < supports[0] else "firmer"].append(finding)
    return Effects(**{name: tuple(each) for name, each in parts.items()})


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
    assert "it follows from what is given (Claim of hypoxia-emt, S010 [1])" in answer.reasons[0]


def test_forcing_counts_where_it_is_allowed() -> None:
    answer = targets(reasoner(*BASE), [given("hypoxia")], Wish(F("EMT"), force=True))
    assert [[(t.change.verb.value, t.change.item) for t in each.targets] for each in answer.sets] == [
        [("force", "CAF")]
    ]
