"""Many scenarios of one kind, in Python."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reasoner.api.answer import Answer
from reasoner.api.shown import Shown
from reasoner.errors import Problem, UsageError
from reasoner.knowledge.names import Names, grade, texts
from reasoner.model.evidence import Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.sweeps.claims import ClaimCheck, Claimed
from reasoner.sweeps.kept import Kept
from reasoner.sweeps.pages import Page, paged
from reasoner.sweeps.plan import Planned, swept
from reasoner.sweeps.sensitivity import sensitivity
from reasoner.sweeps.tally import Tally

if TYPE_CHECKING:
    from reasoner.render.layout import Block


@dataclass(frozen=True)
class SweepRow(Shown):
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
    _kb: KnowledgeBase = field(repr=False, compare=False)

    def _told(self) -> Iterable[Block]:
        from reasoner.render.things import scenario

        name = f"Scenario {self.scenario}{f': {self.title}' if self.title else ''}"
        return scenario(self._kb, name, self.factors, self.support, refused=self.refused)


class Sweep(Shown):
    """Many scenarios of one kind. Made by `Base.sweep`; iterating over it evaluates them, block by block.

    Args:
        planned: what is to be evaluated.
        executor: does the work.
        names: of the knowledge base.
    """

    def __init__(self, planned: Planned, executor: Executor, names: Names) -> None:
        self._planned = planned
        self._executor = executor
        self._names = names

    def __repr__(self) -> str:
        return f"<sweep: {len(self)} scenarios>"

    def _told(self) -> Iterable[Block]:
        from reasoner.render.sweep import planned

        return planned(self._planned.reasoner.kb, Tally(self._planned).answer())

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
                    plan.reasoner.kb,
                )

    def summary(self) -> Answer:
        """In how many of the scenarios each target holds, and how firmly: what `reasoner sweep` prints."""
        tally = Tally(self._planned)
        for block in swept(self._planned, self._executor):
            tally.add(block)
        return Answer(tally.answer(), self._planned.reasoner.kb)

    def sensitivity(self) -> Answer:
        """What each factor brings and ends over all settings of the others, what two do together, and which suffice."""
        plan = self._planned
        with Kept(plan.design.size, len(plan.targets)) as kept:
            for block in swept(plan, self._executor):
                kept.put(block)
            return Answer(sensitivity(plan, plan.design, kept), plan.reasoner.kb)

    def claims(
        self, never: Iterable[str] = (), always: Iterable[str] = (), support: str | Grade = "hypothesis"
    ) -> Answer:
        """Whether findings hold in none, or in all, of the scenarios; with a counter-example for each that do not.

        Args:
            never: findings that are claimed to hold in no scenario.
            always: findings that are claimed to hold in every one.
            support: the claims are about findings that hold with this support at least.

        Raises:
            UsageError: a name is unknown or ambiguous, there is no such support, or nothing is claimed.
        """
        claimed = [
            Claimed(self._names.said(text), whole, grade(support))
            for claims, whole in ((never, False), (always, True))
            for text in texts(claims)
        ]
        if not claimed:
            raise UsageError(Problem("E200", "nothing is claimed: name a finding under `never` or `always`"))
        targets = dict.fromkeys(each.finding for each in claimed)
        plan = dataclasses.replace(self._planned, targets=tuple(targets))
        check = ClaimCheck(plan, plan.design, claimed)
        for block in swept(plan, self._executor):
            check.put(block)
        return Answer(check.answer(), plan.reasoner.kb)
