"""Answers that are longer than the screen: they stop, and an empty line goes on. Any other line is answered as ever."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from reasoner.render.output import Output

_BESIDE = 9  # the question; the line that says how much is left, the prompt, the room for its menu, the toolbar
_ENDLESS = 1 << 30
_LEAST = 4


class Paged(Output):
    """An output on which an answer stops at a full screen.

    Args:
        stream: where to.
        color: `always`, `never` or `auto`.
        rows: of the screen; 0 stops nowhere.

    Attributes:
        held: the lines that wait.
    """

    def __init__(self, stream: TextIO, color: str, rows: int) -> None:
        super().__init__(stream, color)
        self.room = max(rows - _BESIDE, _LEAST) if rows else _ENDLESS
        self.held: list[str] = []

    def go_on(self, lines: Iterable[str], *, everything: bool) -> None:
        """Write lines that were held, as far as there is room, or all."""
        if everything:
            self.room = _ENDLESS
        super().go_on(lines, everything=everything)

    def end(self) -> int:
        """The answer is over: how many lines wait. One alone is written, where the line that says so would stand."""
        if len(self.held) == 1:
            super()._write(self.held.pop())
        return len(self.held)

    def _write(self, text: str) -> None:
        for line in text.splitlines(keepends=True):
            if self.room > 0:
                self.room -= 1
                super()._write(line)
            else:
                self.held.append(line)
