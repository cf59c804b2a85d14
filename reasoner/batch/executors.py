"""Where work is done: in this process, in several, or on a Dask cluster; always by `concurrent.futures.Executor`."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from reasoner.errors import EngineError, Problem, UsageError

Task = TypeVar("Task")
Done = TypeVar("Done")


class Workers:
    """What does work, in order.

    Args:
        executor: takes the tasks; None does them in this process.
        in_flight: how many tasks are handed out at most before the first of them is taken back.
    """

    def __init__(self, executor: Executor | None = None, in_flight: int = 1) -> None:
        self._executor = executor
        self._in_flight = in_flight
        self._handed: deque[Future[Any]] = deque()

    def map(self, function: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """What a function gives for each task, in the order of the tasks, which are taken as they are needed.

        Args:
            function: of a module, so that another process finds it; what it takes and gives can be pickled.
            tasks: any number of them.

        Raises:
            EngineError: a worker ended before its task did (E405).
        """
        if self._executor is None:
            yield from map(function, tasks)
            return
        from concurrent.futures import BrokenExecutor

        handed = self._handed
        try:
            for task in tasks:
                handed.append(self._executor.submit(function, task))
                if len(handed) >= self._in_flight:
                    yield self._next()
            while handed:
                yield self._next()
        except BrokenExecutor as error:
            help_ = ("fewer workers need less memory: -j",)
            raise EngineError(
                Problem("E405", "a worker process ended before its work was done", None, help_)
            ) from error

    def _next(self) -> Any:
        done = self._handed[0].result()  # it stays among those handed out for as long as it is waited for
        self._handed.popleft()
        return done

    def abandon(self) -> bool:
        """Take back what was not begun; whether something is still at work."""
        for future in self._handed:
            future.cancel()
        return not all(future.done() for future in self._handed)


@contextmanager
def executor(workers: int = 1, dask: str | None = None) -> Iterator[Workers]:
    """Workers, for as long as the block lasts. What nobody has waited for when it ends is given up.

    Args:
        workers: how many processes; one is this process.
        dask: the address of a Dask scheduler, whose workers are used instead.

    Raises:
        UsageError: Dask is not installed, or no scheduler answers (E262).
    """
    if dask is not None:
        with _dask(dask) as found:
            yield found
    elif workers == 1:
        yield Workers()
    else:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        others = set(active_children())
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)
        found = Workers(pool, 2 * workers)
        try:
            yield found
        finally:
            if found.abandon():
                for child in set(active_children()) - others:
                    child.terminate()
            pool.shutdown(cancel_futures=True)


@contextmanager
def _dask(address: str) -> Iterator[Workers]:
    try:
        connect = import_module("distributed").Client
    except ImportError as error:
        help_ = ("pip install 'csc-reasoner[dask]'",)
        raise UsageError(Problem("E262", "Dask is not installed", None, help_)) from error
    try:
        client = connect(address, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(Problem("E262", f"no Dask scheduler answers at `{address[:80]}`")) from error
    with client:
        found = Workers(client.get_executor(), 2 * max(sum(client.nthreads().values()), 1))
        try:
            yield found
        finally:
            found.abandon()


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that hands out the work sees to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
