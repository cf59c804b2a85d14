"""discriminate against whole evaluations of every set-up in every model, and on a small base."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from reasoner.errors import InputError, UsageError
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import Verb
from reasoner.pipeline import Reasoner
from reasoner.program import edits
from reasoner.questions.discriminate import discriminate
from tests.explain.making import item, reasoner, rule
from tests.properties import adapter, generator, oracle
from tests.questions.searching import BASE, given


def test_set_ups_are_all_the_smallest_that_separate() -> None:
    census: Counter[str] = Counter()
    for seed in range(42):
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
    """Brute force: for each pair of models the smallest sets of changes after which what holds is different.

    Every set is made in every model, which is then evaluated whole; one that some model refuses is no set-up.
    """
    there = made.before_last(models[0])[0].given
    pool = [(Verb.remove, each) for each in there]
    pool += [(Verb.give, each) for each in made.kb.conditions if each not in there]
    held: dict[frozenset[tuple[Verb, str]], list[set[Finding]]] = {}
    for chosen in (each for size in range(3) for each in itertools.combinations(pool, size)):
        try:
            models_held = [set(made.evaluate(applied(made, each, chosen), "columns").last.findings) for each in models]
        except InputError:
            continue
        held[frozenset((verb, str(finding)) for verb, finding in chosen)] = models_held
    found: dict[str, set[frozenset[tuple[Verb, str]]]] = {}
    for one, other in itertools.combinations(range(len(models)), 2):
        good = [key for key, each in held.items() if each[one] != each[other]]
        minimal = {key for key in good if not any(smaller < key for smaller in good)}
        found[f"{'ABCDEF'[one]} {'ABCDEF'[other]}"] = minimal
    return found


def applied(made: Reasoner, scenario: Scenario, chosen: tuple[tuple[Verb, Finding], ...]) -> Scenario:
    for verb, finding in chosen:
        scenario = (edits.give if verb is Verb.give else edits.retract)(made.kb, scenario, finding)
    return scenario


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
