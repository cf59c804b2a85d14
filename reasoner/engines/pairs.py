"""All scenarios of one or two conditions as one block: what shares of scenarios, and checks over them, rest on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from reasoner.engines.columns import Block, bits
from reasoner.engines.open_blocks import OpenBlocks
from reasoner.engines.recorded import Recorded
from reasoner.engines.settings import parts_of
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.program.build import Grounder
from reasoner.program.choosing import Choices, OpenPhase
from reasoner.program.logic import Logic
from reasoner.program.observations import Observation
from reasoner.program.observing import Given
from reasoner.program.universe import named_by


@dataclass(frozen=True)
class Pairs:
    """Scenarios of one or two conditions.

    Attributes:
        block: they, side by side.
        conditions: what is given in each; those of one condition come first.
        sound: the scenarios that do not contradict themselves: only they count.
    """

    block: Block
    conditions: tuple[tuple[Finding, ...], ...]
    sound: int


def one_or_two(grounder: Grounder, scenario: Scenario) -> Pairs | None:
    """All scenarios of one or two conditions, side by side; None where there is none without a contradiction.

    Args:
        grounder: of the knowledge base.
        scenario: its setting is the context that all these scenarios share; the nodes it names are looked at too.
    """
    grounder = grounder.supposing(scenario.setting.suppose)
    kb, program = grounder.kb, grounder.program(scenario.setting, named_by(scenario))
    recorded = Recorded()
    logic = Logic(recorded)
    literals = [logic.atom() for _ in kb.conditions]
    given = tuple(Given(Observation(each), literal) for each, literal in zip(kb.conditions, literals, strict=True))
    phase = OpenPhase(logic, kb, program, Choices(given))
    chosen = [*((number,) for number in range(len(literals))), *combinations(range(len(literals)), 2)]
    within: list[list[int]] = [[] for _ in literals]
    for position, numbers in enumerate(chosen):
        for number in numbers:
            within[number].append(position)
    everything = (1 << len(chosen)) - 1
    parts = {part: {value: everything} for part, value in parts_of(scenario.setting).items()}
    blocks = OpenBlocks(kb, program, recorded, phase)
    choices = {literal: bits(positions, len(chosen)) for literal, positions in zip(literals, within, strict=True)}
    found = blocks.evaluate(choices, len(chosen), parts)
    sound = everything & ~found.refused
    if not sound:
        return None
    return Pairs(found.block, tuple(tuple(kb.conditions[number] for number in each) for each in chosen), sound)
