"""targets: every inclusion-minimal set of at most k blocks after which a finding no longer holds, or not as firmly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reasoner.errors import EngineError, Problem, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.model.search import (
    Change,
    Effects,
    Status,
    Target,
    Targets,
    TargetScenario,
    TargetSet,
)
from reasoner.pipeline import Reasoner
from reasoner.questions.candidates import LIMIT, TARGETS, agreeing, bounded, fixing, no_outcomes, sought
from reasoner.questions.never import never
from reasoner.questions.variants import Outcome, Variants
from reasoner.search.minimal import Progress, Sets
from reasoner.search.search import Search
from reasoner.search.world import Goal

Choice = tuple[int, ...]


class Wish(NamedTuple):
    """What is asked for, and within which bounds.

    Attributes:
        finding: what is to end.
        below: it need only be less firm than this; None where it is not to hold at all.
        keep: findings that are to go on holding.
        kinds: the kinds of what may be blocked; without any, those that can be targets.
        among: the nodes that may be blocked; None for all of the kinds.
        force: whether forcing counts too.
        most: changes in a set.
        limit: sets.
    """

    finding: Finding
    below: Grade | None = None
    keep: tuple[Finding, ...] = ()
    kinds: tuple[Kind, ...] = ()
    among: tuple[Node, ...] | None = None
    force: bool = False
    most: int = 2
    limit: int = LIMIT

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What is to be met: first that the finding ends."""
        end = Goal(self.finding, False, self.below or Grade.hypothesis)
        return (end, *(Goal(each) for each in self.keep))


def targets(reasoner: Reasoner, scenarios: Sequence[Scenario], wish: Wish, progress: Progress | None = None) -> Targets:
    """What ends a finding.

    Args:
        reasoner: of the knowledge base.
        scenarios: where it is to end; the last phase of each is changed.
        wish: what is asked for.
        progress: told which size is being looked at, and how many sets there are.

    Raises:
        UsageError: the finding is an outcome (E243) or holds in none of the scenarios (E244), a finding to be kept does
            not hold (E245), nothing can be blocked, or a bound is out of range.
        InputError: a scenario contradicts itself.
    """
    kb = reasoner.kb
    bounded(wish.most, wish.limit)
    agreeing(kb, wish.goals)
    no_outcomes(kb, wish.goals[:1])
    plain = [Variants(reasoner, each) for each in scenarios]
    candidates = _candidates(kb, wish, plain)
    worlds = [_Place(number, Variants(reasoner, each, candidates)) for number, each in enumerate(scenarios, start=1)]
    there = [each for each in worlds if _holds(each, wish)]
    if not there:
        raise _holds_nowhere(worlds, wish)
    _kept_hold(there, wish)
    found, reasons = _search(there, candidates, wish, progress)
    listed = _listed(there, candidates, wish, found.sets)
    used = {target.change for each in listed for target in each.targets}
    return Targets(
        knowledge_base=kb.digest,
        status=Status.found if listed else Status.never if reasons else Status.none,
        reasons=reasons,
        most=wish.most,
        candidates=len(candidates),
        complete_to=found.complete_to,
        cut=found.cut,
        **plain[0].standing,
        advice=kb.no_advice,
        goal=sought(kb, wish.goals)[0],
        keep=sought(kb, wish.goals)[1:],
        scenarios=tuple(_scenario(each, there, listed, wish) for each in worlds),
        sets=tuple(listed),
        idle=tuple(each for each in candidates if wish.among and each not in used),
    )


class _Place:
    """A scenario with its number, and what holds in it as it is."""

    def __init__(self, number: int, variants: Variants) -> None:
        self.number, self.variants = number, variants
        outcome = variants.outcomes([()])[0]
        if outcome is None:
            raise EngineError(Problem("E404", "a scenario that was accepted is refused"))
        self.plain: Outcome = outcome


def _candidates(kb: KnowledgeBase, wish: Wish, plain: Sequence[Variants]) -> list[Change]:
    kinds = frozenset(wish.kinds) or TARGETS
    every = (Node(entity.id) for entity in kb.entities.values() if entity.kind in kinds)
    named = wish.among is not None
    nodes = every if wish.among is None else wish.among
    there = [each.inputs for each in plain]
    return fixing(kb, nodes, named, wish.goals[:1], there, force=wish.force)


def _holds(place: _Place, wish: Wish) -> bool:
    return place.plain.support.get(wish.finding, -1) >= (wish.below or Grade.hypothesis)


def _holds_nowhere(worlds: Sequence[_Place], wish: Wish) -> UsageError:
    kb = worlds[0].variants.reasoner.kb
    label = kb.label(wish.finding)
    held = [each.plain.support[wish.finding] for each in worlds if wish.finding in each.plain.support]
    if held:
        message = f"{label} is nowhere as firm as {wish.below}: it is {max(held)} at most"
    else:
        message = f"{label} is not inferred here, so there is nothing to end"
    return UsageError(Problem("E244", message, None, (f"whynot {wish.finding} tells what is missing",)))


