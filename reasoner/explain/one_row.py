"""What the rules of one row alone derive from what is given, row by row: whether a finding is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reasoner.explain.fired import Fired
from reasoner.explain.reach import Layout, Masks, Part, Pass, Reach
from reasoner.model.evidence import Grade
from reasoner.program.ground import GroundRule


class OneRow:
    """The proofs that use the cited rules of one row alone.

    Args:
        fired: the rules that fired.
        support: of each atom.
        extrapolated: whether some rules are extrapolated, so that proofs without these are to be told apart.

    Attributes:
        given: what structure alone gives from what such proofs may start from.
    """

    def __init__(self, fired: Fired, support: Mapping[int, Grade], *, extrapolated: bool) -> None:
        facts = {atom: -1 for atom, leaf in fired.leaves.items() if leaf.as_given}  # all bits of all fields
        known = fired.structure.give(facts)
        self.given = Pass(Reach(Layout((Part(),), 1), facts, known, (), {}, fired.structure), 0, Grade.strong)
        by_row = _opened(fired, known)
        parts = (Part(), Part(lambda rule: not rule.extrapolated)) if extrapolated else (Part(),)
        self._layout = Layout(parts, 2 + max(map(len, by_row.values()), default=0))
        self._fields = [(self._layout.field(0, level), self._layout.field(-1, level)) for level in Grade]
        self._support = support
        self._rows: dict[int, Reach] = {}
        self._stated: dict[int, tuple[int, list[int]]] = {}
        self._weaker: dict[int, int] = {}
        self._passes: dict[tuple[int, Grade, bool], Pass] = {}
        for row, rules in by_row.items():
            again = any(rule.index in fired.plan.cyclic for rule in rules)
            counts = self._layout.rules(rules, fired.grade)
            reach = Reach(self._layout, facts, known.copy(), ((again, rules),), counts, fired.structure)
            self._rows[row] = reach
            self._compare(row, ((atom, mask) for atom, mask in reach.masks.items() if atom not in known))

    def _compare(self, row: int, masks: Iterable[tuple[int, int]]) -> None:
        """Of what a row alone derives, take down what reaches its support as well as with any row before."""
        support, stated, weaker = self._support, self._stated, self._weaker
        for atom, mask in masks:
            every, fitting = self._fields[support[atom]]
            # Fitting proofs are better than others, and stand in higher bits; the fewer steps, the more bits.
            bits = mask & fitting or mask & every
            if not bits:
                weaker[atom] = weaker.get(atom, 0) | mask
            elif (best := stated.get(atom)) is None or bits > best[0]:
                stated[atom] = (bits, [row])
            elif bits == best[0]:
                best[1].append(row)

    def grade(self, atom: int) -> Grade | None:
        """The best grade at which one row alone gives an atom."""
        if atom in self._stated or atom in self.given.reach.masks:
            return self._support[atom]
        return self._layout.best(self._weaker.get(atom, 0))

    def passes(self, atom: int) -> list[Pass]:
        """Those that give an atom at its support, of what is given or of one row: fitting ones, of fewest steps."""
        best = self._stated.get(atom)
        if best is None:
            return [self.given] if atom in self.given.reach.masks else []
        bits, rows = best
        level = self._support[atom]
        return [self._pass(row, level, bits) for row in rows]

    def _pass(self, row: int, level: Grade, bits: int) -> Pass:
        fitting = bits & self._fields[level][1] != 0
        known = self._passes.get((row, level, fitting))
        if known is None:
            known = self._passes[row, level, fitting] = Pass(self._rows[row], -1 if fitting else 0, level, row)
        return known


def _opened(fired: Fired, known: Masks) -> dict[int, list[GroundRule]]:
    """The rules of the rows of which one can fire on what is known alone."""
    holding = set(known)
    rows = {row for rule in fired.cited if holding.issuperset(rule.body) for row in rule.rows}
    found: dict[int, list[GroundRule]] = {row: [] for row in sorted(rows)}
    for rule in fired.cited:
        for row in rule.rows & rows:
            found[row].append(rule)
    return found
