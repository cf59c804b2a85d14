"""What was said in a session: each line with its answer, as it was told, whatever the width of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reasoner.errors import Problem
    from reasoner.model.base import Record
    from reasoner.render.layout import Block


@dataclass
class Turn:
    """A line with its answer.

    Attributes:
        line: as it was typed.
        verb: that it was understood as; empty where it was not.
        answer: blocks, and lines of plain text.
        valued: the answer is a value, too; it is not kept, being several times as large.
        advice: it has to do with a therapy.
        problems: why it was refused.
        failed: it was refused, or interrupted before it changed anything.
        within: it stands in a script that another line runs.
        instead: the lines that would do the same in another session; None where it would itself.
    """

    line: str
    verb: str = ""
    answer: list[Block | str] = field(default_factory=list)
    valued: bool = False
    advice: bool = False
    problems: tuple[Problem, ...] = ()
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
        """Something was answered; an empty line before the first word is none."""
        if self._open and (said or self._open[-1].answer):
            self._open[-1].answer += [said] if isinstance(said, str) else said

    def record(self, answer: Record) -> None:
        """Something was answered; this is its value."""
        if self._open:
            turn = self._open[-1]
            turn.valued, turn.advice = True, turn.advice or bool(getattr(answer, "advice", ""))

    def instead(self, lines: Iterable[str]) -> None:
        """The present line would not do the same in another session, and these would."""
        if self._open:
            self._open[-1].instead = tuple(lines)

    def is_known(self, problems: tuple[Problem, ...]) -> bool:
        """Whether problems are those of the line of a script that has just ended: they were told there."""
        return bool(self.turns) and self.turns[-1].within and self.turns[-1].problems == problems

    def end(self) -> Turn:
        """The line was answered."""
        turn = self._open.pop()
        self.turns.append(turn)
        return turn
