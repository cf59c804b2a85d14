"""Specificity is worked out when it is asked for, once for a content and a context, and kept between runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reasoner import pipeline
from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase
from reasoner.pipeline import Reasoner, scenario_from_names
from tests.surfaces.calling import PACK


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What specificity was worked out for, in a state folder of its own."""
    monkeypatch.setenv("REASONER_HOME", str(tmp_path))
    asked: list[Any] = []
    work_out = pipeline.specificity
    monkeypatch.setattr(pipeline, "specificity", lambda *given: asked.append(given[1].setting) or work_out(*given))
    return asked


def found(kb: KnowledgeBase, **setting: str) -> dict[str, float | None]:
    reasoner = Reasoner(kb)
    evaluation = reasoner.evaluate(scenario_from_names(kb, ["hypoxia"], **setting), "columns")
    return {str(each.finding): each.specificity for each in reasoner.result(evaluation).findings}


def test_it_is_worked_out_once_for_a_content_and_a_context(counted: list[Any]) -> None:
    kb = load(PACK)
    first = found(kb)
    assert any(first.values())
    assert found(kb) == first
    assert found(load(PACK)) == first
    assert len(counted) == 1, "another reasoner of the same content takes what is kept"
    found(kb, cancer="glioblastoma")
    assert len(counted) == 2
    changed = kb.model_copy(update={"rules": kb.rules[:-1], "digest": "0" * 64})
    found(changed)
    assert len(counted) == 3, "another content is worked out anew"


def test_it_is_worked_out_only_where_it_is_asked_for(counted: list[Any]) -> None:
    kb = load(PACK)
    reasoner = Reasoner(kb)
    evaluation = reasoner.evaluate(scenario_from_names(kb, ["hypoxia"]), "columns")
    result = reasoner.result(evaluation, with_specificity=False)
    assert not any(each.specificity for each in result.findings)
    assert counted == []
