"""What a search is about: scenarios that may be changed, the changes, and the goals that are to hold then."""

from __future__ import annotations

from dataclasses import replace

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Change, Verb
from reasoner.model.scenario import Scenario
from reasoner.program.ground import Program
from reasoner.program.phases import Inputs
from reasoner.program.situation import Past
from reasoner.values import Value


class Goal(Value):
    """That a finding holds, with a support at least, or that it does not.

    Attributes:
        finding: it.
        wanted: whether it is to hold; else it is not to hold, or not with that support.
        support: the least that counts.
    """

    finding: Finding
    wanted: bool = True
    support: Grade = Grade.hypothesis


class World(Value):
    """The last phase of a scenario, which changes may be made to.

    Attributes:
        kb: the knowledge base.
        program: of the scenario's setting, with room for all that may be changed.
        history: what lies before.
        inputs: what the phase is given as it is.
        past: what earlier phases leave behind.
        goals: all of them are to be met.
    """

    kb: KnowledgeBase
    program: Program
    history: tuple[Finding, ...]
    inputs: Inputs
    past: Past
    goals: tuple[Goal, ...] = ()

    def with_goals(self, goals: tuple[Goal, ...]) -> World:
        """The same world with goals."""
        return replace(self, goals=goals)


def changed(inputs: Inputs, changes: tuple[Change, ...]) -> Inputs:
    """What a phase is given with some changes made to it."""
    given = [Finding.parse(each.item) for each in changes if each.verb is Verb.give]
    block = [Node.parse(each.item) for each in changes if each.verb is Verb.block]
    force = [Node.parse(each.item) for each in changes if each.verb is Verb.force]
    return Inputs(
        inputs.name,
        tuple(dict.fromkeys((*inputs.given, *given))),
        inputs.measured,
        tuple(dict.fromkeys((*inputs.block, *block))),
        tuple(dict.fromkeys((*inputs.force, *force))),
    )


def naming(scenario: Scenario, changes: tuple[Change, ...]) -> Scenario:
    """A scenario that names, beside its own nodes, those of the changes: its program has room for them."""
    if not changes:
        return scenario
    last = scenario.phases[-1]
    given = tuple(Finding.parse(each.item) for each in changes)
    return scenario.model_copy(
        update={"phases": (*scenario.phases[:-1], last.model_copy(update={"given": (*last.given, *given)}))}
    )
