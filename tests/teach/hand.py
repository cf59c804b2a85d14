"""Exercises made by hand, one of each kind of entry, and a reader that types lines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

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
from reasoner.render.layout import Block, Para, styled
from reasoner.render.output import Output
from reasoner.teach.answers import Answers
from reasoner.teach.courses import Passage
from reasoner.teach.progress import Keeper
from reasoner.teach.sitting import Asked, End, Offered, Sitting

OPTIONS = tuple(
    Option(id=id_, text=text)
    for id_, text in (("EMT in CSC", "EMT in CSCs"), ("HIF2A", "HIF-2α active"), ("recruitment", "recruitment"))
)
CELLS = (Option(id="holds", text="follows"), Option(id="not", text="does not follow"))


class Hand:
    """An exercise with a key that is compared with, and nothing behind it."""

    def __init__(self, item: Item, right: dict[str, tuple[str, ...]]) -> None:
        self.item = item
        self.key = Key(
            exercise=item.id,
            entries=tuple(
                EntryKey(entry=each.id, points=item.points / len(item.entries), right=right[each.id])
                for each in item.entries
            ),
            explanation=Message(text="Hypoxia brings EMT in CSCs (S2 [2])."),
        )

    @property
    def id(self) -> str:
        return self.item.id

    def mark(self, submission: Submission) -> Mark:
        parts = []
        for each in self.key.entries:
            given = submission.answer.get(each.entry, ())
            texts = (given,) if isinstance(given, str) else given
            status = Status.empty if not texts else Status.right if texts == each.right else Status.wrong
            got = each.points if status is Status.right else 0.0
            message = Message(text=f"You answered {'; '.join(texts) or 'nothing'}.")
            parts.append(PartMark(entry=each.entry, status=status, points=got, out_of=each.points, message=message))
        cost = sum(each.costs for each in self.item.hints[: submission.hints]) * self.item.points
        got = sum(each.points for each in parts)
        return Mark(
            exercise=self.item.id,
            type=self.item.type,
            status=Status.right if got == self.item.points else Status.partly if got else Status.wrong,
            points=max(0.0, got - cost),
            out_of=self.item.points,
            hints=submission.hints,
            cost=min(cost, got),
            parts=tuple(parts),
            explanation=self.key.explanation,
            knowledge_base=self.item.knowledge_base,
            exercise_digest=self.item.digest,
        )

    def why(self, what: str) -> Iterable[Block]:
        return [Para(styled(f"The proof of {what or 'all'}."))]


def item(id_: str, entries: Sequence[Entry], **more: object) -> Item:
    plain: dict[str, object] = {
        "type": QuestionType.predict,
        "title": f"About {id_}",
        "stem": "A tumour lacks oxygen.\n\nWhat follows?",
        "points": 2,
        "hints": (Hint(text="Look at the stem-like cells.", costs=0.1), Hint(text="It is EMT.", costs=0.2)),
        "knowledge_base": "k" * 64,
        "digest": "d" * 64,
    }
    return Item(id=id_, entries=tuple(entries), **{**plain, **more})  # type: ignore[arg-type]


def many() -> Hand:
    shown = (("Given", "hypoxia"),)
    return Hand(
        item("many", [Entry(id="f", kind="many", options=OPTIONS)], shown=shown), {"f": ("EMT in CSC", "HIF2A")}
    )


def one() -> Hand:
    return Hand(item("one", [Entry(id="f", kind="one", options=OPTIONS)], hints=()), {"f": ("HIF2A",)})


def order() -> Hand:
    right = ("HIF2A", "EMT in CSC", "recruitment")
    return Hand(item("order", [Entry(id="f", kind="order", options=OPTIONS)]), {"f": right})


def names() -> Hand:
    entry = Entry(id="f", kind="names", what="condition", prompt="Which conditions?", most=2)
    return Hand(item("names", [entry]), {"f": ("hypoxia",)})


def table() -> Hand:
    cells = [
        Entry(id=f"{n}.{m}", kind="one", options=CELLS, row=row, column=column)
        for n, row in enumerate(("EMT in CSCs", "recruitment"), 1)
        for m, column in enumerate(("hypoxia", "normoxia"), 1)
    ]
    right = {"1.1": ("holds",), "1.2": ("not",), "2.1": ("holds",), "2.2": ("not",)}
    return Hand(item("table", cells, type=QuestionType.contrast, points=4), right)


def rule() -> Hand:
    return Hand(item("rule", [Entry(id="f", kind="rule")]), {"f": ("hypoxia -> EMT in CSC",)})


ALL = (many, one, order, names, table, rule)


class Typed:
    """Types lines; `None` is Ctrl-C. When they are all typed, it is the end of input."""

    def __init__(self, lines: Iterable[str | None], out: Output, person: bool) -> None:
        self.lines = iter(lines)
        self.out = out
        self.person = person
        self.offered: Sequence[Offered] = ()

    def __call__(self, prompt: str, offered: Sequence[Offered] = ()) -> str:
        self.offered = offered
        try:
            line = next(self.lines)
        except StopIteration:
            raise EOFError from None
        if line is None:
            raise KeyboardInterrupt
        self.out.line(f"{prompt}{line}")
        return line


class Sat:
    """A sitting that was driven, with what it said."""

    def __init__(
        self,
        kb: KnowledgeBase,
        folder: Path,
        stops: Sequence[Asked | Passage],
        lines: Iterable[str | None],
        *,
        resume: bool = False,
        person: bool = True,
        width: int = 80,
    ) -> None:
        stream = io.StringIO()
        out = Output(stream, "never", width, {})
        self.ran: list[str] = []
        self.keeper = Keeper(folder)
        self.reader = Typed(lines, out, person)
        self.sitting = Sitting(stops, Answers(kb, Names(kb)), out, self.reader, self.keeper, lambda: self.ran.append)
        self.end: End = self.sitting.go(resume=resume)
        self.text = stream.getvalue()
