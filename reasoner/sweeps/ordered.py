"""Work that is handed out a few tasks at a time, and comes back in the order in which it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


def in_order(
    executor: Executor, function: Callable[[Task], Done], tasks: Iterable[Task], *, ahead: int
) -> Iterator[Done]:
    """What a function gives for each task, in the order of the tasks, which are taken as they are needed.

    Args:
        executor: does the work.
        function: of a module, so that another process finds it; what it takes and gives can be pickled.
        tasks: any number of them.
        ahead: how many are handed out before the first of them is waited for.

    Raises:
        BrokenExecutor: a process that did the work has ended.
    """
    waiting: deque[Future[Done]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(function, task))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for each in waiting:
            each.cancel()
