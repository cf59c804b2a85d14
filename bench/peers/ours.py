"""The engines of this project."""

from __future__ import annotations

from typing import ClassVar

from bench.peers.peer import Peer
from bench.workload import Workload
from reasoner.engines import columns, production
from reasoner.engines.columns import Block, Columns, holding
from reasoner.explain.analysis import Analysis


class ProductionEngine(Peer):
    """`reasoner.engines.production`: experta with this project's matcher and strategy."""

    name: ClassVar[str] = "production engine"
    once: ClassVar[str] = "ground the base, work out facts and stopped rules of the scenario"
    timed: ClassVar[str] = "select the rules that can matter, build them, declare the facts, run, take the model"

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario."""
        return production.model(self.workload.situations[number].case)


class ColumnsExplained(Peer):
    """`reasoner.engines.columns` on one scenario, and everything that is said of each finding."""

    name: ClassVar[str] = "columns with explain"
    once: ClassVar[str] = "the same"
    timed: ClassVar[str] = (
        "order the rules, evaluate one scenario, then support, steps, flags and shown proof of each finding"
    )

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario, explained."""
        ready = self.workload.situations[number]
        analysis = Analysis(ready, columns.model(ready.case), self.workload.groups)
        for finding in analysis.findings:
            analysis.judge(finding)
        return analysis.model


class ColumnsBlock(Peer):
    """`reasoner.engines.columns` on all scenarios at once."""

    name: ClassVar[str] = "columns, one scenario of a block"
    once: ClassVar[str] = "the same; order the rules"
    timed: ClassVar[str] = "set the scenarios of a block side by side, evaluate them all; divided by their number"

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        self._columns = Columns(workload.program)
        self._cases = [each.case for each in workload.situations]
        self._models: list[int] | None = None

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario, from those of the block."""
        if self._models is None:
            self._models = self.run()
        return holding(self._models, number)

    def run(self) -> list[int]:
        """The models of the block: for each atom the scenarios in which it holds."""
        return self._columns.models(Block.of(self._cases))

    @property
    def scenarios(self) -> int:
        """The width of the block."""
        return len(self._cases)
