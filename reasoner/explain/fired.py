"""The rules that fired in a model, as a positive program.

Once a model is known, negation is settled: what is left of a program is the set of rules whose premises hold and whose
exceptions do not. Support, steps and every "is there a proof such that ..." are least fixpoints over parts of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress

from reasoner.errors import EngineError, Problem
from reasoner.explain.plan import Plan
from reasoner.explain.reach import Layout, Part, Reach, Runs, Structure
from reasoner.model.evidence import Grade
from reasoner.program.ground import GroundRule, Program
from reasoner.program.situation import Leaf, Situation

_WIDTH = 16
"""Bits a field at first: chains of cited rules are seldom longer."""


class Fired:
    """The rules that fired in a model, with the grades they count at there.

    Args:
        situation: the phase.
        model: the atoms that hold, from whichever engine.
        about: an atom; only what bears on it is looked at. None for all.

    Attributes:
        plan: of the program.
        leaves: the facts looked at.
        atoms: the atoms looked at: all of the model, or those that bear on one.
        runs: the cited rules that fired, in the order of the plan.
        structure: what structural steps give.
        cited: all of these.
        cited_for: for each atom those that conclude it, the one to be preferred in proofs first.
        breached: the requirements that are not met.
        lowered: for each rule that they lower the ids of those that do.
        grade: for each rule, by its number, the grade that it counts at.

    Raises:
        EngineError: the model is not closed under the rules (E402).
    """

    def __init__(self, situation: Situation, model: frozenset[int], about: int | None = None) -> None:
        self.situation = situation
        self.program: Program = situation.program
        self.plan = Plan.of(self.program)
        self.model = model
        self.leaves: Mapping[int, Leaf] = situation.leaves
        self.atoms: Set[int] = model
        self.structure = self._structure()
        if about is None:
            self._look_at_all()
        else:
            self._look_beneath(about)
        self.cited = [rule for _, rules in self.runs for rule in rules]
        self.cited_for: dict[int, list[GroundRule]] = {}
        for rule in self.cited:
            self.cited_for.setdefault(rule.head, []).append(rule)
        if not (
            model.issuperset(self.cited_for)
            and all(map(model.issuperset, map(self.structure.above.__getitem__, self.atoms)))
        ):
            head = next(rule.head for rule in self.rules if rule.head not in model)
            finding = self.program.atoms[head].finding
            raise EngineError(Problem("E402", f"the engine's model misses {finding}, which a rule concludes"))
        self.breached = [req for req in self.program.requirements if req.breached(model)]
        self.lowered: dict[int, tuple[str, ...]] = {}
        for head in self.cited_for.keys() & frozenset[int]().union(*(req.lowered for req in self.breached)):
            names = tuple(req.rule.id for req in self.breached if head in req.lowered)
            self.lowered.update((rule.index, names) for rule in self.cited_for[head])
        self.grade: Sequence[Grade] = self.plan.grades
        if self.lowered:
            self.grade = grades = list(self.grade)
            for index, names in self.lowered.items():
                grades[index] = grades[index].lowered(len(names))

    def _look_at_all(self) -> None:
        holds = self.model.__contains__
        self.runs = [
            (cyclic, self._firing(compress(rules, map(holds, firsts)))) for cyclic, rules, firsts in self.plan.runs
        ]

    def _structure(self) -> Structure:
        """What the plan has, without what is stopped."""
        stopped = self.situation.case.disabled
        cut = [rule.body[0] for rule in map(self.program.rules.__getitem__, stopped) if rule.step.structural]
        if not cut:
            return self.plan.structure
        above = list(self.plan.above)
        for atom in cut:
            above[atom] = [rule.head for rule in self.plan.lifting[atom] if rule.index not in stopped]
        return Structure(above)

    def _look_beneath(self, atom: int) -> None:
        """Keep to the rules that some proof of an atom may use, and to their atoms."""
        above: dict[int, list[int]] = {atom: []}
        cited: list[GroundRule] = []
        todo = [atom]
        while todo:
            for rule in self._firing(self.program.concluding[todo.pop()]):
                for premise in rule.body:
                    if premise not in above:
                        above[premise] = []
                        todo.append(premise)
                if rule.step.structural:
                    above[rule.body[0]].append(rule.head)
                else:
                    cited.append(rule)
        self.runs = [(True, sorted(cited, key=lambda rule: self.plan.position[rule.index]))]
        self.structure = Structure(above)
        self.atoms = above.keys()
        self.leaves = {number: leaf for number, leaf in self.leaves.items() if number in above}

    def _firing(self, rules: Iterable[GroundRule]) -> list[GroundRule]:
        stopped, hold, lack = self.situation.case.disabled, self.model.issuperset, self.model.isdisjoint
        return [rule for rule in rules if rule.index not in stopped and hold(rule.body) and lack(rule.unless)]

    @cached_property
    def rules(self) -> list[GroundRule]:
        """All rules that fired, structural ones too, in the order of the program."""
        structural = (
            rule
            for atom in self.atoms
            for rule in self.plan.lifting[atom]
            if rule.index not in self.situation.case.disabled and rule.head in self.structure.above[atom]
        )
        return sorted((*structural, *self.cited), key=lambda rule: rule.index)

    @cached_property
    def with_premise(self) -> dict[int, list[GroundRule]]:
        """For each atom the rules that fired and have it as a premise."""
        found: dict[int, list[GroundRule]] = {}
        for rule in self.rules:
            for atom in rule.body:
                found.setdefault(atom, []).append(rule)
        return found

    @cached_property
    def concluding(self) -> dict[int, list[GroundRule]]:
        """For each atom the rules that fired and conclude it."""
        found: dict[int, list[GroundRule]] = {}
        for rule in self.rules:
            found.setdefault(rule.head, []).append(rule)
        return found

    def beneath(self, atom: int) -> frozenset[int]:
        """The atoms that some proof of an atom may pass through, itself included."""
        seen = {atom}
        todo = [atom]
        while todo:
            for rule in self.concluding.get(todo.pop(), ()):
                fresh = [premise for premise in rule.body if premise not in seen]
                seen.update(fresh)
                todo += fresh
        return frozenset(seen)

    def derive(
        self,
        parts: Sequence[Part],
        *,
        grade: Sequence[Grade] | None = None,
        without: Set[int] = frozenset(),
        barren: Set[int] = frozenset(),
    ) -> Reach:
        """What parts of what fired derive.

        Args:
            parts: they.
            grade: for each rule by its number the grade that it counts at, where it is not the one it has.
            without: atoms that are not derived: for proofs of something else that must not rest on them.
            barren: atoms that may be derived, but nothing from them.
        """
        runs: Runs = self.runs
        structure = self.structure
        if without or barren:
            runs = [(c, [r for r in rules if r.head not in without and barren.isdisjoint(r.body)]) for c, rules in runs]
            fertile = {atom: structure.above[atom] if atom not in barren else () for atom in self.atoms}
            structure = Structure({a: [each for each in heads if each not in without] for a, heads in fertile.items()})
        leaves = [(a, leaf) for a, leaf in self.leaves.items() if a in self.atoms and a not in without]
        width = _WIDTH + max((leaf.steps for _, leaf in leaves), default=0)
        while True:
            layout = Layout(parts, width)
            facts = layout.facts(leaves)
            counts = layout.rules((rule for _, rules in runs for rule in rules), grade or self.grade)
            reach = Reach(layout, facts, structure.give(facts), runs, counts, structure, barren)
            if not reach.saturated:
                return reach
            width *= 4
