"""Conditions side by side give what each gives by itself; where an addition has no part, nothing is different."""

from __future__ import annotations

import pytest

from reasoner.errors import InputError, KnowledgeError
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.pipeline import Additions, Reasoner
from tests.properties.adapter import knowledge_base
from tests.properties.generator import case

SEEDS = 60


def settings(kb: KnowledgeBase) -> list[Setting]:
    cancers = [entity.id for entity in kb.entities.values() if entity.kind == "cancer"]
    assume = tuple((group.id, group.options[0].id) for group in kb.groups)
    return [Setting(), Setting(cancer=cancers[0] if cancers else None, assume=assume)]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_each_condition_alone_is_as_the_engine_has_it(seed: int) -> None:
    kb = knowledge_base(case(seed)[0])
    asked = Reasoner(kb)
    for setting in settings(kb):
        try:
            found = {each.condition: each for each in asked.alone(setting, kb.conditions)}
        except KnowledgeError:  # a base that no loader would let through
            continue
        for condition in kb.conditions:
            scenario = Scenario(setting=setting, phases=(Phase(given=(condition,)),))
            try:
                expected = asked.evaluate(scenario, "production").last
            except InputError:
                assert condition not in found
                continue
            assert found[condition].model == expected.model
            support = {finding: expected.judge(finding).support for finding in expected.findings}
            assert found[condition].support == support


@pytest.mark.parametrize("seed", range(SEEDS))
def test_where_an_addition_has_no_part_every_result_is_the_same(seed: int) -> None:
    """Of the rules of a random base a third is added; results that are said to be untouched are compared in full."""
    kb = knowledge_base(case(seed)[0])
    parts = {name: getattr(kb, name) for name in KnowledgeBase.model_fields}
    fewer = KnowledgeBase.of(**{**parts, "rules": tuple(rule for n, rule in enumerate(kb.rules) if n % 3)})
    before, after = Reasoner(fewer), Reasoner(kb)
    if after.joins_rows_of(before):
        return  # then every finding may be stated that was combined
    for setting in settings(kb):
        try:
            old = {each.condition: each for each in before.alone(setting, kb.conditions)}
            new = list(after.alone(setting, kb.conditions))
        except KnowledgeError:  # a base that no loader would let through
            continue
        for each in new:
            was = old[each.condition]
            additions = Additions(was.situation.program, each.situation.program)
            if was.support != each.support or additions.have_part_in(each.situation, each.model, each.support):
                continue
            results = [before.phase(before.explained(was)), after.phase(after.explained(each))]
            for result in results:
                assert result.findings
            # guards that could open more are no part of what holds
            assert results[0].model_copy(update={"guards": ()}) == results[1].model_copy(update={"guards": ()})
