"""A sweep by brute force: each scenario is put together and evaluated by itself."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from reasoner.errors import InputError
from reasoner.knowledge.loader import load
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenarios import scenario_from_parts
from reasoner.model.evidence import Grade
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.sweeps.designs import Design, Factorial
from reasoner.sweeps.factors import Factor
from reasoner.sweeps.plan import Planned
from reasoner.sweeps.reading import factors
from reasoner.sweeps.sweeper import at
from tests.surfaces.calling import PACK

KB = load(PACK)
NAMES = Names(KB)
REASONER = Reasoner(KB)
# Two of these exclude each other, one blocks what another is, and three levels are of a setting that guards rules.
MIXED = ("hypoxia", "normoxia", "block HIF2A", "chemotherapy", "cancer=glioma,ovarian cancer", "assume rest")
TARGETS = ("EMT", "CSC_enrichment", "drug_resistance", "quiescence", "hypoxia")


class Row(NamedTuple):
    """What a row of a sweep says: levels by name, the support of each target or None, and whether it is refused."""

    levels: tuple[str, ...]
    supports: tuple[str | None, ...]
    refused: bool


def scenario(*given: str, **parts: object) -> Scenario:
    return scenario_from_parts(KB, given, names=NAMES, **parts)  # type: ignore[arg-type]


def read(*texts: str, within: Scenario | None = None) -> tuple[Factor, ...]:
    return factors(NAMES, KB, within or scenario(), texts)


def planned(*texts: str, within: Scenario | None = None, design: Design | None = None) -> Planned:
    """A sweep over a design, or over all combinations of the factors that are named, or of `MIXED`."""
    whole = design or Factorial.of(read(*(texts or MIXED), within=within))
    return Planned(REASONER, within or scenario(), whole, tuple(map(NAMES.finding, TARGETS)))


def rows(plan: Planned, settings: list[tuple[int, ...]] | None = None) -> list[Row]:
    """All rows of a sweep, by settings that are no design's: for a factorial those of `itertools.product`."""
    if settings is None:
        settings = list(product(*(range(len(factor.levels)) for factor in plan.factors)))
    return [_row(plan, levels) for levels in settings]


def _row(plan: Planned, levels: tuple[int, ...]) -> Row:
    names = tuple(factor.levels[n].name for factor, n in zip(plan.factors, levels, strict=True))
    try:
        last = REASONER.evaluate(at(plan.scenario, plan.factors, levels), "production").last
    except InputError:
        return Row(names, tuple(None for _ in plan.targets), True)
    held = (last.proofs.support[last.number(each)] if last.holds(each) else None for each in plan.targets)
    return Row(names, tuple(None if each is None else str(Grade(each)) for each in held), False)
