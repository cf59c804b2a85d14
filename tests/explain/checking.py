"""The proof checker, made for a phase of an evaluation."""

from __future__ import annotations

from reasoner.explain.analysis import Analysis
from reasoner.explain.checker import Checker
from reasoner.model.finding import Finding
from reasoner.pipeline import Evaluation, Reasoner


def checker_of(reasoner: Reasoner, evaluation: Evaluation, phase: Analysis) -> Checker:
    """A checker that is told what was given, what was fixed, and what is said to hold."""
    return Checker(
        reasoner.kb,
        evaluation.scenario.setting,
        phase.situation.observed.given,
        evaluation.scenario.history,
        {Finding(*at, why.down) for at, why in phase.situation.fixed.nodes.items()},
        phase.findings,
    )
