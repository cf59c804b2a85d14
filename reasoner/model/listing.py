"""Exercises and courses as they are listed and looked through."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.course import Course
from reasoner.model.exercise import Item, Key, QuestionType
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION


class Summary(Record):
    """An exercise in a list: what is known of it without working it out."""

    id: str
    type: QuestionType
    title: str
    topics: tuple[str, ...]
    objective: str
    difficulty: int
    minutes: int
    points: int


class Listing(Record):
    """The answer to `teach list`."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    exercises: tuple[Summary, ...] = ()
    courses: tuple[Course, ...] = ()
    disclaimer: str = DISCLAIMER


class Preview(Record):
    """The answer to `teach preview`: exercises as students see them, and their keys where these were asked for."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    exercises: tuple[Item, ...] = ()
    keys: tuple[Key, ...] = ()
    disclaimer: str = DISCLAIMER
