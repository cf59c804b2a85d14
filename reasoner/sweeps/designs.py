"""Designs: which settings of the factors a sweep visits, numbered from 0."""

from __future__ import annotations

from typing import Protocol

from reasoner.sweeps.factors import Factor


class Design(Protocol):
    """Which levels of the factors each scenario of a sweep has.

    Attributes:
        factors: they.
        size: how many scenarios.
    """

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors."""

    @property
    def size(self) -> int:
        """How many scenarios there are."""

    def masks(self, start: int, width: int) -> tuple[tuple[int, ...], ...]:
        """For each factor and level the scenarios of a block that have it: bit k is scenario `start + k`."""

    def levels(self, number: int) -> tuple[int, ...]:
        """For each factor the number of the level that a scenario has."""
