"""How specific each finding is: in which share of the scenarios of one or two conditions it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reasoner.engines.columns import Columns
from reasoner.engines.pairs import one_or_two
from reasoner.model.finding import Finding
from reasoner.model.scenario import Phase, Scenario
from reasoner.program.build import Grounder
from reasoner.program.ground import Layer, Program
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
    pairs = one_or_two(grounder, scenario)
    if pairs is None:
        return {}
    block = pairs.block
    columns = Columns.of(block.program)
    models = columns.models(block)
    by_structure = columns.structure(block)
    found: dict[Finding, float] = {}
    for number, (finding, layer) in enumerate(block.program.atoms):
        if layer is Layer.holds:
            counted = pairs.sound & ~by_structure[number]
            if counted:
                found[finding] = 1 - (models[number] & counted).bit_count() / counted.bit_count()
    return found


def listed(program: Program, found: Mapping[Finding, float]) -> list[float | None]:
    """The specificities in the order of the program's findings: a short form to keep, without their names."""
    return [found.get(finding) for finding in _findings(program)]


def unlisted(program: Program, shares: Sequence[float | None]) -> dict[Finding, float]:
    """The specificities of what `listed` gave for the same program."""
    findings = _findings(program)
    return {finding: share for finding, share in zip(findings, shares, strict=True) if share is not None}


def _findings(program: Program) -> list[Finding]:
    return [finding for finding, layer in program.atoms if layer is Layer.holds]


def _naming(scenario: Scenario) -> Phase:
    """A phase that names the nodes of a whole scenario, so that the program is that of the scenario."""
    nodes = sorted(named_by(scenario), key=str)
    return Phase(given=tuple(Finding(*node) for node in nodes))
