"""How far a long command is, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from reasoner.render.output import Output

Item = TypeVar("Item")
_EVERY = 0.1


class Counter:
    """Counts what is done, of which nobody knows how much there is; shown on a terminal only.

    Args:
        output: standard error.
        what: the noun, in the plural.
        clock: gives seconds.
    """

    def __init__(self, output: Output, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._output, self._what, self._clock = output, what, clock
        self._begun = self._shown_at = clock()
        self._done = 0
        self._shown = False

    def over(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, each counted as it comes."""
        try:
            for item in items:
                self.count()
                yield item
        finally:
            self.hide()

    def count(self) -> None:
        """One more is done."""
        self._done += 1
        now = self._clock()
        if now - self._shown_at >= _EVERY:
            rate = self._done / (now - self._begun)
            self._output.status(f"{self._done:,} {self._what}, {rate:,.0f} a second")
            self._shown_at, self._shown = now, True

    def hide(self) -> None:
        """Something else is to be written to the terminal."""
        if self._shown:
            self._output.status("")
            self._shown = False
