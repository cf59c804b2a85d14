"""intervene: the smallest intervention that ends a finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Node
from reasoner.teach.making import words
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import EACH, drawn_from, focal, some
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.making.written import scenario_doc

_TARGETS = frozenset({Kind.molecule, Kind.pathway, Kind.process})
_OPTIONS, _TRIED, _LINES = 6, 8, 3
_STEMS = (
    "What is the least that has to be inhibited so that {goal} is no longer inferred?",
    "Find the smallest intervention after which {goal} no longer holds.",
    "{Goal} holds here. Inhibiting what would end it? Take as few targets as can be.",
)
_OBJECTIVES = (
    "Find where a chain of statements can be cut, and whether another one holds on beside it.",
    "Choose the smallest intervention that ends a finding by the statements of {source}.",
)
_TITLES = ("How to end {goal}", "The smallest intervention against {goal}", "Where to cut: {goal}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene in which something can be ended by one or two blocks."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("intervene")):
        made = (
            _draft(wish, scene, *pair)
            for pair in some(focal(wish, scene, lambda each: wish.shop.kb.kind(each.finding) is not Kind.outcome))
        )
        yield from islice(filter(None, made), EACH)


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    lots = wish.lots.of("intervene", str(scene.scenario), str(goal))
    candidates = _candidates(wish, scene, goal)
    ending = _ending(wish, scene, goal, candidates)
    if not ending:
        return None
    size = len(ending[0])
    right = lots.of("right").shuffled(ending, lambda each: ", ".join(map(str, each)))
    chosen = list(dict.fromkeys(node for each in right[: 2 if size == 1 else 1] for node in each))
    wrong = [each for each in lots.of("wrong").shuffled(candidates) if size > 1 or (each,) not in ending]
    options = [*chosen, *(each for each in wrong if each not in chosen)][:_OPTIONS]
    names = [kb.name(each) for each in options]
    if len(options) < len(chosen) + 2 or len(set(names)) < len(names):
        return None
    fill = {"{goal}": kb.label(goal), "{Goal}": words.upper(kb.label(goal)), "{source}": words.source(kb)}
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=words.stem(kb, scene.setting, words.filled(lots.pick(_STEMS, "stem"), fill)),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=words.proof_hints(scene.analysis, scene.analysis.judge(goal).proof),
        question={
            "scenario": scenario_doc(scene.scenario),
            "end": str(goal),
            "options": [str(each) for each in lots.of("options").shuffled(options)],
            "most": size,
        },
        answer={"block": tuple(map(str, chosen if size > 1 else chosen[:1]))},
        turns_on=goal,
        rules=drawn_from(scene, goal),
        level=found,
    )


def _candidates(wish: Wish, scene: Scene, goal: Finding) -> list[Node]:
    """What may be blocked: targets that hold, those of the proofs first; not the goal, its kin, or what is given."""
    kb, analysis = wish.shop.kb, scene.analysis
    barred = {*kb.ancestors(goal.entity), *kb.descendants(goal.entity)}
    barred.update(entity for each in scene.given for entity in kb.ancestors(each.entity))
    blocked = set(scene.scenario.phases[0].block)

    def fits(finding: Finding) -> bool:
        return (
            not finding.down
            and finding.entity not in barred
            and finding.node not in blocked
            and kb.kind(finding) in _TARGETS
        )

    proofs = [each.finding for each in analysis.judge(goal).proof.walk() if fits(each.finding)]
    others = [each for each in analysis.findings if fits(each) and analysis.judge(each).proof.via.is_rule]
    about = {each.entity for rule in wish.subject.rules for each in rule.findings()}
    others = wish.lots.of("candidates", str(scene.scenario)).shuffled(others)
    others.sort(key=lambda each: each.entity not in about)
    return list(dict.fromkeys(each.node for each in (*proofs, *others)))[:_TRIED]


def _ending(wish: Wish, scene: Scene, goal: Finding, candidates: list[Node]) -> list[tuple[Node, ...]]:
    """The smallest sets of candidates, of one or two, after which the goal no longer holds."""
    phase = scene.scenario.phases[0]
    lines = scene.analysis.proofs.final_rules(scene.analysis.number(goal))
    for size in (1, 2) if len(lines) <= _LINES else (1,):  # two blocks seldom cut more lines than two
        sets = list(combinations(candidates, size))
        tried = {
            each: plain(scene.given, scene.setting, (*phase.block, *each), scene.scenario.history) for each in sets
        }
        wish.shop.try_out(tried.values())
        ending = [each for each in sets if wish.shop.holds(tried[each], goal) is False]
        if ending:
            return ending
    return []
