"""Minimal sets of changes after which goals are met, in one world or in several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.search import Change
from reasoner.search.encoding import Encoding
from reasoner.search.logic import Logic, negated
from reasoner.search.minimal import Progress, Sets, control, minimal_sets, satisfiable
from reasoner.search.world import World

if TYPE_CHECKING:
    from clingo import Control

Demand = Callable[[Logic, Sequence[Encoding]], None]
"""Forbids, in a logic, what does not meet a question about the worlds encoded in it."""


class Search:
    """Worlds with the changes that may be made to all of them alike.

    Args:
        worlds: at least one; their programs have room for the changes.
        changes: each may be made or not.
    """

    def __init__(self, worlds: Sequence[World], changes: Sequence[Change]) -> None:
        self.worlds = worlds
        self.changes = changes

    def minimal(self, most: int, limit: int, progress: Progress | None = None) -> Sets:
        """The minimal sets of at most so many changes after which every world meets its goals.

        Args:
            most: changes in a set.
            limit: sets.
            progress: told which size is being looked at, and how many sets there are.
        """
        goals = [goal for world in self.worlds for goal in world.goals]
        grades = [goal.support for goal in goals]
        return self.under(partial(_meet, self.worlds), [goal.finding for goal in goals], grades, most, limit, progress)

    def possible(self) -> bool:
        """Whether any changes at all, of whatever number, make every world meet its goals."""
        solver, _ = self._prepared(
            partial(_meet, self.worlds),
            [goal.finding for world in self.worlds for goal in world.goals],
            [goal.support for world in self.worlds for goal in world.goals],
        )
        return satisfiable(solver)

    def under(
        self,
        demand: Demand,
        wanted: Sequence[Finding],
        grades: Sequence[Grade],
        most: int,
        limit: int,
        progress: Progress | None = None,
    ) -> Sets:
        """The minimal sets of changes that meet a demand.

        Args:
            demand: it.
            wanted: the findings that it asks for.
            grades: the supports that it asks for.
            most: changes in a set.
            limit: sets.
            progress: as in `minimal`.
        """
        solver, choices = self._prepared(demand, wanted, grades)
        return minimal_sets(solver, choices, most, limit, progress)

    def _prepared(
        self, demand: Demand, wanted: Sequence[Finding], grades: Sequence[Grade]
    ) -> tuple[Control, list[int]]:
        solver = control()
        with Logic(solver) as logic:
            choices = [logic.choice() for _ in self.changes]
            literals = dict(zip(self.changes, choices, strict=True))
            encodings = [Encoding(logic, world, literals, wanted, grades) for world in self.worlds]
            demand(logic, encodings)
        return solver, choices


def _meet(worlds: Sequence[World], logic: Logic, encodings: Sequence[Encoding]) -> None:
    """Every world meets its goals."""
    for world, encoding in zip(worlds, encodings, strict=True):
        for goal in world.goals:
            literal = encoding.literal(goal.finding, goal.support)
            logic.forbid([negated(literal) if goal.wanted else literal])
