"""What a search is about: scenarios that may be changed, the changes, and the goals that are to hold then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Verb
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
        carried: what of that comes from the phase before: a contrary that is given now takes its place.
        past: what earlier phases leave behind.
        goals: all of them are to be met.
    """

    kb: KnowledgeBase
    program: Program
    history: tuple[Finding, ...]
    inputs: Inputs
    past: Past
    carried: frozenset[Finding] = frozenset()
    goals: tuple[Goal, ...] = ()

    def with_goals(self, goals: tuple[Goal, ...]) -> World:
        """The same world with goals."""
        return replace(self, goals=goals)


def changed(inputs: Inputs, changes: Sequence[Change], carried: Collection[Finding] = ()) -> Inputs:
    """What a phase is given with some changes made to it; of what was carried over, contraries are replaced."""
    items = {verb: [each.item for each in changes if each.verb is verb] for verb in Verb}
    gone, released = set(items[Verb.remove]), set(items[Verb.release])
    fixed = {
        verb: tuple(
            dict.fromkeys((*(each for each in nodes if str(each) not in released), *map(Node.parse, items[verb])))
        )
        for verb, nodes in ((Verb.block, inputs.block), (Verb.force, inputs.force))
    }
    gone.update(str(each) for each in carried if str(each.contrary) in items[Verb.give])
    kept = (each for each in inputs.given if str(each) not in gone)
    return Inputs(
        inputs.name,
        tuple(dict.fromkeys((*kept, *map(Finding.parse, items[Verb.give])))),
        inputs.measured,
        fixed[Verb.block],
        fixed[Verb.force],
    )


def naming(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """A scenario that names, beside its own nodes, those of the changes: its program has room for them."""
    if not changes:
        return scenario
    last = scenario.phases[-1]
    given = tuple(Finding.parse(each.item) for each in changes if each.verb not in (Verb.remove, Verb.release))
    return scenario.model_copy(
        update={"phases": (*scenario.phases[:-1], last.model_copy(update={"given": (*last.given, *given)}))}
    )
