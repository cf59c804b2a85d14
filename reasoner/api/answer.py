"""The answer to a question, in Python: a value, text, and what notebooks show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reasoner.api.shown import Shown
from reasoner.model.base import Record
from reasoner.model.knowledge import KnowledgeBase

if TYPE_CHECKING:
    from reasoner.model.pictures import Picture
    from reasoner.render.layout import Block


class Answer(Shown):
    """The answer to a question. `str()` gives it as text.

    Attributes:
        record: the answer as a value.
    """

    def __init__(self, record: Record, kb: KnowledgeBase, *, everything: bool = False) -> None:
        self.record = record
        self._kb = kb
        self._everything = everything

    def __repr__(self) -> str:
        return f"<answer: {type(self.record).__name__}>"

    @property
    def whole(self) -> Answer:
        """The same answer, with nothing folded where it is shown."""
        return Answer(self.record, self._kb, everything=True)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values: the same as the command of the question prints with `--format json`."""
        return self.record.model_dump(mode="json")

    def _told(self) -> Iterable[Block]:
        from reasoner.render.text import told

        return told(self._kb, self.record, everything=self._everything)

    def _pictures(self) -> Iterable[Picture]:
        from reasoner.render.pictures.content import pictures

        return pictures(self._kb, self.record)
