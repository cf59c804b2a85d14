"""Where work is done: in this process, in several of this machine, or on a Dask cluster, always by an `Executor`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from reasoner.errors import Problem, UsageError
from reasoner.sweeps.serial import Serial

_PATIENCE = "10s"


@contextmanager
def executor(workers: int = 1, dask: str | None = None) -> Iterator[Executor]:
    """What does the work while the context is open; tasks that have not begun when it ends are dropped.

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
    pool = _processes(workers) if workers > 1 else Serial()
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _processes(workers: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned and not forked: the same on every system, and safe where this process has threads.
    return ProcessPoolExecutor(workers, get_context("spawn"), _ignore_interruptions)


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
