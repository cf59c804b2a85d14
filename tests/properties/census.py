"""What random cases exercise: the shares that tests demand, so that the property tests stay worth their time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from . import generator, oracle

MINIMUM = {  # least share of the cases that are not refused
    "unless": 0.10,
    "cut": 0.10,
    "observation stops rule": 0.10,
    "extrapolated": 0.10,
    "contested": 0.10,
    "place": 0.30,
    "implication": 0.20,
    "backward reading": 0.08,
    "against requirement": 0.08,
    "persisting": 0.08,
    "phases": 0.30,
    "stated": 0.30,
    "combined": 0.30,
}
MOST_REFUSED = 0.4


def mechanisms(base: dict[str, Any], scenario: dict[str, Any]) -> set[str]:
    """The mechanisms at work in a case, over all its phases; a refused one says only why."""
    try:
        phases = oracle.evaluate(base, scenario)
    except oracle.Refused as refusal:
        return {"refused", f"refused: {refusal.reason}"}
    return set().union(*(phase["census"] for phase in phases)) | ({"phases"} if len(phases) > 1 else set())


def shares(seeds: Iterable[int]) -> dict[str, float]:
    """The share of cases with each mechanism, of those not refused; of refusals, among all cases."""
    counts: Counter[str] = Counter()
    total = 0
    for seed in seeds:
        total += 1
        counts.update(mechanisms(*generator.case(seed)))
    valid = max(1, total - counts["refused"])
    return {name: number / (total if name.startswith("refused") else valid) for name, number in counts.items()}
