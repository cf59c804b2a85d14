"""Which nodes there are: what the base and a scenario name, closed under structure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

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
    named = [finding.node for finding in scenario.history]
    for phase in scenario.phases:
        for finding in phase.given:
            named.append(finding.node)
        for finding in phase.remove:
            named.append(finding.node)
        named += phase.block
        named += phase.force
        named += phase.release
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


def reach(
    kb: KnowledgeBase, findings: Iterable[Finding], *, places: bool = True, barred: Container[Node] = ()
) -> frozenset[Finding]:
    """The findings and what structure gives from them, step by step.

    Args:
        kb: the knowledge base.
        findings: where to start.
        places: whether steps along places are taken; without them all stays in its own place.
        barred: nodes that no step leads into.
    """
    seen = set(findings)
    todo = list(seen)
    while todo:
        for step, target in structural_steps(kb, todo.pop()):
            if target not in seen and (places or step is not Step.place) and target.node not in barred:
                seen.add(target)
                todo.append(target)
    return frozenset(seen)


def above(kb: KnowledgeBase, finding: Finding) -> frozenset[Finding]:
    """A finding and what structure gives from it, worked out once: questions about the text ask it of every rule."""
    known = kb.reached
    if finding not in known:
        known[finding] = reach(kb, (finding,))
    return known[finding]
