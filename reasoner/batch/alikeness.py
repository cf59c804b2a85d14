"""How alike the closures of premises are: where whatever is given leads to the same, a base says little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations

from reasoner.model.base import Record
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner

MOST = 60  # of the premises, the most productive
NEAR = 3  # steps within which a finding counts as near

Closure = frozenset[Finding]


class Productive(Record):
    """A premise that was given alone.

    Attributes:
        finding, label: it.
        closure: how many findings it leads to; `near` of them within three steps.
        alike, alike_near: the mean Jaccard index of its closure with those of the others, and of what is near.
    """

    finding: Finding
    label: str
    closure: int
    near: int
    alike: float | None
    alike_near: float | None


class Alikeness(Record):
    """The alikeness of closures.

    Attributes:
        premises: how many findings were given, one at a time; `productive` entities among them lead to anything.
        mean, near: the mean Jaccard index over all pairs of the closures compared, and of what is within three steps.
        compared: the premises compared, the most productive first; one for each entity.
        shared: the findings that most of these closures have in common, with the number of closures.
    """

    premises: int
    productive: int
    mean: float | None
    near: float | None
    compared: tuple[Productive, ...]
    shared: dict[str, int]


def alikeness(reasoner: Reasoner, most: int = MOST) -> Alikeness:
    """Give every premise alone, and compare the closures of the most productive.

    Args:
        reasoner: of the base.
        most: how many are compared: of each entity the most productive premise, of these the most productive.
    """
    closures = reasoner.closures(premises(reasoner.kb))
    best: dict[str, Finding] = {}
    for finding in sorted(closures, key=lambda each: (-len(closures[each]), str(each))):
        if closures[finding]:
            best.setdefault(finding.entity, finding)
    compared = list(best.values())[:most]
    whole = [closures[finding] for finding in compared]
    near = [within(reasoner, finding, closures[finding]) for finding in compared]
    shared = Counter(str(finding) for closure in whole for finding in closure)
    return Alikeness(
        premises=len(closures),
        productive=len(best),
        mean=mean_jaccard(whole),
        near=mean_jaccard(near),
        compared=tuple(
            Productive(
                finding=finding,
                label=reasoner.kb.label(finding),
                closure=len(whole[number]),
                near=len(near[number]),
                alike=_with_others(whole, number),
                alike_near=_with_others(near, number),
            )
            for number, finding in enumerate(compared)
        ),
        shared=dict(sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:most]),
    )


def premises(kb: KnowledgeBase) -> list[Finding]:
    """The findings that firing rules have as an `up` premise of the same phase, in their places."""
    found = {
        premise.finding
        for rule in kb.rules
        if rule.fires
        for item in rule.when
        for premise in item
        if not premise.before and not premise.finding.down
    }
    return sorted(found, key=str)


def within(reasoner: Reasoner, given: Finding, closure: Closure, steps: int = NEAR) -> Closure:
    """What of a closure is reached in so many steps: those of the proof that is shown for it."""
    analysis = reasoner.evaluate(Scenario(phases=(Phase(given=(given,)),)), "columns").last
    return frozenset(finding for finding in closure if analysis.judge(finding).steps <= steps)


def jaccard(one: Collection[Finding], other: Collection[Finding]) -> float:
    """The size of what two sets share over the size of both together; 0 where both are empty."""
    both = set(one) | set(other)
    return len(set(one) & set(other)) / len(both) if both else 0.0


def mean_jaccard(closures: Sequence[Closure]) -> float | None:
    """The mean over all pairs; None where there is none."""
    return _mean([jaccard(one, other) for one, other in combinations(closures, 2)])


def _with_others(closures: Sequence[Closure], number: int) -> float | None:
    return _mean([jaccard(closures[number], other) for n, other in enumerate(closures) if n != number])


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
