"""Where work is done: in this process, in several of this machine, or on a Dask cluster, always by an `Executor`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar

from reasoner.batch.interruption import uninterrupted
from reasoner.errors import EngineError, Problem, UsageError
from reasoner.sweeps.serial import Serial

Done = TypeVar("Done")
_PATIENCE = "10s"


@contextmanager
def executor(workers: int = 1, dask: str | None = None) -> Iterator[Executor]:
    """What does the work while the context is open; what is not done when it ends is given up.

    Args:
        workers: processes; with one, all is done in this one.
        dask: the address of a Dask scheduler, whose workers are used instead.

    Raises:
        UsageError: Dask is not installed (E268), or no scheduler answers (E269).
    """
    if dask is not None:
        with _dask(dask) as cluster:
            yield cluster
        return
    if workers > 1:
        with _processes(workers) as pool:
            yield pool
        return
    yield Serial()


def surviving(found: Iterable[Done], *, help_: str) -> Iterator[Done]:
    """What work gives, as it comes.

    Args:
        found: it.
        help_: what helps where there is too little memory for all who do the work.

    Raises:
        EngineError: a process that did the work has ended (E405).
    """
    from concurrent.futures import BrokenExecutor

    try:
        yield from found
    except BrokenExecutor as error:
        raise EngineError(Problem("E405", "a process that evaluates scenarios has ended", None, (help_,))) from error


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    """A pool of processes. They are ended with the context: whoever would have waited for them waits no more."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = set(active_children())
    # Spawned and not forked: the same on every system, and safe where this process has threads.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _ignore_interruptions)
    inner: Any = pool  # what of it is used is no part of what is promised
    answers, tasks = inner._result_queue, inner._call_queue
    try:
        yield pool
    finally:
        with uninterrupted():  # a pool that is left half-ended is waited for for ever
            manager = inner._executor_manager_thread
            # Before its processes are gone: a pool cannot say of a task that it failed after it was given up.
            pool.shutdown(wait=False, cancel_futures=True)
            children = set(active_children()) - others
            for child in children:
                child.terminate()
            for child in children:
                child.join()
            # One that ended in the midst of an answer leaves half of it, and the pool would wait for the rest for
            # ever: with this, nobody is left who could write it.
            answers._writer.close()
            if sys.version_info < (3, 11, 5):  # later ones see for themselves that nobody reads a task to its end
                tasks._reader.close()
            if manager is not None:
                manager.join()


def _ignore_interruptions() -> None:
    """Ctrl-C reaches all processes of a terminal; the one that hands out the work ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        help_ = ("pip install 'csc-reasoner[dask]'",)
        raise UsageError(Problem("E268", "a Dask cluster needs the package distributed", None, help_)) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        message = f"no Dask scheduler answers at {address}"
        help_ = ("an address is as tcp://host:8786; `dask scheduler` prints its own",)
        raise UsageError(Problem("E269", message, None, help_)) from error
    with client:
        pool: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        try:
            yield pool
        finally:
            pool.shutdown(wait=False)
