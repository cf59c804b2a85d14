"""Making a batch: drafts of each type and subject in turn, read back, until there are as many as asked for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import StringIO
from itertools import islice
from typing import Any

from reasoner.errors import Problem
from reasoner.knowledge.wording import plural
from reasoner.model.exercise import Message, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.desk import Desk
from reasoner.teach.documents import ExerciseDoc
from reasoner.teach.making import words
from reasoner.teach.making.asked import asked
from reasoner.teach.making.choosing import filling, in_turn, varied
from reasoner.teach.making.difficulty import HARDEST
from reasoner.teach.making.documents import document, minutes
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.kinds import KINDS
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject, Topics
from reasoner.teach.making.workshop import Workshop
from reasoner.teach.making.written import text
from reasoner.teach.question import Question
from reasoner.teach.reading import read_exercises
from reasoner.teach.sheet import Sheet
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


class Maker:
    """Makes exercises from a base. Holds what it found out of the base, and nothing else.

    Args:
        desk: of the knowledge base.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = _Quick(desk)
        self._shop = Workshop(desk.reasoner, desk.names)

    def make(self, order: Order, others: Iterable[ExerciseDoc] = ()) -> Batch:
        """Make exercises.

        Args:
            order: what is asked for.
            others: exercises that are there already, and are not to be made again.

        Raises:
            UsageError: a topic is unknown, or its name ambiguous.
        """
        subjects = Topics(self._desk.kb, self._desk.names).subjects(order.topics)
        types = Lots(order.seed, "types").shuffled(order.types or QuestionType)
        none: set[QuestionType] = set()
        seen = {self._asked(each) for each in others if each.type in types}  # type: ignore[attr-defined]

        def stream(type_: QuestionType) -> Iterator[Made]:
            levels = {each for each in order.levels if order.minutes is None or minutes(type_, each) <= order.minutes}
            if not levels:
                return
            found = False
            drafts = _drafts(self._shop, order.seed, type_, subjects, frozenset(levels))
            for each in _sound(self._desk, type_, varied(drafts, lambda draft: draft.turns_on)):
                if (what := self._asked(each.question.doc)) not in seen:
                    seen.add(what)
                    found = True
                    yield each
            if not found:
                none.add(type_)

        coming = in_turn(map(stream, types))
        if order.minutes is None:
            chosen = list(islice(coming, order.count or COUNT))
        else:
            chosen = filling(coming, lambda each: each.question.doc.minutes, order.minutes, order.count)
        problems = _problems(order, subjects, chosen, [each for each in QuestionType if each in none])
        return Batch(exercises=tuple(chosen), problems=tuple(problems))

    def _asked(self, doc: ExerciseDoc) -> Hashable:
        return asked(Sheet(self._desk), doc)


def _drafts(
    shop: Workshop, seed: int, type_: QuestionType, subjects: tuple[Subject, ...], levels: frozenset[int]
) -> Iterator[Draft]:
    """The drafts of a type, of each subject in turn."""
    drafts = KINDS[type_]
    wishes = [
        Wish(
            shop=shop,
            subject=subject,
            others=tuple(each for each in subjects if each is not subject),
            levels=levels,
            lots=Lots(seed, type_.value, subject.name),
        )
        for subject in subjects
    ]
    return in_turn(_about(each, drafts(each)) for each in (wishes[:1] if type_ in PAIRED else wishes))


def _about(wish: Wish, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Drafts that rest on a statement about the subject, with these first: they give an exercise its topics."""
    about = {rule.id for rule in wish.subject.rules}
    for draft in drafts:
        rules = sorted(draft.rules, key=lambda rule: rule.id not in about)
        if rules[0].id in about:
            yield replace(draft, rules=tuple(rules))


class _Quick(Desk):
    """A desk that judges and does not explain, which takes most of the time of a key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.kb)
        self.names, self.reasoner = desk.names, desk.reasoner

    def why(self, scenario: Scenario, finding: Finding) -> Message:
        """Nothing."""
        return Message(text="")


def _sound(desk: Desk, type_: QuestionType, drafts: Iterable[Draft]) -> Iterator[Made]:
    """Drafts that the reader takes; it judges what they take for right."""
    for draft in drafts:
        written = document(type_, draft)
        question = _read(desk, written)
        if question is not None and not draft.answer:
            # What the base says now is written, so that the exercise is refused where the base says otherwise later.
            written["answer"] = {entry: list(each) for entry, each in question.right_answer.items()}
            question = _read(desk, written)
        if question is not None:
            yield Made(document=written, question=question)


def _read(desk: Desk, document_: Mapping[str, Any]) -> Question[Any] | None:
    """A document read back; None where something is wrong with it."""
    (item,) = read_exercises(StringIO(text([document_])), desk, "made")
    return item.question


def _problems(
    order: Order, subjects: tuple[Subject, ...], chosen: list[Made], none: list[QuestionType]
) -> Iterator[Problem]:
    """What of the order could not be met.

    Args:
        order: what was asked for.
        subjects: what about.
        chosen: what was made.
        none: the types that nothing could be made of.
    """
    first, last = min(order.levels), max(order.levels)
    at = "" if last - first == HARDEST - 1 else f" at difficulty {first if first == last else f'{first} to {last}'}"
    about = f"about {words.listed(subject.label for subject in subjects)}{at}"
    help_ = ("other topics, types or difficulties may give more",)
    only = f" of type `{order.types[0]}`" if len(order.types) == 1 else ""
    number, wanted = len(chosen), order.count or COUNT
    if number:
        for each in (type_ for type_ in none if type_ in order.types):  # of all types, each where it fits is asked for
            yield Problem("W341", f"no exercise of type `{each}` can be made {about}")
    if not number:
        yield Problem("W340", f"no exercise{only} can be made {about}", None, help_)
    elif order.minutes is not None:
        time = sum(each.question.doc.minutes for each in chosen)
        if time < order.minutes:
            message = (
                f"{plural(number, 'exercise')} of {plural(time, 'minute')} come nearest to {order.minutes} minutes"
            )
            yield Problem("W340", message, None, help_)
    elif number < wanted:
        there = f"there {'is' if number == 1 else 'are'} {plural(number, 'exercise')}{only}"
        yield Problem("W340", f"{wanted} were asked for, and {there} {about}", None, help_)
