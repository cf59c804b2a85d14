"""Exercise files -> questions, with every problem at its position; a broken exercise does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

from reasoner.errors import InputError, Position, Problem, sort_key
from reasoner.knowledge.nodes import Document, Scalar
from reasoner.knowledge.reader import read
from reasoner.knowledge.typed import validate
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import Status
from reasoner.teach.documents import DOCUMENTS
from reasoner.teach.question import Desk, Question, Sheet
from reasoner.teach.questions import QUESTIONS
from reasoner.values import Value

S = TypeVar("S", str, Path)


class ExerciseFileItem(Value):
    """One document of an exercise file.

    Attributes:
        position: where it begins.
        question: the exercise; None where something is wrong.
        problems: what is wrong.
    """

    position: Position
    question: Question[Any] | None
    problems: tuple[Problem, ...] = ()


class Bank:
    """Exercises by id, in the order in which they were read.

    Args:
        questions: they.
    """

    def __init__(self, questions: Iterable[Question[Any]] = ()) -> None:
        self.questions = {each.doc.exercise: each for each in questions}

    def __iter__(self) -> Iterator[Question[Any]]:
        return iter(self.questions.values())

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, exercise: str) -> Question[Any]:
        """The exercise of an id.

        Raises:
            KeyError: there is none.
        """
        return self.questions[exercise]

    def get(self, exercise: str) -> Question[Any] | None:
        """The exercise of an id, or None."""
        return self.questions.get(exercise)


def read_bank(sources: Iterable[S], desk: Desk, names: Callable[[S], str] = str, only: Collection[str] = ()) -> Bank:
    """All exercises of some files.

    Args:
        sources: paths.
        desk: the knowledge base.
        names: what positions call a file.
        only: ids of exercises, where others are not to be looked at; working one out takes a moment.

    Raises:
        InputError: some are broken, or two have one id: all problems of all files.
    """
    items = [item for source in sources for item in read_exercises(source, desk, names(source), only)]
    problems = [problem for item in items for problem in item.problems]
    first: dict[str, Position] = {}
    for item in items:
        if item.question is None:
            continue
        name = item.question.doc.exercise
        if name in first:
            message = f"two exercises are called {shown(name)}; the first is at {first[name]}"
            problems.append(Problem("E301", message, item.position, ("give one of them another id",)))
        first.setdefault(name, item.position)
    if problems:
        raise InputError(problems)
    return Bank(item.question for item in items if item.question)


def read_exercises(
    source: str | Path | IO[bytes] | IO[str], desk: Desk, name: str = "", only: Collection[str] = ()
) -> Iterator[ExerciseFileItem]:
    """Read exercises, one document at a time.

    Args:
        source: a path, or an open stream.
        desk: the knowledge base.
        name: what positions call the file.
        only: ids of exercises, where others are not to be looked at.

    Yields:
        Each document's question, or its problems, sorted by position.
    """
    for document in read(source, name):
        if not only or _called(document) in only:
            yield item_of(document, desk)


def exercise_ids(source: str | Path | IO[bytes] | IO[str]) -> Iterator[str]:
    """The ids of the exercises of a file, sound or not; without working them out."""
    return filter(None, map(_called, read(source)))


def _called(document: Document) -> str:
    """The id of the exercise that a document is about; empty where it says none."""
    named = document.root.values.get("exercise") if document.root else None
    return named.text if isinstance(named, Scalar) else ""


def item_of(document: Document, desk: Desk) -> ExerciseFileItem:
    """What a document says."""
    root = document.root
    if root is None:
        return ExerciseFileItem(document.position, None, tuple(document.problems))
    question: Question[Any] | None = None
    kind = root.values.get("type")
    text = kind.text if isinstance(kind, Scalar) else ""
    if text not in DOCUMENTS:
        where = document.where(root, "type") if kind else document.position
        code, message = (
            ("E300", f"there is no question type {shown(text)}") if kind else ("E013", "the key `type` is missing")
        )
        help_ = did_you_mean(text, list(DOCUMENTS)) or (f"types: {', '.join(DOCUMENTS)}",)
        document.problems.append(Problem(code, message, where, help_))
    elif doc := validate(DOCUMENTS[text], root, document):
        sheet = Sheet(desk, lambda *steps, key=False: (document.where_key if key else document.where)(root, *steps))
        made = QUESTIONS[text](sheet, doc)
        if not sheet.problems:
            _agree(sheet, made)
        document.problems += sheet.problems
        question = made
        for number, topic in enumerate(doc.topics):
            if topic not in desk.topics:
                help_ = did_you_mean(topic, list(desk.topics)) or (f"topics: {', '.join(desk.topics)}",)
                where = document.where(root, "topics", number)
                document.problems.append(Problem("E012", f"unknown topic {shown(topic)}", where, help_))
    problems = tuple(sorted(dict.fromkeys(document.problems), key=sort_key))
    return ExerciseFileItem(document.position, None if problems else question, problems)


def _agree(sheet: Sheet, question: Question[Any]) -> None:
    """Refuse what the author takes for right where the knowledge base says otherwise, with the reason."""
    answer = question.doc.answer
    ids = {each.id for each in question.item.entries}
    for name in answer.keys() - ids:
        help_ = did_you_mean(name, sorted(ids)) or (f"entries: {', '.join(sorted(ids))}",)
        sheet.refuse("E011", f"unknown entry {shown(name)}", "answer", name, help=help_)
    if answer and not sheet.problems:
        for part in question.grade(answer):
            if part.status is not Status.right:
                message = "the base says otherwise: what is written is " + _WORDS[part.status]
                steps = ("answer", part.entry) if part.entry in answer else ("answer",)
                sheet.refuse("E303", message, *steps, help=[part.message.text])


_WORDS = {
    Status.partly: "right in part",
    Status.wrong: "wrong",
    Status.empty: "nothing for an entry",
    Status.unreadable: "no answer that can be read",
}
