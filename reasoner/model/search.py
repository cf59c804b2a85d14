"""Answers of searches: minimal sets of changes after which something holds, or no longer does."""

from __future__ import annotations

from enum import StrEnum

from reasoner.model.base import Record


class Verb(StrEnum):
    """What a change does."""

    give = "give"
    block = "block"
    force = "force"


class Change(Record):
    """A change to a scenario.

    Attributes:
        verb: what it does.
        item: the finding that is given, or the node that is fixed, in canonical ids.
        label: the item as a reader says it.
    """

    verb: Verb
    item: str
    label: str
