"""The search against brute force: every set of changes tried out, through the columns engine, on random bases."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Verb
from reasoner.pipeline import Reasoner
from reasoner.questions.variants import Outcome, Variants
from reasoner.search.search import Search
from reasoner.search.world import Goal
from tests.properties import adapter, generator, oracle

MOST = 3


def cases(seeds: range) -> Iterator[tuple[random.Random, Reasoner, Variants, list[Change]]]:
    """Valid random scenarios with a few candidates of every kind."""
    for seed in seeds:
        base, scenario = generator.case(seed)
        rng = random.Random(seed)
        try:
            oracle.check_base(base)
            reasoner = Reasoner(adapter.knowledge_base(base))
            wanted = adapter.scenario(base, scenario)
            reasoner.evaluate(wanted, "columns")
            candidates = [*drawn(rng, reasoner), *undoing(reasoner, wanted)]
            yield rng, reasoner, Variants(reasoner, wanted, candidates), candidates
        except (oracle.Refused, InputError):
            continue


def drawn(rng: random.Random, reasoner: Reasoner) -> list[Change]:
    """Eight changes: mostly conditions and blocks of what rules name, some of them placed, contrary or forced."""
    kb = reasoner.kb
    named = sorted({finding for rule in kb.rules for finding in rule.findings()}, key=str)
    places = [e.id for e in kb.entities.values() if e.kind in ("cell", "site")]
    blocking = [Finding(e.id) for e in kb.entities.values() if e.blocks]
    targets = [Finding(*node) for e in kb.entities.values() for node in e.blocks]
    targets += [Finding(e.id) for e in kb.entities.values() if e.kind == "therapy"]
    excluding = [Finding(each) for member in sorted(kb.exclusive) for each in sorted(kb.descendants(member))]
    implying = [Finding(e.id) for e in kb.entities.values() if e.implies]
    pools = [kb.conditions, named, named, *(pool for pool in (blocking, targets, excluding, implying) if pool)]
    found: dict[Change, None] = {}
    while len(found) < 7:
        verb = rng.choice([Verb.give, Verb.give, Verb.give, Verb.block, Verb.block, Verb.force])
        finding = rng.choice(rng.choice(pools))
        if rng.random() < 0.15:
            finding = Finding(finding.entity, rng.choice(places), finding.down)
        item = str(finding) if verb is Verb.give else str(finding.node)
        found[Change(verb=verb, item=item, label=item)] = None
    return list(found)


def undoing(reasoner: Reasoner, scenario: Scenario) -> list[Change]:
    """What takes back two things that are given or set."""
    inputs, _ = reasoner.before_last(scenario)
    found = [Change(verb=Verb.remove, item=str(each), label=str(each)) for each in inputs.given]
    found += [Change(verb=Verb.release, item=str(each), label=str(each)) for each in (*inputs.block, *inputs.force)]
    return found[-2:]


def goals_for(rng: random.Random, outcomes: dict[tuple[int, ...], Outcome]) -> tuple[Goal, ...]:
    """One or two goals that some sets meet and others do not, as far as there are such."""
    counts = Counter(finding for outcome in outcomes.values() for finding in outcome.support)
    turning = [finding for finding, number in counts.items() if number < len(outcomes)] or list(counts)
    goals = []
    for _ in range(rng.choice([1, 1, 2])):
        finding = rng.choice(sorted(turning, key=str))
        grade = rng.choice([Grade.hypothesis, Grade.hypothesis, Grade.limited, Grade.moderate, Grade.strong])
        goals.append(Goal(finding, rng.random() < 0.6, grade))
    return tuple(goals)


def meets(outcome: Outcome, goals: tuple[Goal, ...]) -> bool:
    return all((outcome.support.get(goal.finding, -1) >= goal.support) == goal.wanted for goal in goals)


@pytest.mark.parametrize("chunk", range(6))
def test_minimal_sets_are_those_of_brute_force(chunk: int) -> None:
    census: Counter[str] = Counter()
    for rng, _, variants, candidates in cases(range(chunk * 40, chunk * 40 + 40)):
        every = [c for size in range(MOST + 1) for c in itertools.combinations(range(len(candidates)), size)]
        tried = variants.outcomes([tuple(candidates[number] for number in each) for each in every])
        outcomes = {each: outcome for each, outcome in zip(every, tried, strict=True) if outcome}
        census["refused"] += len(every) - len(outcomes)
        for _ in range(3):
            goals = goals_for(rng, outcomes)
            good = [each for each, outcome in outcomes.items() if meets(outcome, goals)]
            minimal = [each for each in good if not any(set(other) < set(each) for other in good)]
            world = variants.world.with_goals(goals)
            found = Search([world], candidates).minimal(MOST, 10_000)
            assert sorted(found.sets) == sorted(minimal), [str(goal) for goal in goals]
            assert found.complete_to == MOST
            assert not found.cut
            if minimal:
                assert Search([world], candidates).possible()
            census.update(f"size {len(each)}" for each in minimal)
            kept = {each for each in good if set(each) not in [set(one) for one in minimal]}
            census["not monotone"] += any(
                each not in good for each in outcomes for one in minimal if set(one) < set(each)
            )
            census["supersets"] += len(kept)
    assert census["size 1"] >= 20
    assert census["size 2"] + census["size 3"] >= 5
    assert census["not monotone"] >= 5
    assert census["refused"] >= 50
