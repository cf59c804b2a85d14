"""The production engine: its model, its log, stepping, interruption."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reasoner
from reasoner.engines.production import Activation, Firing, GroundEngine, Production, model
from reasoner.engines.translation import productions, relevant
from reasoner.model.scenario import Setting
from reasoner.program.ground import Case, GroundRule, Program

RuleParts = tuple[int, Sequence[int], Sequence[int]]


def make(
    stratum: Sequence[int], rules: Iterable[RuleParts], facts: Iterable[int], disabled: Iterable[int] = ()
) -> Case:
    """A case from (head, body, unless) triples; atoms need no findings here."""
    program = Program(
        setting=Setting(),
        atoms=(),
        rules=tuple(
            GroundRule(index, head, tuple(body), tuple(unless)) for index, (head, body, unless) in enumerate(rules)
        ),
        stratum=tuple(stratum),
        component=tuple(range(len(stratum))),
    )
    return Case(program, frozenset(facts), frozenset(disabled))


def random_case(rnd: random.Random) -> Case:
    """A stratified program with loops, exceptions, several rules a head, disabled rules, and facts at every level."""
    count = rnd.randint(4, 14)
    stratum = [rnd.randint(0, 3) for _ in range(count)]
    rules = []
    for _ in range(rnd.randint(2, 28)):
        head = rnd.randrange(count)
        below = [atom for atom in range(count) if stratum[atom] < stratum[head]]
        level = [atom for atom in range(count) if stratum[atom] <= stratum[head]]
        body = [rnd.choice(level) for _ in range(rnd.choice((0, 1, 1, 1, 2, 2, 3)))]
        unless = [rnd.choice(below) for _ in range(rnd.choice((0, 0, 1, 2)))] if below else []
        rules.append((head, body, unless))
    facts = [atom for atom in range(count) if rnd.random() < 0.25]
    disabled = [index for index in range(len(rules)) if rnd.random() < 0.1]
    return make(stratum, rules, facts, disabled)


def naive(case: Case) -> frozenset[int]:
    """The least model of one stratum after the other, by trying every rule until nothing changes."""
    holding = set(case.facts)
    for level in sorted(set(case.program.stratum)):
        changed = True
        while changed:
            changed = False
            for rule in case.program.rules:
                if case.program.stratum[rule.head] != level or rule.index in case.disabled or rule.head in holding:
                    continue
                if holding.issuperset(rule.body) and holding.isdisjoint(rule.unless):
                    holding.add(rule.head)
                    changed = True
    return frozenset(holding)


cases = st.randoms(use_true_random=False).map(random_case)


# --- The model --------------------------------------------------------------------------------------------------------


@given(cases)
@settings(deadline=None, max_examples=400)
def test_model_is_the_naive_fixpoint_of_each_stratum(case: Case):
    assert model(case) == naive(case)


@given(cases, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_model_does_not_depend_on_the_order_of_rules_or_facts(case: Case, rnd: random.Random):
    order = list(case.program.rules)
    rnd.shuffle(order)
    facts = sorted(case.facts)
    rnd.shuffle(facts)
    disabled = [place for place, rule in enumerate(order) if rule.index in case.disabled]
    shuffled = make(case.program.stratum, [(rule.head, rule.body, rule.unless) for rule in order], facts, disabled)
    assert model(shuffled) == model(case)


def test_the_random_programs_are_not_timid():
    """Shares of the cases in which a mechanism decides something."""
    seen: Counter[str] = Counter()
    total = 500
    for seed in range(total):
        case = random_case(random.Random(seed))
        result = naive(case)
        fired = {firing.rule for firing in run(case).log}
        rules = case.program.rules
        met = [rule for rule in rules if result.issuperset(rule.body) and rule.index not in case.disabled]
        seen["derives"] += result > case.facts
        seen["exception stops"] += any(not result.isdisjoint(rule.unless) for rule in met)
        seen["fires beside a possible exception"] += any(rule.unless and rule.index in fired for rule in rules)
        seen["derived exception stops"] += any(not (result - case.facts).isdisjoint(rule.unless) for rule in met)
        seen["disabled rule matters"] += naive(Case(case.program, case.facts)) != result
        seen["three levels"] += len({case.program.stratum[atom] for atom in result - case.facts}) >= 3
        seen["confirms"] += any(not firing.new for firing in run(case).log)
        seen["no premise"] += any(not rules[number].body for number in fired)
    least = {"derives": 0.8, "exception stops": 0.4, "derived exception stops": 0.25, "disabled rule matters": 0.1}
    least |= {"fires beside a possible exception": 0.4, "three levels": 0.15, "confirms": 0.6, "no premise": 0.5}
    assert {name: seen[name] / total for name, share in least.items() if seen[name] < share * total} == {}


def test_a_loop_needs_a_start_outside():
    rules = [(1, [0], []), (2, [1], []), (1, [2], [])]
    assert model(make([0] * 3, rules, [])) == frozenset()
    assert model(make([0] * 3, rules, [0])) == {0, 1, 2}


def test_an_exception_concluded_late_still_counts():
    """The exception lies at the end of a chain and its rule has the highest number, yet it comes first."""
    rules = [(9, [0], [8]), *((atom + 1, [atom], []) for atom in range(8))]
    assert 9 not in model(make([0] * 9 + [1], rules, [0]))
    assert 9 in model(make([0] * 9 + [1], rules[:-1], [0]))


# --- Log, agenda, steps -----------------------------------------------------------------------------------------------


def run(case: Case) -> Production:
    production = Production(case)
    production.run()
    return production


@given(cases)
@settings(deadline=None)
def test_every_firing_is_justified_when_it_happens(case: Case):
    production = run(case)
    holding = set(case.facts)
    levels = []
    for number, firing in enumerate(production.log, 1):
        rule = case.program.rules[firing.rule]
        assert firing.number == number
        assert firing.head == rule.head
        assert rule.index not in case.disabled
        assert holding.issuperset(rule.body)
        assert production.model.isdisjoint(rule.unless)
        assert firing.new is (rule.head not in holding)
        holding.add(rule.head)
        levels.append(case.program.stratum[rule.head])
    assert holding == production.model
    assert levels == sorted(levels)
    result = naive(case)
    applicable = [
        rule.index
        for rule in case.program.rules
        if rule.index not in case.disabled and result.issuperset(rule.body) and result.isdisjoint(rule.unless)
    ]
    assert sorted(firing.rule for firing in production.log) == applicable  # each once, none left out


@given(cases, st.data())
@settings(deadline=None)
def test_steps_follow_the_agenda_and_add_up_to_a_run(case: Case, data: st.DataObject):
    whole = run(case)
    production = Production(case)
    assert production.model == case.facts
    while not production.finished:
        agenda = production.agenda()
        before = production.log
        keys = [(case.program.stratum[waiting.head], waiting.rule) for waiting in agenda]
        assert keys == sorted(keys)
        steps = data.draw(st.integers(0, 4), label="rules to fire")
        fired = (production.step(),) if steps == 1 else production.run(steps)
        assert production.log == before + fired
        if fired:
            assert fired[0] is not None
            assert (fired[0].rule, fired[0].head) == (agenda[0].rule, agenda[0].head)
    assert production.agenda() == ()
    assert production.step() is None
    assert production.run() == ()
    assert (production.log, production.model) == (whole.log, whole.model)


@given(st.lists(cases, min_size=2, max_size=3), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_interleaved_engines_do_not_disturb_each_other(several: list[Case], rnd: random.Random):
    several = [*several, several[0]]
    running = [Production(case) for case in several]
    while any(not production.finished for production in running):
        rnd.choice(running).run(rnd.randint(1, 3))
    for case, production in zip(several, running, strict=True):
        alone = run(case)
        assert (production.log, production.model) == (alone.log, alone.model)


def test_what_agenda_and_log_say():
    case = make([0, 0, 0, 1], [(3, [0], [2]), (1, [0], []), (0, [1, 0], []), (2, [3], [])], [0], disabled=[3])
    production = Production(case)
    assert production.agenda() == (Activation(1, 1, (0,)), Activation(0, 3, (0,)))
    assert production.step() == Firing(1, rule=1, head=1, new=True)
    assert production.agenda() == (Activation(2, 0, (1, 0)), Activation(0, 3, (0,)))
    assert production.run(1) == (Firing(2, rule=2, head=0, new=False),)
    assert production.model == {0, 1}
    assert not production.finished
    assert production.run() == (Firing(3, rule=0, head=3, new=True),)
    assert production.finished


def test_a_limit_of_none_fires_all_and_of_zero_nothing():
    case = make([0] * 3, [(1, [0], []), (2, [1], [])], [0])
    assert Production(case).run(0) == ()
    assert len(Production(case).run(None)) == 2
    with pytest.raises(ValueError, match="fewer than 0"):
        Production(case).run(-1)


def test_a_blocked_rule_leaves_the_agenda():
    case = make([0, 0, 1], [(2, [0], [1]), (1, [0], [])], [0])
    production = Production(case)
    assert [waiting.rule for waiting in production.agenda()] == [1, 0]
    production.step()
    assert production.agenda() == ()


HASHED = """
import json, random
from tests_of_production import random_case, run
print(json.dumps([[list(firing) for firing in run(random_case(random.Random(seed))).log] for seed in range(60)]))
"""


def test_the_log_is_the_same_under_every_hash_seed():
    loaded = f"import sys, importlib.util as u; s = u.spec_from_file_location('tests_of_production', {__file__!r}); "
    loaded += "m = sys.modules['tests_of_production'] = u.module_from_spec(s); s.loader.exec_module(m)"
    package = str(Path(reasoner.__file__).parents[1])
    logs = []
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": package}
        done = subprocess.run(
            [sys.executable, "-c", loaded + HASHED], env=environment, capture_output=True, text=True, check=True
        )
        logs.append(done.stdout)
    here = [[list(firing) for firing in run(random_case(random.Random(seed))).log] for seed in range(60)]
    assert [json.loads(log) for log in logs] == [here] * 3


# --- Interruption, cost -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("late", [False, True])
def test_an_interrupted_run_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException], late: bool
):
    """Interrupted at each firing in turn: twice before its action, or once after."""
    case = next(case for case in map(random_case, map(random.Random, range(99))) if len(run(case).log) >= 9)
    whole = run(case)
    assert {firing.new for firing in whole.log} == {True, False}
    original = GroundEngine.conclude
    for place in range(len(whole.log)):
        failures = [error] if late else [error, error]

        def conclude(engine, rule, place=place, failures=failures):
            fails = len(engine.log) == place and failures
            if late or not fails:
                original(engine, rule)
            if fails:
                raise failures.pop()

        production = Production(case)
        monkeypatch.setattr(GroundEngine, "conclude", conclude)
        with pytest.raises(error):
            production.run()
        assert production.log == whole.log[: place + late]
        if not late:
            with pytest.raises(error):
                production.step()
        monkeypatch.setattr(GroundEngine, "conclude", original)
        assert production.finished is (place + late == len(whole.log))
        production.run()
        assert (production.log, production.model) == (whole.log, whole.model)


def test_only_rules_within_reach_become_productions():
    rules = [(1, [0], [4]), (2, [1, 0], []), (3, [2, 5], []), (6, [3], []), (5, [6], []), (7, [1], [])]
    case = make([0] * 5 + [0, 0, 1], rules, [0], disabled=[5])
    assert [rule.index for rule in relevant(case)] == [0, 1]
    assert [rule.number for rule in productions(case)] == [0, 1]


@given(cases)
@settings(deadline=None)
def test_relevant_rules_are_those_that_fire_when_no_exception_counts(case: Case):
    positive = make(
        [0] * len(case.program.stratum),
        [(rule.head, rule.body, ()) for rule in case.program.rules],
        case.facts,
        case.disabled,
    )
    assert [rule.index for rule in relevant(case)] == sorted(firing.rule for firing in run(positive).log)


def test_given_atoms_are_declared_in_one_call(monkeypatch: pytest.MonkeyPatch):
    calls = []
    original = GroundEngine.declare
    monkeypatch.setattr(GroundEngine, "declare", lambda self, *facts: calls.append(facts) or original(self, *facts))
    Production(make([0] * 4, [(3, [0, 1], [])], [0, 1, 2]))
    assert [[fact[0] for fact in facts] for facts in calls] == [[0, 1, 2]]


def test_an_engine_can_be_reset():
    engine = GroundEngine(productions(make([0, 0, 1], [(1, [0], []), (2, [0], [1])], [0])))
    for _ in range(2):
        engine.reset()
        engine.give(frozenset([0]))
        engine.run()
        assert engine.log == [Firing(1, rule=0, head=1, new=True)]
        assert engine.holding == {0, 1}


def test_an_empty_case_is_finished_and_silent(caplog: pytest.LogCaptureFixture):
    production = Production(make([0], [(0, [0], [])], []))
    assert production.finished
    assert production.run() == ()
    assert production.model == frozenset()
    assert Production(make([0, 0], [(0, [], []), (1, [0], [])], [])).run()[0].head == 0
    assert caplog.records == []
