"""Which nodes there are: what the base and a scenario name, closed under structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.program.ground import Step


def closure(kb: KnowledgeBase, nodes: Iterable[Node]) -> frozenset[Node]:
    """The nodes and all that structure leads to from them, node by node, whatever the direction."""
    seen = set(nodes)
    todo = list(seen)
    while todo:
        for node in kb.above(todo.pop()):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return frozenset(seen)


def named_by_base(kb: KnowledgeBase) -> Iterator[Node]:
    """Every entity in the top place, and every node that a rule or a therapy names."""
    for entity in kb.entities.values():
        yield Node(entity.id)
        yield from entity.blocks
    for rule in kb.rules:
        yield from (finding.node for finding in rule.findings())


def named_by(scenario: Scenario) -> frozenset[Node]:
    """Every node that a phase or the history names; expectations do not count."""
    named = {finding.node for finding in scenario.history}
    for phase in scenario.phases:
        named.update(finding.node for finding in (*phase.given, *phase.remove))
        named.update((*phase.block, *phase.force, *phase.release))
    return frozenset(named)


def structural_steps(kb: KnowledgeBase, finding: Finding) -> Iterator[tuple[Step, Finding]]:
    """The steps that the vocabulary allows from a finding: `up` only, along `is_a`, places and `implies`."""
    if finding.down:
        return
    entity = kb.entities[finding.entity]
    for parent in entity.is_a:
        yield Step.is_a, Finding(parent, finding.place)
    if finding.place:
        for wider in kb.wider_places(finding.place):
            yield Step.place, Finding(finding.entity, wider)
    for implied in entity.implies:
        yield Step.implies, Finding(implied.entity, finding.place, implied.down)
