"""Interventions: which nodes a phase fixes, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reasoner.errors import InputError, Problem
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.ground import Program
from reasoner.values import Value


class Fix(Value):
    """A node that is fixed.

    Attributes:
        down: the direction.
        by: the node that was blocked or forced, or the therapy that blocks it.
        how: `block`, `force`, `implied` (by what is forced), `members` (all members are blocked) or `therapy`.
    """

    down: bool
    by: Node
    how: str

    @property
    def subject(self) -> str:
        """What was set, as it is named in a scenario."""
        verb = {"block": "block ", "members": "block ", "force": "force ", "implied": "force "}.get(self.how, "")
        return f"{verb}{self.by}"


class Fixed(Value):
    """Everything that a phase fixes.

    Attributes:
        nodes: each fixed node of the program with its cause.
        cells: the places in which nothing is concluded because their cell is blocked, with that cell.
        idle: therapies that are given but do not block, being blocked themselves.
    """

    nodes: Mapping[Node, Fix]
    cells: Mapping[str, str]
    idle: tuple[Node, ...] = ()

    def cell_of(self, place: str | None) -> str | None:
        """The blocked cell that a place is or lies in."""
        return self.cells.get(place) if place else None

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Node) and (node in self.nodes or node.place in self.cells)


def fix(
    kb: KnowledgeBase,
    program: Program,
    block: Iterable[Node],
    force: Iterable[Node],
    given: Iterable[Finding],
) -> Fixed:
    """Fix what is blocked, forced, and blocked by the therapies given.

    Args:
        kb: the knowledge base.
        program: whose nodes are looked at.
        block: nodes blocked; each fixes itself and every node at or below it to down.
        force: nodes forced up; each fixes itself alone, and what it implies, in turn.
        given: the observations that count so far, for the therapies among them.

    Raises:
        InputError: a node is fixed both ways (E020, both causes named) or forced in a blocked cell (E023).
    """
    work = _Fixing(kb, program)
    for node in force:
        work.force(node)
    for node in block:
        work.block(node, Fix(True, node, "block"))
    idle = work.therapies([finding for finding in given if not finding.down])
    blocked = sorted(
        node.entity
        for node, why in work.fixed.items()
        if why.down and node.place is None and kb.entities[node.entity].kind is Kind.cell
    )
    cells = {place: cell for cell in blocked for place in sorted(kb.descendants(cell))}
    for node in sorted(work.fixed, key=str):
        if not work.fixed[node].down and node.place in cells:
            work.problems.append(
                Problem(
                    "E023",
                    f"{kb.name(node)} is forced in a blocked cell: {kb.entities[cells[node.place]].label}",
                    subject=work.fixed[node].subject,
                )
            )
    if work.problems:
        raise InputError(work.problems)
    return Fixed(work.fixed, cells, tuple(idle))


class _Fixing:
    def __init__(self, kb: KnowledgeBase, program: Program) -> None:
        self.kb = kb
        self.nodes = program.nodes
        self.fixed: dict[Node, Fix] = {}
        self.problems: list[Problem] = []
        self.tops: list[Node] = []

    def put(self, node: Node, why: Fix) -> None:
        known = self.fixed.setdefault(node, why)
        if known.down != why.down:
            self.problems.append(
                Problem(
                    "E020",
                    f"{self.kb.name(node)} is fixed both ways: {self.text(known)}, and {self.text(why)}",
                    None,
                    ("release one of the two",),
                    why.subject,
                )
            )

    def text(self, why: Fix) -> str:
        words = {
            "block": "blocked by blocking {}",
            "force": "forced up",
            "implied": "fixed by forcing {}",
            "members": "blocked because all members of {} are",
            "therapy": "blocked by {}",
        }
        return words[why.how].format(self.kb.name(why.by))

    def force(self, node: Node) -> None:
        self.put(node, Fix(False, node, "force"))
        todo, seen = [node], {node}
        while todo:
            for implied in self.kb.entities[todo.pop().entity].implies:
                target = Node(implied.entity, node.place)
                self.put(target, Fix(implied.down, node, "implied"))
                if not implied.down and target not in seen:
                    seen.add(target)
                    todo.append(target)

    def block(self, top: Node, why: Fix) -> None:
        if any(self.kb.is_at_or_below(top, other) for other in self.tops):
            return
        self.tops.append(top)
        below = sorted(self.kb.descendants(top.entity))
        for node in (node for entity in below for node in self.nodes.get(entity, ())):
            if self.kb.place_within(node.place, top.place):
                self.put(node, why)
        self._complete()

    def _complete(self) -> None:
        """Block the families that are complete and whose children are all blocked, place by place."""
        for family in self.kb.families:
            children = self.kb.children.get(family.id, ())
            for node in self.nodes.get(family.id, ()):
                if self._is_blocked(node):
                    continue
                if children and all(self._is_blocked(Node(child, node.place)) for child in children):
                    self.block(node, Fix(True, node, "members"))

    def _is_blocked(self, node: Node) -> bool:
        # asked of the blocks and not of the fixed nodes: a child need be no node of the program in every place
        return any(self.kb.is_at_or_below(node, top) for top in self.tops)

    def therapies(self, given: list[Finding]) -> list[Node]:
        """Let the therapies that are given, and not blocked themselves, block; return those that are blocked."""
        idle: list[Node] = []
        candidates = dict.fromkeys(
            node
            for node in [
                *(finding.node for finding in given),
                *(node for node in self.fixed if not self.fixed[node].down),
            ]
            if self.kb.entities[node.entity].kind is Kind.therapy
        )
        for node in sorted(candidates, key=lambda node: (self.rank(node.entity), str(node))):
            if self._is_down(node) or any(self._is_down(Node(place)) for place in self._cells(node.place)):
                idle.append(node)
                continue
            for therapy in sorted(self.kb.ancestors(node.entity)):
                for target in self.kb.entities[therapy].blocks:
                    self.block(Node(target.entity, target.place or node.place), Fix(True, node, "therapy"))
        return idle

    def _is_down(self, node: Node) -> bool:
        known = self.fixed.get(node)
        return known is not None and known.down

    def _cells(self, place: str | None) -> list[str]:
        """The cells that a place is or lies in."""
        above = self.kb.ancestors(place) if place else ()
        return [entity for entity in above if self.kb.entities[entity].kind is Kind.cell]

    def rank(self, therapy: str, seen: frozenset[str] = frozenset()) -> int:
        """How many therapies in a row may block this one: those are looked at first (acyclic, checked at load)."""
        ranks = [
            1 + self.rank(other.id, seen | {therapy})
            for other in self.kb.blockers
            if other.id not in seen | {therapy}
            and any(target.entity in self.kb.ancestors(therapy) for target in other.blocks)
        ]
        return max(ranks, default=0)
