"""Records of the model that the Python interface hands out by themselves: they are what they were, and show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from reasoner.api.shown import Shown
from reasoner.model.base import Record
from reasoner.model.entity import Entity
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Result

if TYPE_CHECKING:
    from reasoner.render.layout import Block

R = TypeVar("R", bound=Record)


class Holding(Shown, FindingResult):
    """A finding that holds in a scenario. It equals the record that it shows."""

    if TYPE_CHECKING:
        _kb: KnowledgeBase
        _result: Result

    @classmethod
    def showing(cls, found: FindingResult, kb: KnowledgeBase, result: Result) -> Holding:
        """A finding of a result."""
        return _with(cls.of(**_content(found)), _kb=kb, _result=result)

    def _told(self) -> Iterable[Block]:
        from reasoner.render.things import finding

        return finding(self._kb, self._result, self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FindingResult) and self._values() == other._values()

    __hash__ = FindingResult.__hash__


class Known(Shown, Entity):
    """An entity of a knowledge base. It equals the record that it shows."""

    if TYPE_CHECKING:
        _kb: KnowledgeBase

    @classmethod
    def showing(cls, entity: Entity, kb: KnowledgeBase) -> Known:
        """An entity of a base."""
        return _with(cls.of(**_content(entity)), _kb=kb)

    def _told(self) -> Iterable[Block]:
        from reasoner.render.things import entity

        return entity(self._kb, self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self._values() == other._values()

    __hash__ = Entity.__hash__


def _content(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def _with(record: R, **beside: object) -> R:
    """A record with what it needs to show itself: no fields, so that these are neither compared nor written."""
    record.__dict__.update(beside)
    return record
