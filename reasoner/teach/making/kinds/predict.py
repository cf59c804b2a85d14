"""predict: what holds, among near misses."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.finding import Finding
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import drawn_from, focal
from reasoner.teach.making.nearby import distinct, near_misses
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.written import scenario_doc

_STEMS = (
    "Which of these does {source} let one infer?",
    "What follows from {source}? Choose all that hold.",
    "Which of these findings hold, by what {source} says?",
    "Say what is to be expected here: which of these can be inferred from {source}?",
)
_OBJECTIVES = (
    "Predict what a situation leads to from the statements of {source}.",
    "Tell what follows from given conditions from what only seems to follow.",
    "Apply the statements of {source} to a situation, and no more than these.",
)
_TITLES = ("What follows from {given}?", "{Given}: what holds?", "The consequences of {given}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene in which something of the wanted difficulty holds."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("predict")):
        for finding, found in focal(wish, scene):
            if draft := _draft(wish, scene, finding, found):
                yield draft
                break


def _draft(wish: Wish, scene: Scene, finding: Finding, found: int) -> Draft | None:
    shop, kb, analysis = wish.shop, wish.shop.kb, scene.analysis
    lots = wish.lots.of("predict", str(scene.scenario))
    easier = (
        each
        for each in shop.told(analysis, lots.of("right"))
        if each.node != finding.node and level(shop.shape(scene.analysis, each)) <= found
    )
    number = 4 if found == 1 else 5 if found < 4 else 6
    right = [finding, *distinct(shop, easier, lots.number(3, "how many"), (finding,))]
    near = near_misses(shop, wish.subject, analysis, right, lots.of("near"))
    wrong = distinct(shop, (each for _, each in near), number - len(right), right)
    if len(wrong) < 2:
        return None
    options = lots.of("options").shuffled((*right, *wrong))
    given = words.labels(kb, scene.given[:2]) + (" and more" if len(scene.given) > 2 else "")
    title = lots.pick(_TITLES, "title").replace("{given}", given).replace("{Given}", words.upper(given))
    question = lots.pick(_STEMS, "stem").replace("{source}", words.source(kb))
    return Draft(
        title=title,
        stem=words.stem(kb, scene.setting, question),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=words.proof_hints(analysis, analysis.judge(finding).proof),
        question={"scenario": scenario_doc(scene.scenario), "options": [str(each) for each in options]},
        answer={"findings": tuple(str(each) for each in options if each in right)},
        turns_on=finding,
        rules=drawn_from(scene, finding),
        level=found,
    )
