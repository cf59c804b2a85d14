"""What students read of an exercise: the scenario, and the author's own texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario


def quoted(text: str) -> str:
    """A text with quotation marks in place of marks of code: most of where it goes knows no Markdown."""
    return re.sub(r"`([^`\n]+)`", r"“\1”", text)


def scenario_lines(kb: KnowledgeBase, scenario: Scenario) -> Iterable[tuple[str, str]]:
    """What a scenario gives and sets, as headings with what stands below them."""
    setting = scenario.setting
    for name in ("cancer", "stage", "site"):
        if value := getattr(setting, name):
            yield name.capitalize(), kb.entities[value].label
    if setting.assume:
        yield "Assumed", "; ".join(f"{group}/{option}" for group, option in setting.assume)
    if setting.strict_context:
        yield "Evidence", "of this setting only"
    if setting.system:
        yield "Evidence", f"{setting.system.value.replace('_', ' ')} only"
    if scenario.history:
        yield "Before", "; ".join(map(kb.label, scenario.history))
    several = len(scenario.phases) > 1
    for number, phase in enumerate(scenario.phases, start=1):
        name = (f"Phase {number}" + (f", {phase.name}" if phase.name else "") + ": ") if several else ""
        parts = {
            "given": [*map(kb.label, phase.given), *map(str, phase.measured)],
            "taken away": [*map(kb.label, phase.remove), *phase.remove_measured],
            "blocked": list(map(kb.name, phase.block)),
            "forced": list(map(kb.name, phase.force)),
            "released": list(map(kb.name, phase.release)),
        }
        for what, listed_ in parts.items():
            if listed_:
                heading = f"{name}{what}"
                yield heading[:1].upper() + heading[1:], "; ".join(listed_)
        if several and not any(parts.values()):
            yield name.removesuffix(": "), "nothing changes"
    if not several and not any(parts.values()):
        yield "Given", "nothing"
