"""The explanation of whole models against a plain one, on random knowledge bases and on long chains."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from reasoner.errors import InputError
from reasoner.explain.briefly import Brief
from reasoner.model.explanation import Via
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.supposition import Supposition
from reasoner.pipeline import Evaluation, Reasoner
from tests.explain.making import item, reasoner, rule
from tests.explain.plain import Plain
from tests.properties import adapter, generator
from tests.properties.oracle_base import Refused, check_base

FLAGS = (
    "stated",
    "also_stated",
    "extrapolated",
    "against_requirement",
    "contested",
    "rests_on_contested",
    "supposed",
)


def supposing(made: Reasoner, scenario: Scenario, seed: int) -> Scenario:
    """The scenario, in one case of two with one or two suppositions on findings of the base."""
    rng = random.Random(f"suppose/{seed}")
    heads = sorted({finding for rule in made.kb.rules if rule.fires for finding in rule.then}, key=str)
    phases = [finding for phase in scenario.phases for finding in phase.given] or heads
    if rng.random() < 0.5 or not heads:
        return scenario
    suppose = tuple(Supposition(when=(rng.choice([*heads, *phases]),), then=(rng.choice(heads),)) for _ in range(2))
    suppose = tuple(each for each in suppose if each.when != each.then)
    return scenario.model_copy(update={"setting": scenario.setting.model_copy(update={"suppose": suppose})})


def held_to_the_plain_one(made: Reasoner, evaluation: Evaluation, name: str) -> Counter[str]:
    """Compare every finding of every phase; tells what was seen."""
    seen: Counter[str] = Counter()
    groups = made.grounder.supposing(evaluation.scenario.setting.suppose).groups
    for phase in evaluation.phases:
        plain = Plain(phase.situation, phase.model, groups)
        judgements = plain.judgements()
        assert set(phase.findings) == set(judgements), name
        for finding, judged in judgements.items():
            assert phase.judge(finding) == judged, f"{name}: {finding}"
            brief = Brief(phase.situation, phase.model, finding).shown(groups)
            told = (judged.support, judged.stated, judged.steps)
            assert (brief.support, brief.stated, brief.steps) == told, f"{name}: {finding}, on its own"
            seen.update(flag for flag in FLAGS if getattr(judged, flag))
            seen.update(f"via {part.via}" for part in judged.proof.walk())
            seen["combined"] += judged.steps > 1 and not judged.stated
            seen["by several rows"] += (
                len({some.row for _, some in plain.rows(phase.number(finding), judged.support)}) > 1
            )
    return seen


def test_every_judgement_and_proof_is_that_of_plain_fixpoints() -> None:
    seen: Counter[str] = Counter()
    for seed in range(250):
        base, document = generator.case(seed)
        try:
            check_base(base)
            made = Reasoner(adapter.knowledge_base(base))
            evaluation = made.evaluate(supposing(made, adapter.scenario(base, document), seed), "columns")
        except (Refused, InputError):
            continue
        seen += held_to_the_plain_one(made, evaluation, f"seed {seed}")
    wanted = (*FLAGS, *(f"via {via}" for via in Via), "combined", "by several rows")
    assert all(seen[each] >= 10 for each in wanted), seen


@pytest.mark.parametrize("rows", [1, 7, 200], ids=["one row", "a few rows", "a row each"])
def test_chains_longer_than_a_field_has_bits(rows: int) -> None:
    """Steps are counted to the end, whether one row holds the chains or not, and the shorter one is shown."""
    longer = ["hypoxia", *(f"a{number}" for number in range(60)), "end", *(f"more{number}" for number in range(60))]
    shorter = ["hypoxia", *(f"b{number}" for number in range(40)), "end"]
    links = dict.fromkeys(itertools.chain(itertools.pairwise(longer), itertools.pairwise(shorter)))
    rules = [
        rule(f"{before}-{after}", [before], after, item(f"S{number % rows:03d}", number + 1))
        for number, (before, after) in enumerate(links)
    ]
    kinds = dict.fromkeys((*longer, *shorter), "process") | {"hypoxia": "condition"}
    entities = [{"id": name, "label": name, "kind": kind} for name, kind in kinds.items()]
    made = Reasoner(adapter.knowledge_base({"entities": entities, "source": {}, "rules": rules}))
    evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": ["hypoxia"]}), "columns")
    held_to_the_plain_one(made, evaluation, f"{rows} rows")
    assert evaluation.last.judge(Finding("end")).steps == 41
    assert evaluation.last.judge(Finding("more59")).steps == 101


def test_a_row_that_fits_is_shown_before_one_of_fewer_steps_that_does_not() -> None:
    elsewhere, here = {"cancer": "glioma"}, {"cancer": "breast_cancer"}
    made = reasoner(
        rule("short", ["hypoxia"], "angiogenesis", item("S001", 1, 2, 3, context=elsewhere)),
        rule("first", ["hypoxia"], "VEGF", item("S002", 1, context=here)),
        rule("second", ["VEGF"], "angiogenesis", item("S002", 2, context=here)),
    )
    scenario = adapter.scenario({"entities": []}, {"given": ["hypoxia"], "cancer": "breast_cancer"})
    evaluation = made.evaluate(scenario, "columns")
    held_to_the_plain_one(made, evaluation, "fitting")
    judged = evaluation.last.judge(Finding("angiogenesis"))
    assert (judged.stated, judged.steps, judged.proof.rules) == (True, 2, ("second", "first"))
