"""The shipped base as the documents that the oracle reads, by a reader of YAML that is not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from reasoner.model.scenario import Scenario

ROOT = Path(__file__).parents[2]
Document = dict[str, Any]


def base() -> Document:
    """All entities, rules, hypothesis groups and incompatible sets."""
    found: Document = {"entities": [], "rules": [], "groups": [], "incompatible": []}
    for path in sorted((ROOT / "facts").glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entity in document.get("entities", ()):
            found["entities"].append({"kind": document.get("kind"), **entity})
        found["incompatible"] += document.get("incompatible", ())
    for path in sorted((ROOT / "rules").glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        found["rules"] += document.get("rules", ())
        found["groups"] += document.get("groups", ())
    return found


def scenario(scenario: Scenario) -> Document:
    """A scenario with canonical names."""
    setting = scenario.setting
    made: Document = {key: value for key in ("cancer", "stage", "site") if (value := getattr(setting, key))}
    if setting.strict_context:
        made["strict_context"] = "true"
    if setting.system:
        made["system"] = setting.system.value
    made["assume"] = [f"{group}/{option}" for group, option in setting.assume]
    made["history"] = list(map(str, scenario.history))
    made["phases"] = [
        {
            "name": phase.name,
            "given": [*map(str, phase.given), *map(str, phase.measured)],
            "remove": [*map(str, phase.remove), *phase.remove_measured],
            **{part: list(map(str, getattr(phase, part))) for part in ("block", "force", "release")},
        }
        for phase in scenario.phases
    ]
    return made
