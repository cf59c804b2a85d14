"""Observations: which of them count, and what they say along `is_a` and `implies`."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, Problem
from reasoner.model.entity import Threshold
from reasoner.model.finding import Finding, Measurement
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.interventions import Fixed
from reasoner.program.universe import reach
from reasoner.values import Value


class Observation(Value):
    """Something observed: a finding given as such, or one that a number means by a threshold."""

    finding: Finding
    measurement: Measurement | None = None
    threshold: Threshold | None = None


class Observed(Value):
    """The observations that count.

    Attributes:
        given: each finding observed, with what it was read from.
        closure: what is observed with them along `is_a` and `implies`.
        warnings: observations that do not count.
    """

    given: dict[Finding, Observation]
    closure: frozenset[Finding]
    warnings: tuple[Problem, ...]


def spread(kb: KnowledgeBase, findings: Iterable[Finding], fixed: Fixed | None = None) -> frozenset[Finding]:
    """The findings and what they give in their own places, without stepping into nodes that are fixed."""
    return reach(kb, findings, places=False, barred=fixed or ())


def readings(kb: KnowledgeBase, given: Iterable[Finding], measured: Iterable[Measurement]) -> list[Observation]:
    """Every observation of a phase, numbers read by their thresholds.

    Raises:
        InputError: a number in a unit that its thresholds do not use (E026).
    """
    found = [Observation(finding) for finding in given]
    problems: list[Problem] = []
    for number in measured:
        thresholds = kb.entities[number.measure].thresholds
        bounds = kb.entities[number.measure].range
        if bounds and not bounds[0] <= number.value <= bounds[1]:
            label = kb.entities[number.measure].label
            message = f"{label} = {number.value} {number.unit} cannot be: it lies between {bounds[0]} and {bounds[1]}"
            problems.append(Problem("E026", message, subject=number.measure))
        fitting = [threshold for threshold in thresholds if threshold.unit == number.unit]
        if not fitting:
            units = ", ".join(sorted({threshold.unit for threshold in thresholds}))
            label = kb.entities[number.measure].label
            problems.append(
                Problem(
                    "E026",
                    f"{label} is not measured in {number.unit} here",
                    None,
                    (f"use {units}",) if units else (),
                    number.measure,
                )
            )
        found += [
            Observation(Finding.parse(threshold.gives), number, threshold)
            for threshold in fitting
            if threshold.met_by(number.value)
        ]
    if problems:
        raise InputError(problems)
    return found


def without_overridden(
    kb: KnowledgeBase, observations: list[Observation], fixed: Fixed
) -> tuple[list[Observation], list[Problem]]:
    """Drop the observations that a forced finding excludes by an incompatible set.

    Args:
        kb: the knowledge base.
        observations: all of a phase.
        fixed: the nodes that are fixed.

    Returns:
        The observations left, and a warning for each of the others.

    Raises:
        InputError: two members of a set are forced in one place (E022).
    """
    forced = spread(kb, (Finding(*node) for node, why in fixed.nodes.items() if not why.down), fixed)
    kept: list[Observation] = []
    warnings: list[Problem] = []
    for first, second in clashes(kb, forced):
        raise InputError(
            Problem(
                "E022",
                f"{kb.label(first)} and {kb.label(second)} exclude each other; both are forced",
                subject=str(second),
            )
        )
    for observation in observations:
        own = spread(kb, [observation.finding], fixed) if observation.finding.node not in fixed else ()
        clash = next(((a, b) for a in sorted(forced, key=str) for b in sorted(own, key=str) if exclude(kb, a, b)), None)
        if clash:
            warnings.append(
                Problem(
                    "W022",
                    f"{text(kb, observation)} does not count: {kb.label(clash[0])} is forced, which excludes it",
                )
            )
        else:
            kept.append(observation)
    return kept, warnings


def observe(
    kb: KnowledgeBase, observations: list[Observation], measured: Iterable[Measurement], fixed: Fixed
) -> Observed:
    """Which observations count beside what is fixed.

    Raises:
        InputError: both directions of a node are observed (E021), members of an incompatible set are observed in one
            place (E022), or a number contradicts a given finding (E026).
    """
    counting: list[Observation] = []
    warnings: list[Problem] = []
    for observation in observations:
        finding = observation.finding
        if cell_id := fixed.cell_of(finding.place):
            cell = kb.entities[cell_id].label
            warnings.append(Problem("W021", f"{text(kb, observation)} does not count: {cell} are blocked"))
        elif finding.node in fixed.nodes:
            if fixed.nodes[finding.node].down != finding.down:
                warnings.append(
                    Problem("W020", f"{text(kb, observation)} does not count while an intervention says the contrary")
                )
        else:
            counting.append(observation)
    closure = spread(kb, (observation.finding for observation in counting), fixed)
    problems = [*_both_ways(kb, closure, counting), *_unmet(kb, counting, measured, fixed)]
    problems += [
        Problem(
            "E022",
            f"{kb.label(first)} and {kb.label(second)} exclude each other; both are given"
            f"{_sources(kb, counting, fixed, first, second)}",
            None,
            ("remove one of the two",),
            _named(kb, counting, second),
        )
        for first, second in clashes(kb, closure)
    ]
    if problems:
        raise InputError(problems)
    return Observed({observation.finding: observation for observation in reversed(counting)}, closure, tuple(warnings))


def text(kb: KnowledgeBase, observation: Observation) -> str:
    """An observation as a reader says it."""
    label = kb.label(observation.finding)
    if observation.measurement is None:
        return label
    number = observation.measurement
    return f"{label} ({kb.entities[number.measure].label} = {number.value} {number.unit})"


def _both_ways(kb: KnowledgeBase, closure: frozenset[Finding], counting: list[Observation]) -> Iterable[Problem]:
    for finding in sorted(closure, key=str):
        if not finding.down and finding.contrary in closure:
            sides = [
                ", ".join(text(kb, o) for o in counting if side in spread(kb, [o.finding]))
                for side in (finding, finding.contrary)
            ]
            both = f"both {kb.label(finding)} and {kb.label(finding.contrary)} are given"
            yield Problem(
                "E021",
                f"{both}: by {sides[0]}, and by {sides[1]}",
                None,
                ("remove one of the two",),
                _named(kb, counting, finding.contrary),
            )


def _named(kb: KnowledgeBase, counting: list[Observation], finding: Finding) -> str:
    """What was given that says a finding, as it was given."""
    first = next(o for o in counting if finding in spread(kb, [o.finding]))
    return first.measurement.measure if first.measurement else str(first.finding)


def _unmet(
    kb: KnowledgeBase, counting: list[Observation], measured: Iterable[Measurement], fixed: Fixed
) -> Iterable[Problem]:
    """Numbers that miss the threshold of a finding that is given otherwise."""
    given = spread(kb, (o.finding for o in counting if o.measurement is None), fixed)
    for number in measured:
        outcomes: dict[bool, set[Finding]] = {True: set(), False: set()}
        for threshold in kb.entities[number.measure].thresholds:
            outcomes[threshold.met_by(number.value)].add(Finding.parse(threshold.gives))
        for finding in sorted((outcomes[False] - outcomes[True]) & given, key=str):
            measure = kb.entities[number.measure].label
            yield Problem(
                "E026",
                f"{measure} = {number.value} {number.unit} contradicts {kb.label(finding)}, which is given",
                None,
                ("remove the number or the finding",),
                number.measure,
            )


def exclude(kb: KnowledgeBase, first: Finding, second: Finding) -> bool:
    """Whether two findings of one place are different members of an incompatible set."""
    if first.down or second.down or first.place != second.place or first.entity == second.entity:
        return False
    return any(first.entity in group.members and second.entity in group.members for group in kb.incompatible)


def clashes(kb: KnowledgeBase, findings: Iterable[Finding]) -> list[tuple[Finding, Finding]]:
    """The pairs that exclude each other, each once, in order."""
    ordered = sorted((finding for finding in findings if finding.entity in kb.exclusive), key=str)
    return [(a, b) for number, a in enumerate(ordered) for b in ordered[number + 1 :] if exclude(kb, a, b)]


def _sources(kb: KnowledgeBase, counting: list[Observation], fixed: Fixed, first: Finding, second: Finding) -> str:
    sides = [
        next((text(kb, o) for o in counting if side in spread(kb, [o.finding], fixed)), "") for side in (first, second)
    ]
    plain = [kb.label(first), kb.label(second)]
    return "" if sides == plain else f" (by {sides[0]}, and by {sides[1]})"
