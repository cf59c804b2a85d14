"""Exercise files -> questions, with every problem at its position; a broken exercise does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Any, TypeVar

from reasoner.errors import InputError, Position, Problem, sort_key
from reasoner.knowledge.nodes import Document, Scalar
from reasoner.knowledge.reader import read
from reasoner.knowledge.typed import validate
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import Item, Key, Mark, QuestionType, Status, Submission
from reasoner.model.listing import Summary
from reasoner.teach.desk import Desk
from reasoner.teach.documents import DOCUMENTS, ExerciseDoc
from reasoner.teach.grading import grade
from reasoner.teach.question import Question
from reasoner.teach.questions import QUESTIONS
from reasoner.teach.sheet import Sheet
from reasoner.values import Value


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


class Written:
    """An exercise as it is written. It is made into a question when that is first needed, which takes a moment.

    Args:
        doc: its document, of the right form.
        document: where it stands.
        desk: the knowledge base.
    """

    def __init__(self, doc: ExerciseDoc, document: Document, desk: Desk) -> None:
        self.doc = doc
        self.document = document
        self.desk = desk

    @property
    def id(self) -> str:
        """Its id."""
        return self.doc.exercise

    @property
    def type(self) -> QuestionType:
        """What it asks for."""
        return TYPES[type(self.doc)]

    @property
    def summary(self) -> Summary:
        """What a list says of it; for this it is not worked out."""
        names = ("title", "topics", "objective", "difficulty", "minutes", "points")
        return Summary(id=self.id, type=self.type, **{name: getattr(self.doc, name) for name in names})

    @cached_property
    def question(self) -> Question[Any]:
        """The question that it is.

        Raises:
            InputError: it names what is unknown, asks for nothing, or contradicts the knowledge base.
        """
        found = item_of(self.document, self.desk)
        if found.question is None:
            raise InputError(found.problems)
        return found.question

    @property
    def item(self) -> Item:
        """What is shown."""
        return self.question.item

    @property
    def key(self) -> Key:
        """What is right."""
        return self.question.key

    def mark(self, submission: Submission) -> Mark:
        """Mark an answer."""
        return grade(self.question, submission)


W = TypeVar("W", bound=Written)


def read_bank(files: Iterable[tuple[Path, str]], desk: Desk, kind: type[W]) -> dict[str, W]:
    """The exercises of files, by id and in their order.

    Their form is checked here; what they say is checked when it is first needed.

    Args:
        files: each path, and what positions call it.
        desk: the knowledge base.
        kind: `Written`, or what is made of it.

    Raises:
        InputError: some are of another form, or two have one id (E301): all of them.
    """
    found: dict[str, W] = {}
    problems: list[Problem] = []
    for path, name in files:
        for document in read(path, name):
            doc = _form(document)
            if doc is None:
                problems += document.problems
            elif doc.exercise in found:
                problems.append(same_id(kind(doc, document, desk), found[doc.exercise]))
            else:
                found[doc.exercise] = kind(doc, document, desk)
    if problems:
        raise InputError(problems)
    return found


def same_id(exercise: Written, first: Written) -> Problem:
    """That an exercise is called as one before it (E301)."""
    message = f"two exercises are called {shown(exercise.id)}; the first is at {first.document.position}"
    return Problem("E301", message, exercise.document.position, ("give one of them another id",))


def questions(exercises: Iterable[Written]) -> list[Question[Any]]:
    """The questions that exercises are.

    Raises:
        InputError: some are broken: all problems of all.
    """
    found: list[Question[Any]] = []
    problems: list[Problem] = []
    for each in exercises:
        try:
            found.append(each.question)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def read_exercises(source: str | Path | IO[bytes] | IO[str], desk: Desk, name: str = "") -> Iterator[ExerciseFileItem]:
    """Read exercises, one document at a time, each with all that is wrong with it.

    Args:
        source: a path, or an open stream.
        desk: the knowledge base.
        name: what positions call the file.

    Yields:
        Each document's question, or its problems, sorted by position.
    """
    for document in read(source, name):
        yield item_of(document, desk)


def item_of(document: Document, desk: Desk) -> ExerciseFileItem:
    """What a document says."""
    root, doc = document.root, _form(document)
    question: Question[Any] | None = None
    if root is not None and doc is not None:
        sheet = Sheet(desk, lambda *steps, key=False: (document.where_key if key else document.where)(root, *steps))
        question = QUESTIONS[TYPES[type(doc)]](sheet, doc)
        if not sheet.problems:
            _agree(sheet, question)
        for number, row in enumerate(doc.rows):
            sheet.row(row, "rows", number)
        document.problems += sheet.problems
        for number, topic in enumerate(doc.topics):
            if topic not in desk.topics:
                help_ = did_you_mean(topic, list(desk.topics)) or (f"topics: {', '.join(desk.topics)}",)
                where = document.where(root, "topics", number)
                document.problems.append(Problem("E012", f"unknown topic {shown(topic)}", where, help_))
    problems = tuple(sorted(dict.fromkeys(document.problems), key=sort_key))
    return ExerciseFileItem(document.position, None if problems else question, problems)


def _form(document: Document) -> ExerciseDoc | None:
    """The document as a record; None, with its problems noted, where it is of another form."""
    root = document.root
    if root is None:
        return None
    kind = root.values.get("type")
    text = kind.text if isinstance(kind, Scalar) else ""
    if text in DOCUMENTS:
        return validate(DOCUMENTS[text], root, document)
    where = document.where(root, "type") if kind else document.position
    message = f"there is no question type {shown(text)}" if kind else "the key `type` is missing"
    help_ = did_you_mean(text, list(DOCUMENTS)) or (f"types: {', '.join(DOCUMENTS)}",)
    document.problems.append(Problem("E300" if kind else "E013", message, where, help_))
    return None


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


TYPES = {document: QuestionType(name) for name, document in DOCUMENTS.items()}
_WORDS = {
    Status.partly: "right in part",
    Status.wrong: "wrong",
    Status.empty: "nothing for an entry",
    Status.unreadable: "no answer that can be read",
}
