"""Exercises: what a student sees of one, what is right in it, what was answered, and the mark."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from reasoner.model.base import Field, Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION, Citation


class QuestionType(StrEnum):
    """What an exercise asks for."""

    predict = "predict"  # which phenotypes hold
    missing = "missing"  # the condition that is missing
    build = "build"  # a scenario that yields a goal
    intervene = "intervene"  # the smallest intervention that ends a finding
    order = "order"  # the steps of a chain, in order
    spot = "spot"  # the wrong step of a proof
    extent = "extent"  # how far the review goes, and on which evidence
    contrast = "contrast"  # two situations, as a table
    hypothesis = "hypothesis"  # which hypothesis an observation speaks for
    agenda = "agenda"  # which rule fires next
    rule = "rule"  # write a rule
    flaw = "flaw"  # what is wrong with an argument or with rules


EntryKind = Literal["one", "many", "order", "names", "rule"]
"""How an entry is filled in: one option, any number of options, all options in an order, free names, a rule's text."""


class Option(Record):
    """What can be chosen."""

    id: str
    text: str


class Entry(Record):
    """A part of an exercise that a student fills in.

    Attributes:
        id: its key in an answer.
        kind: how it is filled in.
        prompt: what is asked here; empty where the stem says it.
        options: of `one`, `many` and `order`.
        what: of `names`, what these name.
        most: how many names or options may stand here; None for any number.
        row, column: where it stands in a table, for exercises that are one.
    """

    id: str
    kind: EntryKind
    prompt: str = ""
    options: tuple[Option, ...] = ()
    what: Literal["", "condition", "block"] = ""
    most: int | None = None
    row: str = ""
    column: str = ""


class Hint(Record):
    """A hint, and the share of the points (0 to 1) that taking it costs."""

    text: str
    costs: float


class Item(Record):
    """An exercise as a student sees it: without its key.

    Attributes:
        id: of the exercise, unique in what it is read with.
        type: what is asked.
        title, stem: its heading, and what is asked, in paragraphs parted by an empty line.
        shown: lines set apart below the stem, each with a heading: as `Given`, `hypoxia; CSC`.
        entries: what is filled in.
        points: at most.
        difficulty: 1 (one step) to 5.
        minutes: the time that it takes.
        topics: of the review, by the names of their rule files, without number and ending.
        objective: what one can do afterwards.
        hints: in the order in which they are given.
        knowledge_base: SHA-256 of the content of the base that the key comes from.
        digest: SHA-256 of the exercise.
    """

    id: str
    type: QuestionType
    title: str
    stem: str
    shown: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...]
    points: int = 1
    difficulty: int = 1
    minutes: float = 2
    topics: tuple[str, ...] = ()
    objective: str = ""
    hints: tuple[Hint, ...] = ()
    knowledge_base: str = ""
    digest: str = ""
    disclaimer: str = DISCLAIMER
    schema_version: int = SCHEMA_VERSION


class Message(Record):
    """Why something is right or wrong: plain sentences, and the places of the sources that they rest on."""

    text: str
    citations: tuple[Citation, ...] = ()


class Wanted(Record):
    """That a finding holds, with a support at least, or (`wanted` false) that it does not, or only weaker than that."""

    finding: Finding
    wanted: bool = True
    support: Grade = Grade.hypothesis


class Check(Record):
    """How a free answer is judged by evaluating: its names are added to a scenario, and what holds then is looked at.

    The share of the points is that of the goals that are met; half of it is lost where a side condition is not met, and
    half where there are more names than the smallest right answer has (`smallest`, 0 where size does not matter).

    Attributes:
        scenario: as in scenario files, in canonical ids.
        verb: what is done with the names: `give` or `block`.
        goals: what is to come about.
        sides: what is to be so besides.
        most: names in an answer, at most.
        smallest: how many the smallest right answer has.
    """

    scenario: dict[str, object]
    verb: Literal["give", "block"]
    goals: tuple[Wanted, ...]
    sides: tuple[Wanted, ...] = ()
    most: int
    smallest: int = 0


class EntryKey(Record):
    """What is right in an entry.

    Attributes:
        entry: its id.
        points: what it is worth.
        right: a right answer: of `one` and `many` the right options; of `order` all options, of `names` names, of
            `rule` one text.
        also: further right answers, each written as `right`; of `one`, further options that are right as well.
        complete: whether there are no right answers but these.
        before: of `order`: the pairs of options of which the first has to stand before the second.
        check: of `names`: how any answer is judged.
        messages: by option, or by name: why it is right or wrong.
    """

    entry: str
    points: float
    right: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    complete: bool = True
    before: tuple[tuple[str, str], ...] = ()
    check: Check | None = None
    messages: dict[str, Message] = Field(default_factory=dict)


class Key(Record):
    """What is right in an exercise, and what is said once it is answered.

    Attributes:
        exercise: its id.
        entries: what is right in each.
        explanation: what stands below it once it is answered, however that was.
        remarks: what the author says besides, by the status of the answer: `right`, `partly`, `wrong`.
        cites: rows that the exercise is drawn from: where it asks for rows, these tell.
    """

    exercise: str
    entries: tuple[EntryKey, ...]
    explanation: Message
    remarks: dict[str, str] = Field(default_factory=dict)
    cites: tuple[str, ...] = ()


class Submission(Record):
    """What a student hands in: for each entry a text or a list of texts.

    Attributes:
        student: whatever name the course gives.
        exercise: the id of the exercise.
        answer: by the id of an entry.
        hints: how many hints were taken.
    """

    student: str = ""
    exercise: str
    answer: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    hints: int = 0


class Status(StrEnum):
    """How an answer, or a part of it, was judged."""

    right = "right"
    partly = "partly"
    wrong = "wrong"
    empty = "empty"
    unreadable = "unreadable"  # it names what nothing is known of, or is no answer at all


class PartMark(Record):
    """The mark of an entry. `message` says why, and what would be right is not in it unless it was asked for."""

    entry: str
    status: Status
    points: float
    out_of: float
    message: Message


class Mark(Record):
    """The mark of an answer: the same for the same exercise, answer and knowledge base, for ever.

    Attributes:
        student, exercise, type: of what it is the mark.
        status: of the whole.
        points: after hints, never below 0; `out_of` at most.
        hints, cost: how many were taken, and what they cost in points.
        parts: one for each entry.
        explanation: what stands below the exercise once it is answered; None where nothing that can be read was.
        remark: what the author says besides.
        knowledge_base, exercise_digest, answer_digest: SHA-256 of what the mark rests on.
    """

    student: str = ""
    exercise: str
    type: QuestionType | None = None
    status: Status
    points: float
    out_of: float
    hints: int = 0
    cost: float = 0
    parts: tuple[PartMark, ...] = ()
    explanation: Message | None = None
    remark: str = ""
    knowledge_base: str = ""
    exercise_digest: str = ""
    answer_digest: str = ""
    disclaimer: str = DISCLAIMER
    schema_version: int = SCHEMA_VERSION
