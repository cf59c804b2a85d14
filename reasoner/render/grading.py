"""Marks of many submissions: for a teacher to look through, and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reasoner.model.exercise import Status
from reasoner.model.grading import Graded, Grading
from reasoner.model.result import DISCLAIMER
from reasoner.render.cells import cell
from reasoner.render.exercises import closing, points
from reasoner.render.layout import Block, Para, Row, Rows, styled
from reasoner.render.words import DIM, HEAD, counted

_SHOWN = 20
COLUMNS = (
    *("student", "exercise", "type", "status", "points", "out_of", "hints", "cost", "counts", "where", "message"),
    *("knowledge_base", "exercise_digest", "answer_digest"),
)


def csv_rows(graded: Iterable[Graded]) -> Iterator[str]:
    """The table, a line at a time. What it is for stands as the title of a last, empty column."""
    yield f"{','.join([*COLUMNS, cell(DISCLAIMER)])}\n"
    for each in graded:
        mark = each.mark
        texts = (
            *(cell(mark.student), cell(mark.exercise), mark.type.value if mark.type else "", mark.status.value),
            *(points(mark.points), points(mark.out_of), str(mark.hints), points(mark.cost)),
            *("yes" if each.counts else "no", cell(each.where), cell(each.message)),
            *(mark.knowledge_base, mark.exercise_digest, mark.answer_digest),
        )
        yield f"{','.join(texts)},\n"


def told(answer: Grading) -> Iterator[Block]:
    """What was handed in, exercise by exercise, and all that could not be graded."""
    found = answer.submissions
    students = {each.mark.student for each in found if each.mark.student}
    known = [each for each in found if each.mark.exercise_digest]
    replaced = sum(not each.counts for each in found)
    whose = "without a name" if found and not students else f"of {counted(len(students), 'student')}"
    head = f"{counted(len(found), 'submission')} {whose}"
    notes = [f"{len(found) - len(known)} not graded"] if len(known) < len(found) else []
    notes += [f"{replaced} replaced by a later one"] if replaced else []
    yield Para(styled(f"{head}{': ' if notes else ''}{', '.join(notes)}."))
    if known:
        yield Rows(list(_by_exercise([each for each in known if each.counts])), 0, styled("Exercise", HEAD), widest=0)
        yield Para(styled("Points are means of the submissions that count.", DIM))
    unread = [each for each in found if not each.mark.exercise_digest]
    if unread:
        yield Para(styled("Not graded", HEAD))
        for each in unread[:_SHOWN]:
            yield Para(styled(each.message), 2)
        if len(unread) > _SHOWN:
            yield Para(styled(f"and {len(unread) - _SHOWN} more (--format csv lists all)", DIM), 2)
    yield from closing()


def _by_exercise(graded: Sequence[Graded]) -> Iterator[Row]:
    """A row for each exercise, by id."""
    by_id: dict[str, list[Graded]] = {}
    for each in graded:
        by_id.setdefault(each.mark.exercise, []).append(each)
    for id_ in sorted(by_id):
        marks = [each.mark for each in by_id[id_]]
        mean = sum(each.points for each in marks) / len(marks)
        counts = {status: sum(each.status is status for each in marks) for status in Status}
        words = ", ".join(f"{number} {status.value}" for status, number in counts.items() if number)
        yield Row((styled(id_), styled(f"{points(mean)} of {points(marks[0].out_of)}"), styled(words)))
