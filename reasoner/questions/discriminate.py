"""discriminate: for competing models, the set-ups and observations on which they differ, best separating first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from string import ascii_uppercase

from reasoner.errors import Problem, UsageError
from reasoner.explain.citing import citations
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup
from reasoner.model.scenario import Scenario
from reasoner.model.search import Change, Contender, Discriminate, Prediction, SetUp, Status, Verb
from reasoner.pipeline import Reasoner, has_therapy, setting_of
from reasoner.program import edits
from reasoner.program.ground import Layer, Program
from reasoner.questions.candidates import LIMIT, TARGETS, bounded, fixing
from reasoner.questions.variants import Changes, Outcome, Variants, is_treatment
from reasoner.search.encoding import Encoding
from reasoner.search.logic import Logic, negated
from reasoner.search.minimal import Progress, Sets
from reasoner.search.search import Search

_ORDER = {kind: place for place, kind in enumerate((Kind.phenotype, Kind.process, Kind.cell))}


def discriminate(
    reasoner: Reasoner,
    scenarios: Sequence[Scenario],
    group: HypothesisGroup | None = None,
    *,
    among: Sequence[Finding] | None = None,
    interventions: bool = False,
    most: int = 2,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Discriminate:
    """What tells the options of a hypothesis group apart, or scenarios.

    Set-ups are made in all models alike: a condition is given, one that all have is left out, something is inhibited.

    Args:
        reasoner: of the knowledge base.
        scenarios: the models; with a group the one scenario in which its options are assumed, one after the other.
        group: it; None where the scenarios are the models.
        among: what may be given; None for every condition.
        interventions: whether set-ups may inhibit something.
        most: changes in a set-up.
        limit: set-ups.
        progress: told which size is being looked at, and how many set-ups there are.

    Raises:
        UsageError: there are not two models or more (E246), there is a group and several scenarios, or a bound is out
            of range.
        InputError: a scenario contradicts itself.
    """
    kb = reasoner.kb
    bounded(most, limit)
    contenders, models = _contenders(kb, scenarios, group)
    bare = [Variants(reasoner, each) for each in models]
    candidates = _candidates(kb, bare, kb.conditions if among is None else among, interventions)
    variants = [Variants(reasoner, each, candidates) for each in models]
    found, apart = _search(variants, [each.key for each in contenders], candidates, most, limit, progress)
    keys = [each.key for each in contenders]
    setups = _setups(kb, variants, keys, [tuple(candidates[number] for number in each) for each in found.sets])
    treated = any(has_therapy(kb, each) for each in models)
    treated |= any(is_treatment(kb, change) for setup in setups for change in setup.changes)
    return Discriminate(
        knowledge_base=kb.digest,
        status=Status.found if setups else Status.none,
        most=most,
        candidates=len(candidates),
        complete_to=found.complete_to,
        cut=found.cut,
        **{**bare[0].standing, "setting": setting_of(scenarios[0].setting)},
        advice=kb.no_advice if treated else "",
        question=group.question if group else "",
        note=group.note if group else "",
        citations=citations(kb, group.evidence) if group else (),
        contenders=contenders,
        setups=tuple(setups),
        inseparable=tuple(f"{one} {other}" for one, other in combinations(keys, 2) if f"{one} {other}" not in apart),
    )


def _contenders(
    kb: KnowledgeBase, scenarios: Sequence[Scenario], group: HypothesisGroup | None
) -> tuple[tuple[Contender, ...], list[Scenario]]:
    """The models by name, and as scenarios."""
    if group and len(scenarios) > 1:
        raise UsageError(Problem("E200", "expected a hypothesis group or scenarios, not both"))
    if group:
        models = [edits.assume(scenarios[0], group.id, option.id) for option in group.options]
        names = [(f"{group.id}/{option.id}", option.label) for option in group.options]
    else:
        models = list(scenarios)
        names = [(f"scenario {number}", each.title) for number, each in enumerate(models, start=1)]
    if not 2 <= len(models) <= len(ascii_uppercase):
        groups = [f"hypothesis groups: {', '.join(each.id for each in kb.groups)}"] if kb.groups else []
        message = f"telling apart takes a hypothesis group with options, or 2 to {len(ascii_uppercase)} scenarios"
        raise UsageError(Problem("E246", message, None, tuple(groups)))
    return (
        tuple(
            Contender(key=key, label=label, name=name)
            for key, (name, label) in zip(ascii_uppercase, names, strict=False)
        ),
        models,
    )


def _search(
    variants: Sequence[Variants],
    keys: Sequence[str],
    candidates: Sequence[Change],
    most: int,
    limit: int,
    progress: Progress | None,
) -> tuple[Sets, set[str]]:
    """The minimal sets of changes that separate any two models, and the pairs that some set separates."""
    found: dict[tuple[int, ...], None] = {}
    complete, cut, apart = most, "", set[str]()
    for one, other in combinations(range(len(variants)), 2):
        others = [each for number, each in enumerate(variants) if number not in (one, other)]
        sets = _separating(variants[one], variants[other], others, candidates, most, limit, progress)
        found.update(dict.fromkeys(sets.sets))
        complete, cut = min(complete, sets.complete_to), cut or sets.cut
        apart |= {f"{keys[one]} {keys[other]}"} if sets.sets else set()
        if sets.cut == "interrupted":
            complete = -1
            break
    return Sets(tuple(found), complete, cut), apart


def _candidates(
    kb: KnowledgeBase, bare: Sequence[Variants], findings: Iterable[Finding], interventions: bool
) -> list[Change]:
    """What may be given in all scenarios, what is given in all of them and may be left out, what may be inhibited."""
    given = [set(each.inputs.given) for each in bare]
    everywhere = [each for each in bare[0].inputs.given if all(each in there for there in given)]
    found = [Change(verb=Verb.remove, item=str(each), label=kb.label(each)) for each in everywhere]
    found += [
        Change(verb=Verb.give, item=str(each), label=kb.label(each))
        for each in dict.fromkeys(findings)
        if not any(each in there for there in given)
    ]
    if interventions:
        nodes = [Node(entity.id) for entity in kb.entities.values() if entity.kind in TARGETS]
        found += fixing(kb, nodes, False, (), [each.inputs for each in bare])
    return found


# ---------------------------------------------------------------- searching


def _separating(
    one: Variants,
    other: Variants,
    rest: Sequence[Variants],
    candidates: Sequence[Change],
    most: int,
    limit: int,
    progress: Progress | None,
) -> Sets:
    """The minimal sets of changes after which two models differ in some finding, and that all models allow."""
    wanted = _telling(one, other)
    start = (one.inputs, one.carried)  # where others start from the same, what is refused in one is so in all
    further = [each.world for each in rest if (each.inputs, each.carried) != start]

    def differ(logic: Logic, encodings: Sequence[Encoding]) -> None:
        pairs = [tuple(encoding.literal(finding) for encoding in encodings[:2]) for finding in wanted]
        ways = [(a, negated(b)) for a, b in pairs] + [(negated(a), b) for a, b in pairs]
        logic.forbid([negated(logic.either(logic.both(*way) for way in ways))])

    return Search([one.world, other.world, *further], candidates).under(differ, wanted, [], most, limit, progress)


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


def _setups(
    kb: KnowledgeBase, variants: Sequence[Variants], keys: Sequence[str], sets: Sequence[Changes]
) -> list[SetUp]:
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
    kb: KnowledgeBase, variants: Sequence[Variants], keys: Sequence[str], group: list[tuple[Changes, list[Outcome]]]
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
