"""What findings lead to alone, what can be derived at all, and which rules are silent: against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from reasoner.batch.alikeness import premises, within
from reasoner.pipeline import Reasoner

from . import adapter, generator, oracle
from .oracle_base import Refused, listed
from .oracle_context import STRONG
from .oracle_logic import State, state_facts
from .oracle_proofs import Carried

CHUNKS = [range(start, 60, 4) for start in range(4)]


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
    assert productive > 15
    assert cut_short > 5


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
