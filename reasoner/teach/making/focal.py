"""Focal findings: of what holds in a scene, what an exercise can turn on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from reasoner.explain.analysis import Judgement
from reasoner.model.finding import Finding
from reasoner.model.rule import Rule
from reasoner.teach.making.difficulty import level
from reasoner.teach.making.draft import Wish
from reasoner.teach.making.scenes import Scene

_TRIED = 4
EACH = 2
"""Exercises of a type that one scene gives, at most."""


def focal(
    wish: Wish, scene: Scene, fits: Callable[[Judgement], bool] = lambda _: True
) -> Iterator[tuple[Finding, int]]:
    """Findings of a scene with the difficulty that is wanted, whose proof has a statement about the subject.

    Args:
        wish: what is asked for.
        scene: the scenario.
        fits: what the finding must be besides.

    Yields:
        Each with its level: first those that a statement about the subject concludes, else as lots decide.
    """
    shop, analysis = wish.shop, scene.analysis
    about = {rule.id for rule in wish.subject.rules}
    lots = wish.lots.of("focal", str(scene.scenario))
    atoms = analysis.program.atoms
    near = {atoms[each.head].finding for each in analysis.fired.cited if each.rule and each.rule.id in about}
    findings = lots.shuffled(analysis.findings)
    for finding in sorted(findings, key=lambda each: each not in near):
        if not shop.can_be_told(analysis, finding):
            continue
        judged = analysis.judge(finding)
        if not about.isdisjoint(judged.proof.rules) and fits(judged):
            found = level(shop.shape(analysis, finding))
            if found in wish.levels:
                yield finding, found


def some(found: Iterator[tuple[Finding, int]]) -> Iterator[tuple[Finding, int]]:
    """The first few: where none of these will do, the next scene is sooner tried than the rest of this one."""
    return islice(found, _TRIED)


def drawn_from(scene: Scene, finding: Finding) -> tuple[Rule, ...]:
    """The statements that a finding's proof is made of."""
    analysis = scene.analysis
    return tuple(analysis.kb.rules_by_id[each] for each in analysis.judge(finding).proof.rules)


def final_rule(scene: Scene, finding: Finding) -> Rule:
    """The statement that a finding's proof ends in."""
    proof = scene.analysis.judge(finding).proof
    return scene.analysis.kb.rules_by_id[next(part.rule for part in proof.walk() if part.rule)]
