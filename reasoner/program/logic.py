"""Ground rules under construction: literals that may be known already, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

Literal = int | bool
"""True, False, or the number of an atom; `-literal` says that it does not hold (never of a truth value)."""


class Writer(Protocol):
    """What takes down atoms and rules."""

    def add_atom(self) -> int:
        """A new atom, from 1 up."""

    def add_rule(self, head: Sequence[int], body: Sequence[int]) -> None:
        """The one atom of the head holds where the body does; without a head the body may not hold."""


class Logic:
    """A ground logic program in the making; what is known to be true or false is never written.

    Args:
        writer: gets its atoms and rules.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def atom(self) -> int:
        """A new atom, which nothing gives yet."""
        return self._writer.add_atom()

    def rule(self, head: int, body: Iterable[Literal]) -> None:
        """The head holds where the body does."""
        known = _simple(body)
        if known is not None:
            self._writer.add_rule([head], known)

    def forbid(self, body: Iterable[Literal]) -> None:
        """Not all of the body may hold."""
        known = _simple(body)
        if known is not None:
            self._writer.add_rule([], known)

    def both(self, *body: Literal) -> Literal:
        """A literal that holds where all of these do."""
        known = _simple(body)
        if known is None:
            return False
        if len(known) < 2:
            return known[0] if known else True
        head = self.atom()
        self._writer.add_rule([head], known)
        return head

    def either(self, literals: Iterable[Literal]) -> Literal:
        """A literal that holds where any of these does."""
        every = list(literals)
        if any(each is True for each in every):  # looked at first: atom 1 equals True, and would pass for it below
            return True
        found = list(dict.fromkeys(each for each in every if each is not False))
        if len(found) < 2:
            return found[0] if found else False
        head = self.atom()
        for each in found:
            self._writer.add_rule([head], [each])
        return head


def negated(literal: Literal) -> Literal:
    """What holds where a literal does not."""
    return not literal if isinstance(literal, bool) else -literal


def _simple(body: Iterable[Literal]) -> list[int] | None:
    """The literals of a body that are not known; None where one is known to be false."""
    found: list[int] = []
    for each in body:
        if each is False:
            return None
        if each is not True:
            found.append(each)
    return found
