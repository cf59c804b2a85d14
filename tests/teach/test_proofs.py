"""`why` after an answer: of every type, the proof that the commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.errors import UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.render.layout import lay_out
from reasoner.teach.asking import Exercise
from reasoner.teach.desk import Desk
from reasoner.teach.reading import read_bank

PROVED = ("t-predict", "t-missing-options", "t-order", "t-extent")
NOT_PROVED = ("t-contrast", "t-rule")


@pytest.fixture(scope="module")
def asked() -> dict[str, Exercise]:
    return read_bank([(Path(__file__).parent / "exercises.yaml", "exercises.yaml")], Desk(load_cached()), Exercise)


def shown(asked: Exercise, what: str) -> str:
    return "\n".join(line.plain.rstrip() for line in lay_out(asked.why(what), 100))


@pytest.mark.parametrize("id_", PROVED)
def test_what_an_exercise_asks_about_is_proved(asked: dict[str, Exercise], id_: str):
    told = shown(asked[id_], "")
    assert "For research and education" in told
    assert told.count("Support, from weak to firm") == 1


@pytest.mark.parametrize("id_", NOT_PROVED)
def test_where_there_is_nothing_to_prove_that_is_said(asked: dict[str, Exercise], id_: str):
    with pytest.raises(UsageError, match="E333"):
        shown(asked[id_], "")


def test_a_finding_is_proved_in_each_scenario(asked: dict[str, Exercise]):
    contrast = asked["t-contrast"]
    label = contrast.item.entries[0].row
    told = shown(contrast, label)
    assert told.count("Given: ") + told.count("Nothing given") == len({each.column for each in contrast.item.entries})


def test_what_is_not_known_is_said(asked: dict[str, Exercise]):
    with pytest.raises(UsageError, match="hypoxya"):
        shown(asked["t-predict"], "hypoxya")
