"""What an exercise asks, whatever its texts and options are: two that agree in this are the same exercise."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from reasoner.errors import UsageError
from reasoner.knowledge.resolve import Resolver
from reasoner.knowledge.suppositions import supposition
from reasoner.model.scenario import Scenario
from reasoner.teach.documents import ClaimDoc, ExerciseDoc
from reasoner.teach.sheet import Sheet


def asked(sheet: Sheet, doc: ExerciseDoc) -> Hashable:
    """What an exercise asks: its type, its scenario, and what of it.

    Args:
        sheet: resolves names; one that is none counts as written.
        doc: the exercise.
    """
    kind: str = doc.type  # type: ignore[attr-defined]
    return (kind, _OF[kind](sheet, doc))


def _case(sheet: Sheet, doc: Any) -> Hashable:
    """The scenario of a document, without its title and the order in which it names things."""
    resolver = Resolver(sheet.desk.kb, sheet.desk.names, sheet.where)  # whether it is sound is not asked here
    return _canonical(resolver.scenario(doc.scenario) or Scenario())


def _canonical(scenario: Scenario) -> Hashable:
    """A scenario, without its title and the order in which it names things."""
    names = ("given", "measured", "remove", "block", "force", "release")
    phases = tuple(tuple(frozenset(getattr(phase, name)) for name in names) for phase in scenario.phases)
    return (scenario.setting, frozenset(scenario.history), phases)


def _rule(sheet: Sheet, text: str) -> str:
    """A rule, or a step, in canonical ids."""
    try:
        return str(supposition(sheet.desk.kb, sheet.desk.names, text))
    except UsageError:
        return text


def _claim(sheet: Sheet, doc: ClaimDoc) -> Hashable:
    names = (doc.holds, doc.fails, doc.ends, doc.block)
    return (*(each and sheet.finding(each) for each in names), doc.says and _rule(sheet, doc.says))


_OF: dict[str, Callable[[Sheet, Any], Hashable]] = {
    "predict": _case,
    "missing": lambda sheet, doc: (_case(sheet, doc), sheet.finding(doc.goal)),
    "build": lambda sheet, doc: (_case(sheet, doc), frozenset(map(sheet.finding, doc.goals))),
    "intervene": lambda sheet, doc: (_case(sheet, doc), sheet.finding(doc.end)),
    "order": lambda sheet, doc: (_case(sheet, doc), sheet.finding(doc.chain[-1])),
    "spot": lambda sheet, doc: (_case(sheet, doc), _rule(sheet, doc.steps[-1])),
    "extent": lambda sheet, doc: (sheet.finding(doc.premise), sheet.finding(doc.conclusion)),
    "contrast": lambda sheet, doc: frozenset(_case(sheet, each) for each in doc.situations),
    "hypothesis": lambda sheet, doc: (
        _case(sheet, doc),
        doc.group,
        frozenset(map(sheet.finding, doc.observation)),
    ),
    "agenda": lambda sheet, doc: (_case(sheet, doc), doc.asks, doc.fired),
    "rule": lambda sheet, doc: _rule(sheet, doc.reference),
    "flaw": lambda sheet, doc: (
        _case(sheet, doc),
        frozenset(_claim(sheet, each) for each in doc.argument),
        frozenset(_rule(sheet, each) for each in doc.rules),
    ),
}
