"""hypothesis: an observation that one answer to an open question predicts, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reasoner.model.finding import Finding
from reasoner.model.rule import HypothesisGroup
from reasoner.model.scenario import Scenario
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.written import scenario_doc

_STEMS = (
    "Then this is observed: {seen}. For which answer does it speak? {question}",
    "What is observed then is {seen}. {question} Which answer predicts that, and which does not?",
    "{question} You observe {seen}: which answer leads one to expect it?",
)
_OBJECTIVES = (
    "Tell which hypothesis an observation speaks for, and which are silent about it.",
    "Derive from competing hypotheses what each of them predicts.",
)
_TITLES = ("{seen}: for which hypothesis does it speak?", "An observation and its hypothesis: {seen}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each set-up and observation that tells the answers to an open question apart."""
    about = replace(wish.subject, rules=tuple(rule for rule in wish.subject.rules if rule.hypothesis))
    for scene in scenes(wish.shop, about, wish.lots.of("hypothesis")):
        group = wish.shop.kb.groups_by_id[(scene.rule.hypothesis or "").split("/", 1)[0]]
        option = (scene.rule.hypothesis or "").split("/", 1)[1]
        if len(group.options) < 2 or dict(scene.setting.assume) != {group.id: option}:
            continue
        for finding in wish.shop.told(scene.analysis, wish.lots.of("seen", str(scene.scenario))):
            found = level(wish.shop.shape(scene.analysis, finding))
            if found in wish.levels and _tells(wish, scene, group, option, finding):
                yield _draft(wish, scene, group, option, finding, found)
                break


def _assuming(scenario: Scenario, assume: tuple[tuple[str, str], ...]) -> Scenario:
    return scenario.model_copy(update={"setting": scenario.setting.model_copy(update={"assume": assume})})


def _tells(wish: Wish, scene: Scene, group: HypothesisGroup, option: str, finding: Finding) -> bool:
    """Whether a finding holds under one option of a group alone, and not without any."""
    others = [((group.id, each.id),) for each in group.options if each.id != option]
    scenarios = [_assuming(scene.scenario, each) for each in ((), *others)]
    wish.shop.try_out(scenarios)
    return all(wish.shop.holds(each, finding) is False for each in scenarios)


def _draft(wish: Wish, scene: Scene, group: HypothesisGroup, option: str, finding: Finding, found: int) -> Draft:
    kb = wish.shop.kb
    start = _assuming(scene.scenario, ())
    lots = wish.lots.of("hypothesis", str(start), str(finding))
    seen = kb.label(finding)
    proof = scene.analysis.judge(finding).proof
    rules = [kb.rules_by_id[each] for each in proof.rules]
    turning = next(rule for rule in rules if rule.hypothesis)
    given = words.labels(kb, scene.given) or "nothing"
    fill = {"{seen}": seen, "{question}": group.question}
    return Draft(
        title=words.upper(words.filled(lots.pick(_TITLES, "title"), fill)),
        stem=words.stem(kb, start.setting, words.filled(lots.pick(_STEMS, "stem"), fill)),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=(
            words.topic_hint(kb, turning),
            f"Take the answers one after the other, and ask what each leads to from {given}.",
            words.claim_hint(turning),
        ),
        question={"scenario": scenario_doc(start), "group": group.id, "observation": [str(finding)]},
        answer={"option": (option,)},
        turns_on=finding,
        rules=(turning, *(rule for rule in rules if rule is not turning)),
        level=found,
    )
