"""The smallest changes of a scenario that would give a finding.

Candidates are the mends of the obstacles on the ways to the finding. Sets of them that mend every obstacle of some way,
all the way down, are put together size by size; each is then applied to the scenario and evaluated, since a change may
have other effects than the one it is meant for. Where none of them does it, the search looks for small sets that act by
such other effects alone: what is given, taken away or released lets something fire that no obstacle is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from reasoner.engines.columns import Columns, side_by_side
from reasoner.errors import InputError
from reasoner.explain.obstacles import Edit
from reasoner.explain.ways import Way, Ways
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Change, Verb
from reasoner.model.whynot import Change as Told
from reasoner.model.whynot import ChangeSet
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.program.ground import Atom, Layer
from reasoner.program.phases import inputs
from reasoner.program.situation import situation
from reasoner.program.universe import reach
from reasoner.questions.edits import apply, label_of
from reasoner.questions.variants import Variants
from reasoner.search.search import Search
from reasoner.search.world import Goal

Edits = frozenset[Edit]
_LARGEST = 4
_SEARCHED = 2
_MOST_SEARCHED = 24
_MOST_TRIED = 120
_MOST_KEPT = 400  # sets kept for one atom
_MOST_PROVED = 3
_SETTING = ("cancer", "stage", "site", "assume", "evidence")


def smallest_changes(
    reasoner: Reasoner, evaluation: Evaluation, finding: Finding, ways: Ways
) -> tuple[tuple[ChangeSet, ...], bool, int]:
    """The sets of changes of least size that give a finding in the last phase.

    They are found among the mends of its obstacles, and where these give none, by searching.

    Args:
        reasoner: of the knowledge base.
        evaluation: of the scenario.
        finding: it; it does not hold.
        ways: those to it, with their costs.

    Returns:
        The sets, firmest first; whether there were more to try than are tried; and up to which size all were tried.
    """
    trial = _Trial(reasoner, evaluation, finding, ways)
    found, cut_short, whole = _mending(reasoner, trial, finding, ways)
    if not found and not cut_short:
        found = _searched(reasoner, evaluation, finding, trial)
        whole = max(map(len, found), default=whole)
    return tuple(trial.told(found)), cut_short, whole


def _mending(reasoner: Reasoner, trial: _Trial, finding: Finding, ways: Ways) -> tuple[list[Edits], bool, int]:
    """The least sets of mends, whether there were more to try, and up to which size all were tried."""
    atom = ways.program.index[Atom(finding)]
    whole = 0
    if ways.cost.get(atom) is None:
        return [], False, 0
    plans = _Plans(ways, _own(reasoner.kb, finding))
    for size in range(1, _LARGEST + 1):
        tried = [edits for edits in plans.to(atom, size) if len(edits) == size]
        cut_short = plans.cut_short or len(tried) > _MOST_TRIED
        found = trial.those_that_give(tried[:_MOST_TRIED])
        if found:
            return _least(trial, found), cut_short, whole if cut_short else size
        if cut_short:
            return [], True, whole
        whole = size
    return [], False, whole


def _searched(reasoner: Reasoner, evaluation: Evaluation, finding: Finding, trial: _Trial) -> list[Edits]:
    """The least sets of at most two conditions given, givens taken away and interventions released that give it."""
    kb, now = reasoner.kb, evaluation.last.situation.inputs
    barred = _own(kb, finding)
    items = [(Verb.give, each) for each in map(str, kb.conditions) if Edit("give", each) not in barred]
    items += [(Verb.remove, str(each)) for each in now.given]
    items += [(Verb.release, str(each)) for each in (*now.block, *now.force)]
    there = set(map(str, now.given))
    candidates = [
        Change(verb=verb, item=item, label=item) for verb, item in items if verb is not Verb.give or item not in there
    ]
    world = Variants(reasoner, evaluation.scenario, candidates).world.with_goals((Goal(finding),))
    sets = Search([world], candidates).minimal(_SEARCHED, _MOST_SEARCHED).sets
    least = min(map(len, sets), default=0)
    edits = [frozenset(Edit(candidates[n].verb.value, candidates[n].item) for n in each) for each in sets]
    # A finding that only the question names is no node of the scenarios, whatever is fixed above it.
    return [
        each
        for each in trial.those_that_give([each for each in edits if len(each) == least])
        if reasoner.evaluate(apply(kb, evaluation.scenario, each), "columns").last.holds(finding)
    ]


def _own(kb: KnowledgeBase, finding: Finding) -> frozenset[Edit]:
    """The givings that are no answer: of the finding itself, and of what gives it by definition or by place."""
    own = (each for each in kb.conditions if each == finding or finding in reach(kb, [each]))
    return frozenset(Edit("give", str(each)) for each in own)


def _least(trial: _Trial, found: list[Edits]) -> list[Edits]:
    """The sets without those parts that are not needed, the smallest of them."""
    parts = {frozenset(part) for edits in found for n in range(1, len(edits)) for part in combinations(edits, n)}
    smaller = trial.those_that_give(sorted(parts, key=_named)) if parts else []
    best = smaller or found
    size = min(map(len, best))
    return [edits for edits in best if len(edits) == size]


class _Plans:
    """For each atom the least sets of edits that mend every obstacle of some way to it, as far as obstacles tell."""

    def __init__(self, ways: Ways, barred: frozenset[Edit]) -> None:
        self.ways = ways
        self.barred = barred
        self.cut_short = False

    def to(self, atom: int, most: int) -> list[Edits]:
        """The sets of at most so many edits that lead to an atom; a least fixpoint over the ways beneath it."""
        ways = [way for each in self._beneath(atom) for way in self.ways.to(each)]
        plans: dict[int, set[Edits]] = {}
        changed: set[int] | None = None
        while changed is None or changed:
            fresh: set[int] = set()
            for way in ways:
                if way.missing if changed is None else changed.isdisjoint(way.missing):
                    continue
                if any(each not in plans for each in way.missing):
                    continue
                if self._add(plans, way, most):
                    fresh.add(way.atom)
            changed = fresh
        return sorted(plans.get(atom, ()), key=_named)

    def _beneath(self, atom: int) -> list[int]:
        """The atoms that a plan may pass through; those that cost too much are left out by their size."""
        seen = {atom: None}
        todo = [atom]
        while todo:
            for way in self.ways.to(todo.pop()):
                if self.ways.cost_of(way) is not None:
                    for each in way.missing:
                        if each not in seen:
                            seen[each] = None
                            todo.append(each)
        return list(seen)

    def _add(self, plans: dict[int, set[Edits]], way: Way, most: int) -> bool:
        """Add the plans that a way makes of those of its premises; whether there are new ones."""
        sets: set[Edits] = set() if self.barred.intersection(way.edits) else {frozenset(way.edits)}
        for each in way.hindrances:
            sets = _joined(sets, each.mends, most)
        for each_atom in way.missing:
            sets = _joined(sets, plans[each_atom], most)
        known = plans.get(way.atom, set())
        fresh = [edits for edits in sets if len(edits) <= most and not any(old <= edits for old in known)]
        if not fresh:
            return False
        together = _minimal(known | set(fresh))
        if len(together) > _MOST_KEPT:
            self.cut_short = True
            together = set(sorted(together, key=lambda edits: (len(edits), _named(edits)))[:_MOST_KEPT])
        if together == known:
            return False
        plans[way.atom] = together
        return True


def _joined(sets: Iterable[Edits], others: Iterable[Edits], most: int) -> set[Edits]:
    others = list(others)
    together = (one | other for one in sets for other in others)
    return _minimal({edits for edits in together if len(edits) <= most and _fits(edits)})


def _fits(edits: Edits) -> bool:
    """Whether edits do not undo each other: one cancer, one option of a group, nothing given that is removed."""
    keys: set[str] = set()
    for kind, what in edits:
        key = {"assume": f"assume {what.partition('/')[0]}", "give": what, "remove": what}.get(kind)
        if kind in ("cancer", "stage", "site"):
            key = kind
        if key is not None:
            if key in keys:
                return False
            keys.add(key)
    return True


def _minimal(sets: set[Edits]) -> set[Edits]:
    kept: list[Edits] = []
    for edits in sorted(sets, key=len):
        if not any(other < edits for other in kept):
            kept.append(edits)
    return set(kept)


def _named(edits: Edits) -> list[Edit]:
    return sorted(edits)


class _Trial:
    """Scenarios with changes, evaluated: side by side on the open program where only the last phase changes."""

    def __init__(self, reasoner: Reasoner, evaluation: Evaluation, finding: Finding, ways: Ways) -> None:
        self.reasoner, self.evaluation, self.finding = reasoner, evaluation, finding
        self.program = ways.program
        self.columns: Columns | None = None
        self.support: dict[Edits, Grade] = {}
        self.past = evaluation.past

    def those_that_give(self, tried: Sequence[Edits]) -> list[Edits]:
        """The sets after which the finding holds."""
        kb, scenario = self.reasoner.kb, self.evaluation.scenario
        cases, of_case, found = [], [], []
        for edits in tried:
            try:
                changed = apply(kb, scenario, edits)
                given = inputs(kb, changed)[-1]
                past = self.past
                if len(scenario.phases) > 1 and any(kind in (*_SETTING, "history") for kind, _ in edits):
                    if self.reasoner.evaluate(changed, "columns").last.holds(self.finding):
                        found.append(edits)
                    continue
                cases.append(situation(self.reasoner.grounder, changed, given, past, open_program=self.program))
                of_case.append(edits)
            except InputError:
                continue  # what would be given contradicts itself
        if cases:
            self.columns = self.columns or Columns.of(self.program)
            atom = self.program.index[Atom(self.finding, Layer.holds)]
            levels = self.columns.supports(side_by_side(cases))
            for number, edits in enumerate(of_case):
                held = [level for level in Grade if levels[level][atom] >> number & 1]
                if held:
                    found.append(edits)
                    self.support[edits] = max(held)
        return found

    def told(self, sets: Iterable[Edits]) -> Iterator[ChangeSet]:
        """The sets as records, firmest first; the rule that concludes the finding then is told of the first few."""
        judged = {edits: self._judged(edits) for edits in sets}
        ordered = sorted(judged, key=lambda edits: (-judged[edits], _named(edits)))
        for number, edits in enumerate(ordered):
            yield self._told(edits, judged[edits], number < _MOST_PROVED)

    def _judged(self, edits: Edits) -> Grade:
        """The support of the finding with changes. Where the setting changes, grades are others, too."""
        if edits in self.support and not any(kind in _SETTING for kind, _ in edits):
            return self.support[edits]
        changed = apply(self.reasoner.kb, self.evaluation.scenario, edits)
        return self.reasoner.evaluate(changed, "columns").last.judge(self.finding).support

    def _told(self, edits: Edits, support: Grade, proved: bool) -> ChangeSet:
        kb = self.reasoner.kb
        changes = tuple(
            Told.of(kind=edit.kind, text=edit.what, label=label_of(kb, edit)) for edit in sorted(edits, key=_order)
        )
        if not proved:
            return ChangeSet.of(changes=changes, support=support)
        last = self.reasoner.evaluate(apply(kb, self.evaluation.scenario, edits), "columns").last
        proof = last.judge(self.finding).proof
        rule = next((part.rule for part in proof.walk() if part.rule), None)
        return ChangeSet.of(changes=changes, support=support, rule=rule)


def _order(edit: Edit) -> tuple[int, str]:
    kinds = ("cancer", "stage", "site", "assume", "evidence", "history", "give", "remove", "release")
    return (kinds.index(edit.kind), edit.what)
