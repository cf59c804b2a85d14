"""Exercises of a base and of files, asked in Python: read one by one, judged by the base."""

from __future__ import annotations

from pathlib import Path

import pytest

import reasoner
from reasoner.errors import InputError, UsageError
from reasoner.model.exercise import Status
from reasoner.notebook import Exercises
from tests.shell import pack

PREDICT = """\
exercise: {name}
type: predict
title: What follows from hypoxia
topics: [mini]
objective: tell what follows
difficulty: 1
minutes: 2
points: 2
stem: Which of these follow?
scenario: {{given: [hypoxia]}}
options: [CSC_enrichment, EMT in CSC, taxane_state]
answer: {{findings: [{right}]}}
hints: [Look at hypoxia., Look at EMT., Look at taxanes.]
rows: [S3]
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> reasoner.Base:
    folder = pack.write(tmp_path_factory.mktemp("taught"))
    (folder / "sessions" / "exercises").mkdir(parents=True)
    sound = PREDICT.format(name="sound", right="CSC_enrichment, EMT in CSC")
    (folder / "sessions" / "exercises" / "a.yaml").write_text(sound, encoding="utf-8")
    return reasoner.load(folder)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A sound exercise behind one that contradicts the base."""
    documents = [
        PREDICT.format(name="broken", right="taxane_state"),
        PREDICT.format(name="fine", right="CSC_enrichment, EMT in CSC"),
    ]
    (tmp_path / "mixed.yaml").write_text("---\n".join(documents), encoding="utf-8")
    return tmp_path


def test_those_of_the_base_are_found(kb: reasoner.Base) -> None:
    found = reasoner.exercises(kb=kb, student="Ada")
    assert isinstance(found, Exercises)
    assert (found.ids, len(found), [each.item.id for each in found]) == (("sound",), 1, ["sound"])
    assert "What follows from hypoxia" in found._repr_html_()
    assert "reasoner.exercise(ID)" in str(found)
    exercise = reasoner.exercise("sound", kb=kb, student="Ada")
    graded = exercise.answer(
        ["CSC enrichment", "2" if exercise.item.entries[0].options[1].id == "EMT in CSC" else "EMT in CSC"]
    )
    assert graded.mark.status is Status.right
    assert graded.mark.student == "Ada"
    assert exercise.submission is not None
    assert set(exercise.submission.answer["findings"]) == {"CSC_enrichment", "EMT in CSC"}
    assert "https://example.org/mini#ref-CR" in graded._repr_html_(), "places in messages are links"
    assert "Right would be: " in str(exercise.solution())
    assert "Hypoxia brings EMT" in str(exercise.why("EMT in CSC"))


def test_a_wrong_answer_is_answered_from_the_base(kb: reasoner.Base) -> None:
    exercise = reasoner.exercise("sound", kb=kb)
    graded = exercise.answer("taxane state")
    assert graded.mark.status is Status.wrong
    assert "not inferred" in str(graded)
    assert exercise.answer("").mark.status is Status.empty


def test_a_broken_one_does_not_stop_the_others(kb: reasoner.Base, mixed: Path) -> None:
    assert reasoner.exercise("fine", mixed, kb=kb).answer(["1", "2", "3"]).mark.status is Status.partly
    with pytest.raises(InputError, match="E303"):
        reasoner.exercise("broken", mixed, kb=kb)
    with pytest.raises(InputError, match="E303"):
        list(reasoner.exercises(mixed, kb=kb))
    assert reasoner.exercises(mixed / "mixed.yaml", kb=kb).ids == ("broken", "fine")


def test_what_is_not_there_is_refused(kb: reasoner.Base, mixed: Path) -> None:
    with pytest.raises(UsageError, match="E304") as error:
        reasoner.exercise("sond", kb=kb)
    assert "did you mean `sound`?" in error.value.problems[0].help
    with pytest.raises(UsageError, match="E001"):
        reasoner.exercises(mixed / "nowhere.yaml", kb=kb)
