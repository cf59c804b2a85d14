"""Rows and numbers of the report."""

from __future__ import annotations

from collections.abc import Sequence

LABEL = 52
CELL = 12


def row(label: str, cells: Sequence[str] = ()) -> str:
    """A line of a table."""
    return f"{label:<{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells)


def number(value: float | None) -> str:
    """A ratio, with the digits that mean something; a dash where there is none."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    if value < 0.001:
        return f"{value:.1e}"
    digits = 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.01 else 5
    return f"{value:.{digits}f}"


def met(yes: bool) -> str:
    """Whether an expectation was met."""
    return "met" if yes else "not met"
