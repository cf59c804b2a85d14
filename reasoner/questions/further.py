"""What to give next: every further condition tried out, all of them side by side in the columns engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reasoner.engines.columns import Columns, holding, side_by_side
from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.explain.report import finding_result
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.further import Candidate, Excluded, How, Next, Shift
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult
from reasoner.pipeline import Evaluation, Reasoner, has_therapy
from reasoner.program import edits
from reasoner.program.ground import Layer
from reasoner.program.phases import inputs
from reasoner.program.situation import Situation, situation

MOST = 10
_FIRST = 3
_KINDS = (Kind.phenotype, Kind.process)
_HOWS = list(How)


def further(reasoner: Reasoner, evaluation: Evaluation, goal: Finding | None = None, most: int | None = MOST) -> Next:
    """What one more condition in the last phase would change, for each condition.

    Args:
        reasoner: of the knowledge base.
        evaluation: the scenario.
        goal: a finding; then only conditions that bring it, take it away or change its support are listed.
        most: how many conditions are listed; None for all.
    """
    kb, scenario, last = reasoner.kb, evaluation.scenario, evaluation.last
    tried, excluded = _tried(reasoner, evaluation)
    specific = reasoner.specificity(scenario) if tried else {}
    found = [(each, *_candidate(kb, each, goal, specific)) for each in _outcomes(tried, last, goal)]
    found = sorted(
        (each for each in found if each[1]), key=lambda each: (_weight(each[1], goal), -each[2], str(each[0].condition))
    )
    shown = found if most is None else found[:most]
    therapy = has_therapy(kb, scenario) or any(kb.kind(each.condition) is Kind.therapy for each, _, _ in shown)
    return Next.of(
        knowledge_base=kb.digest,
        goal=goal,
        goal_label=kb.label(goal) if goal else "",
        goal_support=last.judge(goal).support if goal and last.holds(goal) else None,
        goal_stated=bool(goal and last.holds(goal) and last.judge(goal).stated),
        candidates=tuple(
            Candidate.of(
                condition=each.condition,
                label=kb.label(each.condition),
                shifts=tuple(shifts),
                specificity=round(sum_, 6),
                first=tuple(_results(reasoner, last, each, shifts[:_FIRST])),
            )
            for each, shifts, sum_ in shown
        ),
        more=len(found) - len(shown),
        without_effect=len(tried) - len(found),
        excluded=tuple(excluded),
        **evaluation.standing,
        advice=kb.no_advice if therapy else "",
    )


class _Outcome(NamedTuple):
    """What a condition leads to.

    Attributes:
        condition: it.
        situation: the last phase with it.
        number, models: its place in the block that was computed, and what holds there, atom by atom.
        supports: for each finding that it changes its support without and with it.
    """

    condition: Finding
    situation: Situation
    number: int
    models: Sequence[int]
    supports: Mapping[Finding, tuple[Grade | None, Grade | None]]


def _tried(reasoner: Reasoner, evaluation: Evaluation) -> tuple[list[tuple[Finding, Situation]], list[Excluded]]:
    """The last phase with each condition that is not given; and those with which it contradicts itself."""
    kb, scenario = reasoner.kb, evaluation.scenario
    past = evaluation.past
    tried: list[tuple[Finding, Situation]] = []
    excluded: list[Excluded] = []
    for condition in kb.conditions:
        if condition in evaluation.last.situation.inputs.given:
            continue
        other = edits.give(kb, scenario, condition)
        try:
            tried.append((condition, situation(reasoner.grounder, other, inputs(kb, other)[-1], past)))
        except InputError as error:
            message = error.problems[0].message
            excluded.append(Excluded.of(condition=condition, label=kb.label(condition), message=message))
    return tried, excluded


def _outcomes(tried: list[tuple[Finding, Situation]], last: Analysis, goal: Finding | None) -> Iterator[_Outcome]:
    """What each condition changes: of the findings that cited rules conclude, or of the goal, whatever gives it."""
    situations = [last.situation, *(each for _, each in tried)]  # number 0 is the phase as it is
    block = side_by_side(situations)
    columns = Columns.of(block.program)
    models = columns.models(block)
    supports = columns.supports(block, models)
    concluded = columns.concluded(block, models)
    changes: list[dict[Finding, tuple[Grade | None, Grade | None]]] = [{} for _ in situations]
    everything = (1 << block.width) - 1
    for number, (finding, layer) in enumerate(block.program.atoms):
        if layer is not Layer.holds or (goal is not None and finding != goal):
            continue
        counts = everything if goal is not None else concluded.get(number, 0)
        if not counts:
            continue
        levels = [supports[grade][number] for grade in Grade]
        different = 0
        for column in levels:
            different |= column ^ (everything if column & 1 else 0)
        while different:
            bit = different & -different
            different ^= bit
            was, now = (max((g for g, c in zip(Grade, levels, strict=True) if c & at), default=None) for at in (1, bit))
            firm = bit if was is None or (now is not None and now > was) else 1  # where it holds more firmly
            if counts & firm:
                changes[bit.bit_length() - 1][finding] = (was, now)
    for number, (condition, ready) in enumerate(tried, start=1):
        yield _Outcome(condition, ready, number, models, changes[number])


def _candidate(
    kb: KnowledgeBase, each: _Outcome, goal: Finding | None, specific: Mapping[Finding, float]
) -> tuple[list[Shift], float]:
    """What a condition changes, in the order in which it is told; and how specific what it gains and loses is."""
    if goal is not None and each.condition == goal:
        return [], 0.0  # to give what is asked for tells nothing
    shifts = [
        Shift.of(finding=finding, label=kb.label(finding), kind=kb.kind(finding), how=_how(was, now), was=was, now=now)
        for finding, (was, now) in each.supports.items()
    ]
    shifts.sort(
        key=lambda shift: (
            shift.how in (How.firmer, How.weaker),
            _KINDS.index(shift.kind) if shift.kind in _KINDS else len(_KINDS),
            -max(grade for grade in (shift.was, shift.now) if grade is not None),
            -specific.get(shift.finding, 0.0),
            str(shift.finding),
        )
    )
    sum_ = sum(specific.get(shift.finding, 0.0) for shift in shifts if shift.how in (How.gained, How.lost))
    return shifts, sum_


def _how(was: Grade | None, now: Grade | None) -> How:
    if was is None or now is None:
        return How.gained if was is None else How.lost
    return How.firmer if now > was else How.weaker


def _weight(shifts: list[Shift], goal: Finding | None) -> tuple[int, ...]:
    """Smaller is better: many findings; with a goal, how it ends, and how firmly."""
    if goal is None:
        return (-len(shifts),)
    (shift,) = shifts
    return (_HOWS.index(shift.how), -(shift.now or 0))


def _results(reasoner: Reasoner, last: Analysis, each: _Outcome, shifts: list[Shift]) -> Iterator[FindingResult]:
    after = None
    for shift in shifts:
        if shift.how is How.lost:
            yield finding_result(last, shift.finding)
            continue
        after = after or Analysis(each.situation, holding(each.models, each.number), reasoner.grounder.groups)
        yield finding_result(after, shift.finding)
