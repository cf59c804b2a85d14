"""What if: the model after changes against the one before, each difference with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, UsageError
from reasoner.explain.analysis import Analysis
from reasoner.explain.difference import difference
from reasoner.explain.report import finding_result, listing_order
from reasoner.knowledge.names import Names
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Note
from reasoner.model.scenario import Scenario
from reasoner.model.whatif import Change, Difference, WhatIf
from reasoner.pipeline import Evaluation, Reasoner, has_therapy
from reasoner.questions.changing import changed


def whatif(reasoner: Reasoner, names: Names, before: Evaluation, texts: Iterable[str]) -> WhatIf:
    """What would be different if the last phase, or the setting, were changed.

    Args:
        reasoner: of the knowledge base.
        names: of the knowledge base.
        before: the scenario as it is.
        texts: the changes, as `block HIF2A`.

    Raises:
        UsageError: a change cannot be read or made, or the scenario contradicts itself then.
    """
    scenario, changes = changed(names, reasoner.kb, before.scenario, texts)
    return compared_with(reasoner, before, scenario, changes)


def compared_with(reasoner: Reasoner, before: Evaluation, scenario: Scenario, changes: Iterable[Change]) -> WhatIf:
    """What is different in a scenario that came about by changes of another one.

    Raises:
        UsageError: the scenario contradicts itself.
    """
    kb = reasoner.kb
    try:
        after = reasoner.evaluate(scenario, before.engine)
    except InputError as error:  # no file is at fault, but the changes
        raise UsageError(error.problems) from error
    was, now = before.last, after.last
    parts = differences(was, now)
    return WhatIf.of(
        knowledge_base=kb.digest,
        **before.standing,
        changes=tuple(changes),
        **parts,
        unchanged=len(now.findings) - sum(len(parts[key]) for key in ("gained", "firmer", "weaker")),
        warnings=tuple(
            Note.of(code=each.code, message=each.message)
            for each in now.situation.warnings
            if each not in was.situation.warnings
        ),
        unmet_requirements=tuple(each.rule.id for each in now.fired.breached),
        advice=kb.no_advice if has_therapy(kb, before.scenario) or has_therapy(kb, scenario) else "",
    )


def differences(was: Analysis, now: Analysis) -> dict[str, tuple[Difference, ...]]:
    """What a model gained and lost against another, and what holds firmer and weaker, each in the order of lists."""
    found: dict[str, list[Difference]] = {"gained": [], "lost": [], "firmer": [], "weaker": []}
    for finding in sorted({*was.findings, *now.findings}, key=str):
        sides = [side.judge(finding).support if side.holds(finding) else None for side in (was, now)]
        if sides[0] == sides[1]:
            continue
        if sides[0] is None or (sides[1] is not None and sides[1] > sides[0]):
            part, here, there = "gained" if sides[0] is None else "firmer", now, was
        else:
            part, here, there = "lost" if sides[1] is None else "weaker", was, now
        found[part].append(_difference(finding, was if part == "lost" else now, here, there, sides))
    return {part: tuple(sorted(each, key=lambda one: listing_order(one.finding))) for part, each in found.items()}


def _difference(
    finding: Finding, shown: Analysis, here: Analysis, there: Analysis, sides: list[Grade | None]
) -> Difference:
    return Difference.of(
        finding=finding_result(shown, finding),
        was=sides[0],
        now=sides[1],
        reason=difference(finding, here, there),
    )
