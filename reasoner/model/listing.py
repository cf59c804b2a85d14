"""Exercises and courses as they are listed and looked through."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.course import Course
from reasoner.model.exercise import Item, Key
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION


class Listing(Record):
    """The answer to `teach list`."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    exercises: tuple[Item, ...] = ()
    courses: tuple[Course, ...] = ()
    disclaimer: str = DISCLAIMER


class Preview(Record):
    """The answer to `teach preview`: exercises as students see them, and their keys where these were asked for."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    exercises: tuple[Item, ...] = ()
    keys: tuple[Key, ...] = ()
    disclaimer: str = DISCLAIMER
