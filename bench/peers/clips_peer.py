"""CLIPS, through clipspy: the production system that experta is modelled on, in C."""

from __future__ import annotations

from typing import ClassVar

import clips  # type: ignore[import-untyped, import-not-found, unused-ignore]
from clips._clips import ffi, lib  # type: ignore[import-untyped, import-not-found, unused-ignore]

from bench.peers.peer import Peer
from bench.workload import Workload
from reasoner.program.ground import GroundRule


class _Environment(clips.Environment):  # type: ignore[misc]
    """An environment that is left to the end of the process: taken down, CLIPS would print remarks on its memory."""

    def __del__(self) -> None:
        """Do nothing."""


class Clips(Peer):
    """One `defrule` for each ground rule; salience keeps the strata apart, as in the production engine.

    A rule that some scenario stops waits for the absence of a fact that stops it.
    """

    name: ClassVar[str] = "CLIPS"
    once: ClassVar[str] = "the same; compile the rules"
    timed: ClassVar[str] = "reset, load the facts from one string, run, read all facts back into Python"

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        self._environment = _Environment()
        for rule in workload.program.rules:
            self._environment.build(self._text(rule))

    def _text(self, rule: GroundRule) -> str:
        salience = -self.workload.program.stratum[rule.head]
        conditions = [f"(holds {atom})" for atom in rule.body]
        conditions += [f"(not (holds {atom}))" for atom in rule.unless]
        if rule.index in self.workload.stoppable:
            conditions.append(f"(not (stopped {rule.index}))")
        declared = f"(declare (salience {salience})) " if salience else ""
        return f"(defrule rule-{rule.index} {declared}{' '.join(conditions)} => (assert (holds {rule.head})))"

    def model(self, number: int) -> frozenset[int]:
        """The model of a scenario."""
        case = self.workload.situations[number].case
        environment = self._environment
        environment.reset()
        facts = [f"(holds {atom})" for atom in case.facts]
        facts += [f"(stopped {rule})" for rule in case.disabled]
        environment.load_facts(" ".join(facts))
        environment.run()
        return self._read()

    def _read(self) -> frozenset[int]:
        """The facts in Python.

        Read without clipspy's objects for facts: these take longer to make, and CLIPS does not give back what they
        held, so that each scenario takes longer than the one before.
        """
        template = lib.FindDeftemplate(self._environment._env, b"holds")
        value = ffi.new("CLIPSValue *")
        found = []
        fact = lib.GetNextFactInTemplate(template, ffi.NULL)
        while fact != ffi.NULL:
            lib.GetFactSlot(fact, ffi.NULL, value)
            found.append(value.multifieldValue.contents[0].integerValue.contents)
            fact = lib.GetNextFactInTemplate(template, fact)
        return frozenset(found)
