"""All inclusion-minimal sets of at most k choices that meet a logic program: size by size, supersets left out.

A set of size n is looked for when all smaller ones are known and forbidden, together with their supersets: what is
found is minimal, whether or not the goals are monotone, and complete up to the last size that was finished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reasoner.search.logic import Literal, Logic, negated
from reasoner.values import Value

if TYPE_CHECKING:
    from clingo import Control

Progress = Callable[[int, int], None]
_PATIENCE = 0.1  # seconds between two looks at whether somebody interrupts


class Sets(Value):
    """What was found.

    Attributes:
        sets: each as the numbers of its choices; those of fewer choices first.
        complete_to: the size up to which there are no others; -1 where not even the empty set was looked at.
        cut: why it was ended early: `interrupted` or `limit`; empty where it was not.
    """

    sets: tuple[tuple[int, ...], ...]
    complete_to: int
    cut: str = ""


def control() -> Control:
    """A solver that gives all models."""
    from clingo import Control

    return Control(["--models=0", "--warn=none"])


def minimal_sets(
    solver: Control, choices: Sequence[int], most: int, limit: int, progress: Progress | None = None
) -> Sets:
    """Find them.

    Args:
        solver: with the program in it.
        choices: its choice atoms.
        most: choices in a set.
        limit: sets in all.
        progress: told the size that is being looked at, and how many sets there are so far.

    Returns:
        The sets found; after an interruption (Ctrl-C) those found until then.
    """
    sizes: list[Literal] = []
    with Logic(solver) as logic:
        sizes += [logic.at_least(size, choices) for size in range(most + 2)]
    found: list[tuple[int, ...]] = []
    for size in range(min(most, len(choices)) + 1):
        bounds = [sizes[size], negated(sizes[size + 1])]
        assumptions = [each for each in bounds if not isinstance(each, bool)]
        fresh: list[tuple[int, ...]] = []
        try:
            if progress:
                progress(size, len(found))
            whole = _solve(solver, choices, assumptions, limit - len(found), fresh)
        except KeyboardInterrupt:
            return Sets(tuple(found + sorted(fresh)), size - 1, "interrupted")
        found += sorted(fresh)
        if not whole:
            return Sets(tuple(found), size - 1, "limit")
        if fresh == [()]:
            return Sets(tuple(found), most)
        with Logic(solver) as logic:
            for each in fresh:
                logic.forbid([choices[number] for number in each])
    return Sets(tuple(found), most)


def satisfiable(solver: Control) -> bool:
    """Whether any choices at all, of whatever number, meet the program; the first model found is answer enough."""
    with solver.solve(yield_=True) as handle:  # all models may be more than anybody can wait for
        return handle.model() is not None


def _solve(
    solver: Control, choices: Sequence[int], assumptions: Sequence[int], limit: int, found: list[tuple[int, ...]]
) -> bool:
    """Collect the choices of every model; false where there are more than the limit."""
    number = {atom: position for position, atom in enumerate(choices)}
    with solver.solve(assumptions=assumptions, yield_=True, async_=True) as handle:
        while True:
            handle.resume()
            while not handle.wait(_PATIENCE):
                pass
            model = handle.model()
            if model is None:
                return True
            if len(found) >= limit:
                handle.cancel()
                return False
            found.append(tuple(number[atom] for atom in choices if model.is_true(atom)))
