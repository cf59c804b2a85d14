"""What a sweep gives, scenario by scenario, each evaluated as a whole: the oracle of the tests of sweeps."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.sweeper import Swept, at


class SlowSweeper:
    """As `Sweeper`, by evaluating each scenario."""

    def __init__(
        self, reasoner: Reasoner, scenario: Scenario, factors: Sequence[Factor], targets: Sequence[Finding]
    ) -> None:
        self.reasoner, self.scenario = reasoner, scenario
        self.factors, self.targets = tuple(factors), tuple(targets)

    def block(self, design: Design, start: int, width: int) -> Swept:
        refused = 0
        columns = [[0] * len(Grade) for _ in self.targets]
        for number in range(width):
            try:
                scenario = at(self.scenario, self.factors, design.levels(start + number))
                last = self.reasoner.evaluate(scenario, "columns").last
            except InputError:
                refused |= 1 << number
                continue
            for column, target in zip(columns, self.targets, strict=True):
                if last.holds(target):
                    for grade in range(last.proofs.support[last.number(target)] + 1):
                        column[grade] |= 1 << number
        return Swept(start, width, refused, tuple(map(tuple, columns)))


class EveryLevel:
    """All combinations of the levels, the first factor changing fastest."""

    def __init__(self, factors: Sequence[Factor]) -> None:
        self.factors = tuple(factors)

    @property
    def size(self) -> int:
        size = 1
        for factor in self.factors:
            size *= len(factor.levels)
        return size

    def levels(self, number: int) -> tuple[int, ...]:
        found = []
        for factor in self.factors:
            number, level = divmod(number, len(factor.levels))
            found.append(level)
        return tuple(found)

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        masks = [[0] * len(factor.levels) for factor in self.factors]
        for number in range(width):
            for factor, level in zip(masks, self.levels(start + number), strict=True):
                factor[level] |= 1 << number
        return tuple(map(tuple, masks))
