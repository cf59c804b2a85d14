"""What this program wrote itself is read back without pydantic, and is what pydantic would read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.knowledge.loader import load
from reasoner.model.base import Record
from reasoner.model.entity import Entity
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.restore import restored
from reasoner.model.result import Result, Why
from reasoner.model.rule import Rule
from reasoner.model.scenario import Scenario
from tests.properties import adapter
from tests.properties.generator import case
from tests.surfaces.calling import PACK
from tests.surfaces.test_any_base import evaluated

SEEDS = range(0, 400, 4)


def same(record: Record) -> None:
    """A record comes back from what is written of it, whole or without defaults, and so it does through pydantic."""
    for sparse in (False, True):
        data = json.loads(record.model_dump_json(exclude_defaults=sparse))
        again = restored(type(record), data)
        assert again == record == type(record).model_validate(data)
        assert again.model_dump_json() == record.model_dump_json()
        assert kinds(again) == kinds(record)


def kinds(value: Any) -> Any:
    """The types in a value: `1`, `True` and `Grade.limited` are equal, and so are a tuple and a finding."""
    if isinstance(value, Record):
        return type(value), [kinds(getattr(value, name)) for name in value.model_fields]
    if isinstance(value, dict):
        return dict, {key: kinds(each) for key, each in value.items()}
    return (type(value), [kinds(each) for each in value]) if isinstance(value, tuple) else type(value)


@pytest.mark.parametrize("folder", [None, PACK], ids=["shipped", "test"])
def test_a_base_comes_back(folder: Any) -> None:
    same(load(folder))


def test_random_bases_and_scenarios_come_back() -> None:
    for seed in SEEDS:
        base, document = case(seed)
        same(adapter.knowledge_base(base))
        same(adapter.scenario(base, document))


def test_answers_come_back() -> None:
    count = 0
    for seed in SEEDS:
        if found := evaluated(seed):
            asked, evaluation, result = found
            same(result)
            for each in result.findings[:2]:
                same(asked.why(evaluation, each.finding, None))
                count += 1
    assert count > 50


@pytest.mark.parametrize(
    ("of", "data"),
    [
        (KnowledgeBase, None),
        (KnowledgeBase, 1),
        (KnowledgeBase, []),
        (KnowledgeBase, {}),
        (KnowledgeBase, {"entities": 1, "rules": []}),
        (KnowledgeBase, {"entities": {}, "rules": 1}),
        (KnowledgeBase, {"entities": {}, "rules": [], "other": 1}),
        (KnowledgeBase, {"entities": {}, "rules": [{"id": "a"}]}),
        (Entity, {"id": "a", "label": "a", "kind": "thing"}),
        (Entity, {"id": "a", "label": "a", "kind": "cell", "implies": ["a b c"]}),
        (Entity, {"id": "a", "label": "a", "kind": "measure", "range": ["1"]}),
        (Entity, {"id": "a", "label": "a", "kind": "measure", "range": ["1", "x"]}),
        (Rule, {"id": "a", "claim": "A.", "evidence": [1]}),
        (Scenario, {"phases": [[]]}),
        (Result, {"findings": {"a": 1}}),
        (Why, "why"),
    ],
)
def test_what_is_no_such_record_is_an_error(of: type[Record], data: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        restored(of, data)
