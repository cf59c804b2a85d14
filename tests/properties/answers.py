"""The package's answers in the form in which the oracle gives its own."""

from __future__ import annotations

from typing import Any

from reasoner.pipeline import Evaluation, Reasoner


def answers(reasoner: Reasoner, evaluation: Evaluation) -> list[dict[str, Any]]:
    """One document a phase: findings with what is said of each, and what stands beside them."""
    result = reasoner.result(evaluation)
    return [
        {
            "findings": {
                str(finding): {
                    "origin": judged.origin.value,
                    "support": str(judged.support),
                    "steps": judged.steps,
                    "stated": judged.stated,
                    "extrapolated": judged.extrapolated,
                    "against_requirement": judged.against_requirement,
                    "contested": judged.contested,
                    "rests_on_contested": judged.rests_on_contested,
                }
                for finding in analysis.findings
                for judged in (analysis.judge(finding),)
            },
            "expected_otherwise": [str(other.finding) for other in phase.expected_otherwise],
            "ended": {str(gone.finding): gone.how.value for gone in phase.changes.ended} if phase.changes else {},
            "beside": sorted(beside.rule for beside in phase.beside),
        }
        for analysis, phase in zip(evaluation.phases, result.phases or (result,), strict=True)
    ]
