"""Support, and the one proof that is shown for each finding.

Support first (a bottleneck fixpoint, level by level), then steps among what is at that support: both in one greedy pass
is wrong.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from reasoner.errors import EngineError, Problem
from reasoner.explain.fired import Fired, Pass
from reasoner.model.evidence import Evidence, Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.supposition import SUPPOSED
from reasoner.program.ground import GroundRule, Step

_LEVELS = sorted(Grade, reverse=True)


class Proofs:
    """The proofs of one model.

    Args:
        fired: the rules that fired.
        groups: for each row (source id, row id) the number of its group.

    Raises:
        EngineError: an atom of the model has no proof (E403).
    """

    def __init__(self, fired: Fired, groups: dict[tuple[str, str], int]) -> None:
        self.fired = fired
        self.groups = groups
        self.all = {level: fired.derive(level) for level in _LEVELS}
        self.support: dict[int, Grade] = {}
        for level in _LEVELS:
            for atom in self.all[level].steps:
                self.support.setdefault(atom, level)
        for atom in sorted(fired.atoms):
            if atom not in self.support:
                finding = fired.program.atoms[atom].finding
                raise EngineError(Problem("E403", f"the engine's model holds {finding}, which nothing gives"))
        self._built: dict[tuple[int, Pass], Proof] = {}
        self._shown: dict[int, Proof] = {}

    # ------------------------------------------------------------------ passes

    @cached_property
    def fitting(self) -> dict[Grade, Pass]:
        """Per level, what derives without extrapolated rules."""
        leaves = self.fired.leaves.values()
        if not any(rule.extrapolated for rule in self.fired.rules) and not any(leaf.extrapolated for leaf in leaves):
            return self.all
        return {
            level: self.fired.derive(level, lambda rule: not rule.extrapolated, lambda leaf: not leaf.extrapolated)
            for level in _LEVELS
        }

    @cached_property
    def unbreached(self) -> dict[Grade, Pass]:
        """Per level, what derives without rules that a requirement lowers."""
        lowered = self.fired.lowered
        if not lowered and not any(leaf.against_requirement for leaf in self.fired.leaves.values()):
            return self.all
        return {
            level: self.fired.derive(
                level, lambda rule: rule.index not in lowered, lambda leaf: not leaf.against_requirement
            )
            for level in _LEVELS
        }

    @cached_property
    def unsupposed(self) -> dict[Grade, Pass]:
        """Per level, what derives without what the user supposes."""
        leaves = self.fired.leaves.values()
        if not any(_is_supposed(rule) for rule in self.fired.rules) and not any(leaf.proof.supposed for leaf in leaves):
            return self.all
        return {
            level: self.fired.derive(level, lambda rule: not _is_supposed(rule), lambda leaf: not leaf.proof.supposed)
            for level in _LEVELS
        }

    @cached_property
    def _fitting_unsupposed(self) -> dict[Grade, Pass]:
        if self.unsupposed is self.all or self.fitting is self.all:
            return self.fitting if self.unsupposed is self.all else self.unsupposed
        return {
            level: self.fired.derive(
                level,
                lambda rule: not (rule.extrapolated or _is_supposed(rule)),
                lambda leaf: not (leaf.extrapolated or leaf.proof.supposed),
            )
            for level in _LEVELS
        }

    @cached_property
    def _given(self) -> Pass:
        """What structure alone gives from what one-row proofs may start from."""
        return self.fired.derive(Grade.strong, lambda rule: rule.step.structural, lambda leaf: leaf.as_given)

    @cached_property
    def _by_row(self) -> dict[int, list[GroundRule]]:
        found: dict[int, list[GroundRule]] = {}
        for rule in self.fired.rules:
            for row in rule.rows:
                found.setdefault(row, []).append(rule)
        return dict(sorted(found.items()))

    @cached_property
    def _one_row(self) -> dict[Grade, dict[int, list[tuple[int, bool, Pass]]]]:
        """Per level, for each atom the rows whose rules alone derive it: (row group, fitting, pass)."""
        found: dict[Grade, dict[int, list[tuple[int, bool, Pass]]]] = {level: {} for level in _LEVELS}
        for row, rules in self._by_row.items():
            known: dict[tuple[int, ...], Pass] = {}  # a lower level often lets no further rule of the row in
            for level in _LEVELS:
                graded = [rule for rule in rules if self.fired.grade[rule.index] >= level]
                fitting = [rule for rule in graded if not rule.extrapolated]
                for among in (fitting, graded) if len(fitting) < len(graded) else (fitting,):
                    key = tuple(rule.index for rule in among)
                    part = known.get(key) or self.fired.derive(level, start=self._given, among=among)
                    known[key] = part
                    for atom in part.steps.keys() - self._given.steps.keys():
                        found[level].setdefault(atom, []).append((row, among is fitting, part))
        return found

    # ------------------------------------------------------------------ questions

    def is_stated(self, atom: int) -> bool:
        """Whether the rules of one row alone reach the atom's support."""
        return atom in self._given.steps or atom in self._one_row[self.support[atom]]

    def also_stated(self, atom: int) -> Grade | None:
        """The best weaker grade at which one row alone gives a combined finding."""
        if self.is_stated(atom):
            return None
        return next((level for level in _LEVELS if atom in self._one_row[level]), None)

    def shown(self, atom: int) -> Proof:
        """The proof to show: stated before combined, then without suppositions, then fitting, then of fewest steps."""
        if atom not in self._shown:
            self._shown[atom] = self._choose(atom)
        return self._shown[atom]

    def _choose(self, atom: int) -> Proof:
        level = self.support[atom]
        if atom in self._given.steps:
            return self.build(atom, self._given)
        if rows := self._one_row[level].get(atom):
            best = max(fitting for _, fitting, _ in rows)
            rows = [row for row in rows if row[1] == best]
            least = min(part.steps[atom] for _, _, part in rows)
            proofs = [self.build(atom, part, row) for row, _, part in rows if part.steps[atom] == least]
            return proofs[0] if len(proofs) == 1 else min(proofs, key=self._key)
        passes = (self._fitting_unsupposed, self.unsupposed, self.fitting)
        part = next((each[level] for each in passes if atom in each[level].steps), self.all[level])
        return self.build(atom, part)

    def build(self, atom: int, part: Pass, row: int | None = None) -> Proof:
        """The proof of an atom within a pass, made of derivations that take its least steps."""
        key = (atom, part)
        # Iterative: a chain of rules may be longer than the interpreter's stack.
        todo = [atom]
        while todo:
            current = todo[-1]
            if (current, part) in self._built:
                todo.pop()
                continue
            choice = self._derivation(current, part)
            if not isinstance(choice, GroundRule):
                self._built[current, part] = choice
                todo.pop()
                continue
            missing = [premise for premise in choice.body if (premise, part) not in self._built]
            if missing:
                todo.extend(missing)
                continue
            self._built[current, part] = self.conclude(
                choice, tuple(self._built[premise, part] for premise in choice.body), row
            )
            todo.pop()
        return self._built[key]

    def _derivation(self, atom: int, part: Pass) -> GroundRule | Proof:
        steps = part.steps[atom]
        leaf = self.fired.leaves.get(atom)
        fits = leaf is not None and leaf.steps == steps and leaf.support >= part.level and part.leaf(leaf)
        if leaf and fits and leaf.as_given:
            return leaf.proof
        candidates = [
            rule
            for rule in self.fired.concluding.get(atom, ())
            if self.fired.grade[rule.index] >= part.level
            and part.rule(rule)
            and all(premise in part.steps for premise in rule.body)
            and max(part.steps[premise] for premise in rule.body) + rule.cost == steps
        ]
        if leaf and fits and not candidates:
            return leaf.proof  # what earlier phases left counts where nothing of this phase does as well
        return candidates[0] if len(candidates) == 1 else min(candidates, key=self._rule_key)

    def _rule_key(self, rule: GroundRule) -> tuple[Any, ...]:
        premises = tuple(str(self.fired.program.atoms[atom].finding) for atom in rule.body)
        if rule.rule is None:
            return (2, "", 0, premises)
        return (int(rule.summary), rule.rule.id, rule.step is Step.backward, premises)

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

    def conclude(self, rule: GroundRule, premises: tuple[Proof, ...], row: int | None = None) -> Proof:
        """The proof that a fired rule makes of proofs of its premises; of its items those of `row`, if one is named."""
        finding = self.fired.program.atoms[rule.head].finding
        steps = max(premise.steps for premise in premises) + rule.cost
        if rule.rule is None:
            return Proof(finding, Via(rule.step.value), steps=steps, premises=premises)
        return Proof(
            finding,
            Via(rule.step.value),
            self.fired.grade[rule.index],
            steps,
            rule.rule.id,
            rule.extrapolated,
            self.fired.lowered.get(rule.index, ()),
            self._items(rule, row),
            premises=premises,
        )

    def _items(self, rule: GroundRule, row: int | None) -> tuple[Evidence, ...]:
        assert rule.rule is not None
        items = self.fired.program.backings[rule.rule.id].items
        if row is None:
            return items
        return tuple(item for item in items if any(self.groups[item.source, name] == row for name in item.rows))

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
        for level in _LEVELS:
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
        return self.fired.derive(part.level, part.rule, part.leaf, without=left_out)

    def _through(self, rule: GroundRule, part: Pass) -> Proof | None:
        if any(atom not in part.steps for atom in rule.body):
            return None
        return self.conclude(rule, tuple(self.build(atom, part) for atom in rule.body))

    def _way_up(self, start: int, target: int) -> list[GroundRule]:
        """The fewest fired structural steps from one atom up to another."""
        came: dict[int, GroundRule | None] = {start: None}
        todo = [start]
        while target not in came:
            following: list[int] = []
            for current in todo:
                for rule in sorted(self.fired.with_premise.get(current, ()), key=self._rule_key):
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
