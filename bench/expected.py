"""What is expected of the ratios, and whether it was met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.engines import Measured
from bench.peers.stock import StockExperta, StockExpertaBuilt
from bench.questions import Asked
from bench.startup import CACHED_NAME, JSON_NAME, UNCACHED_NAME, VERSION_NAME, Start

STOCK_AT_LEAST: Mapping[str, float] = {"300": 15, "1,000": 40, "3,000": 100}
"""How many times as long as the production engine stock experta takes at least, by the number of rules: also where its
rules are built once, while the production engine builds those it needs for each scenario."""
START_AT_MOST: Mapping[str, float] = {VERSION_NAME: 4, CACHED_NAME: 20, JSON_NAME: 20, UNCACHED_NAME: 40}
"""How many times as long as an interpreter that does nothing a command takes at most."""


@dataclass(frozen=True)
class Verdict:
    """An expectation with the ratio that was measured."""

    of: str
    base: str
    bound: float
    at_least: bool
    ratio: float

    @property
    def met(self) -> bool:
        """Whether the ratio keeps to the bound."""
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound


QUESTIONS_NAME = "questions"


def verdicts(measured: Sequence[Measured], starts: Sequence[Start], asked: Sequence[Asked] = ()) -> list[Verdict]:
    """Every expectation on what was measured."""
    found = [
        Verdict(peer.name, each.base, STOCK_AT_LEAST[each.base], True, ratio)
        for peer in (StockExperta, StockExpertaBuilt)
        for each in measured
        if each.base in STOCK_AT_LEAST and (ratio := each.ratio(peer.name)) is not None
    ]
    found += [Verdict(start.name, "", START_AT_MOST[start.name], False, start.ratio) for start in starts]
    found += [
        Verdict(each.question.name, QUESTIONS_NAME, each.question.bound, False, each.ratio)
        for each in asked
        if each.ratio is not None and each.question.bound is not None
    ]
    return found
