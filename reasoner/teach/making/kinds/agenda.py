"""agenda: a run of the production engine, and what it does next."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.finding import Finding
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import Shape, level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.written import scenario_doc
from reasoner.teach.questions.agenda import Run

_FIRED, _LEAST, _MOST, _FEW = 6, 3, 6, 3
"""Firings that are gone through, at most; options, at least and at most; rules ready that are told apart by order."""
_ASKS = ("next", "ready")
_STEMS = {
    "next": (
        "The engine runs this scenario. Which rule fires next?",
        "Which rule stands first on the agenda now?",
        "Go on with this run by hand: which rule fires next?",
    ),
    "ready": (
        "The engine runs this scenario. Which rules are ready to fire now?",
        "Which of these rules stand on the agenda now?",
        "Go on with this run by hand: which of these rules have all their premises met?",
    ),
}
_OBJECTIVES = (
    "Step a run of a production system: match, choose, fire.",
    "Tell which rules are ready from which still lack a premise.",
)
_FIRST = ("The first firing", "Before anything has fired")
_TITLES = ("The agenda after {fired}", "What fires after {fired}?", "Stepping a run: {fired} on")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene with a run that can be stopped at the wanted difficulty."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("agenda")):
        if scene.scenario.history:
            continue
        draft = next(_of(wish, scene), None)
        if draft:
            yield draft


def _of(wish: Wish, scene: Scene) -> Iterator[Draft]:
    lots = wish.lots.of("agenda", str(scene.scenario))
    for number in lots.of("fired").shuffled(range(_FIRED + 1)):
        run = Run(scene.analysis.situation, number)
        for asks in lots.of("asks", str(number)).shuffled(_ASKS):
            # Two firings are a step to be followed; two rules that are ready, or to be told apart, are a branch.
            branches = max(0, len(run.ready) - 1) // 2 + (asks == "ready")
            found = level(Shape(steps=1 + (number + 1) // 2, branches=branches))
            if found not in wish.levels or len(run.fired) < number:
                continue
            if draft := _draft(wish, scene, number, asks, run, found):
                yield draft


def _draft(wish: Wish, scene: Scene, number: int, asks: str, run: Run, found: int) -> Draft | None:
    kb, ready = wish.shop.kb, run.ready
    fires = dict.fromkeys(part for each in scene.analysis.findings for part in _rules(scene, each))
    later = [each for each in fires if each not in ready and each not in run.fired]
    lots = wish.lots.of("agenda", str(scene.scenario), str(number), asks)
    if not ready or (asks == "ready" and not later):
        return None
    # Which of many that are ready stands first is seen in the order of the rule base alone: that is no question.
    others = ready[1:] if asks == "ready" or len(ready) <= _FEW else []
    waiting = [*ready[:1], *lots.of("ready").shuffled(others)][: _MOST - min(2, len(later))]
    options = [*waiting, *lots.of("later").shuffled(later)[: _MOST - len(waiting)]]
    if len(options) < _LEAST:
        return None
    first = kb.rules_by_id[ready[0]]
    fired = "one firing" if number == 1 else f"{number} firings"
    premises = words.listed(" or ".join(kb.label(each.finding) for each in item) for item in first.when)
    return Draft(
        title=words.filled(lots.pick(_TITLES if number else _FIRST, "title"), {"{fired}": fired}),
        stem=words.stem(kb, scene.setting, lots.pick(_STEMS[asks], "stem")),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=(
            words.topic_hint(kb, first),
            "Go through the premises of each rule, and strike out those that lack one.",
            f"The rule that starts from {premises} stands first.",
        ),
        question={
            "scenario": scenario_doc(scene.scenario),
            "asks": asks,
            "fired": number,
            "options": lots.of("options").shuffled(options),
        },
        answer={"rule": (ready[0],) if asks == "next" else tuple(each for each in options if each in ready)},
        turns_on=first.then[0],
        rules=tuple(kb.rules_by_id[each] for each in options),
        level=found,
    )


def _rules(scene: Scene, finding: Finding) -> tuple[str, ...]:
    """The rules of the proof of a finding: they fire sooner or later."""
    return scene.analysis.judge(finding).proof.rules
