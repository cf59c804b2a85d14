"""What an exercise asks, whatever its texts and options are: two that agree in this are the same exercise."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from reasoner.model.exercise import QuestionType
from reasoner.model.scenario import Scenario
from reasoner.teach.question import Question


def asked(question: Question[Any]) -> Hashable:
    """What an exercise asks: its type, its scenario, and what of it."""
    return (question.type, _OF[question.type](question))


def _case(scenario: Scenario) -> Hashable:
    """A scenario, without its title and the order in which it names things."""
    phases = tuple(
        tuple(frozenset(getattr(phase, name)) for name in ("given", "measured", "remove", "block", "force", "release"))
        for phase in scenario.phases
    )
    return (scenario.setting, frozenset(scenario.history), phases)


_OF: dict[QuestionType, Callable[[Any], Hashable]] = {
    QuestionType.predict: lambda each: _case(each.scenario),
    QuestionType.missing: lambda each: (_case(each.scenario), each.goal),
    QuestionType.build: lambda each: (_case(each.scenario), frozenset(each.goals)),
    QuestionType.intervene: lambda each: (_case(each.scenario), each.end),
    QuestionType.order: lambda each: (_case(each.scenario), each.chain[-1]),
    QuestionType.spot: lambda each: (_case(each.scenario), each.steps[-1].then),
    QuestionType.extent: lambda each: (each.premise, each.conclusion),
    QuestionType.contrast: lambda each: frozenset(map(_case, each.scenarios)),
    QuestionType.hypothesis: lambda each: (_case(each.scenario), each.group.id, frozenset(each.observation)),
    QuestionType.agenda: lambda each: (_case(each.scenario), each.doc.asks, each.doc.fired),
    QuestionType.rule: lambda each: each.reference,
    QuestionType.flaw: lambda each: (
        _case(each.scenario),
        frozenset((line.holds, line.fails, line.ends, line.block, line.says) for line in each.doc.argument),
        frozenset(each.rules),
    ),
}
