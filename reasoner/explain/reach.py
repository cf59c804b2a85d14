"""Least fixpoints over the rules that fired: what parts of them derive, and in how few steps, all parts side by side.

An atom's *reach* is an integer that has for each part and grade a field of bits: bit k says that the rules and facts of
the part, of that grade or above, derive the atom with at most k cited rules on the longest branch. So "and" over its
premises is the worst of them, "or" over the rules that conclude an atom the best, and a shift by one bit a cited rule
more: support, steps and all flags of a model come from one run over its rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof
from reasoner.program.ground import GroundRule
from reasoner.program.situation import Leaf

LEVELS = sorted(Grade, reverse=True)

Runs = Sequence[tuple[bool, Sequence[GroundRule]]]
"""Cited rules in the order in which they are applied, with whether they are to be repeated."""
Above = Mapping[int, Sequence[int]] | Sequence[Sequence[int]]
"""For each atom what single structural steps give from it."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some of what fired; structure is in every part.

    Attributes:
        rule: which cited rules are let in; None for all.
        leaf: which facts are let in; None for all.
    """

    rule: Callable[[GroundRule], bool] | None = None
    leaf: Callable[[Leaf], bool] | None = None

    def admits(self, rule: GroundRule) -> bool:
        """Whether a cited rule is let in."""
        return self.rule is None or self.rule(rule)


class Masks(dict[int, int]):
    """The reach of atoms; 0 for those that nothing derives."""

    def __missing__(self, atom: int) -> int:
        return 0


class Layout:
    """Where the fields of some parts are.

    Args:
        parts: they.
        width: bits in a field; the last one stands for so many steps, or more.

    Attributes:
        tops: the last bit of every field.
    """

    def __init__(self, parts: Sequence[Part], width: int) -> None:
        self.parts, self.width = parts, width
        self._size = len(LEVELS) * width
        self.tops = sum(1 << (number + 1) * width - 1 for number in range(len(parts) * len(LEVELS)))

    def field(self, part: int, level: Grade) -> int:
        """All bits of a field."""
        return ((1 << self.width) - 1) << part * self._size + level * self.width

    def facts(self, leaves: Iterable[tuple[int, Leaf]]) -> Masks:
        """What atoms have as facts."""
        found = Masks()
        for atom, leaf in leaves:
            bits = self._upto(leaf.support, leaf.steps)
            found[atom] = sum(
                bits << number * self._size
                for number, part in enumerate(self.parts)
                if part.leaf is None or part.leaf(leaf)
            )
        return found

    def rules(self, rules: Iterable[GroundRule], grade: Sequence[Grade]) -> dict[int, int]:
        """The bits that each rule may give: those of the fields it counts in, but for no steps at all."""
        bits = [self._upto(each, 1) for each in Grade]
        if len(self.parts) == 1 and self.parts[0].rule is None:
            return {rule.index: bits[grade[rule.index]] for rule in rules}
        return {
            rule.index: sum(
                bits[grade[rule.index]] << number * self._size
                for number, part in enumerate(self.parts)
                if part.admits(rule)
            )
            for rule in rules
        }

    def best(self, mask: int) -> Grade | None:
        """The best grade at which the first part derives an atom."""
        mask &= (1 << self._size) - 1
        return Grade((mask.bit_length() - 1) // self.width) if mask else None

    def _upto(self, grade: Grade, steps: int) -> int:
        bits = (1 << self.width) - (1 << steps)
        return sum(bits << level * self.width for level in range(grade + 1))


class Reach:
    """What parts of the fired rules derive.

    Args:
        layout: of the masks.
        facts: what atoms have as facts.
        masks: what facts and structure give; it is changed.
        runs: the cited rules to apply.
        counts: the bits that each of them may give.
        above: the structure.
        barren: the atoms from which rules and structure were told to derive nothing.
    """

    def __init__(
        self,
        layout: Layout,
        facts: Masks,
        masks: Masks,
        runs: Runs,
        counts: Mapping[int, int],
        above: Above,
        barren: Set[int] = frozenset(),
    ) -> None:
        self.layout, self.facts, self.masks, self.counts, self.barren = layout, facts, masks, counts, barren
        tops = layout.tops
        for cyclic, rules in runs:
            changed = True
            while changed:
                changed = False
                for rule in rules:
                    mask = -1
                    for atom in rule.body:
                        mask &= masks[atom]
                    mask = (mask << 1 | mask & tops) & counts[rule.index]
                    if mask | (known := masks[rule.head]) != known:
                        lift(masks, rule.head, mask, above)
                        changed = cyclic

    @property
    def saturated(self) -> bool:
        """Whether steps may have been too many for the fields."""
        tops = self.layout.tops
        return any(mask & tops & ~(mask << 1) for mask in set(self.masks.values()))

    def levels(self, number: int) -> dict[Grade, Pass]:
        """What one part derives, by grade."""
        return {level: Pass(self, number, level) for level in LEVELS}


class Pass:
    """What one part derives at a grade or above.

    Args:
        reach: what all parts derive.
        number: of the part.
        level: the grade.
        row: the group of rows that its rules are of, if they are of one.

    Attributes:
        built: the proofs made so far.
    """

    def __init__(self, reach: Reach, number: int, level: Grade, row: int | None = None) -> None:
        self.reach, self.level, self.row = reach, level, row
        self.part = reach.layout.parts[number]
        self.field = reach.layout.field(number, level)
        self.built: dict[int, Proof] = {}

    def __contains__(self, atom: int) -> bool:
        return self.reach.masks[atom] & self.field != 0

    def uses(self, rule: GroundRule) -> bool:
        """Whether a cited rule counts in it."""
        return self.reach.counts.get(rule.index, 0) & self.field != 0

    def steps(self, atom: int) -> int:
        """The least number of cited rules on the longest branch of a proof of an atom that is in it."""
        return self.reach.layout.width - (self.reach.masks[atom] & self.field).bit_count()

    def is_leaf(self, atom: int) -> bool:
        """Whether an atom has its least steps as a fact."""
        return self.reach.facts[atom] & self.field == self.reach.masks[atom] & self.field

    def step(self, atom: int, cited: Iterable[GroundRule], structural: Iterable[GroundRule]) -> GroundRule | None:
        """The first of some rules for an atom that derives it in its least steps."""
        masks, counts, field = self.reach.masks, self.reach.counts, self.field
        wanted, tops = masks[atom] & field, self.reach.layout.tops
        for rule in cited:
            if counting := counts.get(rule.index, 0) & field:
                mask = field
                for premise in rule.body:
                    mask &= masks[premise]
                if (mask << 1 | mask & tops) & counting == wanted:
                    return rule
        return next((rule for rule in structural if masks[rule.body[0]] & field == wanted), None)


def structure(facts: Mapping[int, int], above: Above) -> Masks:
    """What structure alone gives from facts, themselves included."""
    masks = Masks()
    for atom, mask in facts.items():
        lift(masks, atom, mask, above)
    return masks


def lift(masks: Masks, atom: int, mask: int, above: Above) -> None:
    """Give an atom a further reach, and with it all that structure gives from the atom."""
    todo = [atom]
    while todo:
        current = todo.pop()
        known = masks[current]
        if known | mask != known:
            masks[current] = known | mask
            todo += above[current]
