"""`whatif` against two evaluations on their own, and every reason against what it says."""

from __future__ import annotations

import random
from collections import Counter

from reasoner.errors import UsageError
from reasoner.explain.analysis import Analysis
from reasoner.model.explanation import Via
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.whatif import Because, Difference, Reason, WhatIf
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.program.grading import allowed, backing
from reasoner.program.ground import Layer
from reasoner.questions.changing import changed
from reasoner.questions.whatif import whatif
from tests.questions.randomly import changes, evaluations

CASES = 320
LEAVES = (Because.given, Because.intervened, Because.persisting, Because.before, Because.history)
SEEN: Counter[str] = Counter()


def test_differences_are_those_of_two_evaluations_and_reasons_are_so() -> None:
    for seed, reasoner, names, evaluation in evaluations(range(CASES)):
        rng = random.Random(seed)
        for _ in range(6):
            texts = changes(rng, reasoner.kb, evaluation)
            try:
                answer = whatif(reasoner, names, evaluation, texts)
                scenario, _ = changed(names, reasoner.kb, evaluation.scenario, texts)
            except UsageError:
                continue
            after = Reasoner(reasoner.kb).evaluate(scenario, "production")
            said = f"seed {seed}: {texts}"
            assert parts(answer) == supports(evaluation, after), said
            for name in ("gained", "lost", "firmer", "weaker"):
                for each in getattr(answer, name):
                    sides = (evaluation.last, after.last)
                    here, there = sides[::-1] if name in ("gained", "firmer") else sides
                    check(each, here, there, said)
    assert {kind for kind in Because if SEEN[kind] < 3} == {Because.history}, SEEN  # which no change touches
    assert SEEN["weaker leaf"]
    assert SEEN["not the last step"] > 200


def parts(answer: WhatIf) -> dict[str, dict[str, tuple[object, object]]]:
    return {
        name: {str(each.finding.finding): (each.was, each.now) for each in getattr(answer, name)}
        for name in ("gained", "lost", "firmer", "weaker")
    }


def supports(before: Evaluation, after: Evaluation) -> dict[str, dict[str, tuple[object, object]]]:
    """The same, from the two models alone."""
    was, now = ({str(f): each.last.judge(f).support for f in each.last.findings} for each in (before, after))
    both = was.keys() & now.keys()
    return {
        "gained": {f: (None, now[f]) for f in now.keys() - was.keys()},
        "lost": {f: (was[f], None) for f in was.keys() - now.keys()},
        "firmer": {f: (was[f], now[f]) for f in both if now[f] > was[f]},
        "weaker": {f: (was[f], now[f]) for f in both if now[f] < was[f]},
    }


def check(each: Difference, here: Analysis, there: Analysis, said: str) -> None:
    """The root cause lies in the proof here, and is not there, is stopped there, or counts less there."""
    reason = each.reason
    said = f"{said}, {each.finding.finding}: {reason}"
    SEEN[reason.kind] += 1
    SEEN["not the last step"] += len(reason.path) > 2
    proof = here.judge(each.finding.finding).proof
    assert reason.path[0] == proof.finding, said
    for following in reason.path[1:]:
        proof = next(premise for premise in proof.premises if premise.finding == following)
    assert reason.finding == proof.finding, said
    if proof.rule and reason.kind not in LEAVES:
        assert reason.rule == proof.rule, said
    CHECKS[reason.kind](reason, here, there, said)


def leaf(reason: Reason, here: Analysis, there: Analysis, said: str) -> None:
    inputs, others = here.situation.inputs, there.situation.inputs
    if reason.kind is Because.given:
        numbers = set(inputs.measured) - set(others.measured)
        assert (reason.finding in inputs.given and reason.finding not in others.given) or numbers, said
        return
    via = {Because.persisting: Via.persisting, Because.before: Via.before, Because.history: Via.history}
    if reason.kind is Because.intervened:
        fixed = there.situation.fixed.nodes.get(reason.finding.node)
        assert here.situation.fixed.nodes[reason.finding.node].down == reason.finding.down, said
        assert fixed is None or fixed.down != reason.finding.down, said
        return
    layer = Layer.before if reason.kind is not Because.persisting else Layer.holds
    numbers = [side.program.number(reason.finding, layer) for side in (here, there)]
    sides = [
        None if number is None else side.situation.leaves.get(number)
        for side, number in zip((here, there), numbers, strict=True)
    ]
    assert sides[0] is not None, said
    assert sides[0].proof.via is via[reason.kind], said
    assert (sides[1] is not None) == reason.weaker, said
    assert sides[1] is None or sides[1].support < sides[0].support, said
    SEEN["weaker leaf"] += reason.weaker


