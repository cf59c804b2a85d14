"""What makers of exercises are asked for, and what they give: drafts, which are read back before they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from reasoner.model.finding import Finding
from reasoner.model.rule import Rule
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject
from reasoner.teach.making.workshop import Workshop
from reasoner.values import Value


class Wish(Value):
    """What is asked for.

    Attributes:
        shop: the base.
        subject: what about.
        levels: the difficulties that are wanted.
        lots: decide what is left open.
        others: further subjects that were named, for exercises that hold two against each other.
    """

    shop: Workshop
    subject: Subject
    levels: frozenset[int]
    lots: Lots
    others: tuple[Subject, ...] = ()


class Draft(Value):
    """An exercise that was made.

    Attributes:
        title, stem, objective, hints: its texts.
        question: what its type adds to the document, in canonical ids.
        turns_on: the finding that it is about most of all: the exercises of a batch differ in it where they can.
        rules: the statements that it is drawn from; the first gives the topic.
        level: of difficulty.
        answer: what is right, by entry; without it, what the base says once the exercise is read back.
    """

    title: str
    stem: str
    objective: str
    hints: tuple[str, ...]
    question: Mapping[str, Any]
    turns_on: Finding
    rules: tuple[Rule, ...]
    level: int
    answer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
