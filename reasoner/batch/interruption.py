"""Ctrl-C and SIGTERM: work ends at once, and what is being written is written to its end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, Self, TypeVar

Item = TypeVar("Item")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Within its block a signal raises KeyboardInterrupt where an item is awaited; elsewhere only a second one does."""

    def __init__(self) -> None:
        self._asked = self._awaiting = False
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
        again, self._asked = self._asked, True
        if again or self._awaiting:
            raise KeyboardInterrupt
