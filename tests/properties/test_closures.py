"""What findings lead to alone, what can be derived at all, and which rules are silent: against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest

from reasoner.batch.alikeness import premises, within
from reasoner.engines.trials import settings_of
from reasoner.errors import InputError
from reasoner.explain.report import denied_steps
from reasoner.model.finding import Finding
from reasoner.model.rule import RuleKind
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner, denied_proofs

from . import adapter, generator, oracle
from .oracle_base import Refused, listed, premises_of
from .oracle_context import STRONG
from .oracle_logic import State, state_facts
from .oracle_proofs import Carried

CHUNKS = [range(start, 40, 4) for start in range(4)]


class World:
    """What the oracle says of a scenario of one phase.

    Attributes:
        steps: what holds, with the steps of the proof that is shown.
        fired: the rules that fire forwards, each with a conclusion.
        closure: what rules conclude and structure alone does not give.
    """

    def __init__(self, base: dict[str, Any], scenario: dict[str, Any]) -> None:
        setting = oracle.Setting(base, scenario)
        state = State(setting.vocabulary)
        state.change(scenario)
        history = setting.vocabulary.upwards(map(oracle.parse, listed(scenario.get("history"))))
        past = {str(finding): Carried(STRONG, 0, from_history=True) for finding in history}
        phase = oracle.Phase(setting.facts + state_facts(state), setting.rules, setting.vocabulary, {}, past)
        fires = [(setting.rules[name], head) for name, head in phase.model.get("fires", ())]
        self.steps = {text: told["steps"] for text, told in phase.findings.items()}
        self.fired = {(rule.name, head) for rule, head in fires if not rule.backward}
        known: set[Any] = set()
        size = -1
        while size < len(known):
            size = len(known)
            known |= {d.head for d in phase.derivations if d.rule is None and known.issuperset(d.body)}
        self.closure = {head for _, head in fires} - {text for layer, text in known if layer == "all"}


def world(base: dict[str, Any], scenario: dict[str, Any]) -> World | None:
    try:
        return World(base, scenario)
    except Refused:
        return None


def bases(seeds: range) -> Iterator[tuple[int, dict[str, Any], Reasoner]]:
    for seed in seeds:
        base, _ = generator.case(seed)
        try:
            oracle.check_base(base)
        except Refused:
            continue
        yield seed, base, Reasoner(adapter.knowledge_base(base))


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_closures_and_what_of_them_is_near(seeds: range) -> None:
    productive = cut_short = 0
    for seed, base, reasoner in bases(seeds):
        closures = reasoner.closures(premises(reasoner.kb))
        for finding in premises(reasoner.kb)[::3]:
            wanted = world(base, {"given": [str(finding)]})
            assert (finding in closures) == (wanted is not None), f"seed {seed}, {finding}"
            if wanted:
                assert set(map(str, closures[finding])) == wanted.closure, f"seed {seed}, {finding}"
                near = set(map(str, within(reasoner, finding, closures[finding], 1)))
                assert near == {text for text in wanted.closure if wanted.steps[text] <= 1}, f"seed {seed}, {finding}"
                productive += bool(near)
                cut_short += near < wanted.closure
    assert productive > 10
    assert cut_short > 3


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_nothing_that_conditions_lead_to_is_missing_among_what_can_be_derived(seeds: range) -> None:
    """In no context and under each hypothesis and cancer, one condition at a time."""
    found = 0
    for seed, base, reasoner in bases(seeds):
        derivable = set(map(str, reasoner.derivable()))
        settings: list[dict[str, Any]] = [{}]
        settings += [{"assume": [f"{g['id']}/{g['options'][0]['id']}"]} for g in base.get("groups", [])[:1]]
        settings += [{"cancer": each["id"]} for each in base["entities"] if each["kind"] == "cancer"][:2]
        for condition, setting in product(reasoner.kb.conditions, settings):
            known = world(base, {"given": [str(condition)], **setting})
            if known:
                assert known.closure <= derivable, f"seed {seed}, {condition}, {setting}"
                found += len(known.closure)
    assert found > 50


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_silent_rules(seeds: range) -> None:
    silent = speaking = 0
    for seed, base, reasoner in bases(seeds):
        told = {
            (each.trial.rule.id, tuple(map(str, each.trial.premises))): {str(finding) for finding in each.findings}
            for each in reasoner.silent()
        }
        for rule in base["rules"]:
            if not reasoner.kb.rules_by_id[rule["id"]].fires:
                continue
            wanted = list(_lacking(base, rule))
            for number, variant in enumerate(premises_of(rule)):
                lacking = [each[number] for each in wanted]
                key = (rule["id"], tuple(variant))
                if all(lacking):
                    assert told.pop(key) == lacking[-1], f"seed {seed}, {key}"
                    silent += 1
                else:
                    assert key not in told, f"seed {seed}, {key}"
                    speaking += 1
        assert not told
    assert silent > 2
    assert speaking > 40


def _lacking(base: dict[str, Any], rule: dict[str, Any]) -> Iterator[list[set[str]]]:
    """For each least setting of a rule, and each choice of its premises, the conclusions that do not come."""
    only = rule.get("only") or {}
    keys = [key for key in ("cancer", "stage", "site") if key in only]
    heads = {str(Finding.parse(text)) for text in listed(rule["then"])}
    for values in product(*(listed(only[key]) for key in keys)):
        setting: dict[str, Any] = dict(zip(keys, values, strict=True))
        setting["assume"] = [rule["hypothesis"]] if rule.get("hypothesis") else []
        outcomes = []
        for number, variant in enumerate(premises_of(rule)):
            now = [text for text in variant if not text.startswith("before ")]
            before = [text.removeprefix("before ") for text in variant if text.startswith("before ")]
            known = world(base, {"given": now, "history": before, **setting})
            spoken = {head for name, head in known.fired if name == f"{rule['id']}/{number}"} if known else set()
            outcomes.append(heads - spoken)
        yield outcomes


def test_denied_proofs_are_looked_for_wherever_they_can_be() -> None:
    """Against a search that evaluates every scenario of one or two conditions, whatever holds there."""
    found = 0
    for seed, _, reasoner in bases(range(150)):
        denials = [rule for rule in reasoner.kb.rules if rule.kind is RuleKind.denial]
        wanted = []
        for setting in dict.fromkeys(each for rule in denials for each in settings_of(rule)):
            for count in (1, 2):
                for given in combinations(reasoner.kb.conditions, count):
                    try:
                        scenario = Scenario(setting=setting, phases=(Phase(given=given),))
                        analysis = reasoner.evaluate(scenario, "columns").last
                    except InputError:
                        continue
                    wanted += [(rule.id, finding, given) for rule, finding in denied_steps(analysis)]
        got = [(rule.id, finding, given) for rule, finding, given in denied_proofs(reasoner)]
        assert sorted(map(str, got)) == sorted(map(str, wanted)), f"seed {seed}"
        assert [len(given) for _, _, given in got] == [len(given) for _, _, given in wanted], f"seed {seed}"
        found += len(got)
    assert found > 50
