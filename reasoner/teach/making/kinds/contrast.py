"""contrast: two situations held against each other, finding by finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import drawn_from, focal, some
from reasoner.teach.making.nearby import distinct, near_misses
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.written import scenario_doc

_ROWS, _LOOKED_AT, _LONGEST = 4, 40, 90
_STEMS = (
    "Two situations, {first} and {second}. Say of each finding whether it holds in the one and in the other.",
    "Hold {first} against {second}: what can be inferred from {source} in each of them?",
    "What do {first} and {second} have in common, and in what do they differ? Fill in the table.",
)
_OBJECTIVES = (
    "Tell apart what two situations lead to by the statements of {source}.",
    "Compare two situations finding by finding, and keep what is not inferred apart from what is denied.",
)
_TITLES = ("{First} and {second}", "{First} against {second}", "In what {first} and {second} differ")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each pair of scenes that differ in something of the wanted difficulty.

    Of several subjects, scenes of the first are held against those of the others; else scenes of the one.
    """
    lots = wish.lots.of("contrast")
    if wish.others:
        second = (scene for other in wish.others for scene in scenes(wish.shop, other, lots.of(other.name)))
        pairs: Iterator[tuple[Scene, Scene]] = zip(scenes(wish.shop, wish.subject, lots), second, strict=False)
    else:
        pairs = _kin(scenes(wish.shop, wish.subject, lots))
    for one, other in pairs:
        for pair in ((one, other), (other, one)):
            draft = next((made for goal in some(focal(wish, pair[0])) if (made := _draft(wish, *pair, *goal))), None)
            if draft:
                yield draft
                break


def _kin(found: Iterator[Scene]) -> Iterator[tuple[Scene, Scene]]:
    """Each scene with an earlier one that it has something in common with, else with the one before it."""
    earlier: list[Scene] = []
    for scene in found:
        kin = [each for each in earlier if not set(each.given).isdisjoint(scene.given) or each.rule is scene.rule]
        if earlier:
            yield scene, (kin or earlier)[-1]
        earlier.append(scene)


def _draft(wish: Wish, one: Scene, other: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    names = [_name(wish, each.scenario) for each in (one, other)]
    if other.analysis.holds(goal) or names[0] == names[1]:
        return None
    lots = wish.lots.of("contrast", str(one.scenario), str(other.scenario), str(goal))
    rows = _rows(wish, one, other, goal, found)
    if rows is None:
        return None
    called = names if sum(map(len, names)) <= _LONGEST else ["the first situation", "the second"]
    fill = {
        "{first}": called[0],
        "{First}": words.upper(called[0]),
        "{second}": called[1],
        "{source}": words.source(kb),
    }
    hints = words.proof_hints(one.analysis, one.analysis.judge(goal).proof)
    cells = {
        f"{row}.{column}": (_cell(scene, finding),)
        for row, finding in enumerate(rows, start=1)
        for column, scene in enumerate((one, other), start=1)
    }
    situations = [
        {"name": words.upper(name), "scenario": scenario_doc(scene.scenario)}
        for name, scene in zip(names, (one, other), strict=True)
    ]
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=words.filled(lots.pick(_STEMS, "stem"), fill),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=hints,
        question={"situations": situations, "findings": [str(each) for each in rows]},
        answer=cells,
        turns_on=goal,
        rules=drawn_from(one, goal),
        level=found,
    )


def _name(wish: Wish, scenario: Scenario) -> str:
    """What a situation is called: what is given in it, where, and what is inhibited."""
    kb, phase = wish.shop.kb, scenario.phases[0]
    parts = [
        words.labels(kb, phase.given) or "nothing given",
        words.where(kb, scenario.setting),
        f"after {words.labels(kb, scenario.history)}" if scenario.history else "",
        f"with {words.inhibited(kb, phase.block).replace(' is inhibited', ' inhibited')}" if phase.block else "",
        f"assuming {words.assumed(kb, scenario.setting)}" if scenario.setting.assume else "",
    ]
    return " ".join(filter(None, parts))


def _rows(wish: Wish, one: Scene, other: Scene, goal: Finding, found: int) -> list[Finding] | None:
    """The goal, something that the other situation gives, something that both give, and something that neither does."""
    shop = wish.shop
    lots = wish.lots.of("rows", str(one.scenario), str(other.scenario), str(goal))

    def easy(scene: Scene) -> list[Finding]:
        told = islice(shop.told(scene.analysis, lots), _LOOKED_AT)
        return [each for each in told if level(shop.shape(scene.analysis, each)) <= found]

    first, second = easy(one), easy(other)
    both = [each for each in second if each in first]
    only = [each for each in second if not one.analysis.holds(each)]
    near = [each for _, each in near_misses(shop, wish.subject, one.analysis, (goal,), lots)]
    neither = [each for each in near if not other.analysis.holds(each) and each.contrary != goal]
    chosen = [goal]
    for group in (only, both, neither, first, second, neither):
        chosen += distinct(
            shop,
            (
                each
                for each in group
                if each not in chosen and each.contrary not in chosen and _is_clear(one, other, each)
            ),
            1,
            chosen,
        )
    rows = chosen[:_ROWS]
    return lots.of("order").shuffled(rows) if len(rows) == _ROWS else None


def _is_clear(one: Scene, other: Scene, finding: Finding) -> bool:
    """Whether each situation has at most one direction of a finding."""
    return all(not (each.analysis.holds(finding) and each.analysis.holds(finding.contrary)) for each in (one, other))


def _cell(scene: Scene, finding: Finding) -> str:
    if scene.analysis.holds(finding):
        return "holds"
    return "contrary" if scene.analysis.holds(finding.contrary) else "not_inferred"
