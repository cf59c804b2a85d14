"""A session as a value: the scenario now, the way it came about, and what was taken back. No input, no output."""

from __future__ import annotations

from dataclasses import dataclass, field

from reasoner.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Point:
    """A scenario with the words of the change that led to it.

    Attributes:
        words: the change as it was understood, as `block HIF2A`; empty for the start.
        scenario: what it led to.
    """

    words: str
    scenario: Scenario


_START = Point("", Scenario())


@dataclass(frozen=True, slots=True)
class Session:
    """Every state since the start, and every state that was taken back and can be had again.

    Attributes:
        done: the states, the start first and the present one last; never empty.
        undone: states taken back, the one to be had again first at the end.
    """

    done: tuple[Point, ...] = field(default=(_START,))
    undone: tuple[Point, ...] = ()

    @property
    def now(self) -> Point:
        """The present state."""
        return self.done[-1]

    @property
    def scenario(self) -> Scenario:
        """The present scenario."""
        return self.now.scenario

    @property
    def depth(self) -> int:
        """How many changes can be taken back."""
        return len(self.done) - 1

    @property
    def lines(self) -> list[str]:
        """The lines that lead a new session here, and to what was taken back."""
        lines = [point.words for point in (*self.done[1:], *reversed(self.undone))]
        return [*lines, f"undo {len(self.undone)}"] if self.undone else lines

    def is_like(self, other: Session) -> bool:
        """Whether both came through the same scenarios, in whatever words."""
        mine, its = ([[each.scenario for each in part] for part in (one.done, one.undone)] for one in (self, other))
        return mine == its

    def changed(self, words: str, scenario: Scenario) -> Session:
        """The session after a change; one that leaves the scenario as it was is none."""
        if scenario == self.scenario:
            return self
        return Session((*self.done, Point(words, scenario)))

    def undo(self, number: int = 1) -> Session:
        """The session with the last changes taken back.

        Args:
            number: how many; as many as there are, where there are fewer.

        Raises:
            ValueError: the number is less than one.
        """
        number = min(_counted(number), self.depth)
        if not number:
            return self
        return Session(self.done[:-number], (*self.undone, *reversed(self.done[-number:])))

    def redo(self, number: int = 1) -> Session:
        """The session with changes that were taken back made again.

        Args:
            number: how many; as many as there are, where there are fewer.

        Raises:
            ValueError: the number is less than one.
        """
        number = min(_counted(number), len(self.undone))
        if not number:
            return self
        return Session((*self.done, *reversed(self.undone[-number:])), self.undone[:-number])

    def before(self, number: int) -> Point | None:
        """The state some changes ago; None where there were not so many."""
        return self.done[-1 - number] if 0 <= number <= self.depth else None


def _counted(number: int) -> int:
    if number < 1:
        raise ValueError("a number of changes is 1 or more")
    return number
