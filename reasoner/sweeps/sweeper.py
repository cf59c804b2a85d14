"""Evaluates the scenarios of a sweep, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from reasoner.engines.open_blocks import OpenBlocks
from reasoner.engines.recorded import Recorded
from reasoner.engines.settings import ASSUME, Parts, parts_of
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.scenario import Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.program.choosing import Choices, OpenPast, OpenPhase
from reasoner.program.logic import Literal, Logic, negated
from reasoner.program.observations import readings
from reasoner.program.observing import Given
from reasoner.program.universe import named_by
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor, Level
from reasoner.values import Value

Masks = Sequence[Sequence[int]]
"""For each factor and level the scenarios of a block that have it."""
WORLDS = 64
"""How many settings are kept ready where each needs its own past."""


class Swept(Value):
    """What a block of scenarios gave, as packed columns: bit k of each is scenario `start + k`.

    Attributes:
        start: the number of its first scenario.
        width: how many scenarios.
        refused: those that contradict themselves: nothing holds in them.
        targets: for each target and each grade, weakest first, those in which it holds with that support at least.
    """

    start: int
    width: int
    refused: int
    targets: tuple[tuple[int, ...], ...]


class Sweeper:
    """A scenario with factors, ready to be evaluated over any settings of these.

    The program has room for every node that the scenario, a factor or a target names.

    Args:
        reasoner: of the knowledge base.
        scenario: what all scenarios of the sweep have in common; factors change its last phase and its setting.
        factors: they.
        targets: the findings that are looked at.

    Raises:
        InputError: the scenario without its last phase, or a number of a factor, contradicts itself.
    """

    def __init__(
        self, reasoner: Reasoner, scenario: Scenario, factors: Sequence[Factor], targets: Sequence[Finding]
    ) -> None:
        self.reasoner, self.scenario = reasoner.supposing(scenario), scenario
        self.factors, self.targets = tuple(factors), tuple(targets)
        self._worlds: dict[Setting, _World] = {}
        self._world(scenario.setting)  # what contradicts itself is told at once

    @property
    def width(self) -> int:
        """How many scenarios a block should hold."""
        return self._world(self.scenario.setting).blocks.width

    def block(self, design: Design, start: int, width: int) -> Swept:
        """Evaluate the scenarios from `start` on; `width` of them."""
        masks = design.masks(start, width)
        everything = (1 << width) - 1
        parts = self._parts(masks, everything)
        refused = 0
        columns = [[0] * len(Grade) for _ in self.targets]
        for world, scenarios in self._by_world(masks, everything):
            found = world.blocks.evaluate(world.choices(masks), width, parts)
            refused |= found.refused & scenarios
            for column, target in zip(columns, self.targets, strict=True):
                for grade in Grade:
                    column[grade] |= found.column(target, grade) & scenarios
        return Swept(start, width, refused, tuple(map(tuple, columns)))

    def _parts(self, masks: Masks, everything: int) -> Parts:
        """The parts of the settings, each value with its scenarios; of two factors the later one has the last word."""
        parts = {key: {value: everything} for key, value in parts_of(self.scenario.setting).items()}
        for factor, of_factor in zip(self.factors, masks, strict=True):
            for level, column in zip(factor.levels, of_factor, strict=True):
                for name, text in level.setting:
                    group, _, option = text.partition("/")
                    key, value = (f"{ASSUME}{group}", option) if name == "assume" else (name, text)
                    values = {each: had & ~column for each, had in parts.get(key, {}).items()}
                    parts[key] = values | {value: values.get(value, 0) | column}
        return parts

    def _by_world(self, masks: Masks, everything: int) -> Iterator[tuple[_World, int]]:
        """What phases before the last leave behind depends on the setting: then each setting is a world of its own."""
        if len(self.scenario.phases) == 1:
            yield self._world(self.scenario.setting), everything
            return
        choices = [
            range(len(factor.levels)) if any(level.setting for level in factor.levels) else range(1)
            for factor in self.factors
        ]
        for levels in product(*choices):
            scenarios = everything
            for of_factor, level, choice in zip(masks, levels, choices, strict=True):
                if len(choice) > 1:
                    scenarios &= of_factor[level]
            if scenarios:
                yield self._world(at(self.scenario, self.factors, levels).setting), scenarios

    def _world(self, setting: Setting) -> _World:
        if setting not in self._worlds:
            if len(self._worlds) >= WORLDS:
                self._worlds.pop(next(iter(self._worlds)))
            scenario = self.scenario.model_copy(update={"setting": setting})
            self._worlds[setting] = _World(self.reasoner, scenario, self.factors, self.targets)
        return self._worlds[setting]


class _World:
    """The last phase of a scenario, with a choice for each level of the factors."""

    def __init__(
        self, reasoner: Reasoner, scenario: Scenario, factors: Sequence[Factor], targets: Sequence[Finding]
    ) -> None:
        self._inputs, past = reasoner.before_last(scenario)
        self._own = scenario.phases[-1] if len(scenario.phases) > 1 else None
        recorded = Recorded()
        self._logic = Logic(recorded)
        self._choices: dict[tuple[int, int], int] = {}
        self._where: dict[str, dict[Any, list[Literal]]] = {
            part: {} for part in ("given", "measured", "block", "force")
        }
        for number, factor in enumerate(factors):
            for position, level in enumerate(factor.levels):
                literal = self._choices[number, position] = self._logic.atom()
                for part, places in self._where.items():
                    for item in getattr(level, part):
                        places.setdefault(item, []).append(literal)
        named = {*named_by(scenario), *(target.node for target in targets)}
        named.update((finding.node for finding in self._where["given"]), self._where["block"], self._where["force"])
        neutral = Setting(suppose=scenario.setting.suppose)  # what the settings make of it is worked out for a block
        program = reasoner.grounder.program(neutral, named, every=True)
        phase = OpenPhase(self._logic, reasoner.kb, program, self._chosen(reasoner, scenario), OpenPast.of(past))
        self.blocks = OpenBlocks(reasoner.kb, program, recorded, phase, targets)

    def choices(self, masks: Masks) -> dict[int, int]:
        """For each choice its scenarios."""
        return {literal: masks[factor][level] for (factor, level), literal in self._choices.items()}

    def _chosen(self, reasoner: Reasoner, scenario: Scenario) -> Choices:
        where, kb = self._where, reasoner.kb
        given = self._present("given", lambda finding: where["given"].get(finding.contrary, ()))
        measured = self._present("measured", lambda number: self._of_measure(number.measure))
        return Choices(
            (
                *(Given(each, literal) for item, literal in given.items() for each in readings(kb, (item,), ())),
                *(Given(each, literal) for item, literal in measured.items() for each in readings(kb, (), (item,))),
            ),
            measured,
            self._present("block", lambda node: where["force"].get(node, ())),
            self._present("force", lambda node: where["block"].get(node, ())),
            dict.fromkeys(scenario.history, True),
        )

    def _of_measure(self, measure: str) -> list[Literal]:
        return [
            literal
            for number, literals in self._where["measured"].items()
            if number.measure == measure
            for literal in literals
        ]

    def _present(self, part: str, replacing: Callable[[Any], Sequence[Literal]]) -> dict[Any, Literal]:
        """What may be given or set, each with the literal that it is.

        Args:
            part: `given`, `measured`, `block` or `force`.
            replacing: the levels that take the place of something that was carried over from the phase before.
        """
        base: Sequence[Finding | Measurement | Node] = getattr(self._inputs, part)
        found: dict[Any, Literal] = {}
        for item in dict.fromkeys((*base, *self._where[part])):
            there: Literal = item in base
            if there and self._own is not None and item not in getattr(self._own, part):
                there = negated(self._logic.either(replacing(item)))
            found[item] = self._logic.either([there, *self._where[part].get(item, ())])
        return found


def at(scenario: Scenario, factors: Sequence[Factor], levels: Sequence[int]) -> Scenario:
    """The scenario at a setting of the factors.

    Args:
        scenario: as it is.
        factors: they.
        levels: for each of them the number of the level.
    """
    chosen: list[Level] = [factor.levels[level] for factor, level in zip(factors, levels, strict=True)]
    last = scenario.phases[-1]
    phase = last.model_copy(
        update={
            name: tuple(
                dict.fromkeys((*getattr(last, name), *(each for level in chosen for each in getattr(level, name))))
            )
            for name in ("given", "measured", "block", "force")
        }
    )
    assume = dict(scenario.setting.assume)
    fields: dict[str, object] = {}
    for level in chosen:
        for key, value in level.setting:
            if key == "assume":
                group, _, option = value.partition("/")
                assume[group] = option
            else:
                fields[key] = value
    setting = scenario.setting.model_copy(update={**fields, "assume": tuple(sorted(assume.items()))})
    return scenario.model_copy(update={"phases": (*scenario.phases[:-1], phase), "setting": setting})
