"""`next` against every further condition evaluated on its own."""

from __future__ import annotations

import random
from collections import Counter

from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.explain.reach import Part
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.further import Next
from reasoner.pipeline import Reasoner
from reasoner.program import edits
from reasoner.program.ground import Layer
from reasoner.questions.further import further
from tests.questions.randomly import evaluations

CASES = 160
SEEN: Counter[str] = Counter()


def test_next_is_each_condition_evaluated_alone() -> None:
    for seed, reasoner, _, evaluation in evaluations(range(CASES)):
        kb, was = reasoner.kb, evaluation.last
        wanted, refused = {}, set()
        goal = random.Random(seed).choice([finding for finding, layer in was.program.atoms if layer is Layer.holds])
        bearing = {}
        for condition in kb.conditions:
            if condition in was.situation.inputs.given:
                continue
            try:
                after = Reasoner(kb).evaluate(edits.give(kb, evaluation.scenario, condition), "production").last
            except InputError:
                refused.add(condition)
                continue
            if changes := shifts(was, after):
                wanted[condition] = changes
            pair = support(was, goal), support(after, goal)
            if pair[0] != pair[1] and condition != goal:
                bearing[condition] = {goal: pair}
        answer = further(reasoner, evaluation, most=None)
        assert told(answer) == wanted, f"seed {seed}"
        assert {each.condition for each in answer.excluded} == refused, f"seed {seed}"
        counts = [len(each.shifts) for each in answer.candidates]
        assert counts == sorted(counts, reverse=True)
        for each in answer.candidates:
            assert [found.finding for found in each.first] == [shift.finding for shift in each.shifts[:3]]
            SEEN.update(shift.how for shift in each.shifts)
        few = further(reasoner, evaluation, most=2)
        assert few.candidates == answer.candidates[:2]
        assert few.more == len(answer.candidates[2:])
        aimed = further(reasoner, evaluation, goal, most=None)
        assert told(aimed) == bearing, f"seed {seed}, {goal}"
        assert aimed.goal_support == support(was, goal)
        SEEN["goal"] += bool(bearing)
        SEEN["several phases"] += len(evaluation.phases) > 1 and bool(wanted)
        SEEN["excluded"] += bool(refused)
    kinds = ("gained", "lost", "firmer", "weaker", "goal", "several phases", "excluded")
    assert all(SEEN[each] > 4 for each in kinds), SEEN


def told(answer: Next) -> dict[Finding, dict[Finding, tuple[Grade | None, Grade | None]]]:
    return {each.condition: {s.finding: (s.was, s.now) for s in each.shifts} for each in answer.candidates}


def support(analysis: Analysis, finding: Finding) -> Grade | None:
    return analysis.judge(finding).support if analysis.holds(finding) else None


def shifts(was: Analysis, now: Analysis) -> dict[Finding, tuple[Grade | None, Grade | None]]:
    """What differs, of what cited rules conclude in the model that has it, or has it more firmly."""
    sides = concluded(was), concluded(now)
    found = {}
    for finding in {*was.findings, *now.findings}:
        pair = support(was, finding), support(now, finding)
        if pair[0] == pair[1]:
            continue
        side = sides[pair[0] is None or (pair[1] is not None and pair[1] > pair[0])]
        if finding in side:
            found[finding] = pair
    return found


def concluded(analysis: Analysis) -> set[Finding]:
    """What a rule concludes, and what is given or set does not give by structure already."""
    atoms = analysis.program.atoms
    known = analysis.fired.derive((Part(lambda rule: False),)).masks
    rules = (rule for rule in analysis.fired.rules if not rule.step.structural and rule.head not in known)
    return {atoms[rule.head].finding for rule in rules if atoms[rule.head].layer is Layer.holds}
