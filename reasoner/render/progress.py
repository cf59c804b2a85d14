"""How far a long run is: a bar on standard error, on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reasoner.render.output import Output


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
