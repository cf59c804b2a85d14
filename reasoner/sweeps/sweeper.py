"""Evaluates the scenarios of a sweep, block by block."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor, Level
from reasoner.values import Value


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

    Args:
        reasoner: of the knowledge base.
        scenario: what all scenarios of the sweep have in common; factors change its last phase and its setting.
        factors: they.
        targets: the findings that are looked at.

    Raises:
        InputError: the scenario as it is contradicts itself.
    """

    def __init__(
        self, reasoner: Reasoner, scenario: Scenario, factors: Sequence[Factor], targets: Sequence[Finding]
    ) -> None:
        self.reasoner, self.scenario = reasoner, scenario
        self.factors, self.targets = tuple(factors), tuple(targets)

    def block(self, design: Design, start: int, width: int) -> Swept:
        """Evaluate the scenarios from `start` on; `width` of them."""
        refused = 0
        columns = [[0] * len(Grade) for _ in self.targets]
        for number in range(width):
            try:
                last = self.reasoner.evaluate(
                    at(self.scenario, self.factors, design.levels(start + number)), "columns"
                ).last
            except InputError:
                refused |= 1 << number
                continue
            for column, target in zip(columns, self.targets, strict=True):
                if last.holds(target):
                    for grade in range(last.proofs.support[last.number(target)] + 1):
                        column[grade] |= 1 << number
        return Swept(start, width, refused, tuple(map(tuple, columns)))


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
