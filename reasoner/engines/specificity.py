"""How specific each finding is: in which share of the scenarios of one or two conditions it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from reasoner.engines.columns import Block, Columns
from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.program.build import Grounder
from reasoner.program.ground import Case, Layer
from reasoner.program.observations import clashes
from reasoner.program.phases import Inputs
from reasoner.program.situation import Past, Situation, situation
from reasoner.program.universe import named_by


def specificity(grounder: Grounder, scenario: Scenario) -> dict[Finding, float]:
    """1 minus the share of the scenarios with one or two conditions, and nothing else, in which each finding holds.

    Pairs that are refused are left out, and for each finding the scenarios that give it by structure alone.

    Args:
        grounder: of the knowledge base.
        scenario: its setting is the context that all these scenarios share; the nodes it names are looked at too.

    Returns:
        For each finding of the program a number from 0 to 1; findings for which no scenario is left are missing.
    """
    scenario = scenario.model_copy(update={"history": (), "phases": (_naming(scenario),)})
    block = _block(grounder, scenario)
    if block is None:
        return {}
    columns = Columns(block.program)
    models = columns.models(block)
    by_structure = columns.structure(block)
    found: dict[Finding, float] = {}
    everything = (1 << block.width) - 1
    for number, (finding, layer) in enumerate(block.program.atoms):
        if layer is Layer.holds:
            counted = everything & ~by_structure[number]
            if counted:
                found[finding] = 1 - (models[number] & counted).bit_count() / counted.bit_count()
    return found


def _block(grounder: Grounder, scenario: Scenario) -> Block | None:
    """All scenarios of one or two conditions side by side.

    Two conditions whose inputs do not bear on each other are put together: their facts and stopped rules are those of
    either. Only the others, such as two inhibitors, are prepared anew.
    """
    single = [
        (condition, known)
        for condition in grounder.kb.conditions
        if (known := _situation(grounder, scenario, (condition,)))
    ]
    if not single:
        return None
    width = len(single)
    together = _together(grounder.kb, [known.observed.closure for _, known in single])
    member = [1 << number for number in range(width)]  # for each condition the scenarios made up of it and others
    apart: list[tuple[int, Case]] = []
    for (a, (first, one)), (b, (second, other)) in combinations(enumerate(single), 2):
        if _bear_on_each_other(one, other):
            if known := _situation(grounder, scenario, (first, second)):
                apart.append((1 << width, known.case))
                width += 1
        elif together(a, b):
            member[a] |= 1 << width
            member[b] |= 1 << width
            width += 1
    facts: dict[int, int] = {}
    disabled: dict[int, int] = {}
    for column, case in [*zip(member, (known.case for _, known in single), strict=True), *apart]:
        for atom in case.facts:
            facts[atom] = facts.get(atom, 0) | column
        for rule in case.disabled:
            disabled[rule] = disabled.get(rule, 0) | column
    return Block(single[0][1].program, width, {Grade.strong: facts}, disabled)


def _naming(scenario: Scenario) -> Phase:
    """A phase that names the nodes of a whole scenario, so that the program is that of the scenario."""
    nodes = sorted(named_by(scenario), key=str)
    return Phase(given=tuple(Finding(*node) for node in nodes))


def _situation(grounder: Grounder, scenario: Scenario, given: tuple[Finding, ...]) -> Situation | None:
    try:
        return situation(grounder, scenario, Inputs("", given), Past())
    except InputError:
        return None


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
