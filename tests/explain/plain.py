"""What a model says of each finding, computed plainly: one naive fixpoint for each question, grade and row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reasoner.explain.analysis import Judgement
from reasoner.model.evidence import Evidence, Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.result import Origin
from reasoner.model.supposition import SUPPOSED
from reasoner.program.ground import GroundRule, Layer, Step
from reasoner.program.observations import clashes
from reasoner.program.situation import Leaf, Situation

FIRMEST_FIRST = sorted(Grade, reverse=True)


@dataclass
class Some:
    """Some rules and facts, and in how few steps they derive what they derive.

    Attributes:
        rules: they.
        leaves: the facts.
        row: the group of rows that the cited rules are of, if of one.
    """

    rules: list[GroundRule]
    leaves: dict[int, Leaf]
    row: int | None = None

    @cached_property
    def steps(self) -> dict[int, int]:
        """For each atom that they derive the fewest cited rules on the longest branch."""
        best = {atom: leaf.steps for atom, leaf in self.leaves.items()}
        changed = True
        while changed:
            changed = False
            for rule in self.rules:
                if (made := self.made(rule, best)) is not None and made < best.get(rule.head, made + 1):
                    best[rule.head] = made
                    changed = True
        return best

    @staticmethod
    def made(rule: GroundRule, steps: Mapping[int, int]) -> int | None:
        """In how many steps a rule concludes, if it does."""
        if not all(atom in steps for atom in rule.body):
            return None
        return max(steps[atom] for atom in rule.body) + (rule.step in (Step.cited, Step.backward))


class Plain:
    """All judgements of a model.

    Args:
        situation: the phase.
        model: the atoms that hold.
        groups: the row groups of the base.
    """

    def __init__(self, situation: Situation, model: frozenset[int], groups: Mapping[tuple[str, str], int]) -> None:
        self.situation, self.program, self.kb = situation, situation.program, situation.kb
        self.model, self.groups = model, groups
        self.fired = [
            rule
            for rule in self.program.rules
            if rule.index not in situation.case.disabled and model >= set(rule.body) and not model & set(rule.unless)
        ]
        breached = [requirement for requirement in self.program.requirements if requirement.breached(model)]
        self.lowered = {
            rule.index: tuple(each.rule.id for each in breached if rule.rule and rule.head in each.lowered)
            for rule in self.fired
        }
        self.grade = {rule.index: rule.grade.lowered(len(self.lowered[rule.index])) for rule in self.fired}

    def judgements(self) -> dict[Finding, Judgement]:
        """What is said of each finding that holds."""
        atoms = self.program.atoms
        return {atoms[atom].finding: self.judge(atom) for atom in self.model if atoms[atom].layer is Layer.holds}

    def judge(self, atom: int) -> Judgement:
        """What is said of one."""
        finding = self.program.atoms[atom].finding
        level = next(level for level in FIRMEST_FIRST if atom in self.part("every", level).steps)
        by_row = next((each for each in FIRMEST_FIRST if self.rows(atom, each)), None)
        proof = self.proof(atom, self.shown(atom, level))
        origins = {Via.given: Origin.given, Via.intervened: Origin.intervened, Via.persisting: Origin.persisting}
        return Judgement(
            finding,
            next((origin for via, origin in origins.items() if proof.via == via), Origin.derived),
            level,
            by_row == level,
            None if by_row == level else by_row,
            atom not in self.part("fitting", level).steps,
            atom not in self.part("lawful", level).steps,
            finding in self.contested,
            atom not in self.part("settled", level).steps,
            atom not in self.part("unsupposed", level).steps,
            proof,
        )

    # ---- parts of what fired

    def some(self, level: Grade, rule: Callable[[GroundRule], bool], leaf: Callable[[Leaf], bool]) -> Some:
        """Rules and facts of a grade or above that pass a test."""
        return Some(
            [each for each in self.fired if self.grade[each.index] >= level and rule(each)],
            {atom: each for atom, each in self.situation.leaves.items() if each.support >= level and leaf(each)},
        )

    def part(self, name: str, level: Grade) -> Some:
        """What one question lets in at a grade or above."""
        known: dict[tuple[str, Grade], Some] = self.__dict__.setdefault("_parts", {})
        if (name, level) not in known:
            unsettled = {
                number
                for number, (finding, layer) in enumerate(self.program.atoms)
                if layer is not Layer.before and finding in self.contested
            }
            tests: dict[str, tuple[Callable[[GroundRule], bool], Callable[[Leaf], bool]]] = {
                "every": (lambda rule: True, lambda leaf: True),
                "fitting": (lambda rule: not rule.extrapolated, lambda leaf: not leaf.extrapolated),
                "lawful": (lambda rule: not self.lowered[rule.index], lambda leaf: not leaf.against_requirement),
                "settled": (lambda rule: not unsettled & set(rule.body), lambda leaf: not leaf.contested),
                "unsupposed": (lambda rule: not supposed(rule), lambda leaf: not leaf.proof.supposed),
                "both": (
                    lambda rule: not rule.extrapolated and not supposed(rule),
                    lambda leaf: not leaf.extrapolated and not leaf.proof.supposed,
                ),
            }
            known[name, level] = self.some(level, *tests[name])
        return known[name, level]

    @cached_property
    def given(self) -> Some:
        """What structure gives from what one-row proofs may start from."""
        return self.some(Grade.strong, lambda rule: rule.step.structural, lambda leaf: leaf.as_given)

    @cached_property
    def by_row(self) -> list[tuple[Grade, bool, Some]]:
        """The rules of each row, in the order of rows, by grade: all of them, and those that fit."""
        rows = sorted({row for rule in self.fired for row in rule.rows})
        found = []
        for row in rows:
            for level in FIRMEST_FIRST:
                of_row = self.some(level, lambda rule, row=row: rule.step.structural or row in rule.rows, bool)  # type: ignore[misc]
                fitting = [rule for rule in of_row.rules if not rule.extrapolated]
                found.append((level, True, Some(fitting, self.given.leaves, row)))
                found.append((level, False, Some(of_row.rules, self.given.leaves, row)))
        return found

    def rows(self, atom: int, level: Grade) -> list[tuple[bool, Some]]:
        """The rows that alone give an atom, with whether their fitting rules do; what is given needs none."""
        if atom in self.given.steps:
            return [(True, self.given)]
        return [(fits, some) for at, fits, some in self.by_row if at == level and atom in some.steps]

    # ---- the proof to show

    def shown(self, atom: int, level: Grade) -> Some:
        """Of which rules and facts the proof to show is made."""
        rows = self.rows(atom, level)
        if not rows:
            names = ("both", "unsupposed", "fitting", "every")
            return next(some for name in names if atom in (some := self.part(name, level)).steps)
        fitting = [some for fits, some in rows if fits] or [some for _, some in rows]
        fewest = min(some.steps[atom] for some in fitting)
        return min((some for some in fitting if some.steps[atom] == fewest), key=lambda some: self.order(atom, some))

    def last(self, atom: int, some: Some) -> GroundRule | None:
        """The rule that ends the proof of an atom; None where a fact does as well."""
        leaf = some.leaves.get(atom)
        fits = leaf is not None and leaf.steps == some.steps[atom]
        if leaf and fits and leaf.as_given:
            return None
        made = [rule for rule in some.rules if rule.head == atom and some.made(rule, some.steps) == some.steps[atom]]
        assert made or fits
        return min(made, key=self.rank, default=None)

    def rank(self, rule: GroundRule) -> tuple[Any, ...]:
        """The order of rules in a proof."""
        premises = [str(self.program.atoms[atom].finding) for atom in rule.body]
        if rule.rule is None:
            return (3, "", False, premises)
        rows = {(item.source, row) for item in rule.rule.evidence for row in item.rows}
        return (1 + (rows <= set(self.kb.summary_rows)), rule.rule.id, rule.step is Step.backward, premises)

    def order(self, atom: int, some: Some) -> tuple[Any, ...]:
        """The order of proofs of an atom."""
        rule = self.last(atom, some)
        if rule is None:
            return (0,)
        return (*self.rank(rule), *(self.order(premise, some) for premise in rule.body))

    def proof(self, atom: int, some: Some) -> Proof:
        """The proof of an atom from some rules and facts."""
        rule = self.last(atom, some)
        if rule is None:
            return some.leaves[atom].proof
        premises = tuple(self.proof(premise, some) for premise in rule.body)
        finding, steps = self.program.atoms[atom].finding, some.steps[atom]
        if rule.rule is None:
            return Proof(finding, Via(rule.step.value), steps=steps, premises=premises)
        return Proof(
            finding,
            Via(rule.step.value),
            grade=self.grade[rule.index],
            rule=rule.rule.id,
            extrapolated=rule.extrapolated,
            lowered_by=self.lowered[rule.index],
            items=tuple(self.items(rule, some.row)),
            steps=steps,
            premises=premises,
        )

    def items(self, rule: GroundRule, row: int | None) -> Iterable[Evidence]:
        """The evidence of a step, of one row where it is by one."""
        assert rule.rule is not None
        for item in self.program.backings[rule.rule.id].items:
            if row is None or row in {self.groups[item.source, name] for name in item.rows}:
                yield item

    # ---- contested findings

    @cached_property
    def contested(self) -> set[Finding]:
        """Findings whose contrary holds as well, or what excludes them, neither by lifting along places alone."""
        atoms, observed = self.program.atoms, self.situation.observed.closure
        local = {atoms[atom].finding for atom in self.situation.leaves if atoms[atom].layer is Layer.holds}
        local |= {finding for finding in observed if self.program.number(finding) is not None}
        grew = -1
        while grew != len(local):
            grew = len(local)
            for rule in self.fired:
                lifted = rule.step in (Step.is_a, Step.implies) and atoms[rule.body[0]].finding in local
                if atoms[rule.head].layer is Layer.holds and (rule.rule is not None or lifted):
                    local.add(atoms[rule.head].finding)
        found = {finding for finding in local if finding.contrary in local}
        for pair in clashes(self.kb, local):
            found |= {each for each in pair if each.node not in self.situation.fixed.nodes and each not in observed}
        return found


def supposed(rule: GroundRule) -> bool:
    """Whether a rule is what the user supposes."""
    return rule.rule is not None and rule.rule.source == SUPPOSED
