"""Random scenarios of one phase on a knowledge base: of all that a page can be told."""

from __future__ import annotations

import random

from reasoner.model.entity import Kind
from reasoner.model.evidence import System
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.program.universe import closure, named_by_base

SETTINGS = 40
"""So many settings, each for many scenarios: a program is made for each."""


class Randomly:
    """Draws scenarios.

    Args:
        kb: the knowledge base.
        seed: of what is drawn.
    """

    def __init__(self, kb: KnowledgeBase, seed: int) -> None:
        self.kb, self.random = kb, random.Random(seed)
        self.nodes = sorted(closure(kb, named_by_base(kb)), key=str)
        self.premises = sorted({p.finding for rule in kb.rules for v in rule.variants for p in v}, key=str)
        self.ends = sorted({finding for rule in kb.rules for finding in rule.unless}, key=str)
        self.before = sorted({p.finding for rule in kb.rules for v in rule.variants for p in v if p.before}, key=str)
        self.therapies = [Node(entity.id) for entity in kb.blockers]
        self.sets = [group.members for group in kb.incompatible]
        self.settings = [self._setting() for _ in range(SETTINGS)]

    def scenario(self) -> Scenario:
        """The next one."""
        draw = self.random
        given = {self._finding() for _ in range(draw.choice((0, 1, 2, 3, 4, 6)))}
        given |= {draw.choice(self.kb.conditions) for _ in range(draw.choice((0, 1, 1, 2)))}
        block = {self._node() for _ in range(draw.choice((0, 0, 1, 1, 2)))}
        force = {self._node() for _ in range(draw.choice((0, 0, 0, 1, 2)))}
        match draw.randrange(12):
            case 0 if self.kb.families:  # all members of a family
                family = draw.choice(self.kb.families)
                block |= {Node(child) for child in self.kb.children.get(family.id, ())}
            case 1 if self.therapies:  # a therapy, and perhaps what keeps it from acting
                therapy = draw.choice(self.therapies)
                given.add(Finding(*therapy))
                block |= {therapy} if draw.random() < 0.3 else set()
            case 2 if self.sets:  # what excludes each other, given or forced
                one, other = draw.sample(sorted(draw.choice(self.sets)), 2)
                given.add(Finding(one))
                (force.add(Node(other)) if draw.random() < 0.7 else given.add(Finding(other)))
            case 3:  # a cell in which nothing is concluded
                cells = [entity.id for entity in self.kb.entities.values() if entity.kind is Kind.cell]
                block |= {Node(each) for each in draw.sample(cells, min(1, len(cells)))}
            case 4 if given:  # contrary to what is given
                given.add(draw.choice(sorted(given, key=str)).contrary)
            case 5 if given:
                (block if draw.random() < 0.5 else force).add(draw.choice(sorted(given, key=str)).node)
            case 6 if block:
                force.add(draw.choice(sorted(block, key=str)))
        history = {draw.choice(self.before) for _ in range(draw.choice((0, 0, 1, 2))) if self.before}
        history |= {self._finding()} if draw.random() < 0.1 else set()
        phase = Phase(
            given=tuple(sorted(given, key=str)),
            block=tuple(sorted(block, key=str)),
            force=tuple(sorted(force, key=str)),
        )
        return Scenario(setting=draw.choice(self.settings), history=tuple(sorted(history, key=str)), phases=(phase,))

    def _finding(self) -> Finding:
        draw = self.random
        kind = draw.random()
        if kind < 0.55 and self.premises:
            return draw.choice(self.premises)
        if kind < 0.7 and self.ends:
            return draw.choice(self.ends)
        return Finding(*draw.choice(self.nodes), draw.random() < 0.3)

    def _node(self) -> Node:
        return self._finding().node

    def _setting(self) -> Setting:
        draw = self.random

        def one(kind: Kind, share: float) -> str | None:
            ids = [entity.id for entity in self.kb.entities.values() if entity.kind is kind]
            return draw.choice(ids) if draw.random() < share else None

        groups = [group for group in self.kb.groups if draw.random() < 0.4]
        return Setting(
            cancer=one(Kind.cancer, 0.6),
            stage=one(Kind.stage, 0.5),
            site=one(Kind.site, 0.3),
            assume=tuple(sorted((group.id, draw.choice(group.options).id) for group in groups)),
            strict_context=draw.random() < 0.3,
            system=draw.choice(list(System)) if draw.random() < 0.15 else None,
        )
