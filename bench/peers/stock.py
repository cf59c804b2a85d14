"""Stock experta: decorated methods of a class, its own Rete, its own DepthStrategy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from bench.peers.peer import Peer
from bench.workload import Workload
from reasoner.engines.experta_shim import Fact, KnowledgeEngine, Rule
from reasoner.program.ground import Case


class Holds(Fact):
    """The fact that an atom holds."""


class StockExperta(Peer):
    """experta as its manual has it, the class of rules made by a loop instead of by hand."""

    name: ClassVar[str] = "stock experta"
    once: ClassVar[str] = "the same"
    timed: ClassVar[str] = "build a class of all rules and its Rete, declare the facts in one call, run, take the facts"
    negation: ClassVar[bool] = False  # its strategy loses removals, so that a rule may fire although its blocker exists
    sample: ClassVar[int] = 1  # which takes seconds

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario."""
        case = self.workload.situations[number].case
        return _run(_engine_class(case)(), case)


class StockExpertaBuilt(Peer):
    """The same, the engine kept and reset, and built anew only for a scenario that stops other rules."""

    name: ClassVar[str] = "stock experta, built once"
    once: ClassVar[str] = "the same; build the class of all rules and its Rete"
    timed: ClassVar[str] = "reset, declare the facts in one call, run, take the facts"
    negation: ClassVar[bool] = False
    sample: ClassVar[int] = 1

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        self._stopped: frozenset[int] | None = None

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario."""
        case = self.workload.situations[number].case
        if case.disabled != self._stopped:
            self._engine, self._stopped = _engine_class(case)(), case.disabled
        return _run(self._engine, case)


def _run(engine: KnowledgeEngine, case: Case) -> frozenset[int]:
    engine.reset()
    engine.declare(*(Holds(atom) for atom in sorted(case.facts)))
    engine.run()
    return frozenset(fact[0] for fact in engine.facts.values() if type(fact) is Holds)


def _engine_class(case: Case) -> type[KnowledgeEngine]:
    methods: dict[str, Any] = {}
    for rule in case.program.rules:
        if rule.index not in case.disabled:
            decorate: Any = Rule(*map(Holds, rule.body))
            methods[f"rule_{rule.index}"] = decorate(_action(rule.head))
    return type("Generated", (KnowledgeEngine,), methods)


def _action(head: int) -> Callable[[KnowledgeEngine], None]:
    def conclude(self: KnowledgeEngine) -> None:
        self.declare(Holds(head))

    return conclude
