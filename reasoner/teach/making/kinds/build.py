"""build: a scenario that yields a goal, found from one that does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.teach.making import words
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import drawn_from, focal, some
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.making.written import scenario_doc

_MOST = 3
_STEMS = (
    "Give {number} from which {goal} can be inferred{but}.",
    "Put together a scenario of {number} that leads to {goal}{but}.",
    "Which {number} lead to {goal}{but}, by what {source} says? Any set that does is right.",
)
_OBJECTIVES = (
    "Put together conditions from which a finding follows by the statements of {source}.",
    "Reason back from a finding to conditions that bring it.",
)
_TITLES = ("Build a scenario: {goal}", "What leads to {goal}?", "A way to {goal}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene whose conditions give something, in a setting in which it does not hold by itself."""
    seen: set[tuple[object, Finding]] = set()
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("build")):
        phase = scene.scenario.phases[0]
        if scene.scenario.history or phase.block or not all(map(wish.shop.kb.is_condition, scene.given)):
            continue
        for goal, found in some(focal(wish, scene, lambda each: wish.shop.kb.kind(each.finding) is not Kind.outcome)):
            if (scene.setting, goal) in seen:
                continue
            if draft := _draft(wish, scene, goal, found):
                seen.add((scene.setting, goal))
                yield draft
                break


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    lots = wish.lots.of("build", str(scene.scenario), str(goal))
    least = _least(wish, scene, goal)
    if least is None:
        return None
    unwanted = _unwanted(wish, scene, goal, least) if found > 2 else ()
    name = kb.label(goal)
    fill = {
        "{goal}": name,
        "{source}": words.source(kb),
        "{but}": f", but not {words.labels(kb, unwanted)}" if unwanted else "",
        "{number}": "one condition" if len(least) == 1 else f"at most {('two', 'three')[len(least) - 2]} conditions",
    }
    question = words.filled(lots.pick(_STEMS[: 2 if len(least) == 1 else 3], "stem"), fill)
    start = plain((), scene.setting)
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=words.stem(kb, scene.setting, question),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=words.proof_hints(scene.analysis, scene.analysis.judge(goal).proof),
        question={
            "scenario": scenario_doc(start),
            "goals": [str(goal)],
            **({"unwanted": [str(each) for each in unwanted]} if unwanted else {}),
            "most": len(least),
        },
        answer={"given": tuple(map(str, least))},
        turns_on=goal,
        rules=drawn_from(scene, goal),
        level=found,
    )


def _least(wish: Wish, scene: Scene, goal: Finding) -> tuple[Finding, ...] | None:
    """The smallest part of what a scene gives that yields the goal; None where nothing needs to be given."""
    given = scene.given
    sets = [each for size in range(min(len(given), _MOST) + 1) for each in combinations(given, size)]
    scenarios = {each: plain(each, scene.setting) for each in sets}
    wish.shop.try_out(scenarios.values())
    least = next((each for each in sets if wish.shop.holds(scenarios[each], goal)), None)
    return least or None


def _unwanted(wish: Wish, scene: Scene, goal: Finding, least: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A finding that another way to the goal brings along, and this one does not."""
    shop = wish.shop
    held = shop.held(plain(least, scene.setting)) or frozenset()
    others = [each for each in shop.bringing.get(goal, ()) if each not in least]
    lots = wish.lots.of("unwanted", str(scene.scenario), str(goal))
    for other in lots.shuffled(others)[:4]:
        scenario = plain((other,), scene.setting)
        analysis = shop.analysis(scenario)
        if analysis is not None and analysis.holds(goal):
            told = shop.told(analysis, lots)
            extra = next((each for each in told if each not in held and each.node != goal.node), None)
            if extra:
                return (extra,)
    return ()
