"""Rules under construction for clingo: literals that may be known already, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clingo import Control

Literal = int | bool
"""True, False, or a literal of the solver; `-literal` says that it does not hold (never of a truth value)."""


class Logic:
    """A ground logic program in the making; what is known to be true or false is never written.

    Args:
        control: the solver that it is made for.
    """

    def __init__(self, control: Control) -> None:
        self.control = control
        self.backend: Any = control.backend()  # clingo's methods have no types of their own where they enter and leave

    def __enter__(self) -> Logic:
        self.backend.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self.backend.__exit__(*raised)

    def atom(self) -> int:
        """A new atom, which nothing gives yet."""
        made: int = self.backend.add_atom()
        return made

    def choice(self) -> int:
        """A new atom that may be chosen."""
        atom = self.atom()
        self.backend.add_rule([atom], [], choice=True)
        return atom

    def rule(self, head: int, body: Iterable[Literal]) -> None:
        """The head holds where the body does."""
        known = _simple(body)
        if known is not None:
            self.backend.add_rule([head], known)

    def forbid(self, body: Iterable[Literal]) -> None:
        """Not all of the body may hold."""
        known = _simple(body)
        if known is not None:
            self.backend.add_rule([], known)

    def both(self, *body: Literal) -> Literal:
        """A literal that holds where all of these do."""
        known = _simple(body)
        if known is None:
            return False
        if len(known) < 2:
            return known[0] if known else True
        head = self.atom()
        self.backend.add_rule([head], known)
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
            self.backend.add_rule([head], [each])
        return head

    def at_least(self, number: int, literals: Iterable[Literal]) -> Literal:
        """A literal that holds where at least so many of these do."""
        found = list(literals)
        number -= sum(each is True for each in found)
        found = [each for each in found if not isinstance(each, bool)]
        if number <= 0:
            return True
        if number > len(found):
            return False
        head = self.atom()
        self.backend.add_weight_rule([head], number, [(each, 1) for each in found])
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
