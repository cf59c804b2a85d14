"""missing: the condition that is left out of a scene, without which the goal does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.making import words
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import EACH, drawn_from, focal, some
from reasoner.teach.making.nearby import distinct
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.making.written import scenario_doc

_STEMS = (
    "Which condition has to be added for {goal}?",
    "Something is missing for {goal}. Which condition gives it?",
    "{Goal} is not inferred here. Which of these conditions would change that?",
)
_OBJECTIVES = (
    "Find what a conclusion of {source} still needs.",
    "Reason back from a conclusion to the condition that it lacks.",
)
_TITLES = ("What is missing for {goal}?", "One condition short of {goal}", "The missing condition: {goal}")
_OPTIONS, _TRIED = 5, 12


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each scene that turns on one of its conditions."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("missing")):
        made = (_draft(wish, scene, *pair) for pair in some(focal(wish, scene)))
        yield from islice(filter(None, made), EACH)


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    shop, kb = wish.shop, wish.shop.kb
    lots = wish.lots.of("missing", str(scene.scenario), str(goal))
    conditions = lots.of("left out").shuffled(each for each in scene.given if kb.is_condition(each))
    for missing in conditions:
        rest = tuple(each for each in scene.given if each != missing)
        without = _with(scene.scenario, rest)
        if not rest or shop.holds(without, goal) is not False:
            continue
        wrong = _wrong(wish, without, goal, missing)
        if len(wrong) < _OPTIONS - 1:
            continue
        analysis = scene.analysis
        name = kb.label(goal)
        fill = {"{goal}": name, "{Goal}": words.upper(name)}
        return Draft(
            title=words.filled(lots.pick(_TITLES, "title"), fill),
            stem=words.stem(kb, scene.setting, words.filled(lots.pick(_STEMS, "stem"), fill)),
            objective=words.objective(kb, lots, _OBJECTIVES),
            hints=words.proof_hints(analysis, analysis.judge(goal).proof, but=missing),
            question={
                "scenario": scenario_doc(without),
                "goal": str(goal),
                "options": [str(each) for each in lots.of("options").shuffled((missing, *wrong))],
            },
            answer={"condition": (str(missing),)},
            turns_on=goal,
            rules=drawn_from(scene, goal),
            level=found,
        )
    return None


def _with(scenario: Scenario, given: tuple[Finding, ...]) -> Scenario:
    return plain(given, scenario.setting, scenario.phases[0].block, scenario.history)


def _wrong(wish: Wish, without: Scenario, goal: Finding, missing: Finding) -> list[Finding]:
    """Conditions that do not give the goal: siblings of the missing one first, then those of the subject."""
    shop, kb = wish.shop, wish.shop.kb
    given = without.phases[0].given
    kin = [
        Finding(child)
        for parent in kb.entities[missing.entity].is_a
        for child in kb.children.get(parent, ())
        if kb.is_condition(Finding(child))
    ]
    draw = wish.lots.of("wrong", str(without), str(goal))
    likely = [*draw.shuffled(dict.fromkeys(kin))[:2], *draw.shuffled(shop.conditions_of(wish.subject))]
    likely += draw.of("any").shuffled(kb.conditions)
    tried = [each for each in dict.fromkeys(likely) if each not in (*given, missing)][:_TRIED]
    changed = {each: _with(without, (*given, each)) for each in tried}
    shop.try_out(changed.values())
    wrong = (each for each in tried if shop.holds(changed[each], goal) is False)
    return distinct(shop, wrong, _OPTIONS - 1, (missing,))
