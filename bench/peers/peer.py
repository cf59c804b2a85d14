"""What the peers have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from bench.workload import Workload


class Peer(ABC):
    """A way to compute models. Making one is its set-up, which is not timed.

    Attributes:
        name: for the table.
        once: what its set-up comprises.
        timed: what is inside the timed region.
        negation: whether it is sound with negation.
    """

    name: ClassVar[str]
    once: ClassVar[str]
    timed: ClassVar[str]
    negation: ClassVar[bool] = True

    def __init__(self, workload: Workload) -> None:
        self.workload = workload

    @abstractmethod
    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario of the workload, by its number."""

    def run(self) -> object:
        """What is timed."""
        return self.model(0)

    @property
    def scenarios(self) -> int:
        """How many scenarios one timed run covers."""
        return 1
