"""seek: every inclusion-minimal set of at most k conditions whose model meets all goals."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.errors import EngineError, Problem
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import FoundSet, Seek, Status
from reasoner.pipeline import Reasoner, has_therapy
from reasoner.questions.candidates import LIMIT, agreeing, bounded, giving, goals_of, no_outcomes, sought
from reasoner.questions.never import already, never
from reasoner.questions.variants import Outcome, Variants, is_treatment
from reasoner.search.minimal import Progress
from reasoner.search.search import Search
from reasoner.search.world import Goal


def seek(
    reasoner: Reasoner,
    scenario: Scenario,
    wanted: Sequence[Finding],
    unwanted: Sequence[Finding] = (),
    *,
    support: Grade = Grade.hypothesis,
    among: Sequence[Finding] | None = None,
    most: int = 2,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Seek:
    """What would bring goals about.

    Args:
        reasoner: of the knowledge base.
        scenario: what is there already; the last phase is changed.
        wanted: findings that are to hold.
        unwanted: findings that are not to hold.
        support: the least support of those that are to hold.
        among: what may be given; None for every condition but the relatives of the goals.
        most: conditions in a set.
        limit: sets.
        progress: told which size is being looked at, and how many sets there are.

    Raises:
        UsageError: the goals contradict each other, one is an outcome, nothing can be given, or a bound is out of
            range.
        InputError: the scenario contradicts itself.
    """
    kb = reasoner.kb
    bounded(most, limit)
    goals = goals_of(wanted, unwanted, support)
    agreeing(kb, goals)
    no_outcomes(kb, goals)
    variants = Variants(reasoner, scenario, ())
    candidates = giving(kb, kb.conditions if among is None else among, among is not None, goals, variants.inputs)
    variants = Variants(reasoner, scenario, candidates)
    found = Search([variants.world.with_goals(goals)], candidates).minimal(most, limit, progress)
    sets = [tuple(candidates[number] for number in each) for each in found.sets]
    outcomes = variants.outcomes(sets)
    status, reasons = Status.found, tuple[str, ...]()
    if sets == [()] and outcomes[0]:
        status, reasons = Status.already, already(variants, outcomes[0], goals)
    elif not sets and not found.cut:
        reasons = never(variants, candidates, goals)
        status = Status.never if reasons else Status.none
    listed = [_set(variants, outcome, goals) for outcome in outcomes if status is Status.found]
    advised = has_therapy(kb, scenario) or any(is_treatment(kb, each) for changes in sets for each in changes)
    return Seek(
        knowledge_base=kb.digest,
        status=status,
        reasons=reasons,
        most=most,
        candidates=len(candidates),
        complete_to=found.complete_to,
        cut=found.cut,
        **variants.standing,
        advice=kb.no_advice if advised else "",
        goals=sought(kb, goals),
        sets=tuple(sorted(listed, key=_order)),
    )


def _set(variants: Variants, outcome: Outcome | None, goals: Sequence[Goal]) -> FoundSet:
    if outcome is None or not outcome.meets(goals):
        raise EngineError(Problem("E404", "the search found a set of changes that the engines refuse"))
    shows = tuple(variants.shown(outcome, goal.finding) for goal in goals if goal.wanted)
    return FoundSet(changes=outcome.changes, shows=shows)


def _order(found: FoundSet) -> tuple[object, ...]:
    """Stated before combined, firm before weak, direct before long; one rule's sets together."""
    first = found.shows[0] if found.shows else None
    size = len(found.changes)
    names = tuple(each.label for each in found.changes)
    if first is None:
        return (size, names)
    return (not first.stated, -first.support, first.rule or "", first.steps, size, names)
