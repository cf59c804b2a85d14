"""Support, and the one proof that is shown for each finding.

Support first (a bottleneck fixpoint, level by level), then steps among what is at that support: both in one greedy pass
is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from reasoner.errors import EngineError, Problem
from reasoner.explain.fired import Fired
from reasoner.explain.one_row import OneRow
from reasoner.explain.reach import LEVELS, Part, Pass
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.supposition import SUPPOSED
from reasoner.program.ground import GroundRule


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
        best = {mask: reach.layout.best(mask) for mask in set(reach.masks.values())}
        self.support = {atom: level for atom, mask in reach.masks.items() if (level := best[mask]) is not None}
        if unfounded := fired.atoms - self.support.keys():
            finding = fired.program.atoms[min(unfounded)].finding
            raise EngineError(Problem("E403", f"the engine's model holds {finding}, which nothing gives"))
        self._shown: dict[int, Proof] = {}

    def _parts(self) -> tuple[Part, ...]:
        """All, fitting, unbreached, unsupposed, fitting and unsupposed; one for those from which nothing is left out."""
        cited, leaves, lowered = self.fired.cited, self.fired.leaves.values(), self.fired.lowered
        every = fitting = unbreached = unsupposed = Part()
        if any(rule.extrapolated for rule in cited) or any(leaf.extrapolated for leaf in leaves):
            fitting = Part(lambda rule: not rule.extrapolated, lambda leaf: not leaf.extrapolated)
        if lowered or any(leaf.against_requirement for leaf in leaves):
            unbreached = Part(lambda rule: rule.index not in lowered, lambda leaf: not leaf.against_requirement)
        if any(map(_is_supposed, cited)) or any(leaf.proof.supposed for leaf in leaves):
            unsupposed = Part(lambda rule: not _is_supposed(rule), lambda leaf: not leaf.proof.supposed)
        both = fitting if unsupposed is every else unsupposed
        if fitting is not every and unsupposed is not every:
            both = Part(
                lambda rule: not (rule.extrapolated or _is_supposed(rule)),
                lambda leaf: not (leaf.extrapolated or leaf.proof.supposed),
            )
        return every, fitting, unbreached, unsupposed, both

    @cached_property
    def _one_row(self) -> OneRow:
        return OneRow(self.fired, extrapolated=self.fitting is not self.all)

    # ------------------------------------------------------------------ questions

    def is_stated(self, atom: int) -> bool:
        """Whether the rules of one row alone reach the atom's support."""
        return self._one_row.gives(atom, self.support[atom])

    def also_stated(self, atom: int) -> Grade | None:
        """The best weaker grade at which one row alone gives a combined finding."""
        if self.is_stated(atom):
            return None
        return next((level for level in LEVELS if self._one_row.gives(atom, level)), None)

    def shown(self, atom: int) -> Proof:
        """The proof to show: stated before combined, then without suppositions, then fitting, then of fewest steps."""
        if atom not in self._shown:
            self._shown[atom] = self._choose(atom)
        return self._shown[atom]

    def _choose(self, atom: int) -> Proof:
        level = self.support[atom]
        if atom in self._one_row.given:
            return self.build(atom, self._one_row.given)
        if passes := self._one_row.best(atom, level):
            proofs = [self.build(atom, part) for part in passes]
            return proofs[0] if len(proofs) == 1 else min(proofs, key=self._key)
        parts = (self._fitting_unsupposed, self.unsupposed, self.fitting)
        return self.build(atom, next((each[level] for each in parts if atom in each[level]), self.all[level]))

    def build(self, atom: int, part: Pass) -> Proof:
        """The proof of an atom within a pass, made of derivations that take its least steps."""
        built = part.built
        # Iterative: a chain of rules may be longer than the interpreter's stack.
        todo: list[int | GroundRule] = [atom]
        while todo:
            current = todo.pop()
            if isinstance(current, GroundRule):  # its premises have their proofs now
                built[current.head] = self.conclude(current, [built[premise] for premise in current.body], part.row)
            elif current not in built:
                choice = self._derivation(current, part)
                if isinstance(choice, GroundRule):
                    todo.append(choice)
                    todo += choice.body
                else:
                    built[current] = choice
        return built[atom]

    def _derivation(self, atom: int, part: Pass) -> GroundRule | Proof:
        leaf = self.fired.leaves.get(atom)
        fits = leaf is not None and part.is_leaf(atom)
        if leaf and fits and leaf.as_given:
            return leaf.proof
        rule = part.step(atom, self.fired.cited_for.get(atom, ()), self.fired.below(atom))
        if rule is None:
            assert leaf and fits  # what earlier phases left counts where nothing of this phase does as well
            return leaf.proof
        return rule

    def _key(self, proof: Proof) -> tuple[Any, ...]:
        rank = 0
        if proof.via.is_rule:
            summary = self.fired.situation.kb.summary_rows
            rule = self.fired.situation.kb.rules_by_id[proof.rule or ""]
            rank = 1 + all((item.source, row) in summary for item in rule.evidence for row in item.rows)
        elif proof.via in (Via.is_a, Via.implies, Via.place):
            rank = 3
        texts = tuple(str(premise.finding) for premise in proof.premises)
        return (rank, proof.rule or "", proof.via is Via.backward, texts, tuple(map(self._key, proof.premises)))

    def conclude(self, rule: GroundRule, premises: Sequence[Proof], row: int | None = None) -> Proof:
        """The proof that a fired rule makes of proofs of its premises; of its items those of `row`, if one is named."""
        step = self.fired.plan.step(rule, row, self.groups)
        if rule.index in self.fired.lowered:
            step = {**step, "grade": self.fired.grade[rule.index], "lowered_by": self.fired.lowered[rule.index]}
        steps = max(premise.steps for premise in premises) + rule.cost
        return Proof.filled(step, steps=steps, premises=tuple(premises))

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
        return self.conclude(rule, [self.build(atom, part) for atom in rule.body])

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
