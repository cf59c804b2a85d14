"""`needs` by brute force: each thing, and each rule, taken out of the documents, and everything evaluated anew."""

from __future__ import annotations

from collections import Counter

import pytest

from reasoner.errors import InputError, UsageError
from reasoner.knowledge.loader import load
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Origin
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation, Reasoner, scenario_from_names
from reasoner.program.phases import inputs
from reasoner.questions.needs import needs
from tests.explain.making import item, rule
from tests.explain.making import reasoner as reasoner_of
from tests.packaging.test_repository import ROOT
from tests.properties import adapter
from tests.questions.randomly import evaluations

CASES = 100
SEEN: Counter[str] = Counter()


def test_needs_are_what_brute_force_finds() -> None:
    for seed, reasoner, _, evaluation in evaluations(range(CASES)):
        compare(reasoner, evaluation, evaluation.last.findings[::3], f"seed {seed}")
    assert all(SEEN[each] > 1 for each in ("given", "number", "block", "force", "history", "rule", "several phases")), (
        SEEN
    )


def test_a_rule_is_needed_that_only_keeps_an_exception_away() -> None:
    made = reasoner_of(
        rule("keeps-away", ["hypoxia"], "SRC", item("S001", 1)),
        rule("would-stop", ["inflammation"], "VEGF", item("S002", 2), unless=["SRC"]),
        rule("gives", ["hypoxia"], "EMT", item("S003", 3), unless=["VEGF"]),
        rule("idle", ["hypoxia"], "HIF1A", item("S004", 4)),
    )
    base: dict[str, list[object]] = {"entities": []}
    for phases in ({"given": ["hypoxia", "inflammation"]}, {"phases": [{"given": ["hypoxia", "inflammation"]}, {}]}):
        evaluation = made.evaluate(adapter.scenario(base, phases), "columns")
        answer = needs(made, evaluation, Finding("EMT"))
        assert [(each.rule, bool(each.concludes)) for each in answer.rules] == [("gives", True), ("keeps-away", False)]
        assert [each.text for each in answer.things] == ["hypoxia"]
        assert [each.text for each in answer.spare] == ["inflammation"]


def test_needs_of_the_shipped_base() -> None:
    kb = load(ROOT)
    reasoner = Reasoner(kb)
    scenario = scenario_from_names(kb, ["hypoxia", "CSC"], block=["HIF1A"], cancer="glioblastoma")
    evaluation = reasoner.evaluate(scenario, "columns")
    wanted = ["CSC_enrichment", "angiogenesis", "EMT in CSC"]
    findings = list(map(Finding.parse, wanted))
    own = {rule for each in findings for rule in evaluation.last.judge(each).proof.rules}
    few = own | set(sorted(fired(evaluation.last))[::12])  # a whole base anew for each: not for all of them
    compare(reasoner, evaluation, findings, "shipped", few)


def test_what_does_not_hold_needs_nothing() -> None:
    reasoner = Reasoner(load(ROOT))
    with pytest.raises(UsageError) as raised:
        needs(reasoner, reasoner.evaluate(Scenario(), "columns"), Finding("hypoxia"))
    assert raised.value.problems[0].code == "E203"


def compare(
    reasoner: Reasoner, evaluation: Evaluation, findings: list[Finding], said: str, tried: set[str] | None = None
) -> None:
    kb, scenario = reasoner.kb, evaluation.scenario
    without_rule = {
        rule.id: held(kb.model_copy(update={"rules": tuple(r for r in kb.rules if r is not rule)}), scenario)
        for rule in kb.rules
        if rule.id in (set().union(*map(fired, evaluation.phases)) if tried is None else tried)
    }
    without_thing = {text: held(kb, other) for text, other in stripped(kb, scenario)}
    for finding in findings:
        answer = needs(reasoner, evaluation, finding)
        needed = [text for text, found in without_thing.items() if found is not None and finding not in found]
        assert [each.text for each in answer.things] == needed, f"{said}, {finding}"
        refused = [text for text, found in without_thing.items() if found is None]
        assert [each.text for each in answer.refused] == refused, f"{said}, {finding}"
        rules = {rule for rule, found in without_rule.items() if found is not None and finding not in found}
        # What is fixed at a node that only the rule names has no node without it: nothing is lost there.
        rules = {rule for rule in rules if evaluation.last.judge(finding).origin is not Origin.intervened}
        assert {each.rule for each in answer.rules if each.rule in without_rule} == rules, f"{said}, {finding}"
        SEEN["rule"] += len(rules)
        SEEN["rule beside the proof"] += any(not each.concludes for each in answer.rules)
        SEEN["several phases"] += len(scenario.phases) > 1 and bool(rules)
        for text in needed:
            first = text.partition(" ")[0]
            known = first in ("block", "force", "history")
            SEEN[first if known else "number" if "=" in text else "given"] += 1


def fired(analysis: object) -> set[str]:
    return {rule.rule.id for rule in analysis.fired.rules if rule.rule}  # type: ignore[attr-defined]


def held(kb: KnowledgeBase, scenario: Scenario) -> set[Finding] | None:
    """What holds in the last phase; None where the scenario is refused."""
    try:
        return set(Reasoner(kb).evaluate(scenario, "columns").last.findings)
    except InputError:
        return None


def stripped(kb: KnowledgeBase, scenario: Scenario) -> list[tuple[str, Scenario]]:
    """The scenario without each thing; whatever takes away what is no longer there is left out too."""
    found = []
    for key, verb in (("given", ""), ("measured", ""), ("block", "block "), ("force", "force ")):
        for value in dict.fromkeys(each for phase in scenario.phases for each in getattr(phase, key)):
            phases = [
                phase.model_copy(update={key: tuple(v for v in getattr(phase, key) if v != value)})
                for phase in scenario.phases
            ]
            found.append((f"{verb}{value}", mended(kb, scenario.model_copy(update={"phases": tuple(phases)}))))
    for value in dict.fromkeys(scenario.history):
        left = tuple(each for each in scenario.history if each != value)
        found.append((f"history {value}", scenario.model_copy(update={"history": left})))
    return found


def mended(kb: KnowledgeBase, scenario: Scenario) -> Scenario:
    """Take out, one by one, what the errors say is not there."""
    while True:
        try:
            inputs(kb, scenario)
        except InputError as error:
            problem = next(each for each in error.problems if each.code == "E024")
            phases = list(scenario.phases)
            at = phases[problem.phase]
            phases[problem.phase] = at.model_copy(
                update={
                    key: tuple(each for each in getattr(at, key) if str(each) != problem.subject)
                    for key in ("remove", "remove_measured", "release")
                }
            )
            scenario = scenario.model_copy(update={"phases": tuple(phases)})
        else:
            return scenario
