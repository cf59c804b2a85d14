"""Why not: each obstacle is re-checked by mending it in the scenario and evaluating anew, on random bases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from reasoner.engines.columns import model as columns_model
from reasoner.errors import InputError, UsageError
from reasoner.explain.analysis import Analysis
from reasoner.explain.obstacles import Edit
from reasoner.explain.ways import Way, Ways
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.program.ground import Atom, Layer
from reasoner.program.situation import situation
from reasoner.program.universe import named_by
from reasoner.questions.edits import apply
from reasoner.questions.whynot import ways_of, why_not

from . import adapter, generator, oracle

CHUNK = 20
CHUNKS = [range(start, start + CHUNK) for start in range(0, 160, CHUNK)]


def cases(seeds: range) -> Iterator[tuple[int, Reasoner, Evaluation]]:
    for seed in seeds:
        base, document = generator.case(seed)
        try:
            oracle.check_base(base)
            reasoner = Reasoner(adapter.knowledge_base(base))
            yield seed, reasoner, reasoner.evaluate(adapter.scenario(base, document), "columns")
        except (oracle.Refused, InputError):
            continue


def absent(reasoner: Reasoner, evaluation: Evaluation) -> list[Finding]:
    """The findings of the program that do not hold, in an order that favours none."""
    last = evaluation.last
    found = [atom.finding for atom in last.program.atoms if atom.layer is Layer.holds and not last.holds(atom.finding)]
    return sorted(found, key=str)


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_an_open_program_has_the_models_of_the_setting(seeds: range) -> None:
    """Models, supports, proofs, and what is observed otherwise."""
    kept_out = 0
    for seed, reasoner, evaluation in cases(seeds):
        scenario, last = evaluation.scenario, evaluation.last
        program = reasoner.grounder.program(scenario.setting, named_by(scenario), every=True)
        given = last.situation.inputs
        ready = situation(reasoner.grounder, scenario, given, evaluation.past, open_program=program)
        opened = Analysis(ready, columns_model(ready.case), reasoner.grounder.groups)
        assert opened.findings == last.findings, f"seed {seed}"
        for finding in last.findings:
            assert opened.judge(finding) == last.judge(finding), f"seed {seed}, {finding}"
        otherwise = [
            {finding: sorted({str(rule.rule and rule.rule.id) for rule in rules}) for finding, rules in found.items()}
            for found in (opened.expected_otherwise, last.expected_otherwise)
        ]
        assert otherwise[0] == otherwise[1], f"seed {seed}"
        assert {req.rule.id for req in opened.fired.breached} == {req.rule.id for req in last.fired.breached}
        kept_out += len(program.rules) > len(last.program.rules)
    assert kept_out > CHUNK / 4


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_no_way_is_free_and_the_cost_is_that_of_the_best_way(seeds: range) -> None:
    for seed, reasoner, evaluation in cases(seeds):
        ways = ways_of(reasoner, evaluation)
        wanted = [ways.program.index[Atom(finding)] for finding in absent(reasoner, evaluation)]
        ways.reach(wanted)
        for atom in wanted:
            found = ways.to(atom)
            assert all(way.obstacles for way in found), f"seed {seed}, {ways.program.atoms[atom]}"
            costs = [cost for way in found if (cost := ways.cost_of(way)) is not None]
            assert ways.cost.get(atom) == (min(costs) if costs else None), f"seed {seed}, {ways.program.atoms[atom]}"
            concluding = {rule.index for rule in ways.program.concluding[atom] if not rule.step.structural}
            told = {(way.rule.rule, way.rule.body) for way in found if way.rule}
            assert {(ways.program.rules[n].rule, ways.program.rules[n].body) for n in concluding} <= told


# ---- mending -----------------------------------------------------------------------------------------------------


def with_phase(scenario: Scenario, **more: tuple[object, ...]) -> Scenario:
    """The scenario with more in its last phase."""
    last = scenario.phases[-1]
    update = {key: (*getattr(last, key), *each) for key, each in more.items()}
    return scenario.model_copy(update={"phases": (*scenario.phases[:-1], last.model_copy(update=update))})


def mended(reasoner: Reasoner, evaluation: Evaluation, kind: str, what: Finding, way: Way) -> list[Scenario]:
    """Scenarios in which a missing premise is there, or an exception is not."""
    scenario = evaluation.scenario
    if kind == "before":
        return [scenario.model_copy(update={"history": (*scenario.history, what)})]
    if kind == "exception":
        held = evaluation.last.situation.fixed.nodes.get(what.node)
        if held is not None:
            return []
        return [with_phase(scenario, **{"force" if what.down else "block": (what.node,)})]
    return [with_phase(scenario, given=(what,))]


def same(ways: Ways, finding: Finding, way: Way, old: Ways) -> Way | None:
    """The way that is the same in another evaluation."""
    number = ways.program.index[Atom(finding)]
    if number in ways.model or way.rule is None or way.rule.rule is None:
        return None
    body = [old.program.atoms[each] for each in way.rule.body]
    for other in ways.to(number):
        is_same = other.rule and other.rule.rule == way.rule.rule and other.step == way.step
        if is_same and [ways.program.atoms[each] for each in other.rule.body] == body:
            return other
    # What the rule concludes holds now, or something above it, and only the step from there is cut.
    assert any(each.step == "structure" for each in ways.to(number)), f"the way through {way.rule.rule.id} is gone"
    return None


@pytest.mark.parametrize("seeds", [range(start, start + 40) for start in range(0, 160, 40)], ids=str)
def test_each_obstacle_is_gone_once_it_is_mended(seeds: range) -> None:
    seen: Counter[str] = Counter()
    for seed, reasoner, evaluation in cases(seeds):
        rng = random.Random(seed)
        missing = absent(reasoner, evaluation)
        ways = ways_of(reasoner, evaluation)
        for finding in rng.sample(missing, min(len(missing), 25)):
            for way in ways.to(ways.program.index[Atom(finding)]):
                if way.rule is not None:
                    seen.update(check(seed, reasoner, evaluation, ways, finding, way))
    for kind in ("missing", "before", "intervention", "exception", "observation", "guard", "hypothesis", "evidence"):
        assert seen[kind] >= 3, (kind, seen)


def check(
    seed: int, reasoner: Reasoner, evaluation: Evaluation, ways: Ways, finding: Finding, way: Way
) -> Iterator[str]:
    where = f"seed {seed}, {finding} by {way.rule and way.rule.rule and way.rule.rule.id}"
    for hindrance in way.hindrances:
        for edits in hindrance.mends:
            changed = again(reasoner, apply(reasoner.kb, evaluation.scenario, edits), finding)
            if changed is None:
                continue
            yield hindrance.kind
            other = same(changed, finding, way, ways)
            left = {(each.kind, each.subject) for each in other.hindrances} if other else set()
            if hindrance.kind == "exception":  # its members in other places may hold on their own
                left = {each for each in left if each[0] == "exception" and each[1] == hindrance.subject}
            assert (hindrance.kind, hindrance.subject) not in left, f"{where}: {hindrance} after {edits}"
        if hindrance.kind == "exception":
            for scenario in mended(reasoner, evaluation, "exception", Finding.parse(hindrance.subject), way):
                changed = again(reasoner, scenario, finding)
                if changed is not None:
                    yield "exception blocked"
                    other = same(changed, finding, way, ways)
                    assert not other or hindrance.subject not in {
                        each.subject for each in other.hindrances if each.kind == "exception"
                    }, f"{where}: {hindrance}"
    for atom in way.missing:
        what, layer = ways.program.atoms[atom]
        if layer is not Layer.before and what.node in evaluation.last.situation.fixed:
            continue  # giving it would not count while its node is fixed
        kind = "before" if layer is Layer.before else "missing"
        for scenario in mended(reasoner, evaluation, kind, what, way):
            changed = again(reasoner, scenario, finding)
            if changed is not None:
                yield kind if layer is not Layer.observed else "not_observed"
                other = same(changed, finding, way, ways)
                left_atoms = [changed.program.atoms[each] for each in other.missing] if other else []
                assert (what, layer) not in left_atoms, f"{where}: {what}"


def again(reasoner: Reasoner, scenario: Scenario, finding: Finding) -> Ways | None:
    """The ways of a changed scenario; None where it contradicts itself."""
    try:
        return ways_of(reasoner, reasoner.evaluate(scenario, "columns"), [finding.node])
    except InputError:
        return None


# ---- changes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_every_set_of_changes_gives_the_finding_and_no_part_of_it_does(seeds: range) -> None:
    seen: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    for seed, reasoner, evaluation in cases(seeds):
        rng = random.Random(seed)
        missing = absent(reasoner, evaluation)
        for finding in rng.sample(missing, min(len(missing), 10)):
            answer = why_not(reasoner, evaluation, finding)
            where = f"seed {seed}, {finding}"
            assert len({len(each.changes) for each in answer.changes}) <= 1, where
            for changes in answer.changes[:6]:
                edits = [Edit(each.kind, each.text) for each in changes.changes]
                last = reasoner.evaluate(apply(reasoner.kb, evaluation.scenario, edits), "production").last
                assert last.holds(finding), f"{where}: {edits}"
                assert last.judge(finding).support == changes.support, f"{where}: {edits}"
                for left in range(len(edits)):
                    for part in combinations(edits, left):
                        assert not gives(reasoner, evaluation, finding, part), f"{where}: {part} of {edits}"
                seen.update(each.kind for each in changes.changes)
                sizes[len(edits)] += 1
    assert seen["give"] > 10, seen
    assert seen["release"] > 1, seen
    assert seen.keys() & {"cancer", "stage", "site", "assume", "evidence"}, seen
    assert sizes[2] > 3, sizes


def gives(reasoner: Reasoner, evaluation: Evaluation, finding: Finding, edits: tuple[Edit, ...]) -> bool:
    try:
        return reasoner.evaluate(apply(reasoner.kb, evaluation.scenario, edits), "columns").last.holds(finding)
    except InputError:
        return False


@pytest.mark.parametrize("seeds", CHUNKS[:2], ids=str)
def test_single_changes_are_complete_among_what_can_be_given(seeds: range) -> None:
    """Every condition that alone gives the finding, as far as it is no relative of it, is among the answers."""
    found = 0
    for seed, reasoner, evaluation in cases(seeds):
        rng = random.Random(seed)
        missing = absent(reasoner, evaluation)
        for finding in rng.sample(missing, min(len(missing), 6)):
            answer = why_not(reasoner, evaluation, finding)
            told = {each.changes[0].text for each in answer.changes if len(each.changes) == 1}
            told |= {str(each) for each in answer.givable} | {str(finding)}
            for condition in reasoner.kb.conditions:
                edits = (Edit("give", str(condition)),)
                if condition in evaluation.last.situation.inputs.given:
                    continue
                if gives(reasoner, evaluation, finding, edits) and str(condition) not in told:
                    # It takes away what an exception rests on, which no obstacle names.
                    where = f"seed {seed}, {finding}: {condition}"
                    assert not adds_only(reasoner, evaluation, condition), where
                elif str(condition) in told:
                    found += 1
    assert found > 3


def adds_only(reasoner: Reasoner, evaluation: Evaluation, condition: Finding) -> bool:
    """Whether a condition takes nothing away that holds without it."""
    edits = (Edit("give", str(condition)),)
    last = reasoner.evaluate(apply(reasoner.kb, evaluation.scenario, edits), "columns").last
    return set(map(str, evaluation.last.findings)) <= set(map(str, last.findings))


@pytest.mark.parametrize("engine", ["production", "columns"])
def test_what_holds_is_refused(engine: str) -> None:
    for _, reasoner, evaluation in cases(range(8)):
        again_ = reasoner.evaluate(evaluation.scenario, engine)
        for finding in again_.last.findings[:2]:
            with pytest.raises(UsageError) as error:
                why_not(reasoner, again_, finding)
            assert error.value.problems[0].code == "E220"
