"""What the rules of one row alone derive from what is given, row by row: whether a finding is stated."""

from __future__ import annotations

from reasoner.explain.fired import Fired
from reasoner.explain.reach import Layout, Masks, Part, Pass, Reach, structure
from reasoner.model.evidence import Grade
from reasoner.program.ground import GroundRule


class OneRow:
    """The proofs that use the cited rules of one row alone.

    Args:
        fired: the rules that fired.
        extrapolated: whether some are extrapolated, so that proofs without these are to be told apart.

    Attributes:
        given: what structure alone gives from what such proofs may start from.
    """

    def __init__(self, fired: Fired, *, extrapolated: bool) -> None:
        facts = Masks((atom, -1) for atom, leaf in fired.leaves.items() if leaf.as_given)  # all bits of all fields
        known = structure(facts, fired.above)
        self.given = Pass(Reach(Layout((Part(),), 1), facts, known, (), {}, fired.above), 0, Grade.strong)
        by_row = _opened(fired, known)
        parts = (Part(), Part(lambda rule: not rule.extrapolated)) if extrapolated else (Part(),)
        self._layout = layout = Layout(parts, 2 + max(map(len, by_row.values()), default=0))
        self._rows: dict[int, Reach] = {}
        self._reaching: dict[int, list[tuple[int, int]]] = {}
        for row, rules in by_row.items():
            counts = layout.rules(rules, fired.grade)
            reach = Reach(layout, facts, Masks(known), ((True, rules),), counts, fired.above)
            self._rows[row] = reach
            for atom in reach.masks.keys() - known.keys():
                self._reaching.setdefault(atom, []).append((reach.masks[atom], row))
        self._passes: dict[tuple[int, int, Grade], Pass] = {}

    def gives(self, atom: int, level: Grade) -> bool:
        """Whether some row alone gives an atom at a grade or above."""
        return atom in self.given or bool(self._by(atom, 0, level))

    def best(self, atom: int, level: Grade) -> list[Pass]:
        """The passes over the rules of one row of a grade or above that give an atom: fitting ones, of fewest steps."""
        for number in reversed(range(len(self._layout.parts))):
            if rows := self._by(atom, number, level):
                fewest = max(rows)[0]  # the fewer steps, the more bits
                return [self._pass(row, number, level) for mask, row in rows if mask == fewest]
        return []

    def _by(self, atom: int, number: int, level: Grade) -> list[tuple[int, int]]:
        """The rows whose rules in a part derive an atom, after their bits for it."""
        field = self._layout.field(number, level)
        return [(mask & field, row) for mask, row in self._reaching.get(atom, ()) if mask & field]

    def _pass(self, row: int, number: int, level: Grade) -> Pass:
        key = (row, number, level)
        if key not in self._passes:
            self._passes[key] = Pass(self._rows[row], number, level, row)
        return self._passes[key]


def _opened(fired: Fired, known: Masks) -> dict[int, list[GroundRule]]:
    """The rules of the rows of which one can fire on what is known alone."""
    holding = set(known)
    rows = {row for rule in fired.cited if holding.issuperset(rule.body) for row in rule.rows}
    found: dict[int, list[GroundRule]] = {row: [] for row in sorted(rows)}
    for rule in fired.cited:
        for row in rule.rows & rows:
            found[row].append(rule)
    return found
