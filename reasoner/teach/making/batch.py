"""Making a batch: drafts of each type and subject in turn, read back, and taken until there are as many as asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from io import StringIO
from itertools import islice
from typing import Any

from reasoner.errors import Problem
from reasoner.knowledge.wording import plural
from reasoner.model.exercise import Message, QuestionType, Status
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.making.asked import asked
from reasoner.teach.making.choosing import filling, in_turn, varied
from reasoner.teach.making.documents import document
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject, Topics
from reasoner.teach.making.workshop import Workshop
from reasoner.teach.making.written import text
from reasoner.teach.question import Desk, Question
from reasoner.teach.reading import read_exercises
from reasoner.values import Value

COUNT = 10
"""Made where neither a number nor a time is asked for."""
PAIRED = frozenset({QuestionType.contrast})
"""Types that hold subjects against each other, and so are made once of all of them."""


class Order(Value):
    """What is ordered.

    Attributes:
        topics: names of topics and entities; none for the whole base.
        types: of exercises; none for all.
        levels: difficulties.
        seed: decides all that is left open.
        count: how many, at most; None for as many as fill the time, or the usual number.
        minutes: that they are to fill, together.
    """

    topics: tuple[str, ...] = ()
    types: tuple[QuestionType, ...] = ()
    levels: tuple[int, ...] = (1, 2, 3, 4, 5)
    seed: int = 0
    count: int | None = None
    minutes: int | None = None


class Made(Value):
    """An exercise that was made, with its document and as it was read back."""

    document: Mapping[str, Any]
    question: Question[Any]


class Batch(Value):
    """What was made.

    Attributes:
        exercises: they.
        problems: warnings: there are fewer than asked for, or none of a type.
    """

    exercises: tuple[Made, ...]
    problems: tuple[Problem, ...] = ()


def make(desk: Desk, order: Order, others: Iterable[Question[Any]] = ()) -> Batch:
    """Make exercises from the base of a desk.

    Args:
        desk: of the knowledge base.
        order: what is asked for.
        others: exercises that are there already, and are not to be made again.

    Raises:
        UsageError: a topic is unknown, or its name ambiguous.
    """
    desk = _Quick(desk)
    subjects = Topics(desk.kb, desk.names).subjects(order.topics)
    types = order.types or tuple(QuestionType)
    shop = Workshop(desk.reasoner, desk.names)
    made: dict[QuestionType, int] = dict.fromkeys(types, 0)
    seen = {asked(each) for each in others}

    def stream(type_: QuestionType) -> Iterator[Made]:
        drafts = varied(_drafts(shop, order, type_, subjects), lambda draft: draft.turns_on)
        for each in _sound(desk, type_, drafts):
            if (what := asked(each.question)) not in seen:
                seen.add(what)
                made[type_] += 1
                yield each

    coming = in_turn(map(stream, types))
    if order.minutes is None:
        chosen = list(islice(coming, order.count or COUNT))
    else:
        chosen = filling(coming, lambda each: each.question.doc.minutes, order.minutes, order.count)
    return Batch(exercises=tuple(chosen), problems=tuple(_problems(order, subjects, chosen, made)))


def _drafts(shop: Workshop, order: Order, type_: QuestionType, subjects: tuple[Subject, ...]) -> Iterator[Draft]:
    """The drafts of a type, of each subject in turn."""
    drafts = import_module(f"reasoner.teach.making.kinds.{type_.value}").drafts
    wishes = [
        Wish(
            shop=shop,
            subject=subject,
            others=tuple(each for each in subjects if each is not subject),
            levels=frozenset(order.levels),
            lots=Lots(order.seed, type_.value, subject.name),
        )
        for subject in subjects
    ]
    return in_turn(map(drafts, wishes[:1] if type_ in PAIRED else wishes))


class _Quick(Desk):
    """A desk that judges and does not explain, which takes most of the time of a key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.kb)
        self.names, self.reasoner = desk.names, desk.reasoner

    def why(self, scenario: Scenario, finding: Finding) -> Message:
        """Nothing."""
        return Message(text="")


def _sound(desk: Desk, type_: QuestionType, drafts: Iterable[Draft]) -> Iterator[Made]:
    """Drafts that the reader takes, and whose key the base agrees with; others are left out."""
    for draft in drafts:
        written = document(type_, draft)
        question = _read(desk, written)
        if question is None:
            continue
        right = question.right_answer
        if (
            not draft.answer.keys() >= right.keys()
        ):  # what the base says then is what is written, to be held to it later
            written["answer"] = {**{entry: list(each) for entry, each in right.items()}, **written.get("answer", {})}
            question = _read(desk, written)
        if question is not None and all(part.status is Status.right for part in question.grade(right)):
            yield Made(document=written, question=question)


def _read(desk: Desk, document_: Mapping[str, Any]) -> Question[Any] | None:
    """A document read back; None where something is wrong with it."""
    (item,) = read_exercises(StringIO(text([document_])), desk, "made")
    return item.question


def _problems(
    order: Order, subjects: tuple[Subject, ...], chosen: list[Made], made: Mapping[QuestionType, int]
) -> Iterator[Problem]:
    about = ", ".join(subject.label for subject in subjects)
    levels = ", ".join(map(str, sorted(order.levels)))
    help_ = ("other topics, types or difficulties give more; without them, the whole base is gone through",)
    for type_, number in made.items():
        if not number and len(made) > 1 and (order.count is None or len(chosen) < order.count):
            yield Problem("W281", f"no exercise of type `{type_}` can be made about {about} at difficulty {levels}")
    number = len(chosen)
    kinds = f" of type `{next(iter(made))}`" if len(made) == 1 else ""
    if not number:
        yield Problem("W280", f"no exercise{kinds} can be made about {about} at difficulty {levels}", None, help_)
    elif order.minutes is not None:
        time = sum(each.question.doc.minutes for each in chosen)
        if time < order.minutes:
            message = f"{plural(number, 'exercise')} of {plural(time, 'minute')} are there for {order.minutes} minutes"
            yield Problem("W280", message, None, help_)
    elif number < (order.count or COUNT):
        there = f"there {'is' if number == 1 else 'are'} {plural(number, 'exercise')}"
        message = f"{order.count or COUNT} were asked for, and {there}{kinds} about {about} at difficulty {levels}"
        yield Problem("W280", message, None, help_)
