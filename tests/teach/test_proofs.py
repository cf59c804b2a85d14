"""`why` after an answer: of every type, the proof that the commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.errors import UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.render.layout import lay_out
from reasoner.teach.asking import Exercise, read_asked
from reasoner.teach.question import Desk

NONE = {
    "t-agenda",
    "t-ready",
    "t-rule",
    "t-rule-unless",
    "t-flaw",
    "t-circle",
    "t-none",
    "t-spot",
    "t-contrast",
    "t-hypothesis",
}


@pytest.fixture(scope="module")
def asked() -> dict[str, Exercise]:
    return read_asked([(Path(__file__).parent / "exercises.yaml", "exercises.yaml")], Desk(load_cached()))


def shown(asked: Exercise, what: str) -> str:
    return "\n".join(line.plain.rstrip() for line in lay_out(asked.why(what), 100))


def test_every_type_proves_what_it_asks_about_or_says_why_not(asked: dict[str, Exercise]):
    for id_, each in asked.items():
        if id_ in NONE:
            with pytest.raises(UsageError, match="E277"):
                shown(each, "")
            continue
        told = shown(each, "")
        assert "For research and education" in told, id_
        assert told.count("Support, from weak to firm") <= 1 + told.count("not inferred"), id_


def test_a_finding_is_proved_in_each_scenario(asked: dict[str, Exercise]):
    contrast = asked["t-contrast"]
    label = contrast.item.entries[0].row
    told = shown(contrast, label)
    assert told.count("Given: ") + told.count("Nothing given") == len({each.column for each in contrast.item.entries})


def test_what_is_not_known_is_said(asked: dict[str, Exercise]):
    with pytest.raises(UsageError, match="hypoxya"):
        shown(asked["t-predict"], "hypoxya")
