"""discriminate: for competing models, the set-ups and observations on which they differ, best separating first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from string import ascii_uppercase

from reasoner.errors import Problem, UsageError
from reasoner.explain.citing import citations
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Contender, Discriminate, Prediction, SetUp, Status, Verb
from reasoner.pipeline import Reasoner, has_therapy, setting_of
from reasoner.program.ground import Layer, Program
from reasoner.questions.candidates import LIMIT, bounded
from reasoner.questions.variants import Changes, Outcome, Variants, is_treatment, stands
from reasoner.search.encoding import Encoding
from reasoner.search.logic import Logic, negated
from reasoner.search.minimal import Progress, Sets
from reasoner.search.search import Search

_ORDER = {kind: place for place, kind in enumerate((Kind.phenotype, Kind.process, Kind.cell))}


def of_group(
    reasoner: Reasoner,
    scenario: Scenario,
    group: HypothesisGroup,
    *,
    most: int = 2,
    limit: int = LIMIT,
    among: Sequence[Finding] = (),
    progress: Progress | None = None,
) -> Discriminate:
    """What tells the options of a hypothesis group apart.

    Args:
        reasoner: of the knowledge base.
        scenario: what there is beside; its last phase is changed. What it gives may be left out, too.
        group: it.
        most: changes in a set-up.
        limit: set-ups.
        among: what may be given; without any, every condition.
        progress: told which size is being looked at, and how many set-ups there are.

    Raises:
        UsageError: the group has a single option (E246), or a bound is out of range.
        InputError: the scenario contradicts itself.
    """
    if len(group.options) < 2:
        raise UsageError(Problem("E246", f"{group.id} has a single option: there is nothing to tell apart"))
    others = tuple(pair for pair in scenario.setting.assume if pair[0] != group.id)
    scenarios = [
        scenario.model_copy(
            update={
                "setting": scenario.setting.model_copy(
                    update={"assume": tuple(sorted((*others, (group.id, option.id))))}
                )
            }
        )
        for option in group.options
    ]
    names = [(f"{group.id}/{option.id}", option.label) for option in group.options]
    answer = of_scenarios(reasoner, scenarios, names, most=most, limit=limit, among=among, progress=progress)
    return answer.model_copy(
        update={
            "question": group.question,
            "note": group.note,
            "citations": citations(reasoner.kb, group.evidence),
            "setting": setting_of(scenario.setting.model_copy(update={"assume": others})),
        }
    )


def of_scenarios(
    reasoner: Reasoner,
    scenarios: Sequence[Scenario],
    names: Sequence[tuple[str, str]],
    *,
    most: int = 2,
    limit: int = LIMIT,
    among: Sequence[Finding] = (),
    progress: Progress | None = None,
) -> Discriminate:
    """What tells scenarios apart: observations as they are, then set-ups that are made in all of them alike.

    Args:
        reasoner: of the knowledge base.
        scenarios: two or more; their last phases are changed.
        names: for each scenario its name, and what it says.
        most: changes in a set-up.
        limit: set-ups.
        among: what may be given; without any, every condition.
        progress: told which size is being looked at, and how many set-ups there are.

    Raises:
        UsageError: there is but one scenario, or there are too many (E246), or a bound is out of range.
        InputError: a scenario contradicts itself.
    """
    kb = reasoner.kb
    bounded(most, limit)
    if not 2 <= len(scenarios) <= len(ascii_uppercase):
        message = f"{len(scenarios)} models cannot be told apart: it takes 2 to {len(ascii_uppercase)}"
        raise UsageError(Problem("E246", message, None, ("name a hypothesis group, or two scenarios",)))
    keys = ascii_uppercase[: len(scenarios)]
    bare = [Variants(reasoner, each) for each in scenarios]
    candidates = _candidates(kb, bare, among or kb.conditions)
    variants = [Variants(reasoner, each, candidates) for each in scenarios]
    found: dict[tuple[int, ...], None] = {}
    complete, cut, apart = most, "", set[str]()
    for one, other in combinations(range(len(scenarios)), 2):
        sets = _separating(variants[one], variants[other], candidates, most, limit, progress)
        found.update(dict.fromkeys(sets.sets))
        complete, cut = min(complete, sets.complete_to), cut or sets.cut
        apart |= {f"{keys[one]} {keys[other]}"} if sets.sets else set()
        if sets.cut == "interrupted":
            break
    setups = _setups(kb, variants, keys, [tuple(candidates[number] for number in each) for each in found])
    pairs = [f"{one} {other}" for one, other in combinations(keys, 2)]
    treated = any(has_therapy(kb, each) for each in scenarios)
    treated |= any(is_treatment(kb, change) for setup in setups for change in setup.changes)
    return Discriminate(
        knowledge_base=kb.digest,
        status=Status.found if setups else Status.none,
        most=most,
        candidates=len(candidates),
        complete_to=complete,
        cut=cut,
        setting=setting_of(scenarios[0].setting),
        **stands(bare[0]),
        advice=kb.no_advice if treated else "",
        contenders=tuple(
            Contender(key=key, label=label, name=name) for key, (name, label) in zip(keys, names, strict=True)
        ),
        setups=tuple(setups),
        inseparable=tuple(pair for pair in pairs if pair not in apart),
    )


def _candidates(kb: KnowledgeBase, bare: Sequence[Variants], findings: Iterable[Finding]) -> list[Change]:
    """What may be given in all scenarios, and what is given in all of them and may be left out."""
    given = [set(each.inputs.given) for each in bare]
    everywhere = [each for each in bare[0].inputs.given if all(each in there for there in given)]
    found = [Change(verb=Verb.remove, item=str(each), label=kb.label(each)) for each in everywhere]
    found += [
        Change(verb=Verb.give, item=str(each), label=kb.label(each))
        for each in dict.fromkeys(findings)
        if not any(each in there for there in given)
    ]
    return found


# ---------------------------------------------------------------- searching


def _separating(
    one: Variants, other: Variants, candidates: Sequence[Change], most: int, limit: int, progress: Progress | None
) -> Sets:
    """The minimal sets of changes after which two models differ in some finding."""
    wanted = _telling(one, other)

    def differ(logic: Logic, encodings: Sequence[Encoding]) -> None:
        pairs = [tuple(encoding.literal(finding) for encoding in encodings) for finding in wanted]
        ways = [(a, negated(b)) for a, b in pairs] + [(negated(a), b) for a, b in pairs]
        logic.forbid([negated(logic.either(logic.both(*way) for way in ways))])

    return Search([one.world, other.world], candidates).under(differ, wanted, [], most, limit, progress)


def _telling(one: Variants, other: Variants) -> list[Finding]:
    """Findings of which at least one differs wherever two models do.

    If the phases start from the same, the first difference, in the order in which a model is computed, is a conclusion
    of a rule that only one of the programs has.
    """
    if one.inputs == other.inputs and one.past == other.past and one.scenario.history == other.scenario.history:
        programs = (one.world.program, other.world.program)
        found = {finding for a, b in (programs, programs[::-1]) for finding in _own_heads(a, b)}
    else:
        found = {
            finding for each in (one, other) for finding, layer in each.world.program.atoms if layer is Layer.holds
        }
    return sorted(found, key=str)


def _own_heads(program: Program, other: Program) -> Iterable[Finding]:
    known = set(other.backings)
    for rule in program.rules:
        if rule.rule is not None and rule.rule.id not in known:
            yield program.atoms[rule.head].finding


# ---------------------------------------------------------------- predictions


def _setups(kb: KnowledgeBase, variants: Sequence[Variants], keys: str, sets: Sequence[Changes]) -> list[SetUp]:
    by_model = [each.outcomes(sets) for each in variants]
    alike: dict[object, list[tuple[Changes, list[Outcome]]]] = {}
    for position, changes in enumerate(sets):
        outcomes = [outcomes[position] for outcomes in by_model]
        if all(outcomes):
            told = [each for each in outcomes if each]
            alike.setdefault(_signature(told), []).append((changes, told))
    setups = [_setup(kb, variants, keys, group) for group in alike.values()]
    return sorted(setups, key=_order)


def _signature(outcomes: Sequence[Outcome]) -> object:
    """What each model says and not all others do."""
    common = frozenset.intersection(*(frozenset(each.support) for each in outcomes))
    return tuple(frozenset(each.support.items()) - {(f, each.support[f]) for f in common} for each in outcomes)


def _setup(
    kb: KnowledgeBase, variants: Sequence[Variants], keys: str, group: list[tuple[Changes, list[Outcome]]]
) -> SetUp:
    """A set-up for several sets of changes that come to the same; the most general and shortest one stands for all."""
    group = sorted(group, key=lambda item: (len(item[0]), -_breadth(kb, item[0]), [each.label for each in item[0]]))
    changes, outcomes = group[0]
    common = frozenset.intersection(*(frozenset(each.support) for each in outcomes))
    predictions = []
    for key, each, outcome in zip(keys, variants, outcomes, strict=True):
        own = [finding for finding in outcome.concluded if finding not in common]
        shows = [each.shown(outcome, finding) for finding in own]
        shows.sort(key=lambda s: (s.steps, _ORDER.get(kb.kind(s.finding), 9), -s.support, s.label))
        predictions.append(Prediction(key=key, shows=tuple(shows)))
    separates = tuple(
        f"{keys[a]} {keys[b]}"
        for a, b in combinations(range(len(keys)), 2)
        if set(outcomes[a].support) != set(outcomes[b].support)
    )
    return SetUp(
        changes=changes,
        alike=tuple(other for other, _ in group[1:]),
        separates=separates,
        predictions=tuple(predictions),
    )


def _breadth(kb: KnowledgeBase, changes: Changes) -> int:
    """How much lies below what is changed: of two set-ups alike the general one says more."""
    return sum(len(kb.descendants(Finding.parse(each.item).entity)) for each in changes)


def _order(setup: SetUp) -> tuple[object, ...]:
    shows = [shown for prediction in setup.predictions for shown in prediction.shows]
    best = max((shown.support for shown in shows), default=Grade.hypothesis)
    steps = min((shown.steps for shown in shows), default=0)
    return (-len(setup.separates), len(setup.changes), steps, -best, tuple(each.label for each in setup.changes))
