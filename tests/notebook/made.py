"""An exercise with every kind of entry, made by hand, and a stand-in for what judges it."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.knowledge.names import Names
from reasoner.model.exercise import (
    Entry,
    EntryKey,
    Hint,
    Item,
    Key,
    Mark,
    Message,
    Option,
    PartMark,
    QuestionType,
    Status,
    Submission,
)
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation
from reasoner.notebook.interactive import Exercise
from reasoner.render.layout import Block, Para, styled
from reasoner.teach.answers import Answered, Answers

HOSTILE = """<img src=x onerror=alert(1)></div><script>alert(1)</script> & "q" '"""
ABC = tuple(Option(id=each, text=f"step {each} {HOSTILE if each == 'b' else ''}".strip()) for each in "abc")
ITEM = Item(
    id="all-kinds",
    type=QuestionType.predict,
    title=f"All kinds {HOSTILE}",
    stem=f"First paragraph.\n\nSecond {HOSTILE}",
    shown=(("Given", f"hypoxia {HOSTILE}"),),
    entries=(
        Entry(id="pick", kind="one", prompt="Pick one", options=ABC),
        Entry(id="some", kind="many", prompt="Pick some", options=ABC, most=2),
        Entry(id="line up", kind="order", prompt="Line up", options=ABC),
        Entry(id="named", kind="names", prompt="Name some", what="condition", most=3),
        Entry(id="rule", kind="rule", prompt="Write it"),
        Entry(id="early-x", kind="one", row="X", column="early", options=ABC),
        Entry(id="late-x", kind="many", row="X", column="late", options=ABC),
    ),
    points=7,
    hints=(Hint(text=f"look {HOSTILE}", costs=0.1), Hint(text="look again", costs=0.2)),
)
RIGHT: dict[str, Answered] = {
    "pick": "b",
    "some": ("a", "c"),
    "line up": ("c", "a", "b"),
    "named": ("hypoxia", "CSC"),
    "rule": "hypoxia -> EMT",
    "early-x": "a",
    "late-x": ("b",),
}
SECRET = "the key is never sent"


def grade(submission: Submission) -> Mark:
    """A point for each right entry, and a message that cites for each."""
    place = Citation(
        source="mini",
        row="S3",
        find="w",
        link="https://example.org/mini#S3",
        refs=(3,),
        reference_links=("https://example.org/mini#ref-CR3",),
    )
    parts = []
    for entry in ITEM.entries:
        given = submission.answer.get(entry.id, ())
        right = given == RIGHT[entry.id]
        status = Status.right if right else Status.wrong if given else Status.empty
        message = Message(text=f"{entry.id}: {given} {HOSTILE}", citations=(place,))
        parts.append(PartMark(entry=entry.id, status=status, points=float(right), out_of=1, message=message))
    cost = round(sum(each.costs for each in ITEM.hints[: submission.hints]) * ITEM.points, 4)
    points = max(0, sum(each.points for each in parts) - cost)
    status = Status.right if all(each.points for each in parts) else Status.partly if points else Status.wrong
    if all(each.status is Status.empty for each in parts):
        status = Status.empty
    return Mark(
        student=submission.student,
        exercise=ITEM.id,
        type=ITEM.type,
        status=status,
        points=points,
        out_of=ITEM.points,
        hints=submission.hints,
        cost=cost,
        parts=tuple(parts),
        explanation=Message(text="So it is.") if any(submission.answer.values()) else None,
    )


class Asked:
    """What is asked of a reader of keys and proofs."""

    item = ITEM
    key = Key(
        exercise=ITEM.id,
        entries=tuple(
            EntryKey(entry=name, points=1, right=(right,) if isinstance(right, str) else right)
            for name, right in RIGHT.items()
        ),
        explanation=Message(text=SECRET),
    )
    mark = staticmethod(grade)

    def why(self, what: str) -> Iterator[Block]:
        yield Para(styled(f"because of {what} {HOSTILE}"))


def exercise(kb: KnowledgeBase) -> Exercise:
    """The exercise, ready to be answered."""
    return Exercise(Asked(), Answers(kb, Names(kb)), student="Ada")
