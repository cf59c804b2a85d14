"""The factors of a sweep in words, and what every answer about a sweep says of the scenario beneath it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.model.sensitivity import Switch
from reasoner.pipeline import Reasoner, has_therapy, standing
from reasoner.program.phases import inputs
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.meeting import At
from reasoner.sweeps.reading import option_label


class Asked(Protocol):
    """What a sweep was asked: a sweeper, or the plan of a sweep."""

    @property
    def reasoner(self) -> Reasoner:
        """Of the knowledge base."""

    @property
    def scenario(self) -> Scenario:
        """What all scenarios have in common."""

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is switched."""

    @property
    def targets(self) -> tuple[Finding, ...]:
        """What is looked at."""


def switches(factors: tuple[Factor, ...]) -> list[At]:
    """Every level but the first of every factor, in their order."""
    return [(number, level) for number, factor in enumerate(factors) for level in range(1, len(factor.levels))]


def switch(kb: KnowledgeBase, factor: Factor, number: int) -> Switch:
    """A switch in words."""
    level = factor.levels[number]
    name = factor.name if len(factor.levels) == 2 else f"{factor.name}={level.name}"
    return Switch(name=name, label=", ".join(_words(kb, level)) or name, factor=factor.name, level=level.name)


def _words(kb: KnowledgeBase, level: Level) -> Iterator[str]:
    yield from map(kb.label, level.given)
    yield from (f"{kb.entities[each.measure].label} = {each.value} {each.unit}" for each in level.measured)
    yield from (kb.set_label(node, down=True) for node in level.block)
    yield from (kb.set_label(node, down=False) for node in level.force)
    for key, value in level.setting:
        if key == "assume":
            group, _, option = value.partition("/")
            yield f"{option_label(kb, group, option)} assumed"
        else:
            yield kb.entities[value].label


def about(asked: Asked) -> dict[str, Any]:
    """What the answer is about: the fields of `ScenarioAnswer`."""
    kb, scenario = asked.reasoner.kb, asked.scenario
    levels = [level for factor in asked.factors for level in factor.levels]
    switched = Phase(
        given=tuple(finding for level in levels for finding in level.given),
        block=tuple(node for level in levels for node in level.block),
        force=tuple(node for level in levels for node in level.force),
    )
    therapy = has_therapy(kb, scenario) or has_therapy(kb, Scenario(phases=(switched,)))
    return {
        "knowledge_base": kb.digest,
        **standing(scenario, inputs(kb, scenario)[-1]),
        "advice": kb.no_advice if therapy else "",
    }
