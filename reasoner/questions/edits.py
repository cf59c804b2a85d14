"""Changes of a scenario: in words, and applied."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.explain.obstacles import Edit
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.program import edits

_TAKING = ("release", "remove")


def label_of(kb: KnowledgeBase, edit: Edit) -> str:
    """A change in words."""
    kind, what = edit
    if kind in ("give", "history"):
        label = kb.label(Finding.parse(what))
        return f"add {label}" if kind == "give" else f"have {label} before (history)"
    if kind == "remove":
        return f"take away {kb.entities[what].label if what in kb.entities else kb.label(Finding.parse(what))}"
    if kind == "release":
        return f"release {kb.name(Node.parse(what))}"
    if kind in ("cancer", "stage", "site"):
        return f"name the {kind} ({kb.entities[what].label})"
    if kind == "assume":
        return f"assume {what}"
    return "let evidence from other settings count" if what == "strict context" else "let all systems count"


def apply(kb: KnowledgeBase, scenario: Scenario, changes: Iterable[Edit]) -> Scenario:
    """A scenario with changes: those of setting and history everywhere, the others in the last phase.

    Args:
        kb: the knowledge base.
        scenario: it.
        changes: they; what is taken away goes before anything is given in its place.
    """
    for kind, what in sorted(changes, key=lambda each: (each.kind not in _TAKING, each)):
        if kind == "release":
            scenario = edits.release(kb, scenario, Node.parse(what))
        elif kind == "remove" and kb.entities.get(what) and kb.entities[what].kind is Kind.measure:
            scenario = edits.unmeasure(kb, scenario, what)
        elif kind == "remove":
            scenario = edits.retract(kb, scenario, Finding.parse(what))
        elif kind == "give":
            scenario = edits.give(kb, scenario, Finding.parse(what))
        elif kind == "assume":
            scenario = edits.assume(scenario, *what.split("/", 1))
        elif kind == "history":
            scenario = scenario.model_copy(update={"history": (*scenario.history, Finding.parse(what))})
        elif kind == "evidence":
            scenario = edits.unfilter(scenario, "strict_context" if what == "strict context" else "system")
        else:
            scenario = edits.place_in(scenario, kind, what)
    return scenario
