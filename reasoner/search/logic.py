"""Rules under construction for clingo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reasoner.program import logic
from reasoner.program.logic import Literal, negated

if TYPE_CHECKING:
    from clingo import Control

__all__ = ["Literal", "Logic", "negated"]


class Logic(logic.Logic):
    """A ground logic program that clingo solves: beside rules it has choices and counts.

    Args:
        control: the solver that it is made for.
    """

    def __init__(self, control: Control) -> None:
        self.control = control
        self.backend: Any = control.backend()  # clingo's methods have no types of their own where they enter and leave
        super().__init__(self.backend)

    def __enter__(self) -> Logic:
        self.backend.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self.backend.__exit__(*raised)

    def choice(self) -> int:
        """A new atom that may be chosen."""
        atom = self.atom()
        self.backend.add_rule([atom], [], choice=True)
        return atom

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
