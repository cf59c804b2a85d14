"""The ways to a finding that does not hold: what each has, lacks, and is stopped by, and how far it is from there.

Works on an open program, in which the rules that a setting keeps out stand disabled: so each rule that could conclude
something is here, and what stops it is an obstacle like any other.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from reasoner.explain.fired import Fired
from reasoner.explain.obstacles import Edit, Hindrance, Obstacles
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Setting
from reasoner.program.ground import Atom, GroundRule, Layer, Program, Step
from reasoner.program.situation import Situation


class Way(NamedTuple):
    """One way to an atom.

    Attributes:
        atom: what it would give.
        head: what its last rule, or what is given, says; structure lifts it to `atom`.
        rule: the cited rule; None where something is given, goes on, or holds and structure alone is missing.
        step: `cited`, `backward`, `given`, `therapy` (given, and blocks it), `history`, `persisting` or `structure`.
        missing: the premises that do not hold.
        hindrances: what stops it beside them.
        edits: what is to be given, for a way that is a giving.
    """

    atom: int
    head: int
    rule: GroundRule | None
    step: str
    missing: tuple[int, ...] = ()
    hindrances: tuple[Hindrance, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def own(self) -> int:
        """Its obstacles, missing premises not counted."""
        return len(self.hindrances) + len(self.edits)

    @property
    def obstacles(self) -> int:
        """All its obstacles."""
        return len(self.missing) + self.own


class Ways:
    """The ways to the findings of one phase, worked out as they are asked for.

    Args:
        situation: the phase, on an open program.
        model: its model.
        setting: of the scenario.
    """

    def __init__(self, situation: Situation, model: frozenset[int], setting: Setting) -> None:
        self.situation = situation
        self.program: Program = situation.program
        self.kb = situation.kb
        self.model = model
        self.fired = Fired(situation, model)
        self.obstacles = Obstacles(situation, self.fired, setting)
        self._ways: dict[int, tuple[Way, ...]] = {}
        self.cost: dict[int, int] = {}
        self.best: dict[int, Way] = {}

    # ---------------------------------------------------------------- the ways to one atom

    def to(self, atom: int) -> tuple[Way, ...]:
        """Every way to an atom that does not hold, in no order that matters."""
        if atom not in self._ways:
            self._ways[atom] = tuple(self._found(atom))
        return self._ways[atom]

    def _found(self, atom: int) -> Iterator[Way]:
        found: dict[tuple[object, ...], Way] = {}
        for head, held, lift in self._family(atom):
            for way in self._at(atom, head, held, lift):
                # Two conclusions of one rule may both be lifted to the same finding: the easier lift stands for both.
                of_rule = (way.rule.rule.id if way.rule.rule else "", way.step, way.rule.body) if way.rule else ()
                key = of_rule or (way.step, way.head, way.edits)
                if key not in found or way.obstacles < found[key].obstacles:
                    found[key] = way
        yield from found.values()

    def _family(self, atom: int) -> Iterator[tuple[int, bool, tuple[Hindrance, ...]]]:
        """The atoms that structure leads from to an atom, itself first; whether each holds, and what stops the lift.

        What stops the lift are the obstacles at every node on the way but that of the atom started from.
        """
        queue: list[tuple[int, int, tuple[Hindrance, ...]]] = [(0, atom, ())]
        seen: set[int] = set()
        while queue:
            _, current, lift = heapq.heappop(queue)
            if current in seen:
                continue
            seen.add(current)
            holds = current in self.model
            yield current, holds, lift
            if not holds:
                through = _merged(lift, self.obstacles.at(self.program.atoms[current].finding))
                for rule in self.program.concluding[current]:
                    if rule.step.structural and rule.body[0] not in seen:
                        heapq.heappush(queue, (len(through), rule.body[0], through))

    def _at(self, atom: int, head: int, holds: bool, lift: tuple[Hindrance, ...]) -> Iterator[Way]:
        finding, layer = self.program.atoms[head]
        if holds:
            if head != atom:
                yield Way(atom, head, None, "structure", (), lift)
            return
        here = _merged(lift, self.obstacles.at(finding))
        for rule in self.program.concluding[head]:
            if not rule.step.structural and rule.rule:
                stopped = _merged(here, self.obstacles.of_rule(rule.rule), self.obstacles.exceptions(rule))
                missing = tuple(dict.fromkeys(each for each in rule.body if each not in self.model))
                step = "backward" if rule.step is Step.backward else "cited"
                yield Way(atom, head, rule, step, missing, stopped)
        if layer is Layer.before:
            yield Way(atom, head, None, "history", (), (), (Edit("history", str(finding)),))
        elif self.kb.is_condition(finding):
            given = finding in self.situation.inputs.given  # but does not count
            edits = () if given else (Edit("give", str(finding)),)
            yield Way(atom, head, None, "given", (), _merged(lift, self.obstacles.giving(finding)), edits)
        if finding.down and layer is Layer.holds:
            stopped = _merged(lift, (each for each in self.obstacles.at(finding) if each.kind == "intervention"))
            for therapy in self._blockers(finding):
                hindrances = _merged(stopped, self.obstacles.giving(therapy))
                yield Way(atom, head, None, "therapy", (), hindrances, (Edit("give", str(therapy)),))
        if layer is not Layer.observed and finding in self.situation.suspended:
            yield Way(atom, head, None, "persisting", (), here)

    def _blockers(self, finding: Finding) -> Iterator[Finding]:
        """The therapies that would block a finding's node if they were given without a place."""
        for condition in self._therapies:
            targets = [target for above in self.kb.ancestors(condition.entity) for target in self._blocks[above]]
            if self._is_blocked(finding.node, targets, frozenset()):
                yield condition

    def _is_blocked(self, node: Node, targets: list[Node], seen: frozenset[Node]) -> bool:
        """Whether a node is blocked where some are: it is at or below one, or all members of its family are blocked."""
        kb = self.kb
        if any(kb.is_at_or_below(node, target) for target in (*targets, *self.situation.inputs.block)):
            return True
        return any(
            upper not in seen
            and kb.is_at_or_below(node, upper)
            and all(self._is_blocked(Node(child, upper.place), targets, seen | {upper}) for child in children)
            for family in kb.families
            if (children := kb.children.get(family.id))
            for upper in self.program.nodes.get(family.id, ())
        )

    @cached_property
    def _blocks(self) -> dict[str, tuple[Node, ...]]:
        return {entity.id: entity.blocks for entity in self.kb.entities.values()}

    @cached_property
    def _therapies(self) -> list[Finding]:
        given = self.situation.inputs.given
        acting = (each for each in self.kb.conditions if any(self._blocks[up] for up in self.kb.ancestors(each.entity)))
        return [each for each in acting if each not in given]

    # ---------------------------------------------------------------- how far each atom is

    def reach(self, start: Iterable[int]) -> None:
        """Work out the costs of atoms, and of all that is beneath them.

        The cost of an atom is the least number of obstacles to mend: the costs of the missing premises of a way, added
        up, and its other obstacles. A sum never falls below its parts, so what comes first off the queue is least
        (D. Knuth, Inf. Process. Lett. 6(1), 1977).
        """
        atoms = self._beneath(start)
        waiting: dict[int, list[Way]] = {}
        open_: dict[int, int] = {}
        queue: list[tuple[int, tuple[object, ...], int, int]] = []
        ways: list[Way] = []

        def push(way: Way) -> None:
            cost = way.own + sum(self.cost[each] for each in way.missing)
            heapq.heappush(queue, (cost, self._order(way), way.atom, len(ways)))
            ways.append(way)

        for atom in atoms:
            for way in self.to(atom):
                open_[id(way)] = sum(each not in self.cost for each in way.missing)
                for each in way.missing:
                    waiting.setdefault(each, []).append(way)
                if not open_[id(way)]:
                    push(way)
        while queue:
            cost, _, atom, number = heapq.heappop(queue)
            if atom in self.cost:
                continue
            self.cost[atom], self.best[atom] = cost, ways[number]
            for way in waiting.get(atom, ()):
                open_[id(way)] -= 1
                if not open_[id(way)] and way.atom not in self.cost:
                    push(way)

    def _beneath(self, start: Iterable[int]) -> list[int]:
        seen = dict.fromkeys(atom for atom in start if atom not in self.model)
        todo = list(seen)
        while todo:
            for way in self.to(todo.pop()):
                for each in way.missing:
                    if each not in seen:
                        seen[each] = None
                        todo.append(each)
        return sorted(each for each in seen if each not in self.cost)

    def cost_of(self, way: Way) -> int | None:
        """How many obstacles are to mend on a way; None where a premise cannot be had. `reach` comes first."""
        costs = [self.cost.get(each) for each in way.missing]
        return None if None in costs else way.own + sum(cost for cost in costs if cost is not None)

    def _order(self, way: Way) -> tuple[object, ...]:
        """Among ways of equal cost: giving the very finding, then firmer rules, then by id; other givings by name."""
        if way.rule is not None and way.rule.rule is not None:
            return (1, -self.grade(way.rule), way.rule.rule.id, way.rule.body)
        named = "".join(edit.what for edit in way.edits) or str(self.program.atoms[way.head].finding)
        return (0 if way.head == way.atom and way.step == "given" else 2, 0, named, ())

    def sorted(self, ways: Iterable[Way]) -> list[Way]:
        """Ways by cost, those that lead nowhere last, by the number of their obstacles."""

        def key(way: Way) -> tuple[object, ...]:
            cost = self.cost_of(way)
            return (cost is None, way.obstacles if cost is None else cost, self._order(way))

        return sorted(ways, key=key)

    def grade(self, rule: GroundRule) -> int:
        """The grade at which a rule would count here, requirements that are not met taken off."""
        return rule.grade.lowered(sum(rule.head in req.lowered for req in self.fired.breached))

    # ---------------------------------------------------------------- atoms and findings

    def atom(self, finding: Finding) -> int | None:
        """The atom of a finding, None where the program has none."""
        return self.program.index.get(Atom(finding))


def _merged(*parts: Iterable[Hindrance]) -> tuple[Hindrance, ...]:
    """Obstacles together, each once; several that go by the same mends count as one."""
    found: dict[tuple[object, ...], Hindrance] = {}
    for part in parts:
        for each in part:
            found.setdefault((each.kind, each.mends if each.mends else each.subject), each)
    return tuple(found.values())
