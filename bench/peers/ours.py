"""The engines of this project."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from bench.peers.peer import Peer
from bench.workload import Workload
from reasoner.engines import columns, production
from reasoner.engines.columns import Block, Columns, holding, side_by_side
from reasoner.explain.analysis import Analysis
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.program.ground import Layer


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

    name: ClassVar[str] = "columns with all proofs"
    once: ClassVar[str] = "the same"
    timed: ClassVar[str] = "evaluate one scenario, then support, steps, flags and shown proof of each finding"

    def analysis(self, number: int) -> Analysis:
        """A scenario, explained."""
        ready = self.workload.situations[number]
        analysis = Analysis(ready, columns.model(ready.case), self.workload.groups)
        for finding in analysis.findings:
            analysis.judge(finding)
        return analysis

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario, explained."""
        return self.analysis(number).model

    def supports(self, number: int) -> dict[Finding, Grade]:
        """The support of each finding, as its explanation has it."""
        analysis = self.analysis(number)
        return {finding: analysis.judge(finding).support for finding in analysis.findings}


class _Block(Peer):
    """`reasoner.engines.columns` on all scenarios at once."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        self.engine = Columns(workload.program)
        atoms = enumerate(workload.program.atoms)
        self.findings = [(number, atom.finding) for number, atom in atoms if atom.layer is Layer.holds]

    @abstractmethod
    def block(self) -> Block:
        """The scenarios, as the engine takes them."""

    @cached_property
    def _models(self) -> list[int]:
        return self.engine.models(self.block())

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario, from those of the block."""
        return holding(self._models, number)

    @property
    def scenarios(self) -> int:
        """The width of the block."""
        return self.workload.width


class ColumnsModels(_Block):
    """The models alone."""

    name: ClassVar[str] = "columns, models of a block"
    once: ClassVar[str] = "the same; order the rules; the facts of a block as columns, as sweeps have them"
    timed: ClassVar[str] = "evaluate a block, take the column of each finding; divided by the number of scenarios"

    def block(self) -> Block:
        """The block of the workload."""
        return self.workload.block

    def run(self) -> dict[Finding, int]:
        """For each finding the scenarios in which it holds."""
        models = self.engine.models(self.block())
        return {finding: models[number] for number, finding in self.findings}


class ColumnsSupports(_Block):
    """The models with all supports."""

    name: ClassVar[str] = "columns, with supports"
    once: ClassVar[str] = ColumnsModels.once
    timed: ClassVar[str] = (
        "evaluate a block with the supports, take the column of each finding at each grade; divided alike"
    )

    def block(self) -> Block:
        """The block of the workload."""
        return self.workload.block

    @cached_property
    def _supports(self) -> dict[Grade, list[int]]:
        return self.engine.supports(self.block(), self._models)

    def supports(self, number: int) -> dict[Finding, Grade]:
        """The support of each finding that holds in a scenario."""
        levels = sorted(self._supports.items())
        found: dict[Finding, Grade] = {}
        for grade, level in levels:
            found.update((finding, grade) for atom, finding in self.findings if level[atom] >> number & 1)
        return found

    def run(self) -> dict[Finding, Sequence[int]]:
        """For each finding the scenarios in which it has at least each support, weakest first."""
        block = self.block()
        levels = self.engine.supports(block, self.engine.models(block))
        columns = [levels[grade] for grade in Grade]
        return {finding: [level[number] for level in columns] for number, finding in self.findings}


class ColumnsFromScenarios(ColumnsSupports):
    """The same from scenarios that come one by one, as documents do."""

    name: ClassVar[str] = "columns, with supports, from scenarios"
    once: ClassVar[str] = "the same; order the rules"
    timed: ClassVar[str] = "set the scenarios that were drawn side by side, then as before"

    def block(self) -> Block:
        """The scenarios that were drawn, set side by side."""
        return side_by_side(self.workload.situations)

    @property
    def scenarios(self) -> int:
        """How many were drawn."""
        return len(self.workload.situations)
