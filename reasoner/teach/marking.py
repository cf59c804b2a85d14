"""Marks for whatever was handed in: each distinct answer is judged once, and nothing that is handed in ends it."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from reasoner.knowledge.wording import shown
from reasoner.model.exercise import Item, Mark, Message, PartMark, Status, Submission
from reasoner.model.grading import Graded, Grading
from reasoner.teach.submissions import Handed

_TOLD = (Status.empty, Status.unreadable)


class Judge(Protocol):
    """An exercise that can be marked."""

    @property
    def item(self) -> Item:
        """What is shown of it."""

    def mark(self, submission: Submission) -> Mark:
        """Mark an answer."""


class Marking:
    """Marks submissions, one after the other.

    Args:
        exercises: by id.
        keys: whether messages say why an answer is right or wrong, which tells what would be right.

    Attributes:
        broken: how many could not be marked for an error of the program.
        crossed: how many took the place of one from another file: whoever writes a file says whose it is.
    """

    def __init__(self, exercises: Mapping[str, Judge], *, keys: bool = True) -> None:
        self._exercises = exercises
        self._keys = keys
        self._known: dict[tuple[str, str, int], Mark] = {}
        self.broken = 0
        self.crossed = 0

    def graded(self, handed: Iterable[Handed]) -> list[Graded]:
        """The marks, in the order in which submissions come.

        Of several that one student hands in to one exercise the last that can be read counts, as in learning management
        systems; the others are marked, too, and say what took their place. Without a name each counts.
        """
        found: list[Graded] = []
        last: dict[tuple[str, str], int] = {}
        for each in handed:
            graded = self.one(each)
            if each.submission and each.student and graded.mark.exercise_digest:
                before = last.get((each.student, each.exercise))
                if before is not None:
                    message = " ".join(filter(None, [found[before].message, f"replaced by {graded.where}"]))
                    found[before] = found[before].model_copy(update={"counts": False, "message": message})
                    graded = self._crossing(found[before].where, graded)
                last[each.student, each.exercise] = len(found)
            found.append(graded)
        return found

    def _crossing(self, replaced: str, graded: Graded) -> Graded:
        """A mark that takes the place of another: it says so where that comes from another file."""
        if _file(replaced) == _file(graded.where):
            return graded
        self.crossed += 1
        message = " ".join(filter(None, [graded.message, f"replaces {replaced}"]))
        return graded.model_copy(update={"message": message})

    def one(self, handed: Handed) -> Graded:
        """The mark of one submission.

        Raises:
            InputError: the exercise is broken.
        """
        where = str(handed.position)
        judge = self._exercises.get(handed.exercise)
        if handed.submission is None:
            return _unread(handed, where, handed.message, judge)
        if judge is None:
            near = difflib.get_close_matches(handed.exercise[:100], self._exercises, n=1)
            help_ = f"; did you mean `{near[0]}`?" if near else ""
            return _unread(handed, where, f"unknown exercise {shown(handed.exercise)}{help_}", None)
        _ = judge.item  # one that is broken is nothing that a student has done
        try:
            mark = self._mark(judge, handed.submission)
        except Exception as error:  # what a student hands in must not cost the others their marks
            if os.environ.get("REASONER_DEBUG"):
                raise
            self.broken += 1
            said = str(error).split("\n", 1)[0][:100]
            return _unread(handed, where, f"internal error: {type(error).__name__}: {said}", judge)
        mark = mark.model_copy(update={"student": handed.student})
        message = f"{where}: {_why(mark)}" if mark.status in _TOLD else ""
        return Graded(where=where, message=message, mark=mark)

    def _mark(self, judge: Judge, submission: Submission) -> Mark:
        answer = json.dumps(submission.answer, sort_keys=True)
        key = (submission.exercise, answer, submission.hints)
        if key not in self._known:
            mark = judge.mark(submission.model_copy(update={"student": ""}))
            self._known[key] = mark if self._keys else without_keys(mark)
        return self._known[key]


def grading(knowledge_base: str, submissions: Iterable[Graded]) -> Grading:
    """All marks as one value."""
    found = tuple(submissions)
    counts = {each.value: 0 for each in Status}
    for one in found:
        counts[one.mark.status.value] += one.counts
    return Grading(knowledge_base=knowledge_base, counts=counts, submissions=found)


def without_keys(mark: Mark) -> Mark:
    """A mark that says how an answer was judged, and not why: that would tell what is right."""
    parts = tuple(
        part if part.status in _TOLD else part.model_copy(update={"message": Message(text="")}) for part in mark.parts
    )
    return mark.model_copy(update={"parts": parts, "explanation": None, "remark": ""})


def _unread(handed: Handed, where: str, message: str, judge: Judge | None) -> Graded:
    item = judge.item if judge else None
    out_of = float(item.points) if item else 0.0
    told = f"{where}: {message}"
    mark = Mark(
        student=handed.student,
        exercise=handed.exercise,
        type=item.type if item else None,
        status=Status.unreadable,
        points=0.0,
        out_of=out_of,
        knowledge_base=item.knowledge_base if item else "",
    )
    return Graded(where=where, message=told, mark=mark)


def _file(where: str) -> str:
    """The file of a place, without line, column or number in a list."""
    return re.sub(r"(#\d+|(:\d+){1,2})$", "", where)


def _why(mark: Mark) -> str:
    told = [_told(part, alone=len(mark.parts) == 1) for part in mark.parts if part.status in _TOLD]
    return " ".join(told) or mark.status.value


def _told(part: PartMark, *, alone: bool) -> str:
    return part.message.text if alone else f"{part.entry}: {part.message.text}"