def premises_hold(reason: Reason, kb: KnowledgeBase, there: Analysis) -> bool:
    """Whether what the rule, or the definition, needs is there."""
    if reason.rule is None:
        return True
    rule = kb.rules_by_id[reason.rule]
    forwards = any(
        all(
            there.program.number(each.finding, Layer.before if each.before else Layer.holds) in there.model
            for each in variant
        )
        for variant in rule.variants
    )
    return forwards or (rule.effect == "marks" and all(map(there.holds, rule.then)))


def stopped(reason: Reason, here: Analysis, there: Analysis, said: str) -> None:
    assert premises_hold(reason, here.kb, there), said
    node = reason.finding.node
    if reason.kind is Because.fixed:
        assert node in there.situation.fixed.nodes or reason.by is None, said
        was = here.situation.fixed.nodes.get(node)
        assert was is None or was.down == reason.finding.down, said
    elif reason.kind is Because.cell:
        assert there.situation.fixed.cell_of(node.place), said
        assert not here.situation.fixed.cell_of(node.place), said
    elif reason.kind is Because.observed:
        assert reason.finding.contrary in there.situation.observed.closure, said
        assert reason.finding.contrary not in here.situation.observed.closure, said


def exception(reason: Reason, here: Analysis, there: Analysis, said: str) -> None:
    assert premises_hold(reason, here.kb, there), said
    assert reason.by, said
    assert there.holds(reason.by), said
    assert not here.holds(reason.by), said
    rule = here.kb.rules_by_id[reason.rule or ""]
    assert any(
        each.entity == reason.by.entity
        and each.down == reason.by.down
        and here.kb.place_within(reason.by.place, each.place)
        for each in rule.unless
    ), said
    assert reason.because, said
    assert reason.because.path[0] == reason.by, said
    CHECKS[reason.because.kind](reason.because, there, here, said)


def exists(kb: KnowledgeBase, rule: Rule, analysis: Analysis) -> bool:
    setting = analysis.program.setting
    return allowed(kb, rule, setting) and backing(kb, rule, setting) is not None


def setting(reason: Reason, here: Analysis, there: Analysis, said: str) -> None:
    rule = here.kb.rules_by_id[reason.rule or ""]
    assert exists(here.kb, rule, here), said
    assert not exists(here.kb, rule, there), said


def lowered(reason: Reason, here: Analysis, there: Analysis, said: str) -> None:
    kb = here.kb
    rule = kb.rules_by_id[reason.rule or ""]
    assert premises_hold(reason, kb, there), said
    if reason.kind is not Because.requirement:
        first, second = (backing(kb, rule, side.program.setting) for side in (here, there))
        assert first, said
        assert second, said
        assert second.grade < first.grade, said
        assert reason.kind is Because.evidence or (second.extrapolated and not first.extrapolated), said
        return
    requirement = kb.rules_by_id[reason.requirement or ""]
    breached = [{each.rule.id for each in side.fired.breached} for side in (here, there)]
    assert requirement.id in breached[1], said
    assert reason.by, said
    assert there.holds(reason.by), said
    assert reason.by.contrary in requirement.needs, said
    assert any(
        each.down == reason.finding.down and kb.is_at_or_below(reason.finding.node, each.node)
        for each in requirement.then
    ), said
    SEEN["new requirement"] += requirement.id not in breached[0]


CHECKS = {
    **dict.fromkeys(LEAVES, leaf),
    **dict.fromkeys((Because.fixed, Because.cell, Because.observed), stopped),
    Because.exception: exception,
    Because.setting: setting,
    **dict.fromkeys((Because.requirement, Because.extrapolated, Because.evidence), lowered),
}
