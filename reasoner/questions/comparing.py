"""Two scenarios side by side: what holds in each, in the last phase."""

from __future__ import annotations

from reasoner.explain.report import finding_result, listing_order
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult
from reasoner.model.whatif import Compared, Comparison, Side
from reasoner.pipeline import Evaluation, Reasoner, has_therapy

# What two findings must have in common to be the same.
_ALIKE = ("origin", "support", "stated", "extrapolated", "contested", "rests_on_contested", "against_requirement")


def compare(reasoner: Reasoner, first: Evaluation, second: Evaluation) -> Comparison:
    """What two scenarios have in common, and what not, finding by finding.

    Args:
        reasoner: of the knowledge base of both.
        first: the one scenario.
        second: the other one.
    """
    kb = reasoner.kb
    sides = (first, second)
    different: list[Compared] = []
    same: list[Compared] = []
    for finding in {*first.last.findings, *second.last.findings}:
        pair = [_found(side, finding) for side in sides]
        row = Compared.of(
            finding=finding, label=kb.label(finding), kind=kb.kind(finding), first=pair[0], second=pair[1]
        )
        (same if _alike(*pair) else different).append(row)
    return Comparison.of(
        knowledge_base=kb.digest,
        first=Side.of(title=first.scenario.title, **first.standing),
        second=Side.of(title=second.scenario.title, **second.standing),
        different=tuple(sorted(different, key=_order)),
        same=tuple(sorted(same, key=_order)),
        advice=kb.no_advice if any(has_therapy(kb, side.scenario) for side in sides) else "",
    )


def _found(side: Evaluation, finding: Finding) -> FindingResult | None:
    return finding_result(side.last, finding) if side.last.holds(finding) else None


def _alike(first: FindingResult | None, second: FindingResult | None) -> bool:
    if first is None or second is None:
        return False
    return all(getattr(first, name) == getattr(second, name) for name in _ALIKE)


def _order(row: Compared) -> tuple[object, ...]:
    found = row.first or row.second
    assert found is not None  # a row is about what holds somewhere
    return listing_order(found)
