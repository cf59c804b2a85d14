"""Chains that a source's text makes, and whether a knowledge base links them.

A chain is a path of findings, each of which the rows named say leads to the next. Two findings are *linked* where a
rule of these rows fires that concludes the later, or what structure lifts to it, from the earlier, and no longer fires
once the earlier one is set to its contrary. A premise counts as the earlier finding along structure in both directions:
`EMT` stands for EMT in whichever cells the rule names.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reasoner.explain.analysis import Analysis
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner, scenario_from_names
from reasoner.program.universe import reach

Link = tuple[str, Finding, tuple[Finding, ...]]


class Chain(NamedTuple):
    """A chain of the text: where it stands, what is given, and the findings in their order."""

    section: str
    rows: tuple[str, ...]
    path: tuple[Finding, ...]
    scenario: Scenario

    def __str__(self) -> str:
        return f"{', '.join(self.rows)}: {' -> '.join(map(str, self.path))}"


def read_chains(reasoner: Reasoner, file: Path) -> list[Chain]:
    """The chains of a file: for each section a list with the keys rows, given, path, and those of a setting."""
    sections = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return [chain(reasoner, section, **entry) for section, entries in sections.items() for entry in entries]


def chain(reasoner: Reasoner, section: str, *, rows: list[str], path: list[str], **given: Any) -> Chain:
    """A chain from ids; `given` is what `scenario_from_names` takes."""
    scenario = scenario_from_names(reasoner.kb, **given)
    return Chain(section, tuple(rows), tuple(map(Finding.parse, path)), scenario)


def faults(reasoner: Reasoner, chain: Chain) -> list[str]:
    """Why a chain does not derive, link by link; nothing where it does."""
    whole = _analysis(reasoner, chain.scenario)
    found = [f"{finding} does not hold" for finding in chain.path if not whole.holds(finding)]
    for earlier, later in pairwise(chain.path):
        links = _links(whole, chain.rows, earlier, later)
        if not links:
            found.append(f"no rule of {', '.join(chain.rows)} leads from {earlier} to {later}")
        elif links <= _links(_analysis(reasoner, _without(chain.scenario, earlier)), chain.rows, earlier, later):
            found.append(f"what leads from {earlier} to {later} does so without it: {sorted(id_ for id_, *_ in links)}")
    return found


def _analysis(reasoner: Reasoner, scenario: Scenario) -> Analysis:
    return reasoner.evaluate(scenario, "columns").last


def _links(analysis: Analysis, rows: tuple[str, ...], earlier: Finding, later: Finding) -> set[Link]:
    """What fires of the rules of some rows and concludes one finding, or what lifts to it, from another."""
    from_ = reach(analysis.kb, [earlier])
    atoms = analysis.program.atoms
    found = set()
    for ground in analysis.fired.rules:
        if ground.rule and any(row in rows for item in ground.rule.evidence for row in item.rows):
            conclusion, premises = atoms[ground.head].finding, tuple(atoms[number].finding for number in ground.body)
            fed = not from_.isdisjoint(premises) or any(earlier in reach(analysis.kb, [each]) for each in premises)
            if fed and later in reach(analysis.kb, [conclusion]):
                found.add((ground.rule.id, conclusion, premises))
    return found


def _without(scenario: Scenario, finding: Finding) -> Scenario:
    """The same with the contrary of a finding set: blocked, or forced where the finding says that something is down."""
    (phase,) = scenario.phases
    setting = {"force" if finding.down else "block": (finding.node,)}
    return scenario.model_copy(update={"phases": (phase.model_copy(update=setting),)})
