"""Changes to a scenario: each takes one and gives another. They change the last phase, or the setting.

A phase says what is different from the one before it, so what is taken away is either left out of the phase or, where
it was carried over, removed by it. Expectations that came with a file hold for the scenario as it was loaded: a change
leaves them behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from reasoner.errors import Problem, UsageError
from reasoner.model.evidence import System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.model.supposition import Supposition
from reasoner.program.phases import Inputs, inputs

# Every word that a change can begin with, and what it stands for.
VERBS = {
    **dict.fromkeys(("give", "given", "assert", "add", "observe"), "give"),
    **dict.fromkeys(("remove", "retract", "drop", "no", "without"), "remove"),
    **dict.fromkeys(("block", "inhibit"), "block"),
    "force": "force",
    **dict.fromkeys(("release", "unblock"), "release"),
    **{key: key for key in ("cancer", "stage", "site", "assume")},
}


def current(kb: KnowledgeBase, scenario: Scenario) -> Inputs:
    """What the last phase is given and fixed to, carried over or not."""
    return inputs(kb, scenario)[-1]


def give(kb: KnowledgeBase, scenario: Scenario, finding: Finding) -> Scenario:
    """Observe a finding."""
    last = scenario.phases[-1]
    if finding in last.remove:
        back = _last(scenario, remove=_without(last.remove, finding))
        if finding in current(kb, back).given:
            return back
        scenario, last = back, back.phases[-1]
    if finding in current(kb, scenario).given:
        return scenario
    return _last(scenario, given=(*last.given, finding))


def measure(kb: KnowledgeBase, scenario: Scenario, number: Measurement) -> Scenario:
    """Give a number; it takes the place of another one of its measure."""
    last = scenario.phases[-1]
    others = tuple(each for each in last.measured if each.measure != number.measure)
    if number in current(kb, scenario).measured:
        return scenario
    return _last(scenario, measured=(*others, number), remove_measured=_without(last.remove_measured, number.measure))


def retract(kb: KnowledgeBase, scenario: Scenario, finding: Finding) -> Scenario:
    """Take back what is given.

    Raises:
        UsageError: it is not given (E024).
    """
    if finding not in current(kb, scenario).given:
        raise not_there(kb, scenario, f"{kb.label(finding)} is not given")
    last = scenario.phases[-1]
    changed = _last(scenario, given=_without(last.given, finding))
    for back in (finding, finding.contrary):  # what was carried over, and what this had taken the place of
        if back in current(kb, changed).given:
            changed = _last(changed, remove=(*changed.phases[-1].remove, back))
    return changed


def unmeasure(kb: KnowledgeBase, scenario: Scenario, measure_: str) -> Scenario:
    """Take back a number.

    Raises:
        UsageError: its measure has none (E024).
    """
    if not _has_number(kb, scenario, measure_):
        raise not_there(kb, scenario, f"no number is given for {kb.entities[measure_].label}")
    last = scenario.phases[-1]
    changed = _last(scenario, measured=tuple(each for each in last.measured if each.measure != measure_))
    if _has_number(kb, changed, measure_):
        changed = _last(changed, remove_measured=(*last.remove_measured, measure_))
    return changed


def block(kb: KnowledgeBase, scenario: Scenario, node: Node) -> Scenario:
    """Fix a node to down."""
    return _fix(kb, scenario, node, "block")


def force(kb: KnowledgeBase, scenario: Scenario, node: Node) -> Scenario:
    """Fix a node to up."""
    return _fix(kb, scenario, node, "force")


def release(kb: KnowledgeBase, scenario: Scenario, node: Node) -> Scenario:
    """Let a node go that is fixed.

    Raises:
        UsageError: it is not fixed (E024).
    """
    if node not in _fixed(kb, scenario):
        raise not_there(kb, scenario, f"{kb.name(node)} is neither inhibited nor forced")
    last = scenario.phases[-1]
    changed = _last(scenario, block=_without(last.block, node), force=_without(last.force, node))
    if node in _fixed(kb, changed):
        changed = _last(changed, release=(*last.release, node))
    return changed


def place_in(scenario: Scenario, key: str, value: str | None) -> Scenario:
    """Set the cancer, the stage or the site; None takes it back."""
    return _set(scenario, **{key: value})


def unfilter(scenario: Scenario, key: str) -> Scenario:
    """Let all evidence count again: of other settings (`strict_context`), or of other systems (`system`)."""
    return _set(scenario, **{key: Setting().model_dump()[key]})


def strictly(scenario: Scenario) -> Scenario:
    """Let evidence from other settings count for nothing."""
    return _set(scenario, strict_context=True)


def only_from(scenario: Scenario, system: System) -> Scenario:
    """Let evidence of one experimental system count alone."""
    return _set(scenario, system=system)


def lies_before(scenario: Scenario, findings: Iterable[Finding]) -> Scenario:
    """Say what lies before the first phase; nothing takes it back."""
    return _changed(scenario, history=tuple(dict.fromkeys(findings)))


def assume(scenario: Scenario, group: str, option: str | None) -> Scenario:
    """Assume an option of a hypothesis group in place of any other; None assumes none of them."""
    others = [pair for pair in scenario.setting.assume if pair[0] != group]
    return _set(scenario, assume=tuple(sorted([*others, *([(group, option)] if option else [])])))


def suppose(scenario: Scenario, supposition: Supposition | None) -> Scenario:
    """Suppose something more; None supposes nothing."""
    before = scenario.setting.suppose
    return _set(scenario, suppose=tuple(dict.fromkeys((*before, supposition))) if supposition else ())


def next_phase(scenario: Scenario, name: str = "") -> Scenario:
    """Begin another phase, in which conditions, numbers and interventions carry over."""
    return _changed(scenario, phases=(*scenario.phases, Phase(name=name)))


def not_there(kb: KnowledgeBase, scenario: Scenario, message: str) -> UsageError:
    """The error for taking away what is not there; its help says what is."""
    now = current(kb, scenario)
    given = [kb.label(finding) for finding in now.given] + [kb.entities[each.measure].label for each in now.measured]
    fixed = [kb.name(node) for node in (*now.block, *now.force)]
    help_ = [f"{word}: {', '.join(names)}" for word, names in (("given", given), ("fixed", fixed)) if names]
    return UsageError(Problem("E024", message, None, tuple(help_) or ("nothing is given or fixed",)))


# ---------------------------------------------------------------- parts


def _fix(kb: KnowledgeBase, scenario: Scenario, node: Node, how: str) -> Scenario:
    last = scenario.phases[-1]
    if node in last.release:
        back = _last(scenario, release=_without(last.release, node))
        if node in getattr(current(kb, back), how):
            return back
        scenario, last = back, back.phases[-1]
    if node in getattr(current(kb, scenario), how):
        return scenario
    return _last(scenario, **{how: (*getattr(last, how), node)})


def _fixed(kb: KnowledgeBase, scenario: Scenario) -> tuple[Node, ...]:
    now = current(kb, scenario)
    return (*now.block, *now.force)


def _has_number(kb: KnowledgeBase, scenario: Scenario, measure_: str) -> bool:
    return any(each.measure == measure_ for each in current(kb, scenario).measured)


def _without(values: Iterable[Any], value: object) -> tuple[Any, ...]:
    return tuple(each for each in values if each != value)


def _last(scenario: Scenario, **parts: object) -> Scenario:
    return _changed(scenario, phases=(*scenario.phases[:-1], scenario.phases[-1].model_copy(update=parts)))


def _set(scenario: Scenario, **parts: object) -> Scenario:
    return _changed(scenario, setting=scenario.setting.model_copy(update=parts))


def _changed(scenario: Scenario, **parts: object) -> Scenario:
    changed = scenario.model_copy(update=parts)
    if changed == scenario:
        return scenario
    phases = tuple(phase.model_copy(update={"expect": None}) for phase in changed.phases)
    return changed.model_copy(update={"phases": phases, "xfail": ""})


Edit = Callable[[KnowledgeBase, Scenario, Any], Scenario]