def _kept_hold(there: Sequence[_Place], wish: Wish) -> None:
    kb = there[0].variants.reasoner.kb
    problems = [
        Problem(
            "E245",
            f"{kb.label(each)} is not inferred here, so it cannot be kept",
            None,
            ("leave it out",),
            str(each),
        )
        for each in wish.keep
        if any(each not in place.plain.support for place in there)
    ]
    if problems:
        raise UsageError(problems)


# ---------------------------------------------------------------- searching


def _search(
    there: Sequence[_Place], candidates: Sequence[Change], wish: Wish, progress: Progress | None
) -> tuple[Sets, tuple[str, ...]]:
    """The minimal sets of every scenario, and of all of them together."""
    worlds = [each.variants.world.with_goals(wish.goals) for each in there]
    searches = [worlds, *([world] for world in worlds if len(worlds) > 1)]
    sets: dict[Choice, None] = {}
    complete, cut = wish.most, ""
    for each in searches:
        found = Search(each, candidates).minimal(wish.most, wish.limit, progress)
        sets.update(dict.fromkeys(found.sets))
        complete, cut = min(complete, found.complete_to), cut or found.cut
        if found.cut == "interrupted":
            complete = complete if each is searches[-1] else -1  # scenarios that come later were not looked at
            break
    reasons = tuple[str, ...]()
    if not sets and not cut:
        reasons = tuple(dict.fromkeys(text for each in there for text in never(each.variants, candidates, wish.goals)))
    return Sets(tuple(sets), complete, cut), reasons


def _listed(
    there: Sequence[_Place], candidates: Sequence[Change], wish: Wish, sets: Iterable[Choice]
) -> list[TargetSet]:
    kb = there[0].variants.reasoner.kb
    chosen = [tuple(candidates[number] for number in each) for each in sets]
    by_place = [each.variants.outcomes(chosen) for each in there]
    found = []
    for position, changes in enumerate(chosen):
        outcomes = [outcomes[position] for outcomes in by_place]
        works = [bool(outcome and outcome.meets(wish.goals)) for outcome in outcomes]
        if not any(works):
            raise EngineError(Problem("E404", "the search found a set of changes that the engines refuse"))
        found.append(
            TargetSet(
                targets=tuple(_target(kb, each) for each in changes),
                works_in=tuple(place.number for place, good in zip(there, works, strict=True) if good),
                fails_in=tuple(place.number for place, good in zip(there, works, strict=True) if not good),
                always=all(works),
                effects=tuple(
                    _effects(place, outcome, wish)
                    for place, outcome, good in zip(there, outcomes, works, strict=True)
                    if good and outcome
                ),
            )
        )
    return sorted(found, key=_order)


def _order(found: TargetSet) -> tuple[object, ...]:
    lost = sum(len(each.lost) + len(each.weaker) for each in found.effects)
    return (not found.always, len(found.targets), lost, tuple(each.change.label for each in found.targets))


def _target(kb: KnowledgeBase, change: Change) -> Target:
    node = Node.parse(change.item)
    return Target(change=change, kind=kb.entities[node.entity].kind.value, classes=classes(kb, node))


def classes(kb: KnowledgeBase, node: Node) -> tuple[str, ...]:
    """The classes of treatment that aim at a node: at its entity, at something above it, or at where it lies."""
    aimed = {kb.entities[node.entity].kind.value, *kb.ancestors(node.entity)}
    aimed.update(kb.ancestors(node.place) if node.place else ())
    return tuple(entity.label for entity in kb.entities.values() if not aimed.isdisjoint(entity.aims_at))


def _effects(place: _Place, outcome: Outcome, wish: Wish) -> Effects:
    """What a set of changes does beside ending the finding, among what cited rules conclude before or after."""
    before, after = place.plain.support, outcome.support
    own = {wish.finding.node, *(Node.parse(change.item) for change in outcome.changes)}
    counted = [each for each in place.plain.concluded | outcome.concluded if each.node not in own]

    def those(test: Callable[[Finding], bool]) -> tuple[Finding, ...]:
        return tuple(sorted(filter(test, counted), key=str))

    return Effects(
        lost=those(lambda each: each in before and each not in after),
        gained=those(lambda each: each in after and each not in before),
        weaker=those(lambda each: each in before and each in after and after[each] < before[each]),
        firmer=those(lambda each: each in before and each in after and after[each] > before[each]),
    )


def _scenario(place: _Place, there: Sequence[_Place], listed: Sequence[TargetSet], wish: Wish) -> TargetScenario:
    variants = place.variants
    return TargetScenario(
        number=place.number,
        title=variants.scenario.title,
        shown=variants.shown(place.plain, wish.finding) if place in there else None,
        ended=any(place.number in each.works_in for each in listed),
        **variants.standing,
    )
