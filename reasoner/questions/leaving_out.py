"""A scenario without one of the things that it gives or sets, in every phase, or without one of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reasoner.engines.columns import Block, Columns, model
from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.needs import Thing
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Program
from reasoner.program.phases import inputs
from reasoner.program.situation import Past, Situation, situation

Variant = tuple[Scenario, str]
"""A scenario, and the id of a rule that is left out; empty for none."""


def things(kb: KnowledgeBase, scenario: Scenario) -> Iterator[tuple[Thing, Scenario]]:
    """Everything that a scenario gives or sets in any phase, each with the scenario without it."""
    ways = {"given": ("", "given"), "measured": ("", "given"), "block": ("block ", "inhibited")}
    for key, (verb, how) in {**ways, "force": ("force ", "forced")}.items():
        for value in dict.fromkeys(each for phase in scenario.phases for each in getattr(phase, key)):
            label = f"{_label(kb, key, value)} ({how})"
            yield Thing.of(text=f"{verb}{value}", label=label), _without(kb, scenario, key, value)
    for finding in dict.fromkeys(scenario.history):
        left = tuple(each for each in scenario.history if each != finding)
        thing = Thing.of(text=f"history {finding}", label=f"{kb.label(finding)} (history)")
        yield thing, scenario.model_copy(update={"history": left})


def _label(kb: KnowledgeBase, key: str, value: Any) -> str:
    if key == "measured":
        return f"{kb.entities[value.measure].label} = {value.value} {value.unit}"
    return kb.name(value) if key == "block" else kb.label(Finding(*value))


def _without(kb: KnowledgeBase, scenario: Scenario, key: str, value: object) -> Scenario:
    """The scenario without something in any phase, and without what would take it away later."""
    phases: list[Phase] = []
    there: dict[str, set[object]] = {"remove": set(), "remove_measured": set(), "release": set()}
    for phase in scenario.phases:
        left = {key: tuple(each for each in getattr(phase, key) if each != value)}
        left |= {taken: tuple(e for e in getattr(phase, taken) if e in there[taken]) for taken in there}
        phases.append(phase.model_copy(update=left))
        now = inputs(kb, scenario.model_copy(update={"phases": tuple(phases)}))[-1]
        there = {
            "remove": {finding for finding in now.given if kb.is_condition(finding)},
            "remove_measured": {number.measure for number in now.measured},
            "release": {*now.block, *now.force},
        }
    return scenario.model_copy(update={"phases": tuple(phases)})


def holds_in(
    reasoner: Reasoner, scenario: Scenario, variants: Sequence[Variant], finding: Finding
) -> list[bool | None]:
    """Whether a finding holds in the last phase of each variant of a scenario; None where one contradicts itself.

    Args:
        reasoner: of the knowledge base.
        scenario: that all are variants of.
        variants: with other inputs, or without a rule; none names anything that the scenario does not name.
        finding: it.
    """
    if len(scenario.phases) > 1:
        return [_last_holds(reasoner, *variant, finding) for variant in variants]
    naming = (*scenario.phases, Phase(given=scenario.history))
    ready: list[Situation | None] = []
    for other, rule in variants:
        same = other.model_copy(update={"phases": naming})  # one program for all of them
        try:
            ready.append(_cut(situation(reasoner.grounder, same, inputs(reasoner.kb, other)[0], Past()), rule))
        except InputError:
            ready.append(None)
    cases = [each.case for each in ready if each]
    if not cases:
        return [None for _ in ready]
    atom = cases[0].program.number(finding)
    column = Columns.of(cases[0].program).models(Block.of(cases))[atom] if atom is not None else 0
    numbers = iter(range(len(cases)))
    return [None if each is None else bool(column >> next(numbers) & 1) for each in ready]


def _last_holds(reasoner: Reasoner, scenario: Scenario, rule: str, finding: Finding) -> bool | None:
    past = Past()
    try:
        for given in inputs(reasoner.kb, scenario):
            ready = _cut(situation(reasoner.grounder, scenario, given, past), rule)
            analysis = Analysis(ready, model(ready.case), reasoner.grounder.groups)
            if len(scenario.phases) > 1:
                past = analysis.past(past)
    except InputError:
        return None
    return analysis.holds(finding)


def _cut(ready: Situation, rule: str) -> Situation:
    """A phase in which a rule does not exist."""
    if not rule:
        return ready
    indices = _indices(ready.program, rule)
    return replace(ready, case=replace(ready.case, disabled=ready.case.disabled | indices))


def _indices(program: Program, rule: str) -> frozenset[int]:
    return frozenset(ground.index for ground in program.rules if ground.rule and ground.rule.id == rule)
