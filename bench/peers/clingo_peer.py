"""clingo: an answer-set solver. A stratified program has one answer set, its perfect model."""

from __future__ import annotations

from typing import ClassVar

from clingo import Control, Function, Model, Number

from bench.peers.peer import Peer
from bench.workload import Workload
from reasoner.program.ground import GroundRule


class Clingo(Peer):
    """The program grounded once; facts and stops of a scenario are externals."""

    name: ClassVar[str] = "clingo"
    once: ClassVar[str] = "the same; ground the program"
    timed: ClassVar[str] = "assign every external, solve, read the model back into Python"

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        givable, stoppable = workload.givable, sorted(workload.stoppable)
        lines = [self._text(rule) for rule in workload.program.rules]
        lines += [f"#external given({atom}). holds({atom}) :- given({atom})." for atom in givable]
        lines += [f"#external stopped({rule})." for rule in stoppable]
        lines.append("#show holds/1.")
        self._control = Control(["--warn=none"])
        self._control.add("base", [], "\n".join(lines))
        self._control.ground([("base", [])])
        self._given = [(atom, Function("given", [Number(atom)])) for atom in givable]
        self._stopped = [(rule, Function("stopped", [Number(rule)])) for rule in stoppable]

    def _text(self, rule: GroundRule) -> str:
        body = [f"holds({atom})" for atom in rule.body]
        body += [f"not holds({atom})" for atom in rule.unless]
        if rule.index in self.workload.stoppable:
            body.append(f"not stopped({rule.index})")
        return f"holds({rule.head}) :- {', '.join(body)}."

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario."""
        case = self.workload.situations[number].case
        for atom, given in self._given:
            self._control.assign_external(given, atom in case.facts)
        for rule, stopped in self._stopped:
            self._control.assign_external(stopped, rule in case.disabled)
        found: list[int] = []

        def read(model: Model) -> None:
            found.extend(symbol.arguments[0].number for symbol in model.symbols(shown=True))

        self._control.solve(on_model=read)
        return frozenset(found)
