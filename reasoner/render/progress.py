"""How far a long run is: a bar, or a number, on standard error, on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from reasoner.render.output import Output

Item = TypeVar("Item")
_EVERY = 0.1


@contextmanager
def progress(output: Output, what: str, total: int, done: int = 0) -> Iterator[Callable[[int], None] | None]:
    """Show a bar with rate and remaining time while the context is open.

    Args:
        output: standard error.
        what: is counted, as `scenarios`.
        total: how many.
        done: how many of them were done before.

    Yields:
        What is to be told how many are done; None where there is no terminal.
    """
    if not output.terminal:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    class Count(ProgressColumn):
        """How many are done, and how many a second."""

        def render(self, task: Task) -> Text:
            rate = f", {task.speed:,.0f} a second" if task.speed else ""
            return Text(f"{task.completed:,.0f} of {task.total or 0:,.0f} {what}{rate}")

    console = Console(file=output.stream, no_color=not output.color, markup=False, emoji=False, highlight=False)
    with Progress(BarColumn(20), Count(), TimeRemainingColumn(), console=console, transient=True) as shown:
        task = shown.add_task("", total=total, completed=done)
        yield lambda number: shown.update(task, completed=number)


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
