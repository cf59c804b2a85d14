"""Scenarios, whatever they give and wherever, evaluated side by side: what holds in each phase, and how firmly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from reasoner.program.choosing import Choices, OpenPast, OpenPhase
from reasoner.program.ground import Layer, Program
from reasoner.program.logic import Literal, Logic
from reasoner.program.observations import Observation, readings
from reasoner.program.observing import Given
from reasoner.program.phases import inputs

_Key = tuple[tuple[Supposition, ...], frozenset[Node], int]
"""What makes a program, and the number of phases: scenarios that share it can stand side by side."""
_Item = tuple[str, Any]
"""What a phase is given or has set: `given`, `measured`, `block`, `force` or `history`, and the thing. Of what earlier
phases leave: `held` or `persisting`, with the finding and its support."""
_GIVEN = ("given", "measured", "block", "force")
_LEFT = ("held", "persisting")
KEPT = 16
NONE: frozenset[Node] = frozenset()


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

    def evaluate(self, scenarios: Sequence[Scenario]) -> list[tuple[Held, ...] | None]:
        """What holds in each scenario, phase by phase; None where it contradicts itself."""
        groups: dict[_Key, list[int]] = {}
        phases: dict[int, list[list[_Item]]] = {}
        base = self._reasoner.grounder.base
        for number, scenario in enumerate(scenarios):
            try:
                phases[number] = _phases(self._reasoner.kb, scenario)
            except InputError:
                continue
            # Every entity in the top place is a node of the base; what is removed or released was given or set before.
            placed = [item for items in phases[number] for part, item in items if part != "measured" and item.place]
            named = frozenset(Node(item.entity, item.place) for item in placed) - base if placed else NONE
            groups.setdefault((scenario.setting.suppose, named, len(scenario.phases)), []).append(number)
        found: list[tuple[Held, ...] | None] = [None] * len(scenarios)
        for key, numbers in groups.items():
            chosen = [(scenarios[number].setting, phases[number]) for number in numbers]
            for number, held in zip(numbers, self._evaluate(key, chosen), strict=True):
                found[number] = held
        return found

    def _evaluate(
        self, key: _Key, scenarios: Sequence[tuple[Setting, list[list[_Item]]]]
    ) -> list[tuple[Held, ...] | None]:
        width = len(scenarios)
        try:
            world = self._world(key, {item for _, phases in scenarios for items in phases for item in items})
        except InputError:  # what they suppose contradicts itself
            return [None] * width
        parts = _parts([setting for setting, _ in scenarios])
        past: dict[_Item, int] = {}
        refused = 0
        found: list[_Columns] = []
        for phase in range(key[-1]):
            within: dict[_Item, list[int]] = {}
            for number, (_, phases) in enumerate(scenarios):
                for item in phases[phase]:
                    within.setdefault(item, []).append(number)
            columns = past | {item: bits(numbers, width) for item, numbers in within.items()}
            choices = {world.choices[item]: column for item, column in columns.items()}
            evaluated = world.blocks.evaluate(choices, width, parts)
            past = world.left(evaluated, past) if phase + 1 < key[-1] else {}
            refused |= evaluated.refused
            found.append(_Columns(evaluated))
        without = refused.to_bytes((width + 7) // 8, "little")
        return [
            None if without[number >> 3] >> (number & 7) & 1 else tuple([Held(columns, number) for columns in found])
            for number in range(width)
        ]

    def _world(self, key: _Key, items: Collection[_Item]) -> _World:
        """What is ready for scenarios of a program; made anew, with all that was there so far, where items are new."""
        known = self._worlds.get(key)
        if known is None or not known.choices.keys() >= set(items):
            if known is None and len(self._worlds) >= KEPT:
                self._worlds.pop(next(iter(self._worlds)))
            every = [*(known.choices if known else ()), *items]
            known = self._worlds[key] = _World(self._reasoner, key, dict.fromkeys(every))
        return known


class _World:
    """A phase that has a choice for each thing that some scenario gives or sets, or that an earlier phase may leave."""

    def __init__(self, reasoner: Reasoner, key: _Key, items: Iterable[_Item]) -> None:
        suppose, named, phases = key
        neutral = Setting(suppose=suppose)  # what the settings make of it is worked out for a block
        grounder = reasoner.grounder.supposing(suppose)
        program = grounder.program(neutral, named, every=True)
        recorded = Recorded()
        logic = Logic(recorded)
        self.choices: dict[_Item, int] = {item: logic.atom() for item in items}
        if phases > 1:
            self.choices |= {item: logic.atom() for item in _may_be_left(program) if item not in self.choices}
        of_part: dict[str, dict[Any, Literal]] = {part: {} for part in (*_GIVEN, *_LEFT, "history")}
        for (part, item), literal in self.choices.items():
            of_part[part][item] = literal
        given = [Given(Observation(finding), literal) for finding, literal in of_part["given"].items()]
        for number, literal in of_part["measured"].items():
            given += [Given(each, literal) for each in _read(grounder.kb, number, literal, logic)]
        choices = Choices(tuple(given), *(of_part[part] for part in ("measured", "block", "force", "history")))
        left: dict[str, dict[Finding, list[tuple[Literal, Grade]]]] = {part: {} for part in _LEFT}
        for part, levels in left.items():
            for (finding, grade), literal in of_part[part].items():
                levels.setdefault(finding, []).append((literal, grade))
        self._phase = OpenPhase(logic, grounder.kb, program, choices, OpenPast(**left))
        self.blocks = OpenBlocks(grounder.kb, program, recorded, self._phase)

    def left(self, evaluated: Evaluated, past: Mapping[_Item, int]) -> dict[_Item, int]:
        """What a phase and those before it leave to the next: each finding with the supports that it reached there."""
        found: dict[_Item, int] = {}
        for part, item in self.choices:
            if part == "held":
                found[part, item] = past.get((part, item), 0) | evaluated.column(*item)
            elif part == "persisting":
                finding, grade = item
                kept = past.get((part, item), 0) & ~evaluated.made[self._phase.ends(finding)]
                found[part, item] = kept | evaluated.persisting.get(finding, {}).get(grade, 0)
        return found


def _may_be_left(program: Program) -> Iterator[_Item]:
    """What a phase may leave to the next: findings that are asked for as earlier ones, and those that persist."""
    heads = {program.atoms[rule.head] for rule in program.rules if rule.rule and rule.rule.persists}
    for grade in Grade:
        yield from (("held", (finding, grade)) for finding, layer in program.atoms if layer is Layer.before)
        yield from (("persisting", (finding, grade)) for finding, layer in heads if layer is Layer.holds)


def _read(kb: KnowledgeBase, number: Measurement, literal: Literal, logic: Logic) -> list[Observation]:
    """What a number means; a scenario with one that means nothing contradicts itself."""
    try:
        return readings(kb, (), (number,))
    except InputError:
        logic.forbid([literal])
        return []


def _phases(kb: KnowledgeBase, scenario: Scenario) -> list[list[_Item]]:
    """What each phase is given and has set.

    Raises:
        InputError: something is removed or released that is not there, or is given twice.
    """
    first = scenario.phases[0]
    plain = len(scenario.phases) == 1 and not (first.remove or first.remove_measured or first.release)
    history: list[_Item] = [("history", each) for each in scenario.history]
    return [
        [*history, *((part, item) for part in _GIVEN for item in getattr(phase, part))]
        for phase in ((first,) if plain else inputs(kb, scenario))
    ]


def _parts(settings: Sequence[Setting]) -> dict[str, dict[Any, int]]:
    """The parts of settings, each value with the scenarios that have it."""
    within: dict[Setting, list[int]] = {}
    for number, setting in enumerate(settings):
        within.setdefault(setting, []).append(number)
    parts: dict[str, dict[Any, int]] = {}
    for setting, numbers in within.items():
        column = bits(numbers, len(settings))
        for part, value in parts_of(setting).items():
            values = parts.setdefault(part, {})
            values[value] = values.get(value, 0) | column
    return parts
