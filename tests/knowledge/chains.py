"""Chains that a source's text makes, and whether the rules of a knowledge base link them.

A chain is a path of findings, each of which the rows named say leads to the next. Two findings are *linked* where a
rule of these rows fires that concludes the later, or what structure lifts to it, from the earlier, or from what
structure lifts that to, and that no longer fires once the contrary of the earlier is set.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Analysis, Reasoner, scenario_from_names
from reasoner.program.universe import reach

Link = tuple[str, Finding, tuple[Finding, ...]]  # a rule that fires: its id, its conclusion, its premises


class Chain(NamedTuple):
    """A chain: where it stands, the findings in their order, and the scenario in which they are to derive."""

    section: str
    rows: tuple[str, ...]
    path: tuple[Finding, ...]
    scenario: Scenario

    def __str__(self) -> str:
        return f"{', '.join(self.rows)}: {' -> '.join(map(str, self.path))}"


def read_chains(reasoner: Reasoner, file: Path) -> list[Chain]:
    """The chains of a file: for each section a list of mappings, each with the keys that `chain` takes."""
    sections = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return [chain(reasoner, section, **entry) for section, entries in sections.items() for entry in entries]


def chain(reasoner: Reasoner, section: str, *, rows: list[str], path: list[str], **given: Any) -> Chain:
    """A chain; `given` is what `scenario_from_names` takes, without interventions."""
    scenario = scenario_from_names(reasoner.kb, **given)
    return Chain(section, tuple(rows), tuple(map(Finding.parse, path)), scenario)


def faults(reasoner: Reasoner, chain: Chain) -> list[str]:
    """Why a chain does not derive, finding by finding and link by link; nothing where it does."""
    whole = _analysis(reasoner, chain.scenario)
    found = [f"{finding} does not hold" for finding in chain.path if not whole.holds(finding)]
    for earlier, later in pairwise(chain.path):
        linked = _links(whole, chain, earlier, later)
        if not linked:
            found.append(f"no rule of {', '.join(chain.rows)} leads from {earlier} to {later}")
        elif linked <= _links(_analysis(reasoner, _without(chain.scenario, earlier)), chain, earlier, later):
            ids = sorted(id_ for id_, *_ in linked)
            found.append(f"what leads from {earlier} to {later} does so without it: {ids}")
    return found


def links(reasoner: Reasoner, chain: Chain, earlier: Finding, later: Finding) -> set[Link]:
    """What fires of the chain's rows and leads from one finding to another in one step."""
    return _links(_analysis(reasoner, chain.scenario), chain, earlier, later)


def _analysis(reasoner: Reasoner, scenario: Scenario) -> Analysis:
    return reasoner.evaluate(scenario, "columns").last


def _without(scenario: Scenario, finding: Finding) -> Scenario:
    """The same with the contrary of a finding set: blocked, or forced where the finding says that something is down."""
    (phase,) = scenario.phases
    setting = {"force" if finding.down else "block": (finding.node,)}
    return scenario.model_copy(update={"phases": (phase.model_copy(update=setting),)})


def _links(analysis: Analysis, chain: Chain, earlier: Finding, later: Finding) -> set[Link]:
    starts = reach(analysis.kb, [earlier])
    atoms = analysis.program.atoms
    found = set()
    for ground in analysis.fired.rules:
        if ground.rule and any(row in chain.rows for item in ground.rule.evidence for row in item.rows):
            conclusion, premises = atoms[ground.head].finding, tuple(atoms[number].finding for number in ground.body)
            if not starts.isdisjoint(premises) and later in reach(analysis.kb, [conclusion]):
                found.add((ground.rule.id, conclusion, premises))
    return found
