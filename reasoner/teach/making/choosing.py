"""Which exercises are taken: on different things, as many as asked for, in the time there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

_AHEAD = 8
_POOL = 60


def varied(items: Iterable[T], about: Callable[[T], Hashable]) -> Iterator[T]:
    """Items in an order in which those about the same thing lie apart: of the next few, the one whose thing is rarest.

    Args:
        items: in the order in which they come; looked at a few ahead.
        about: what an item is about.
    """
    coming = iter(items)
    waiting = list(islice(coming, _AHEAD))
    times: Counter[Hashable] = Counter()
    while waiting:
        place = min(range(len(waiting)), key=lambda each: (times[about(waiting[each])], each))
        item = waiting.pop(place)
        times[about(item)] += 1
        yield item
        waiting += islice(coming, 1)


def in_turn(streams: Iterable[Iterable[T]]) -> Iterator[T]:
    """One item of each stream, then the second ones, for as long as any stream has some."""
    running = [iter(each) for each in streams]
    while running:
        ended = []
        for number, stream in enumerate(running):
            try:
                yield next(stream)
            except StopIteration:
                ended.append(number)
        running = [stream for number, stream in enumerate(running) if number not in ended]


def filling(items: Iterable[T], minutes: Callable[[T], int], total: int, count: int | None = None) -> list[T]:
    """Items whose time is as near as possible to a total, and never above it; of as good choices, the earliest.

    Args:
        items: what can be chosen, looked at no further than is needed.
        minutes: what an item takes.
        total: what all of them may take.
        count: how many are wanted; with the time they fill being as good, as many as can be up to this number.
    """
    # The best choice known for each number of items and time; a choice that was found first stays.
    best: dict[tuple[int, int], tuple[int, ...]] = {(0, 0): ()}
    seen: list[T] = []
    for number, item in enumerate(islice(items, max(_POOL, 2 * count if count else total))):
        seen.append(item)
        takes = minutes(item)
        for (many, time), chosen in list(best.items()):
            state = (many + 1 if count is not None else 0, time + takes)
            if state[1] <= total and (count is None or state[0] <= count) and state not in best:
                best[state] = (*chosen, number)
        if (count or 0, total) in best:
            break
    many_time = max(best, key=lambda state: (state[1], state[0]))
    return [seen[number] for number in best[many_time]]
