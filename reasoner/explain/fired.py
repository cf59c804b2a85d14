"""The rules that fired in a model, as a positive program, and passes over it.

Once a model is known, negation is settled: what is left of a program is the set of rules whose premises hold and whose
exceptions do not. Support, steps and every "is there a proof such that ..." are least fixpoints over parts of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from reasoner.errors import EngineError, Problem
from reasoner.model.evidence import Grade
from reasoner.program.ground import GroundRule, Program
from reasoner.program.situation import Leaf, Situation

RuleTest = Callable[[GroundRule], bool]
LeafTest = Callable[[Leaf], bool]


@dataclass(frozen=True, eq=False)
class Pass:
    """Which atoms a part of the fired rules derives, and in how many steps at least.

    Attributes:
        steps: for each atom derived the least number of cited rules on the longest branch.
        level: the weakest grade that was let in.
        rule: which rules were let in.
        leaf: which facts were let in.
    """

    steps: Mapping[int, int]
    level: Grade
    rule: RuleTest
    leaf: LeafTest


def _any_rule(_rule: GroundRule) -> bool:
    return True


def _any_leaf(_leaf: Leaf) -> bool:
    return True


class Fired:
    """The rules that fired in a model, with the grades they count at there.

    Args:
        situation: the phase.
        model: the atoms that hold, from whichever engine.
        about: an atom; only what bears on it is looked at. None for all.

    Attributes:
        atoms: the atoms looked at: all of the model, or those that bear on one.

    Raises:
        EngineError: the model is not closed under the rules (E402).
    """

    def __init__(self, situation: Situation, model: frozenset[int], about: int | None = None) -> None:
        self.situation = situation
        self.program: Program = situation.program
        self.model = model
        self.leaves = situation.leaves
        self.atoms: Collection[int] = model
        if about is None:
            self.rules = [rule for rule in self.program.rules if self._fires(rule)]
        else:
            self._look_beneath(about)
        for rule in self.rules:
            if rule.head not in model:
                finding = self.program.atoms[rule.head].finding
                raise EngineError(Problem("E402", f"the engine's model misses {finding}, which a rule concludes"))
        self.breached = [req for req in self.program.requirements if req.breached(model)]
        self.lowered: dict[int, tuple[str, ...]] = {}
        for rule in self.rules:
            if not rule.step.structural:
                names = tuple(req.rule.id for req in self.breached if rule.head in req.lowered)
                if names:
                    self.lowered[rule.index] = names
        self.grade = {rule.index: rule.grade.lowered(len(self.lowered.get(rule.index, ()))) for rule in self.rules}
        self.with_premise: dict[int, list[GroundRule]] = {}
        self.concluding: dict[int, list[GroundRule]] = {}
        for rule in self.rules:
            self.concluding.setdefault(rule.head, []).append(rule)
            for atom in rule.body:
                self.with_premise.setdefault(atom, []).append(rule)

    def _fires(self, rule: GroundRule) -> bool:
        return (
            rule.index not in self.situation.case.disabled
            and self.model.issuperset(rule.body)
            and self.model.isdisjoint(rule.unless)
        )

    def _look_beneath(self, atom: int) -> None:
        """Keep to the rules that some proof of an atom may use, and to their atoms."""
        seen = {atom}
        todo = [atom]
        self.rules = []
        while todo:
            for rule in filter(self._fires, self.program.concluding[todo.pop()]):
                self.rules.append(rule)
                fresh = [premise for premise in rule.body if premise not in seen]
                seen.update(fresh)
                todo += fresh
        self.rules.sort(key=lambda rule: rule.index)
        self.atoms = seen
        self.leaves = {number: leaf for number, leaf in self.leaves.items() if number in seen}

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
        level: Grade,
        rule: RuleTest = _any_rule,
        leaf: LeafTest = _any_leaf,
        start: Pass | None = None,
        among: Collection[GroundRule] = (),
        without: Collection[int] = (),
    ) -> Pass:
        """The atoms that rules and facts of at least a grade derive, with their least steps.

        A uniform-cost search by the number of unmet premises (D. Knuth, Inf. Process. Lett. 6(1), 1977): the steps of
        a conclusion never fall below those of its premises, so the first value an atom gets is its least.

        Args:
            level: the weakest grade let in.
            rule: which rules are let in beyond that.
            leaf: which facts are let in beyond that.
            start: a pass over fewer rules to go on from; it must hold every structural consequence of its own facts.
            among: with `start`, the rules that alone may fire beside structure.
            without: atoms that are not derived: for proofs of something else that must not rest on them.
        """
        steps: dict[int, int] = dict(start.steps) if start else {}
        buckets: dict[int, list[int]] = {}
        grade = self.grade
        if start is not None:
            leaf = start.leaf
            chosen = {ground.index for ground in among}

            def rule(ground: GroundRule) -> bool:
                return ground.step.structural or ground.index in chosen

        def fire(ground: GroundRule, cost: int) -> None:
            if any(premise not in steps for premise in ground.body):
                return  # the premise that gets its steps last, and so has the most, will fire it
            if grade[ground.index] < level or not rule(ground):
                return
            if ground.head not in steps:
                buckets.setdefault(cost + ground.cost, []).append(ground.head)

        if start is None:
            for atom, known in self.leaves.items():
                if known.support >= level and leaf(known):
                    buckets.setdefault(known.steps, []).append(atom)
        else:
            for ground in among:
                fire(ground, max((steps[atom] for atom in ground.body if atom in steps), default=0))
        while buckets:
            cost = min(buckets)
            queue = buckets.pop(cost)
            while queue:
                atom = queue.pop()
                if atom in steps or atom in without:
                    continue
                steps[atom] = cost
                for ground in self.with_premise.get(atom, ()):
                    fire(ground, cost)
                queue.extend(buckets.pop(cost, ()))
        return Pass(steps, level, rule, leaf)
