"""Claims about all scenarios of a sweep: that a finding holds in none of them, or in every one."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.knowledge.scenario_text import scenario_text
from reasoner.model.claims import Claim, Claims, CounterExample
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Expectation, Scenario
from reasoner.sweeps.designs import Design
from reasoner.sweeps.fewest import fewest
from reasoner.sweeps.meeting import Full
from reasoner.sweeps.naming import Asked, about, switch
from reasoner.sweeps.sweeper import Swept, at
from reasoner.values import Value


class Claimed(Value):
    """What is claimed: that a target, with a support at least, holds in every scenario (`always`), or in none."""

    finding: Finding
    always: bool
    support: Grade = Grade.hypothesis


class ClaimCheck:
    """Holds claims to the blocks of a sweep, which may come in any order.

    Args:
        asked: its targets hold the findings of the claims.
        design: the settings that are swept.
        claims: they.
    """

    def __init__(self, asked: Asked, design: Design, claims: Sequence[Claimed]) -> None:
        self._asked, self._design, self._claims = asked, design, tuple(claims)
        self._columns = [asked.targets.index(claim.finding) for claim in self._claims]
        self._against = [0] * len(self._claims)
        self._first: list[tuple[int, int, Grade | None] | None] = [None] * len(self._claims)
        self._refused = 0

    def put(self, swept: Swept) -> None:
        """Hold the claims to a block."""
        self._refused += swept.refused.bit_count()
        ordinary = (1 << swept.width) - 1 & ~swept.refused
        masks = None
        for number, (claim, column) in enumerate(zip(self._claims, self._columns, strict=True)):
            grades = swept.targets[column]
            held = grades[claim.support]
            against = ordinary & (~held if claim.always else held)
            if not against:
                continue
            self._against[number] += against.bit_count()
            masks = masks or self._design.masks(swept.start, swept.width)
            size, place = next(fewest(against, masks))
            firm = [grade for grade in Grade if grades[grade] >> place & 1]
            best = self._first[number]
            if best is None or (size, swept.start + place) < best[:2]:
                self._first[number] = (size, swept.start + place, max(firm, default=None))

    def answer(self) -> Claims:
        """Whether the claims hold, once all blocks were seen."""
        kb = self._asked.reasoner.kb
        return Claims.of(
            **about(self._asked),
            scenarios=self._design.size,
            refused=self._refused,
            full=isinstance(self._design, Full),
            claims=tuple(
                Claim.of(
                    finding=claim.finding,
                    label=kb.label(claim.finding),
                    always=claim.always,
                    support=claim.support,
                    against=against,
                    counter_example=first and self._example(claim, first[1], first[2]),
                )
                for claim, against, first in zip(self._claims, self._against, self._first, strict=True)
            ),
        )

    def _example(self, claim: Claimed, number: int, support: Grade | None) -> CounterExample:
        asked, kb = self._asked, self._asked.reasoner.kb
        levels = self._design.levels(number)
        on = [switch(kb, factor, level).label for factor, level in zip(asked.factors, levels, strict=True) if level]
        scenario = _expecting(at(asked.scenario, asked.factors, levels), claim, support)
        return CounterExample.of(number=number, switches=tuple(on), support=support, scenario=scenario_text(scenario))


def _expecting(scenario: Scenario, claim: Claimed, support: Grade | None) -> Scenario:
    """The scenario as a file has it, expecting in its last phase what was found there and nothing else."""
    what = f"{'always' if claim.always else 'never'} {claim.finding}"
    if claim.support > Grade.hypothesis:
        what += f" with support {claim.support} or firmer"
    expect = (
        Expectation(absent=(claim.finding,))
        if support is None
        else Expectation(present=(claim.finding,), support={str(claim.finding): support})
    )
    phases = [phase.model_copy(update={"expect": None}) for phase in scenario.phases]
    return scenario.model_copy(
        update={
            "title": f"counter-example to: {what}",
            "note": f"From: {scenario.title}." if scenario.title else "",
            "xfail": "",
            "severity": "error",
            "phases": (*phases[:-1], phases[-1].model_copy(update={"expect": expect})),
        }
    )
