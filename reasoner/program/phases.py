"""What is given and set in each phase: changes applied in the order remove, release, given, block, force."""

from __future__ import annotations

from reasoner.errors import InputError, Problem
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.values import Value


class Inputs(Value):
    """What one phase is given, in the order it was asserted.

    Attributes:
        name: of the phase.
        given: findings observed in this phase, carried ones first.
        measured: numbers.
        block: nodes fixed to down.
        force: nodes fixed to up.
    """

    name: str
    given: tuple[Finding, ...] = ()
    measured: tuple[Measurement, ...] = ()
    block: tuple[Node, ...] = ()
    force: tuple[Node, ...] = ()


def inputs(kb: KnowledgeBase, scenario: Scenario) -> tuple[Inputs, ...]:
    """The inputs of every phase. Conditions, numbers and interventions carry over, other observations do not.

    Raises:
        InputError: something is removed or released that is not there (E024), one measure twice (E026), or a node
            both blocked and forced in one phase (E020).
    """
    found: list[Inputs] = []
    problems: list[Problem] = []
    carried = Inputs("")
    for number, phase in enumerate(scenario.phases):
        wrong: list[Problem] = []
        current = _apply(kb, carried, phase, wrong)
        problems += [problem.in_phase(number) for problem in wrong]
        found.append(current)
        kept = tuple(finding for finding in current.given if kb.is_condition(finding))
        carried = Inputs("", kept, current.measured, current.block, current.force)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _apply(kb: KnowledgeBase, before: Inputs, phase: Phase, problems: list[Problem]) -> Inputs:
    given = dict.fromkeys(before.given)
    measured = {measurement.measure: measurement for measurement in before.measured}
    fixed: dict[Node, bool] = dict.fromkeys(before.block, True) | dict.fromkeys(before.force, False)
    where = f" in phase {phase.name}" if phase.name else ""

    def missing(name: str, verb: str, subject: object) -> None:
        message = f"{name} cannot be {verb}{where}: it is not there"
        problems.append(Problem("E024", message, None, (_there(kb, before),), str(subject)))

    for finding in phase.remove:
        if given.pop(finding, _ABSENT) is _ABSENT:
            missing(kb.label(finding), "removed", finding)
    for measure in phase.remove_measured:
        if measured.pop(measure, None) is None:
            missing(kb.entities[measure].label, "removed", measure)
    for node in phase.release:
        if fixed.pop(node, None) is None:
            missing(kb.name(node), "released", node)
    for finding in phase.given:
        if finding.contrary not in phase.given:  # both at once is an error of the phase, and found there
            given.pop(finding.contrary, None)
        given[finding] = None
    for position, number in enumerate(phase.measured):
        if number.measure in {other.measure for other in phase.measured[:position]}:
            message = f"{kb.entities[number.measure].label} is given two values{where}"
            problems.append(Problem("E026", message, subject=number.measure))
        measured[number.measure] = number
    for node in phase.block:
        fixed[node] = True
    for node in phase.force:
        if node in phase.block:
            problems.append(
                Problem("E020", f"{kb.name(node)} is both blocked and forced{where}", subject=f"force {node}")
            )
        fixed[node] = False
    return Inputs(
        phase.name,
        tuple(given),
        tuple(measured.values()),
        tuple(node for node, down in fixed.items() if down),
        tuple(node for node, down in fixed.items() if not down),
    )


_ABSENT = object()


def _there(kb: KnowledgeBase, before: Inputs) -> str:
    things = [kb.label(finding) for finding in before.given]
    things += [kb.name(node) for node in (*before.block, *before.force)]
    return "given or set so far: " + (", ".join(things) if things else "nothing")
