"""What the peers have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from bench.workload import Workload
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding

SAMPLE = 8
"""How many scenarios of the block a peer that takes them one by one is timed on."""


class Peer(ABC):
    """A way to compute models. Making one is its set-up, which is not timed.

    Attributes:
        name: for the table.
        once: what its set-up comprises.
        timed: what is inside the timed region.
        negation: whether it is sound with negation.
        sample: on how many scenarios it is timed, one after the other.
    """

    name: ClassVar[str]
    once: ClassVar[str]
    timed: ClassVar[str]
    negation: ClassVar[bool] = True
    sample: ClassVar[int] = SAMPLE

    def __init__(self, workload: Workload) -> None:
        self.workload = workload

    @abstractmethod
    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario of the workload, by its number."""

    def supports(self, number: int) -> Mapping[Finding, Grade] | None:
        """The support of each finding that holds in a scenario; None from a peer that knows nothing of supports."""
        return None

    def run(self) -> object:
        """What is timed."""
        return [self.model(number) for number in range(self.scenarios)]

    @property
    def scenarios(self) -> int:
        """How many scenarios one timed run covers."""
        return min(self.sample, len(self.workload.situations))
