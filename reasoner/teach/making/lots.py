"""Lots: choices that a seed decides, each by itself.

What is drawn follows from the seed, from what it is drawn for, and from the text of each thing that it is drawn from.
So it does not depend on what was drawn before, on how many exercises were asked for, on hash seeds, on the platform or
on how a version of Python draws; and a thing that the base gains changes no order among the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Lots:
    """Draws lots.

    Args:
        seed: whole number.
        about: what they are drawn for.
    """

    def __init__(self, seed: int, *about: str) -> None:
        self._seed, self._about = seed, about

    def of(self, *about: str) -> Lots:
        """Lots for something within what these are for."""
        return Lots(self._seed, *self._about, *about)

    def number(self, below: int, name: str = "") -> int:
        """A number from 0 up to, and without, another."""
        return self._drawn(name) % below

    def pick(self, items: Sequence[T], name: str = "") -> T:
        """One of several things."""
        return items[self.number(len(items), name)]

    def shuffled(self, items: Iterable[T], text: Callable[[T], str] = str) -> list[T]:
        """Things in an order that the seed decides; those with the same text stay as they are.

        Args:
            items: they.
            text: tells one from another.
        """
        return sorted(items, key=lambda item: (self._drawn(text(item)), text(item)))

    def _drawn(self, name: str) -> int:
        written = "\0".join((str(self._seed), *self._about, name))
        return int.from_bytes(sha256(written.encode()).digest()[:8], "big")
