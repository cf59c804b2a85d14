"""Marks of many submissions."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.exercise import Mark
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION


class Graded(Record):
    """A submission with its mark.

    Attributes:
        where: the file and line, or the number in a list, that it stands at.
        counts: whether no later submission of this student to this exercise takes its place.
        message: why it could not be graded, with its place; what takes its place; whose place in another file it takes.
        mark: `unreadable` where it could not be graded.
    """

    where: str
    counts: bool = True
    message: str = ""
    mark: Mark


class Grading(Record):
    """All that was handed in, in the order in which it was read.

    Attributes:
        knowledge_base: SHA-256 of the content of the base that judged.
        counts: how many there are of each status, of those that count.
    """

    knowledge_base: str
    counts: dict[str, int]
    submissions: tuple[Graded, ...]
    disclaimer: str = DISCLAIMER
    schema_version: int = SCHEMA_VERSION
