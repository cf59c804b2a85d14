"""The shipped exercises: each reads, its key is what the base says, and together they cover what they should."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reasoner.knowledge.loader import load
from reasoner.model.exercise import QuestionType, Status, Submission
from reasoner.teach.desk import Desk
from reasoner.teach.grading import grade
from reasoner.teach.question import Question
from reasoner.teach.reading import read_exercises

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("exercises")  # they take a while to be worked out, once
FILES = sorted((ROOT / "sessions" / "exercises").glob("*.yaml"))


@pytest.fixture(scope="module")
def bank() -> list[Question[Any]]:
    desk = Desk(load(ROOT))
    items = [item for file in FILES for item in read_exercises(file, desk, file.name)]
    assert not [str(problem) for item in items for problem in item.problems]
    found = [item.question for item in items if item.question]
    assert len({each.doc.exercise for each in found}) == len(found)
    return found


def test_every_key_gets_full_marks_and_an_empty_answer_none(bank: list[Question[Any]]) -> None:
    for question in bank:
        name = question.doc.exercise
        assert question.doc.answer, name
        full = grade(question, Submission(exercise=name, answer=question.doc.answer))
        assert (full.status, full.points) == (Status.right, question.doc.points), name
        empty = grade(question, Submission(exercise=name))
        assert (empty.status, empty.points) == (Status.empty, 0), name


def test_each_has_three_hints_and_says_what_it_is_drawn_from(bank: list[Question[Any]]) -> None:
    for question in bank:
        assert len(question.item.hints) == 3, question.doc.exercise
        assert question.doc.rows, question.doc.exercise


def test_they_cover_all_topics_types_and_difficulties(bank: list[Question[Any]]) -> None:
    topics = {path.stem.split("-", 1)[1] for path in (ROOT / "rules").glob("[0-9]*.yaml")}
    by_topic = Counter(topic for question in bank for topic in question.doc.topics)
    by_type = Counter(question.type for question in bank)
    by_difficulty = Counter(question.doc.difficulty for question in bank)
    assert len(bank) >= 60
    assert set(by_topic) == topics
    assert min(by_topic.values()) >= 2
    assert min(by_type[each] for each in QuestionType) >= 3
    assert all(by_difficulty[each] for each in range(1, 6))
