"""Many scenarios of one kind, in Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from reasoner.api.answer import Answer
from reasoner.model.evidence import Grade
from reasoner.sweeps.pages import Page, paged
from reasoner.sweeps.plan import BLOCK, Planned, swept
from reasoner.sweeps.tally import Tally


@dataclass(frozen=True)
class SweepRow:
    """A scenario of a sweep.

    Attributes:
        scenario: its number, from 1.
        title: of the row, where it is one of a table with titles.
        factors: for each factor the name of its level.
        support: for each target how firmly it holds; None where it is not inferred, which is not the same as false.
        refused: it contradicts itself, and nothing holds in it.
    """

    scenario: int
    title: str
    factors: Mapping[str, str]
    support: Mapping[str, Grade | None]
    refused: bool


class Sweep:
    """Many scenarios of one kind. Made by `Base.sweep`; iterating over it evaluates them, block by block.

    Args:
        planned: what is to be evaluated.
        executor: does the work.
    """

    def __init__(self, planned: Planned, executor: Executor) -> None:
        self._planned = planned
        self._executor = executor

    def __len__(self) -> int:
        """How many scenarios there are."""
        return self._planned.design.size

    def __iter__(self) -> Iterator[SweepRow]:
        """The scenarios, in their order."""
        plan = self._planned
        names = [[level.name for level in factor.levels] for factor in plan.factors]
        grades = (None, *Grade)
        for block in paged(swept(plan, self._executor)):
            page = Page.of(plan, block)
            for number in range(page.width):
                levels = (known[column[number]] for known, column in zip(names, page.levels, strict=True))
                supports = (grades[column[number]] for column in page.supports)
                yield SweepRow(
                    page.start + number + 1,
                    page.titles[number] if page.titles else "",
                    dict(zip((factor.name for factor in plan.factors), levels, strict=True)),
                    dict(zip(map(str, plan.targets), supports, strict=True)),
                    bool(page.refused[number]),
                )

    def summary(self) -> Answer:
        """In how many of the scenarios each target holds, and how firmly: what `reasoner sweep` prints."""
        tally = Tally(self._planned)
        for block in swept(self._planned, self._executor, block=BLOCK):
            tally.add(block)
        return Answer(tally.answer(), self._planned.reasoner.kb)
