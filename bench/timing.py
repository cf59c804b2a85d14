"""Interleaved runs, and the least time of each."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Timing:
    """The least time of a thing over its runs.

    Attributes:
        seconds: of one call, at least.
        runs: how many runs that is the minimum of.
    """

    seconds: float
    runs: int

    def over(self, other: Timing) -> float:
        """The ratio of minima."""
        return self.seconds / other.seconds


def interleaved(
    calls: Mapping[str, Callable[[], object]], rounds: int, *, patience: float = 60.0, least: float = 0.005
) -> dict[str, Timing]:
    """Time things in turns: each round runs each of them once, starting with another one than the round before.

    Garbage is collected between runs, not during them, as `timeit` has it.

    Args:
        calls: what to time, by name.
        rounds: how many runs of each.
        patience: seconds that one of them may take over all rounds; a slower one takes part in fewer, five at least.
        least: seconds that a run lasts; a shorter call is repeated in a run, which then counts with its mean.
    """
    once = {name: _run(call, 1) for name, call in calls.items()}  # warms up, too
    repeats = {name: max(1, math.ceil(least / seconds)) for name, seconds in once.items()}
    runs = {name: min(rounds, max(5, int(patience / seconds))) for name, seconds in once.items()}
    best = dict.fromkeys(calls, math.inf)
    names = list(calls)
    gc.collect()
    gc.freeze()  # what the set-up left need not be looked at again
    try:
        for number in range(rounds):
            shift = number % len(names)
            for name in names[shift:] + names[:shift]:
                if number * runs[name] // rounds < (number + 1) * runs[name] // rounds:
                    best[name] = min(best[name], _run(calls[name], repeats[name]))
    finally:
        gc.unfreeze()
    return {name: Timing(best[name], min(rounds, runs[name])) for name in names}


def _run(call: Callable[[], object], repeats: int) -> float:
    """Mean seconds of a call."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(repeats):
            call()
        return (perf_counter() - start) / repeats
    finally:
        if enabled:
            gc.enable()
