"""What is expected of the ratios, and whether it was met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.engines import OWN, Measured
from bench.growth import Growth
from bench.peers.clips_peer import Clips
from bench.peers.ours import ColumnsExplained, ColumnsModels, ColumnsSupports, ProductionEngine
from bench.peers.stock import StockExperta, StockExpertaBuilt
from bench.questions import Asked
from bench.running import Ran
from bench.startup import CACHED_NAME, JSON_NAME, UNCACHED_NAME, VERSION_NAME, Start

START_AT_MOST: Mapping[str, float] = {VERSION_NAME: 4, CACHED_NAME: 20, JSON_NAME: 20, UNCACHED_NAME: 40}
"""How many times as long as an interpreter that does nothing a command takes at most."""
OVER_LINEAR_AT_MOST = 1.5
"""How many times as long the columns take per rule on the largest base as on the base on which they take least."""
ALL = ("300", "1,000", "3,000", OWN)


@dataclass(frozen=True)
class Expected:
    """What is expected of two peers.

    Attributes:
        peer: the name of one.
        other: that of the one whose time the first one's is divided by.
        bounds: by base; no other base is judged.
        at_least: whether the ratio may not be smaller; else it may not be larger.
    """

    peer: str
    other: str
    bounds: Mapping[str, float]
    at_least: bool

    @property
    def name(self) -> str:
        """For the table."""
        return f"{self.peer} / {self.other}"


_STOCK: Mapping[str, float] = {"300": 15, "1,000": 40, "3,000": 100}
"""Also where its rules are built once, while the production engine builds those it needs for each scenario."""

ENGINES = (
    Expected(StockExperta.name, ProductionEngine.name, _STOCK, True),
    Expected(StockExpertaBuilt.name, ProductionEngine.name, _STOCK, True),
    Expected(
        Clips.name, ColumnsSupports.name, {"300": 5_000, "1,000": 5_000, "3,000": 2_500, OWN: 5_000}, at_least=True
    ),
    Expected(Clips.name, ColumnsExplained.name, dict.fromkeys(ALL, 1), at_least=True),
    Expected(ColumnsSupports.name, ColumnsModels.name, dict.fromkeys(ALL, 3.5), at_least=False),
)


@dataclass(frozen=True)
class Verdict:
    """An expectation with the ratio that was measured.

    Attributes:
        of: what is expected of.
        base: on which knowledge base; empty where that means nothing.
        bound: the ratio that is expected.
        at_least: whether it may not be smaller; else it may not be larger.
        ratio: the one that was measured.
        negation: whether the base has rules with exceptions.
    """

    of: str
    base: str
    bound: float
    at_least: bool
    ratio: float
    negation: bool = True

    @property
    def met(self) -> bool:
        """Whether the ratio keeps to the bound."""
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound


QUESTIONS_NAME, GROWTH_NAME, FILES_NAME = "questions", "growth", "files"


def verdicts(
    measured: Sequence[Measured],
    starts: Sequence[Start],
    asked: Sequence[Asked] = (),
    growth: Growth | None = None,
    ran: Sequence[Ran] = (),
) -> list[Verdict]:
    """Every expectation on what was measured."""
    found = [
        Verdict(one.name, each.base, one.bounds[each.base], one.at_least, ratio, each.negation)
        for one in ENGINES
        for each in measured
        if each.base in one.bounds and (ratio := each.ratio(one.peer, one.other)) is not None
    ]
    found += [
        Verdict(peer, GROWTH_NAME, OVER_LINEAR_AT_MOST, False, ratio)
        for peer in (ColumnsModels.name, ColumnsSupports.name)
        if growth and (ratio := growth.over_linear(peer)) is not None
    ]
    found += [Verdict(each.name, FILES_NAME, each.bound, False, each.ratio) for each in ran]
    found += [Verdict(start.name, "", START_AT_MOST[start.name], False, start.ratio) for start in starts]
    found += [
        Verdict(each.question.name, QUESTIONS_NAME, each.question.bound, False, each.ratio)
        for each in asked
        if each.ratio is not None and each.question.bound is not None
    ]
    return found
