"""The inner loop of the columns engine: ground rules applied to columns of bits, in the order of their components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Rule = tuple[int, int, Sequence[int], Sequence[int]]
"""Number, head, body and exceptions of a rule."""
Mask = int | None
"""The scenarios in which a rule counts; None for all of them, which costs nothing."""

_Ready = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]
"""Number, head, first premise (-1 where there is none), the other premises, exceptions."""


class Kernel:
    """Rules in the order in which they are to be applied.

    Args:
        rules: they.
        component: for each atom its strongly connected component, numbered from the bottom of the dependencies up.
    """

    def __init__(self, rules: Iterable[Rule], component: Sequence[int]) -> None:
        by_component: dict[int, list[Rule]] = {}
        for rule in rules:
            by_component.setdefault(component[rule[1]], []).append(rule)
        # Rules that need to be applied once only stand in runs, between the cycles whose rules are to be repeated.
        self._parts: list[tuple[list[_Ready], list[tuple[_Ready, tuple[int, ...]]]]] = [([], [])]
        for number in sorted(by_component):
            once, cycle = self._parts[-1]
            for index, head, body, unless in by_component[number]:
                # Numbers made anew lie beside their tuple in memory: with many rules that halves the time.
                ready = (
                    index + 0,
                    head + 0,
                    body[0] + 0 if body else -1,
                    tuple(n + 0 for n in body[1:]),
                    tuple(unless),
                )
                inside = tuple(atom for atom in body if component[atom] == number)
                if inside:
                    cycle.append((ready, inside))
                else:
                    once.append(ready)
            if cycle:
                self._parts.append(([], []))

    def run(
        self, columns: list[int], allowed: Sequence[Mask], everything: int, negated: Sequence[int] | None = None
    ) -> None:
        """Apply the rules until nothing changes.

        Args:
            columns: for each atom the scenarios in which it holds, at first those in which it is a fact; changed.
            allowed: for each rule where it counts.
            everything: all scenarios.
            negated: where exceptions are read; where it is left out they are taken to be in `allowed` already.
        """
        for once, cycle in self._parts:
            for index, head, first, rest, unless in once:  # `_apply`, without a call and without a look at what is new
                column = columns[first] if first >= 0 else everything
                if column:
                    mask = allowed[index]
                    if mask is not None:
                        column &= mask
                    for atom in rest:
                        column &= columns[atom]
                    if unless and negated is not None:
                        for atom in unless:
                            if excepted := negated[atom]:
                                column &= ~excepted
                    if column:
                        known = columns[head]
                        columns[head] = known | column if known else column
            before: set[int] | None = None
            while before is None or before:
                now: set[int] = set()
                for rule, inside in cycle:
                    look = before is None or any(atom in now or atom in before for atom in inside)
                    if look and _apply(rule, columns, allowed, everything, negated):
                        now.add(rule[1])
                before = now


def _apply(
    rule: _Ready, columns: list[int], allowed: Sequence[Mask], everything: int, negated: Sequence[int] | None
) -> bool:
    """Apply one rule; gives whether anything new holds by it."""
    index, head, first, rest, unless = rule
    column = columns[first] if first >= 0 else everything
    mask = allowed[index]
    if mask is not None:
        column &= mask
    if not column:
        return False
    for atom in rest:
        column &= columns[atom]
    if unless and negated is not None:
        for atom in unless:
            if excepted := negated[atom]:
                column &= ~excepted
    known = columns[head]
    if not known:
        columns[head] = column
        return bool(column)
    joined = known | column
    if joined == known:
        return False
    columns[head] = joined
    return True
