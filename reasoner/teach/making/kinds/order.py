"""order: the links of a chain, from what is given to what it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from reasoner.explain.analysis import Judgement
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.teach.making import words
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import EACH, drawn_from, focal
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.written import scenario_doc

LEAST, MOST = 3, 9
_STEMS = (
    "Put these findings in the order in which one leads to the next.",
    "How does {goal} come about here? Put the links of the chain in order.",
    "Order these findings so that each rests on those before it.",
)
_OBJECTIVES = (
    "Follow a chain of statements from a cause to its consequence.",
    "Tell which link of a chain rests on which.",
)
_TITLES = ("From {start} to {goal}", "The chain to {goal}", "Step by step: {goal}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene with a chain that is long enough."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("order")):
        pairs = focal(wish, scene, lambda judged: judged.steps > 1)
        made = (_draft(wish, scene, *pair) for pair in pairs)
        yield from islice(filter(None, made), EACH)


def longest(proof: Proof) -> list[Proof]:
    """The longest branch of a proof, from its leaf up; of several the first."""
    branch = [proof]
    while branch[-1].premises:
        branch.append(max(branch[-1].premises, key=lambda each: each.steps))
    return branch[::-1]


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    lots = wish.lots.of("order", str(scene.scenario), str(goal))
    judged: Judgement = scene.analysis.judge(goal)
    branch = longest(judged.proof)
    chain = [each.finding for each in branch if each.via.is_rule]
    if len(chain) < LEAST:
        chain = [branch[0].finding, *chain]
    if not LEAST <= len(chain) <= MOST or len(set(map(kb.label, chain))) < len(chain):
        return None
    fill = {"{goal}": kb.label(goal), "{start}": kb.label(branch[0].finding)}
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=words.stem(kb, scene.setting, words.filled(lots.pick(_STEMS, "stem"), fill)),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=words.proof_hints(scene.analysis, judged.proof),
        question={"scenario": scenario_doc(scene.scenario), "chain": [str(each) for each in chain]},
        answer={"chain": tuple(map(str, chain))},
        turns_on=goal,
        rules=drawn_from(scene, goal),
        level=found,
    )
