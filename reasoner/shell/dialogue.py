"""What was said in a session: each line with its answer, as it was told, whatever the width of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reasoner.model.base import Record
    from reasoner.render.layout import Block


@dataclass
class Turn:
    """A line with its answer.

    Attributes:
        line: as it was typed.
        verb: that it was understood as; empty where it was not.
        answer: blocks, and lines of plain text.
        records: the answers as values.
        failed: it was refused, or interrupted.
        within: it stands in a script that another line runs.
        instead: the lines that would do the same in another session; None where it would itself.
    """

    line: str
    verb: str = ""
    answer: list[Block | str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    failed: bool = False
    within: bool = False
    instead: tuple[str, ...] | None = None


class Dialogue:
    """All turns of a session.

    Attributes:
        turns: those that are over, in the order in which they ended.
    """

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._open: list[Turn] = []

    def begin(self, line: str) -> Turn:
        """A line was typed."""
        turn = Turn(line, within=bool(self._open))
        self._open.append(turn)
        return turn

    def hear(self, said: Sequence[Block] | str) -> None:
        """Something was answered."""
        if self._open:
            self._open[-1].answer += [said] if isinstance(said, str) else said

    def record(self, answer: Record) -> None:
        """Something was answered; this is its value."""
        if self._open:
            self._open[-1].records.append(answer)

    def instead(self, lines: Iterable[str]) -> None:
        """The present line would not do the same in another session, and these would."""
        if self._open:
            self._open[-1].instead = tuple(lines)

    def end(self) -> Turn:
        """The line was answered."""
        turn = self._open.pop()
        self.turns.append(turn)
        return turn
