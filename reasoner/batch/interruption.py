"""Ctrl-C and SIGTERM: work ends at once, and what is being written is written to its end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any, Self, TypeVar

Item = TypeVar("Item")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
SECOND = 1.0
"""For so many seconds signals are one: the terminal and the program that called this one often send one each."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within its block signals are passed over: for what is soon done and must not be left half-done."""
    former: dict[signal.Signals, Any] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            former.update((each, signal.signal(each, signal.SIG_IGN)) for each in _SIGNALS)
        yield
    finally:
        for each, had in former.items():
            signal.signal(each, had)


class Interruption:
    """Within its block a signal raises KeyboardInterrupt where an item is awaited; elsewhere only a later one does.

    Args:
        anywhere: whether the first one raises it wherever it comes.
    """

    def __init__(self, *, anywhere: bool = False) -> None:
        self._asked, self._awaiting = False, anywhere
        self._since = 0.0
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            listened = [each for each in _SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
            self._former = {each: signal.signal(each, self._take) for each in listened}
        return self

    def __exit__(self, *_: object) -> None:
        for each, former in self._former.items():
            signal.signal(each, former)

    def awaited(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, as they come.

        Raises:
            KeyboardInterrupt: a signal came.
        """
        iterator = iter(items)
        while True:
            self._awaiting = True
            try:
                if self._asked:
                    raise KeyboardInterrupt
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self._awaiting = False
            yield item

    def _take(self, number: int, frame: FrameType | None) -> None:
        if not self._asked:
            self._asked, self._since = True, monotonic()
            if self._awaiting:
                raise KeyboardInterrupt
        elif monotonic() - self._since >= SECOND:
            raise KeyboardInterrupt
