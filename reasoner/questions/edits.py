"""Changes of a scenario: in words, and applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reasoner.explain.obstacles import Edit
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.program.phases import inputs


def label_of(kb: KnowledgeBase, edit: Edit) -> str:
    """A change in words."""
    kind, what = edit
    if kind in ("give", "history"):
        label = kb.label(Finding.parse(what))
        return f"add {label}" if kind == "give" else f"give {label} as history"
    if kind == "remove":
        return f"take away {kb.entities[what].label if what in kb.entities else kb.label(Finding.parse(what))}"
    if kind == "release":
        return f"release {kb.name(Node.parse(what))}"
    if kind in ("cancer", "stage", "site"):
        return f"name the {kind} ({kb.entities[what].label})"
    if kind == "assume":
        return f"assume {what}"
    return "let evidence from other settings count" if what == "strict context" else "let all systems count"


def apply(kb: KnowledgeBase, scenario: Scenario, edits: Iterable[Edit]) -> Scenario:
    """A scenario with changes: those of setting and history everywhere, the others in the last phase.

    Args:
        kb: the knowledge base.
        scenario: it.
        edits: the changes.
    """
    before = inputs(kb, scenario.model_copy(update={"phases": scenario.phases[:-1]})) if scenario.phases[1:] else ()
    carried = before[-1] if before else None
    setting, history, last = scenario.setting, scenario.history, scenario.phases[-1]
    for kind, what in sorted(edits):
        if kind in ("cancer", "stage", "site"):
            setting = setting.model_copy(update={kind: what})
        elif kind == "assume":
            group, _, option = what.partition("/")
            assume = (*(each for each in setting.assume if each[0] != group), (group, option))
            setting = setting.model_copy(update={"assume": assume})
        elif kind == "evidence":
            update = {"strict_context": False} if what == "strict context" else {"system": None}
            setting = setting.model_copy(update=update)
        elif kind == "history":
            history = (*history, Finding.parse(what))
        elif kind == "give":
            last = last.model_copy(update={"given": (*last.given, Finding.parse(what))})
        elif kind == "release":
            last = _released(last, Node.parse(what), (*carried.block, *carried.force) if carried else ())
        elif what in {each.measure for each in (*last.measured, *(carried.measured if carried else ()))}:
            last = _unmeasured(last, what, carried.measured if carried else ())
        else:
            last = _removed(kb, last, Finding.parse(what), carried.given if carried else ())
    return scenario.model_copy(update={"setting": setting, "history": history, "phases": (*scenario.phases[:-1], last)})


def _released(phase: Phase, node: Node, carried: Sequence[Node]) -> Phase:
    release = (*phase.release, node) if node in carried and node not in phase.release else phase.release
    return phase.model_copy(
        update={
            "block": tuple(each for each in phase.block if each != node),
            "force": tuple(each for each in phase.force if each != node),
            "release": release,
        }
    )


def _unmeasured(phase: Phase, measure: str, carried: Sequence[Measurement]) -> Phase:
    there = measure in {each.measure for each in carried} and measure not in phase.remove_measured
    return phase.model_copy(
        update={
            "measured": tuple(each for each in phase.measured if each.measure != measure),
            "remove_measured": (*phase.remove_measured, measure) if there else phase.remove_measured,
        }
    )


def _removed(kb: KnowledgeBase, phase: Phase, finding: Finding, carried: Sequence[Finding]) -> Phase:
    there = finding in carried and kb.is_condition(finding) and finding not in phase.remove
    return phase.model_copy(
        update={
            "given": tuple(each for each in phase.given if each != finding),
            "remove": (*phase.remove, finding) if there else phase.remove,
        }
    )
