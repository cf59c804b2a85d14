"""Which nodes are fixed, where it is still open what is blocked, forced and given.

The semantics of `program/interventions.py`, with a literal for each node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reasoner.model.entity import Kind
from reasoner.model.finding import Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.ground import Program
from reasoner.program.logic import Literal, Logic, negated


class Fixing:
    """The fixed nodes of a program.

    Args:
        logic: gets the rules.
        kb: the knowledge base.
        program: whose nodes may be fixed.
        block: what is blocked.
        force: what is forced.
        given: therapies that are given, and count, beside those that are forced.
    """

    def __init__(
        self,
        logic: Logic,
        kb: KnowledgeBase,
        program: Program,
        block: Mapping[Node, Literal],
        force: Mapping[Node, Literal],
        given: Mapping[Node, Literal],
    ) -> None:
        self.logic, self.kb, self.nodes = logic, kb, program.nodes
        self._tops: dict[str, dict[str | None, list[Literal]]] = {}
        for node, literal in block.items():
            self._block(node, literal)
        self._up: dict[Node, list[Literal]] = {}
        self._implied: dict[Node, list[Literal]] = {}
        self._blocked: dict[Node, Literal] = {}
        self._cells: dict[str, Literal] = {}
        for node, literal in force.items():
            self._force(node, literal)
        active = self._targets(given)
        families = self._families()
        self.up = {node: logic.either(literals) for node, literals in self._up.items()}
        for node, (atom, source) in active.items():
            cells = [self.down(Node(cell)) for cell in self._cells_of(node.place)]
            logic.rule(atom, [source, negated(self.down(node)), *map(negated, cells)])
        for node, atom in families.items():
            logic.rule(atom, [self.blocked(Node(child, node.place)) for child in kb.children[node.entity]])

    # ---------------------------------------------------------------- what is set

    def _force(self, node: Node, literal: Literal) -> None:
        self._up.setdefault(node, []).append(literal)
        todo, seen = [node], {node}
        while todo:
            for implied in self.kb.entities[todo.pop().entity].implies:
                target = Node(implied.entity, node.place)
                (self._implied if implied.down else self._up).setdefault(target, []).append(literal)
                if not implied.down and target not in seen:
                    seen.add(target)
                    todo.append(target)

    def _targets(self, given: Mapping[Node, Literal]) -> dict[Node, tuple[int, Literal]]:
        """Let therapies block; gives for each the atom that it does, and what makes it be given."""
        sources = {node: [literal] for node, literal in given.items()}
        for node, literals in self._up.items():
            if self.kb.entities[node.entity].kind is Kind.therapy:
                sources.setdefault(node, []).extend(literals)
        active: dict[Node, tuple[int, Literal]] = {}
        for node, literals in sources.items():
            above = [self.kb.entities[each] for each in self.kb.ancestors(node.entity)]
            targets = [Node(t.entity, t.place or node.place) for each in above for t in each.blocks]
            if targets and (source := self.logic.either(literals)) is not False:
                atom = self.logic.atom()
                active[node] = (atom, source)
                for target in targets:
                    self._block(target, atom)
        return active

    def _families(self) -> dict[Node, int]:
        """The complete families all of whose members may be blocked, each with an atom that they are."""
        found: dict[Node, int] = {}
        more = True
        while more:
            more = False
            for family in self.kb.families:
                children = self.kb.children.get(family.id, ())
                for node in self.nodes.get(family.id, ()) if children else ():
                    members = [Node(child, node.place) for child in children]
                    if node not in found and all(self._may_be_blocked(each) for each in members):
                        found[node] = self.logic.atom()
                        self._block(node, found[node])
                        more = True
        return found

    def _block(self, top: Node, literal: Literal) -> None:
        self._tops.setdefault(top.entity, {}).setdefault(top.place, []).append(literal)

    def _may_be_blocked(self, node: Node) -> bool:
        return any(literal is not False for literal in self._above(node))

    def _above(self, node: Node) -> Iterator[Literal]:
        """That each of what may be blocked at or above a node is."""
        for entity in sorted(self.kb.ancestors(node.entity)):
            for place, literals in self._tops.get(entity, {}).items():
                if self.kb.place_within(node.place, place):
                    yield from literals

    # ---------------------------------------------------------------- what follows

    def blocked(self, node: Node) -> Literal:
        """That a node, of the program or not, lies at or below what is blocked."""
        if node not in self._blocked:
            self._blocked[node] = self.logic.either(self._above(node))
        return self._blocked[node]

    def down(self, node: Node) -> Literal:
        """That a node is fixed to down."""
        implied = self._implied.get(node)
        return self.logic.either([self.blocked(node), *implied]) if implied else self.blocked(node)

    def fixed(self, node: Node) -> Literal:
        """That a node is fixed, either way."""
        up = self.up.get(node, False)
        return self.logic.either([up, self.down(node)]) if up is not False else self.down(node)

    def in_blocked_cell(self, place: str | None) -> Literal:
        """That a place is a blocked cell, or lies in one."""
        if place is None:
            return False
        if place not in self._cells:
            self._cells[place] = self.logic.either(self.down(Node(cell)) for cell in self._cells_of(place))
        return self._cells[place]

    def closed(self, node: Node) -> Literal:
        """That a node is fixed or lies in a blocked cell: no structure of observations leads into it."""
        return self.logic.either([self.fixed(node), self.in_blocked_cell(node.place)])

    def _cells_of(self, place: str | None) -> list[str]:
        above = sorted(self.kb.ancestors(place)) if place else ()
        return [each for each in above if self.kb.entities[each].kind is Kind.cell]

    def refuse(self) -> None:
        """Forbid what fixes a node both ways, or forces something in a blocked cell."""
        for node, literal in self.up.items():
            self.logic.forbid([literal, self.down(node)])
            self.logic.forbid([literal, self.in_blocked_cell(node.place)])
