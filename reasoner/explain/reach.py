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
Masks = dict[int, int]
"""The reach of atoms; those that nothing derives are missing."""


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
        self._fields = [((1 << width) - 1) << number * width for number in range(len(parts) * len(LEVELS))]
        self.tops = sum(1 << (number + 1) * width - 1 for number in range(len(parts) * len(LEVELS)))
        self._counting = [self._upto(grade, 1) for grade in Grade]

    def field(self, part: int, level: Grade) -> int:
        """All bits of a field; -1 stands for the last part."""
        return self._fields[part % len(self.parts) * len(LEVELS) + level]

    def facts(self, leaves: Iterable[tuple[int, Leaf]]) -> Masks:
        """What atoms have as facts."""
        found: Masks = {}
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
        bits = self._counting
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
        return LEVELS[-1 - (mask.bit_length() - 1) // self.width] if mask else None

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
        structure: what these give.
        barren: the atoms from which rules and structure were told to derive nothing.
    """

    def __init__(
        self,
        layout: Layout,
        facts: Masks,
        masks: Masks,
        runs: Runs,
        counts: Mapping[int, int],
        structure: Structure,
        barren: Set[int] = frozenset(),
    ) -> None:
        self.layout, self.facts, self.masks, self.counts, self.barren = layout, facts, masks, counts, barren
        get, tops = masks.get, layout.tops
        for cyclic, rules in runs:
            before: set[int] | None = None
            while before is None or before:
                now: set[int] = set()
                for rule in rules:
                    body = rule.body
                    if before is not None and now.isdisjoint(body) and before.isdisjoint(body):
                        continue
                    mask = -1
                    for atom in body:
                        mask &= get(atom, 0)
                    if not mask:
                        continue
                    mask = (mask << 1 | mask & tops) & counts[rule.index]
                    head = rule.head
                    if mask | (known := get(head, 0)) != known:
                        lifted = structure[head]
                        for atom in lifted:
                            masks[atom] = get(atom, 0) | mask
                        if cyclic:
                            now.update(lifted)
                before = now

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
        return self.reach.masks.get(atom, 0) & self.field != 0

    def uses(self, rule: GroundRule) -> bool:
        """Whether a cited rule counts in it."""
        return self.reach.counts.get(rule.index, 0) & self.field != 0

    def is_leaf(self, atom: int) -> bool:
        """Whether an atom has its least steps as a fact."""
        return self.reach.facts.get(atom, 0) & self.field == self.reach.masks[atom] & self.field

    def last(self, atom: int, cited: Iterable[GroundRule], structural: Iterable[GroundRule]) -> GroundRule | None:
        """The first of some rules for an atom, cited ones before structure, that derives it in its least steps."""
        masks, counts, field = self.reach.masks.get, self.reach.counts, self.field
        wanted, tops = masks(atom, 0) & field, self.reach.layout.tops
        for rule in cited:
            if counting := counts.get(rule.index, 0) & field:
                mask = field
                for premise in rule.body:
                    mask &= masks(premise, 0)
                if (mask << 1 | mask & tops) & counting == wanted:
                    return rule
        for rule in structural:
            if masks(rule.body[0], 0) & field == wanted:
                return rule
        return None


class Structure(dict[int, tuple[int, ...]]):
    """For each atom what structure gives from it in any number of steps, itself first; worked out when first asked for.

    Args:
        above: for each atom what single structural steps give from it.
    """

    def __init__(self, above: Mapping[int, Sequence[int]] | Sequence[Sequence[int]]) -> None:
        super().__init__()
        self.above = above

    def __missing__(self, atom: int) -> tuple[int, ...]:
        found = {atom: None}
        todo = [atom]
        for current in todo:
            fresh = [each for each in self.above[current] if each not in found]
            found.update(dict.fromkeys(fresh))
            todo += fresh
        self[atom] = tuple(found)
        return self[atom]

    def give(self, facts: Mapping[int, int]) -> Masks:
        """What structure alone gives from facts, themselves included."""
        masks: Masks = {}
        for atom, mask in facts.items():
            for each in self[atom]:
                masks[each] = masks.get(each, 0) | mask
        return masks
