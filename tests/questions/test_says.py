"""What the sources say of a step, against the rule files read anew and against closures."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import reasoner
from reasoner.errors import UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.packs import find
from reasoner.knowledge.suppositions import step
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Premise
from reasoner.model.sayings import Says
from reasoner.pipeline import Reasoner
from reasoner.questions.sayings import how_of, least_besides
from reasoner.questions.says import says
from tests.shell.conftest import folder, home, kb, say  # noqa: F401 - fixtures
from tests.shell.driving import Inside
from tests.surfaces.calling import PACK, call

SHIPPED = find().folder


def documents(pack: Path) -> list[dict[str, Any]]:
    """The rules of a pack as its files have them."""
    found = []
    for file in sorted((pack / "rules").glob("*.yaml")):
        found += (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("rules", [])
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def variants(rule: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    choices = [listed(each["any"]) if isinstance(each, dict) else [each] for each in listed(rule.get("when", []))]
    yield from itertools.product(*choices)


def put(rule: dict[str, Any]) -> str:
    """How a rule is put, by its text alone."""
    if rule.get("kind") == "denial":
        return "denies"
    effect = rule.get("effect", "causes")
    if effect in ("modulates", "precedes"):
        return {"modulates": "open", "precedes": "order"}[effect]
    flat = any(each["wording"] == "states" for each in rule["evidence"])
    return "states" if flat and effect != "correlates" and "hypothesis" not in rule else "hedges"


def bare(finding: str) -> str:
    return finding.replace(" down", "")


def expected(rules: list[dict[str, Any]], first: str, second: str) -> tuple[dict[str, str], set[str]]:
    """The rules that say the very step: those that need nothing else with how they put it, and the others."""
    alone, more = {}, set()
    for rule in rules:
        if rule.get("kind") == "requirement":
            continue
        ends = [*listed(rule.get("then", [])), *listed(rule.get("outcomes", []))]
        is_open = put(rule) == "open"
        meant = bare(second) in map(bare, ends) if is_open else second in ends
        with_it = [each for each in variants(rule) if first in each]
        if meant and with_it:
            if min(map(len, with_it)) == 1:
                alone[rule["id"]] = put(rule)
            else:
                more.add(rule["id"])
    return alone, more


@pytest.fixture(scope="module", params=["pack", "shipped"])
def base(request: pytest.FixtureRequest) -> tuple[list[dict[str, Any]], Reasoner]:
    where = PACK if request.param == "pack" else SHIPPED
    return documents(where), Reasoner(reasoner.load(where).knowledge)


def asked_pairs(rules: list[dict[str, Any]], most: int) -> list[tuple[str, str]]:
    """Steps that rules take, and others made of the same findings."""
    rng = random.Random(4)
    taken = [
        (first, second)
        for rule in rules
        for variant in variants(rule)
        for first in variant
        for second in listed(rule.get("then", []))
        if not first.startswith("before ") and first != second
    ]
    firsts, seconds = (sorted({pair[n] for pair in taken}) for n in (0, 1))
    mixed = [(rng.choice(firsts), rng.choice(seconds)) for _ in range(most // 3)]
    pairs = rng.sample(taken, min(most, len(taken))) + [pair for pair in mixed if pair[0] != pair[1]]
    return list(dict.fromkeys(pairs))


def test_every_step_is_put_as_the_files_put_it(base: tuple[list[dict[str, Any]], Reasoner]) -> None:
    rules, asked = base
    seen = set()
    for first, second in asked_pairs(rules, 160):
        answer = says(asked, Finding.parse(first), Finding.parse(second))
        alone, more = expected(rules, first, second)
        exact = {each.rule: each.how for each in answer.sayings if each.relation == "exact"}
        assert exact == alone, (first, second)
        assert {each.rule for each in answer.together if each.relation == "exact"} == more, (first, second)
        assert set(alone.values()) <= set(answer.verdicts)
        assert answer.verdict == answer.verdicts[0]
        assert len(set(answer.verdicts)) == len(answer.verdicts)
        assert ("nothing" in answer.verdicts) == (not (answer.sayings or answer.together or answer.combination))
        for each in (*answer.sayings, *answer.together):
            rule = next(rule for rule in rules if rule["id"] == each.rule)
            assert each.citations[0].row in {item["at"] for item in rule["evidence"]}
        seen.update(answer.verdicts)
    assert {"states", "hedges", "combination"} <= seen


def test_a_combination_is_what_closures_have(base: tuple[list[dict[str, Any]], Reasoner]) -> None:
    rules, asked = base
    rng = random.Random(5)
    conditions = sorted(asked.kb.conditions, key=str)
    concluded = sorted({each for rule in rules for each in listed(rule.get("then", []))})
    for condition, closure in asked.closures(rng.sample(conditions, min(8, len(conditions)))).items():
        for text in rng.sample(concluded, min(20, len(concluded))):
            wanted = Finding.parse(text)
            if wanted == condition:
                continue
            answer = says(asked, condition, wanted)
            said = [e for e in answer.sayings if e.how in ("states", "hedges") and e.relation != "kinds"]
            flat = [each.grade for each in said if not each.guards]
            if wanted in closure:
                assert flat or answer.combination, (condition, wanted)
            elif not answer.by_definition and answer.combination:
                # no rule concludes it there; structure lifts it from what one does
                assert answer.combination.proof.via in ("is_a", "implies", "place"), (condition, wanted)
            if answer.combination:
                assert answer.combination.given == (condition,)
                assert answer.combination.support > max(flat, default=-1)
                assert "combination" in answer.verdicts
                leaves = {leaf.finding for leaf in _leaves(answer.combination.proof)}
                assert leaves == {condition}


def _leaves(proof: Any) -> Iterator[Any]:
    if not proof.premises and not proof.repeated:
        yield proof
    for each in proof.premises:
        yield from _leaves(each)


# ---------------------------------------------------------------- the small pack, case by case


@pytest.fixture(scope="module")
def pack() -> reasoner.Base:
    return reasoner.load(PACK)


def of(pack: reasoner.Base, first: str, second: str = "") -> Says:
    record = pack.says(first, second).record
    assert isinstance(record, Says)
    return record


@pytest.mark.parametrize(
    ("first", "second", "verdicts", "rules"),
    [
        ("hypoxia", "HIF2A", ["states"], ["hypoxia-hif2a"]),
        ("low oxygen", "EMT in CSC", ["states"], ["hypoxia-emt"]),
        ("EMT", "invasion", ["hedges"], ["emt-invasion"]),
        ("HIF", "poor_prognosis", ["hedges"], ["hif-prognosis"]),
        ("chemotherapy", "quiescence", ["hedges"], ["chemotherapy-quiescence"]),
        ("NOTCH", "stemness", ["open"], ["notch-stemness"]),
        ("NOTCH", "no stemness", ["open"], ["notch-stemness"]),
        ("dormancy", "stemness", ["denies"], ["dormancy-not-stemness"]),
        ("hypoxia", "angiogenesis", ["combination"], []),
        ("hypoxia", "no dormancy", ["states"], ["hypoxia-dormancy-down"]),
        ("HIF1A", "angiogenesis", ["states"], ["hif-angiogenesis"]),
        ("HIF2A", "CSC_enrichment", ["combination"], []),
        ("normoxia", "EMT", ["nothing"], []),
    ],
)
def test_verdicts(pack: reasoner.Base, first: str, second: str, verdicts: list[str], rules: list[str]) -> None:
    answer = of(pack, first, second)
    assert list(answer.verdicts) == verdicts
    assert [each.rule for each in answer.sayings] == rules


def test_relations_are_told_apart(pack: reasoner.Base) -> None:
    assert [each.relation for each in of(pack, "HIF1A", "angiogenesis").sayings] == ["definition"]
    kinds = of(pack, "hypoxia", "HIF").sayings
    assert {(each.rule, each.relation) for each in kinds} == {
        ("hypoxia-hif1a", "definition"),
        ("hypoxia-hif2a", "definition"),
    }
    assert [each.relation for each in of(pack, "EMT", "invasion").sayings] == ["exact"]


def test_what_it_needs_denies_or_turns_round(pack: reasoner.Base) -> None:
    needs = of(pack, "HIF2A", "CSC_enrichment")
    assert [each.rule for each in needs.requirements] == ["enrichment-needs-hif2a"]
    assert [(each.rule, each.also_needs) for each in needs.together] == [
        ("hypoxia-hif2a-enrichment", (Finding("hypoxia"),))
    ]
    contrary = of(pack, "hypoxia", "dormancy")
    assert contrary.verdict == "nothing"
    assert [each.rule for each in contrary.contrary] == ["hypoxia-dormancy-down"]
    assert [each.rule for each in of(pack, "invasion", "EMT").reverse] == ["emt-invasion"]


def test_guards_and_hypotheses_are_told(pack: reasoner.Base) -> None:
    guarded = of(pack, "hypoxia", "macrophage_recruitment")
    assert [each.guards for each in guarded.sayings] == [("cancer: glioma",)]
    assert guarded.combination is None
    assert "not in every setting" in str(pack.says("hypoxia", "macrophage_recruitment"))
    assert [each.guards for each in of(pack, "chemotherapy", "quiescence").sayings] == [("assume: rest/induced",)]


def test_a_competing_hypothesis_is_a_hedge_whatever_its_wording(pack: reasoner.Base) -> None:
    rule = pack.knowledge.rules_by_id["hypoxia-hif2a"]
    assert how_of(rule) == "states"
    assert how_of(rule.model_copy(update={"hypothesis": "rest/induced"})) == "hedges"


def test_what_it_needs_besides_is_that_of_the_variant_that_needs_least(pack: reasoner.Base) -> None:
    hypoxia, emt, csc = (Premise(Finding(name)) for name in ("hypoxia", "EMT", "CSC"))
    rule = pack.knowledge.rules_by_id["hypoxia-hif2a"].model_copy(update={"when": ((hypoxia, emt), (hypoxia, csc))})
    assert least_besides(rule, [Finding("hypoxia")]) == ()
    assert least_besides(rule, [Finding("EMT")]) == (Finding("hypoxia"),)
    assert least_besides(rule, [Finding("ROS")]) is None
    before = rule.model_copy(update={"when": ((Premise(Finding("hypoxia"), before=True),),)})
    assert least_besides(before, [Finding("hypoxia")]) is None


def test_a_combination_has_its_proof(pack: reasoner.Base) -> None:
    combined = of(pack, "hypoxia", "angiogenesis").combination
    assert combined is not None
    assert (combined.support, combined.steps, combined.given) == (Grade.moderate, 2, (Finding("hypoxia"),))
    assert combined.proof.rule == "hif-angiogenesis"
    assert combined.stated  # T01 says both steps


def test_what_is_not_said_is_not_false(pack: reasoner.Base) -> None:
    said = str(pack.says("normoxia", "EMT"))
    assert "says nothing of it" in said
    assert "That it is not said is not the same as false." in said
    assert "false" not in str(pack.says("hypoxia", "HIF2A"))


@pytest.mark.parametrize(
    "text", ["hypoxia -> no dormancy", "hypoxia → dormancy down", "low oxygen no dormancy", "hypoxia no dormancy"]
)
def test_ways_to_ask(pack: reasoner.Base, text: str) -> None:
    assert step(Names(pack.knowledge), text) == (Finding("hypoxia"), Finding("dormancy", None, True))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hypoxia", "E230"),
        ("hypoxia, CSC -> EMT", "E230"),
        ("hypoxia -> EMT unless CSC", "E230"),
        ("hypoxya -> EMT", "E012"),
        ("glioblastoma -> EMT", "E015"),
        ("hypoxia -> hypoxia", "E233"),
    ],
)
def test_what_is_no_question(pack: reasoner.Base, text: str, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        pack.says(text)


def test_on_the_command_line() -> None:
    for words in (("hypoxia", "EMT in CSC"), ("hypoxia -> EMT in CSC",), ("low oxygen -> EMT", "in CSC")):
        called = call("says", *words, "--format", "json")
        assert called.code == 0
        assert json.loads(called.out)["verdict"] == "states"
    assert call("says", "normoxia", "EMT").code == 0
    assert "no advice on" in call("says", "chemotherapy", "scarring").out


def test_in_the_shell(say: Inside) -> None:  # noqa: F811
    assert say("says hypoxia -> HIF2A").startswith("Hypoxia → HIF-2α active: stated.")
    assert say("says taxane no relapse").startswith("Taxanes → less relapse: the review says nothing of it")
    assert "not said end to end" in say("says hypoxia CSC_enrichment all")
    say("suppose taxane -> relapse", "taxane")
    assert "says nothing of it" in say("says taxane relapse")
    assert "error[E230]" in say("says hypoxia")
