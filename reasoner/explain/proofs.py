"""Support, and the one proof that is shown for each finding.

Support first (a bottleneck fixpoint, level by level), then steps among what is at that support: both in one greedy pass
is wrong.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from reasoner.errors import EngineError, Problem
from reasoner.explain.fired import Fired
from reasoner.explain.one_row import OneRow
from reasoner.explain.reach import LEVELS, Part, Pass
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.model.supposition import SUPPOSED
from reasoner.program.ground import GroundRule


class Verdict(NamedTuple):
    """What all proofs of an atom that reach its support have in common.

    Attributes:
        support: it.
        extrapolated, against_requirement, supposed: they all are so, or rest on what is.
        shown: the pass in which the proof to show is, unless one row alone gives it.
    """

    support: Grade
    extrapolated: bool
    against_requirement: bool
    supposed: bool
    shown: Pass


class Proofs:
    """The proofs of one model.

    Args:
        fired: the rules that fired.
        groups: for each row (source id, row id) the number of its group.

    Attributes:
        all: what derives, by grade.
        fitting: what derives without extrapolated rules.
        unbreached: what derives without rules that a requirement lowers.
        unsupposed: what derives without what the user supposes.
        support: of each atom.

    Raises:
        EngineError: an atom of the model has no proof (E403).
    """

    def __init__(self, fired: Fired, groups: dict[tuple[str, str], int]) -> None:
        self.fired = fired
        self.groups = groups
        parts = self._parts()
        reach = fired.derive(tuple(dict.fromkeys(parts)))
        levels = {part: reach.levels(number) for number, part in enumerate(reach.layout.parts)}
        self.all, self.fitting, self.unbreached, self.unsupposed, self._fitting_unsupposed = (
            levels[part] for part in parts
        )
        self._masks = reach.masks
        self._verdicts = {mask: self._verdict(mask) for mask in set(reach.masks.values())}
        self.support = {atom: self._verdicts[mask].support for atom, mask in reach.masks.items()}
        if unfounded := fired.atoms - self.support.keys():
            finding = fired.program.atoms[min(unfounded)].finding
            raise EngineError(Problem("E403", f"the engine's model holds {finding}, which nothing gives"))
        self._cited_for, self._below, self._ends = fired.cited_for.get, fired.plan.below, fired.plan.ends

    def _parts(self) -> tuple[Part, ...]:
        """All, fitting, unbreached, unsupposed, fitting and unsupposed; one where nothing is to be left out."""
        plan, cited, lowered = self.fired.plan, self.fired.cited, self.fired.lowered
        leaves = self.fired.leaves.values()
        every = fitting = unbreached = unsupposed = Part()
        extrapolated = plan.extrapolated and any(rule.extrapolated for rule in cited)
        if extrapolated or any(leaf.extrapolated for leaf in leaves):
            fitting = Part(lambda rule: not rule.extrapolated, lambda leaf: not leaf.extrapolated)
        if lowered or any(leaf.against_requirement for leaf in leaves):
            unbreached = Part(lambda rule: rule.index not in lowered, lambda leaf: not leaf.against_requirement)
        if (plan.supposed and any(map(_is_supposed, cited))) or any(leaf.proof.supposed for leaf in leaves):
            unsupposed = Part(lambda rule: not _is_supposed(rule), lambda leaf: not leaf.proof.supposed)
        both = fitting if unsupposed is every else unsupposed
        if fitting is not every and unsupposed is not every:
            both = Part(
                lambda rule: not (rule.extrapolated or _is_supposed(rule)),
                lambda leaf: not (leaf.extrapolated or leaf.proof.supposed),
            )
        return every, fitting, unbreached, unsupposed, both

    def _verdict(self, mask: int) -> Verdict:
        """What the bits of an atom in all parts say of it."""
        level = next(level for level in LEVELS if mask & self.all[level].field)
        shown = (self._fitting_unsupposed, self.unsupposed, self.fitting, self.all)
        return Verdict(
            level,
            not mask & self.fitting[level].field,
            not mask & self.unbreached[level].field,
            not mask & self.unsupposed[level].field,
            next(each[level] for each in shown if mask & each[level].field),
        )

    @cached_property
    def one_row(self) -> OneRow:
        """What single rows give."""
        return OneRow(self.fired, self.support, extrapolated=self.fitting is not self.all)

    # ------------------------------------------------------------------ questions

    def verdict(self, atom: int) -> Verdict:
        """What all proofs of an atom that reach its support have in common."""
        return self._verdicts[self._masks[atom]]

    def shown(self, atom: int) -> Proof:
        """The proof to show: stated before combined, then without suppositions, then fitting, then of fewest steps."""
        passes = self.one_row.passes(atom)
        if not passes:
            return self.build(atom, self._verdicts[self._masks[atom]].shown)
        return self.build(atom, passes[0] if len(passes) == 1 else self._first(atom, passes))

    def _first(self, atom: int, passes: list[Pass]) -> Pass:
        """Of passes in which an atom takes as many steps the one whose proof comes first, compared top down."""
        while True:
            last = [self._last(atom, part) for part in passes]
            rule = last[0]
            if any(each is not rule for each in last):
                return min(passes, key=lambda part: self._order(atom, part))
            if rule is None:
                return passes[0]
            if len(rule.body) > 1:
                return min(passes, key=lambda part: self._order(atom, part))
            (atom,) = rule.body  # the same last step: what is beneath it decides

    def build(self, atom: int, part: Pass) -> Proof:
        """The proof of an atom within a pass, made of derivations that take its least steps."""
        if (known := part.built.get(atom)) is not None:
            return known
        built, row, last, conclude = part.built, part.row, self._last, self.conclude
        # Iterative: a chain of rules may be longer than the interpreter's stack.
        todo: list[int | GroundRule] = [atom]
        while todo:
            current = todo.pop()
            if isinstance(current, GroundRule):  # its premises have their proofs now
                built[current.head] = conclude(current, tuple([built[premise] for premise in current.body]), row)
            elif current not in built:
                rule = last(current, part)
                if rule is None:
                    built[current] = self.fired.leaves[current].proof
                elif len(rule.body) == 1 and (premise := built.get(rule.body[0])) is not None:
                    built[current] = conclude(rule, (premise,), row)
                else:
                    todo.append(rule)
                    todo += rule.body
        return built[atom]

    def _last(self, atom: int, part: Pass) -> GroundRule | None:
        """The rule in which the proof of an atom within a pass ends; None for a leaf.

        What is given is a leaf, what earlier phases left only where nothing of this phase does as well.
        """
        leaf, cited, structural = self.fired.leaves.get(atom), self._cited_for(atom, ()), self._below[atom]
        if leaf is None:
            if len(cited) + len(structural) == 1:
                return cited[0] if cited else structural[0]
        elif leaf.as_given and part.is_leaf(atom):
            return None
        return part.last(atom, cited, structural)

    def _order(self, atom: int, part: Pass) -> tuple[Any, ...]:
        """What proofs of one atom in as many steps are ordered by, top down; leaves first."""
        rule = self._last(atom, part)
        if rule is None:
            return ()
        return (self.fired.plan.preference(rule), *[self._order(premise, part) for premise in rule.body])

    def conclude(self, rule: GroundRule, premises: tuple[Proof, ...], row: int | None = None) -> Proof:
        """The proof that a fired rule makes of proofs of its premises; of its items those of `row`, if one is named."""
        end = self._ends.get((rule.index, row)) or self.fired.plan.end(rule, row, self.groups)
        steps = premises[0].steps if len(premises) == 1 else max([premise.steps for premise in premises])
        if rule.rule is not None:
            steps += 1
        proof = tuple.__new__(Proof, (*end, steps, premises))  # what `_make` does, in half the time
        if rule.index in self.fired.lowered:
            return proof._replace(grade=self.fired.grade[rule.index], lowered_by=self.fired.lowered[rule.index])
        return proof

    # ------------------------------------------------------------------ through a given rule

    def final_rules(self, atom: int) -> list[GroundRule]:
        """The cited rules that finally conclude an atom: its own, and those of what structure lifts to it."""
        found: dict[int, GroundRule] = {}
        seen = {atom}
        todo = [atom]
        while todo:
            for rule in self.fired.concluding.get(todo.pop(), ()):
                if not rule.step.structural:
                    found[rule.index] = rule
                elif rule.body[0] not in seen:
                    seen.add(rule.body[0])
                    todo.append(rule.body[0])
        return [found[index] for index in sorted(found)]

    def through(self, rule: GroundRule, atom: int | None = None) -> Proof | None:
        """The best proof that ends in a fired rule, lifted to an atom: best support, then fewest steps.

        Args:
            rule: a cited rule that fired.
            atom: to which structure lifts its conclusion; None for the conclusion itself.

        Returns:
            The proof; None where the rule fires only through what it is to show.
        """
        way = self._way_up(rule.head, rule.head if atom is None else atom)
        shown = {self.fired.program.atoms[each].finding for each in (rule.head, *(step.head for step in way))}
        for level in LEVELS:
            if level > self.fired.grade[rule.index]:
                continue
            proof = self._through(rule, self.all[level])
            if proof and any(proof.rests_on(finding) for finding in shown):
                proof = self._through(rule, self.without(self.all[level], shown))
            if proof:
                for step in way:
                    proof = self.conclude(step, (proof,))
                return proof
        return None  # at every level it rests on itself

    def without(self, part: Pass, findings: set[Finding]) -> Pass:
        """A pass over again, without some findings in any layer."""
        program = self.fired.program
        numbers = {number for finding in findings for number in program.at_node[finding.node]}
        left_out = frozenset(number for number in numbers if program.atoms[number].finding in findings)
        return self.fired.derive((part.part,), without=left_out, barren=part.reach.barren).levels(0)[part.level]

    def _through(self, rule: GroundRule, part: Pass) -> Proof | None:
        if any(atom not in part for atom in rule.body):
            return None
        return self.conclude(rule, tuple([self.build(atom, part) for atom in rule.body]))

    def _way_up(self, start: int, target: int) -> list[GroundRule]:
        """The fewest fired structural steps from one atom up to another."""
        came: dict[int, GroundRule | None] = {start: None}
        todo = [start]
        while target not in came:
            following: list[int] = []
            for current in todo:
                for rule in sorted(self.fired.with_premise.get(current, ()), key=self.fired.plan.preference):
                    if rule.step.structural and rule.head not in came:
                        came[rule.head] = rule
                        following.append(rule.head)
            todo = following
        way: list[GroundRule] = []
        while (step := came[target]) is not None:
            way.append(step)
            target = step.body[0]
        return way[::-1]


def _is_supposed(rule: GroundRule) -> bool:
    return rule.rule is not None and rule.rule.source == SUPPOSED
