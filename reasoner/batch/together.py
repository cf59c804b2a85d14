"""Scenarios of one phase, whatever they give and wherever, evaluated side by side: what holds, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reasoner.engines.columns import bits
from reasoner.engines.open_blocks import Evaluated, OpenBlocks
from reasoner.engines.recorded import Recorded
from reasoner.engines.settings import parts_of
from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario, Setting
from reasoner.model.supposition import Supposition
from reasoner.pipeline import Reasoner
from reasoner.program.choosing import Choices, OpenPhase
from reasoner.program.logic import Literal, Logic
from reasoner.program.observations import Observation, readings
from reasoner.program.observing import Given
from reasoner.program.situation import Past
from reasoner.program.universe import named_by

_Key = tuple[tuple[Supposition, ...], frozenset[Node]]
_Item = tuple[str, Any]
"""What a scenario gives or sets: `given`, `measured`, `block`, `force` or `history`, and the thing."""
KEPT = 16


class Held:
    """What holds in one scenario of a block.

    Args:
        columns: of the block.
        number: of the scenario in it.
    """

    def __init__(self, columns: _Columns, number: int) -> None:
        self._columns, self._at, self._bit = columns, number >> 3, 1 << (number & 7)

    def reaches(self, finding: Finding, support: Grade = Grade.hypothesis) -> bool:
        """Whether a finding holds with a support at least."""
        return bool(self._columns[finding, support][self._at] & self._bit)


class _Columns(dict[tuple[Finding, Grade], bytes]):
    """The columns of a block as bytes, in which a bit is found without going through all of them."""

    def __init__(self, evaluated: Evaluated) -> None:
        super().__init__()
        self._evaluated = evaluated

    def __missing__(self, key: tuple[Finding, Grade]) -> bytes:
        width = (self._evaluated.block.width + 7) // 8
        found = self[key] = self._evaluated.column(*key).to_bytes(width, "little")
        return found


class Together:
    """Evaluates scenarios side by side; those of one program are one block, in whatever settings they are.

    Args:
        reasoner: of the knowledge base.
    """

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner
        self._worlds: dict[_Key, _World] = {}

    def evaluate(self, scenarios: Sequence[Scenario]) -> list[Held | None]:
        """What holds in each; None where a scenario has several phases or contradicts itself: it stands for itself."""
        groups: dict[_Key, list[int]] = {}
        for number, scenario in enumerate(scenarios):
            phase = scenario.phases[0]
            if len(scenario.phases) == 1 and not (phase.remove or phase.remove_measured or phase.release):
                key = (scenario.setting.suppose, named_by(scenario) - self._reasoner.grounder.base)
                groups.setdefault(key, []).append(number)
        found: list[Held | None] = [None] * len(scenarios)
        for key, numbers in groups.items():
            chosen = [scenarios[number] for number in numbers]
            for number, held in zip(numbers, self._evaluate(key, chosen), strict=True):
                found[number] = held
        return found

    def _evaluate(self, key: _Key, scenarios: Sequence[Scenario]) -> list[Held | None]:
        width = len(scenarios)
        columns: dict[_Item, list[int]] = {}
        settings: dict[Setting, list[int]] = {}
        for number, scenario in enumerate(scenarios):
            for item in _items(scenario):
                columns.setdefault(item, []).append(number)
            settings.setdefault(scenario.setting, []).append(number)
        try:
            world = self._world(key, columns)
        except InputError:  # what they suppose contradicts itself
            return [None] * width
        parts: dict[str, dict[Any, int]] = {}
        for setting, numbers in settings.items():
            column = bits(numbers, width)
            for part, value in parts_of(setting).items():
                values = parts.setdefault(part, {})
                values[value] = values.get(value, 0) | column
        choices = {world.choices[item]: bits(numbers, width) for item, numbers in columns.items()}
        evaluated = world.blocks.evaluate(choices, width, parts)
        of_block = _Columns(evaluated)
        refused = evaluated.refused.to_bytes((width + 7) // 8, "little")
        return [None if refused[number >> 3] >> (number & 7) & 1 else Held(of_block, number) for number in range(width)]

    def _world(self, key: _Key, items: dict[_Item, list[int]]) -> _World:
        """What is ready for scenarios of a program; made anew, with all that was there so far, where items are new."""
        known = self._worlds.get(key)
        if known is None or not items.keys() <= known.choices.keys():
            if known is None and len(self._worlds) >= KEPT:
                self._worlds.pop(next(iter(self._worlds)))
            every = [*(known.choices if known else ()), *items]
            known = self._worlds[key] = _World(self._reasoner, key, list(dict.fromkeys(every)))
        return known


class _World:
    """A phase that has a choice for each thing that some scenario gives or sets."""

    def __init__(self, reasoner: Reasoner, key: _Key, items: Sequence[_Item]) -> None:
        suppose, named = key
        neutral = Setting(suppose=suppose)  # what the settings make of it is worked out for a block
        grounder = reasoner.grounder.supposing(suppose)
        program = grounder.program(neutral, named, every=True)
        recorded = Recorded()
        logic = Logic(recorded)
        self.choices: dict[_Item, int] = {item: logic.atom() for item in items}
        of_part: dict[str, dict[Any, Literal]] = {}
        for (part, item), literal in self.choices.items():
            of_part.setdefault(part, {})[item] = literal
        given = [Given(Observation(finding), literal) for finding, literal in of_part.get("given", {}).items()]
        for number, literal in of_part.get("measured", {}).items():
            given += [Given(each, literal) for each in _read(grounder.kb, number, literal, logic)]
        choices = Choices(
            tuple(given),
            of_part.get("measured", {}),
            of_part.get("block", {}),
            of_part.get("force", {}),
            of_part.get("history", {}),
        )
        phase = OpenPhase(logic, grounder.kb, program, choices, Past())
        self.blocks = OpenBlocks(grounder.kb, program, recorded, phase)


def _read(kb: KnowledgeBase, number: Measurement, literal: Literal, logic: Logic) -> list[Observation]:
    """What a number means; a scenario with one that means nothing contradicts itself."""
    try:
        return readings(kb, (), (number,))
    except InputError:
        logic.forbid([literal])
        return []


def _items(scenario: Scenario) -> list[_Item]:
    phase = scenario.phases[0]
    found: list[_Item] = [("given", each) for each in phase.given]
    for part in ("measured", "block", "force"):
        found += [(part, each) for each in getattr(phase, part)]
    return found + [("history", each) for each in scenario.history]
