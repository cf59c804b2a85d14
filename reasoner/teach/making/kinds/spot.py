"""spot: the steps of a proof, and among them one that does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.teach.making import words
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import EACH, drawn_from, focal, some
from reasoner.teach.making.nearby import Near, near_misses
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.making.written import scenario_doc

LEAST, MOST = 2, 8
_STEMS = (
    "An argument for {goal}. One of its steps does not follow: which?",
    "Somebody argues for {goal}, step by step. Which step does {source} not give?",
    "All of these steps but one are statements of {source} or definitions. Find the one that is not.",
)
_OBJECTIVES = (
    "Check a proof step by step against what {source} says.",
    "Find the step of an argument that no statement of {source} gives.",
)
_TITLES = ("One step too far: {goal}", "Which step is wrong? {goal}", "A flawed proof of {goal}")
_WAYS = {Via.cited, Via.is_a, Via.implies, Via.place}


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene with a proof into which a wrong step can be put."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("spot")):
        if scene.scenario.history:
            continue
        made = (_draft(wish, scene, *pair) for pair in some(focal(wish, scene)))
        yield from islice(filter(None, made), EACH)


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    lots = wish.lots.of("spot", str(scene.scenario), str(goal))
    proof = scene.analysis.judge(goal).proof
    steps = [each for each in upwards(proof) if each.premises]
    if not LEAST <= len(steps) < MOST or any(each.via not in _WAYS for each in steps):
        return None
    wrong = _wrong(wish, scene, steps)
    if wrong is None:
        return None
    written = [_step([each.finding for each in step.premises], step.finding) for step in steps]
    # A wrong step stands where its premises are there already, and before the goal, so that it does not stand apart.
    number, text = wrong
    place = number + 1 if number + 1 < len(steps) else number
    written.insert(place, text)
    fill = {"{goal}": kb.label(goal), "{source}": words.source(kb)}
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=words.stem(kb, scene.setting, words.filled(lots.pick(_STEMS, "stem"), fill)),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=_hints(wish, scene, goal, steps[number]),
        question={"scenario": scenario_doc(scene.scenario), "steps": written},
        answer={"step": (str(place + 1),)},
        turns_on=goal,
        rules=drawn_from(scene, goal),
        level=found,
    )


def upwards(proof: Proof) -> list[Proof]:
    """Every different finding of a proof, premises before what they give."""
    found: dict[Finding, Proof] = {}

    def go(part: Proof) -> None:
        if part.finding not in found:
            for each in part.premises:
                go(each)
            found.setdefault(part.finding, part)

    go(proof)
    return list(found.values())


def _step(premises: list[Finding], conclusion: Finding) -> str:
    return f"{', '.join(map(str, premises))} -> {conclusion}"


def _wrong(wish: Wish, scene: Scene, steps: list[Proof]) -> tuple[int, str] | None:
    """The number of a right step, and a wrong one with the same premises."""
    shop = wish.shop
    lots = wish.lots.of("wrong", str(scene.scenario), str(steps[-1].finding))
    shown = {each.finding for each in steps}
    for number in lots.shuffled(range(len(steps))):
        step = steps[number]
        premises = [each.finding for each in step.premises]
        alone = plain(premises, scene.setting, scene.scenario.phases[0].block)
        for near, finding in near_misses(shop, wish.subject, scene.analysis, (step.finding,), lots)[:10]:
            if near is Near.contrary or finding.contrary in shown or finding in premises:
                continue
            if shop.holds(alone, finding) is False:
                return number, _step(premises, finding)
    return None


def _hints(wish: Wish, scene: Scene, goal: Finding, wrong: Proof) -> tuple[str, str, str]:
    kb = wish.shop.kb
    final = next(part for part in scene.analysis.judge(goal).proof.walk() if part.rule)
    needed = words.labels(kb, (each.finding for each in wrong.premises))
    return (
        words.topic_hint(kb, kb.rules_by_id[final.rule or ""]),
        f"Look closely at the steps that start from {needed}.",
        f"From {needed} follows {kb.label(wrong.finding)}; what else is said to follow from it?",
    )
