"""Counts what a sweep shows while it runs."""

from __future__ import annotations

from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.sensitivity import Prevalence
from reasoner.model.sweep import Sweep, SweptFactor, SweptLevel
from reasoner.pipeline import has_therapy, standing
from reasoner.program.phases import inputs
from reasoner.sweeps.designs import Sample, combinations
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.plan import Planned
from reasoner.sweeps.reading import label, level_label
from reasoner.sweeps.sweeper import Swept


class Tally:
    """How many scenarios were evaluated and refused, and in how many each target holds.

    Args:
        planned: the sweep.
        known: what it showed so far, where it is gone on with.
    """

    def __init__(self, planned: Planned, known: Sweep | None = None) -> None:
        self._planned = planned
        self.scenarios, self.refused = (known.scenarios, known.refused) if known else (0, 0)
        self._exactly = [[0] * len(Grade) for _ in planned.targets]
        if known:
            self._exactly = [[each.support[str(grade)] for grade in Grade] for each in known.targets]

    def add(self, swept: Swept) -> None:
        """Count a block."""
        self.scenarios += swept.width
        self.refused += swept.refused.bit_count()
        for counts, masks in zip(self._exactly, swept.targets, strict=True):
            at_least = [mask.bit_count() for mask in masks]
            for grade, (number, above) in enumerate(zip(at_least, [*at_least[1:], 0], strict=True)):
                counts[grade] += number - above

    def answer(self) -> Sweep:
        """What the sweep shows so far."""
        planned = self._planned
        kb, design, scenario = planned.reasoner.kb, planned.design, planned.scenario
        return Sweep(
            knowledge_base=kb.digest,
            **standing(scenario, inputs(kb, scenario)[-1]),
            advice=kb.no_advice if has_therapy(kb, scenario) or any(map(self._treats, planned.factors)) else "",
            design=type(design).__name__.lower(),
            seed=design.seed if isinstance(design, Sample) else None,
            combinations=combinations(planned.factors),
            size=design.size,
            scenarios=self.scenarios,
            refused=self.refused,
            factors=tuple(map(self._factor, planned.factors)),
            targets=tuple(map(self._prevalence, planned.targets, self._exactly)),
        )

    def _treats(self, factor: Factor) -> bool:
        kb = self._planned.reasoner.kb
        named = [finding.entity for level in factor.levels for finding in level.given]
        named += [node.entity for level in factor.levels for node in (*level.block, *level.force)]
        return any(kb.entities[entity].kind is Kind.therapy for entity in named)

    def _factor(self, factor: Factor) -> SweptFactor:
        kb = self._planned.reasoner.kb
        levels = tuple(SweptLevel(name=each.name, label=level_label(kb, factor, each)) for each in factor.levels)
        return SweptFactor(name=factor.name, label=label(kb, factor), levels=levels)

    def _prevalence(self, finding: Finding, counts: list[int]) -> Prevalence:
        kb = self._planned.reasoner.kb
        return Prevalence(
            finding=finding,
            label=kb.label(finding),
            kind=kb.kind(finding),
            scenarios=sum(counts),
            support={str(grade): number for grade, number in zip(Grade, counts, strict=True)},
        )
