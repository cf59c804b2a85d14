"""All scenarios of one or two conditions as one block: what shares of scenarios, and checks over them, rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from reasoner.engines.columns import Block
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.program.build import Grounder
from reasoner.program.ground import Case
from reasoner.program.observations import clashes
from reasoner.program.situation import Situation, alone


@dataclass(frozen=True)
class Pairs:
    """Scenarios of one or two conditions.

    Attributes:
        block: they, side by side.
        conditions: what is given in each; those of one condition come first.
    """

    block: Block
    conditions: tuple[tuple[Finding, ...], ...]


def one_or_two(grounder: Grounder, scenario: Scenario) -> Pairs | None:
    """All scenarios of one or two conditions that are not refused, side by side; None where there are none.

    Two conditions whose inputs do not bear on each other are put together: their facts and stopped rules are those of
    either. Only the others, such as two inhibitors, are prepared anew.

    Args:
        grounder: of the knowledge base.
        scenario: its setting is the context that all these scenarios share; the nodes it names are looked at too.
    """
    single = [
        (condition, known) for condition in grounder.kb.conditions if (known := alone(grounder, scenario, (condition,)))
    ]
    if not single:
        return None
    together = _together(grounder.kb, [known.observed.closure for _, known in single])
    given: list[tuple[Finding, ...]] = [(condition,) for condition, _ in single]
    member = [1 << number for number in range(len(single))]  # for each condition the scenarios made up of it and others
    apart: list[tuple[int, Case]] = []
    for (a, (first, one)), (b, (second, other)) in combinations(enumerate(single), 2):
        if _bear_on_each_other(one, other):
            if known := alone(grounder, scenario, (first, second)):
                apart.append((1 << len(given), known.case))
                given.append((first, second))
        elif together(a, b):
            member[a] |= 1 << len(given)
            member[b] |= 1 << len(given)
            given.append((first, second))
    facts: dict[int, int] = {}
    disabled: dict[int, int] = {}
    for column, case in [*zip(member, (known.case for _, known in single), strict=True), *apart]:
        for atom in case.facts:
            facts[atom] = facts.get(atom, 0) | column
        for rule in case.disabled:
            disabled[rule] = disabled.get(rule, 0) | column
    return Pairs(Block(single[0][1].program, len(given), {Grade.strong: facts}, disabled), tuple(given))


def _bear_on_each_other(one: Situation, other: Situation) -> bool:
    if one.fixed.nodes and other.fixed.nodes:
        return True  # together they may complete a family, or one may block the other
    return bool(one.fixed.nodes or other.fixed.nodes) and any(
        finding.node in b.fixed
        for a, b in ((one, other), (other, one))
        if b.fixed.nodes
        for finding in a.observed.closure
    )


def _together(kb: KnowledgeBase, observed: Sequence[frozenset[Finding]]) -> Callable[[int, int], bool]:
    """Tells of two conditions, by their numbers, whether what is observed with them does not exclude each other."""
    contraries = [frozenset(finding.contrary for finding in closure) for closure in observed]
    named = [{finding.entity for finding in closure} for closure in observed]
    exclusive = {number for number, entities in enumerate(named) if not entities.isdisjoint(kb.exclusive)}

    def together(a: int, b: int) -> bool:
        clashing = a in exclusive and b in exclusive and clashes(kb, observed[a] | observed[b])
        return not clashing and contraries[a].isdisjoint(observed[b])

    return together
