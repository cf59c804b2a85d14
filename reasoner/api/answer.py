"""The answer to a question, in Python: a value, text, and what notebooks show."""

from __future__ import annotations

from typing import Any

from reasoner.model.base import Record
from reasoner.model.knowledge import KnowledgeBase


class Answer:
    """The answer to a question. `str()` gives it as text.

    Attributes:
        record: the answer as a value.
    """

    def __init__(self, record: Record, kb: KnowledgeBase) -> None:
        self.record = record
        self._kb = kb

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values: the same as the command of the question prints with `--format json`."""
        return self.record.model_dump(mode="json")

    def __str__(self) -> str:
        from reasoner.render.text import plain

        return plain(self.record, self._kb)

    def _repr_html_(self) -> str:
        return preformatted(str(self))


def preformatted(text: str) -> str:
    """Text as HTML that keeps its lines."""
    from html import escape

    return f"<pre>{escape(text)}</pre>"
