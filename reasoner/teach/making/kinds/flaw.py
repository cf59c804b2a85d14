"""flaw: an argument about a scene, one line of which claims more than is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Node
from reasoner.model.rule import Effect, Rule
from reasoner.program.universe import reach
from reasoner.questions.says import says
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import Shape, level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.focal import EACH, drawn_from, final_rule, focal, some
from reasoner.teach.making.nearby import near_misses
from reasoner.teach.making.scenes import Scene, scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.making.written import scenario_doc

_STEMS = (
    "Somebody argues as follows. One line goes wrong: which, and in what way?",
    "Read this argument. Where does it claim more than {source} says, and how?",
    "Three of these lines are right and one is not. Find it, and name what is wrong with it.",
)
_OBJECTIVES = (
    "Find the line of an argument that does not hold, and name the kind of error.",
    "Keep apart what is not inferred, what is denied, what is stated and what is only combined.",
)
_TITLES = ("A flawed argument about {goal}", "What is wrong here? {goal}", "One line goes wrong: {goal}")
_TARGETS = frozenset({Kind.molecule, Kind.pathway, Kind.process, Kind.marker})
_TRIED, _BETWEEN = 8, 3
"""Blocks that are tried for an argument; arguments between two circles."""

Line = dict[str, Any]


def drafts(wish: Wish) -> Iterator[Draft]:
    """Arguments about scenes, and now and then rules that run in a circle."""
    arguments, circles = _arguments(wish), _circles(wish)
    while some_ := [*islice(arguments, _BETWEEN), *islice(circles, 1)]:
        yield from some_


def _arguments(wish: Wish) -> Iterator[Draft]:
    """One for each scene about which enough can be said, rightly and wrongly."""
    for scene in scenes(wish.shop, wish.subject, wish.lots.of("flaw")):
        if scene.scenario.history or scene.setting.assume:
            continue
        made = (_draft(wish, scene, *pair) for pair in some(focal(wish, scene)))
        yield from islice(filter(None, made), EACH)


def _draft(wish: Wish, scene: Scene, goal: Finding, found: int) -> Draft | None:
    kb = wish.shop.kb
    lots = wish.lots.of("flaw", str(scene.scenario), str(goal))
    right = list(_right(wish, scene, goal))
    flaws: dict[str, Callable[[Wish, Scene, Finding], tuple[Line, str, str] | None]] = {
        "absence": _absence,
        "uncut": _uncut,
        "combined": _unsaid,
        "correlation": _correlated,
    }
    for name in lots.of("kind").shuffled(flaws):
        made = flaws[name](wish, scene, goal)
        if made is None or len(right) < 2:
            continue
        wrong, flaw, hint = made
        lines = [*lots.of("right").shuffled(right, lambda line: line["text"])[:3], wrong]
        lines = lots.of("lines").shuffled(lines, lambda line: line["text"])
        if len({line["text"] for line in lines}) < len(lines):
            continue
        fill = {"{goal}": kb.label(goal), "{source}": words.source(kb)}
        stems = _STEMS if len(lines) == 4 else _STEMS[:2]
        return Draft(
            title=words.filled(lots.pick(_TITLES, "title"), fill),
            stem=words.stem(kb, scene.setting, words.filled(lots.pick(stems, "stem"), fill)),
            objective=words.objective(kb, lots, _OBJECTIVES),
            hints=(
                words.topic_hint(kb, final_rule(scene, goal)),
                "Ask of each line whether it tells what holds, what does not, what ends, or what is said.",
                hint,
            ),
            question={"scenario": scenario_doc(scene.scenario), "argument": lines},
            answer={"where": (str(lines.index(wrong) + 1),), "flaw": (flaw,)},
            turns_on=goal,
            rules=drawn_from(scene, goal),
            level=found,
        )
    return None


# ---------------------------------------------------------------- lines that are right


def _right(wish: Wish, scene: Scene, goal: Finding) -> Iterator[Line]:
    shop, kb = wish.shop, wish.shop.kb
    yield {"text": f"{words.upper(kb.label(goal))} can be inferred here.", "holds": str(goal)}
    rule = final_rule(scene, goal)
    step = _plain_step(rule)
    if step and says(shop.reasoner, *step).verdict == "states":
        yield _said(wish, *step)
    else:
        for other in wish.lots.of("said", str(scene.scenario)).shuffled(wish.subject.rules, lambda each: each.id):
            step = _plain_step(other)
            if step and says(shop.reasoner, *step).verdict == "states":
                yield _said(wish, *step)
                break
    told = shop.told(scene.analysis, wish.lots.of("also", str(scene.scenario)))
    for finding in told:
        if finding.node != goal.node:
            yield {"text": f"From what is given, {kb.label(finding)} follows.", "holds": str(finding)}
            break
    for node, ended in _blocks(wish, scene, goal):
        if ended:
            yield _ends(wish, goal, node)
            break


def _plain_step(rule: Rule) -> tuple[Finding, Finding] | None:
    """The step that a rule makes from one thing to another, without anything else."""
    if rule.effect is Effect.causes and rule.fires and not rule.guarded and len(rule.when) == 1 and not rule.unless:
        premise = rule.when[0][0]
        if not premise.before:
            return premise.finding, rule.then[0]
    return None


def _said(wish: Wish, premise: Finding, conclusion: Finding) -> Line:
    kb = wish.shop.kb
    text = f"{words.upper(words.source(kb))} states that {kb.label(premise)} leads to {kb.label(conclusion)}."
    return {"text": text, "says": f"{premise} -> {conclusion}"}


def _ends(wish: Wish, goal: Finding, node: Node) -> Line:
    kb = wish.shop.kb
    return {
        "text": f"With {kb.name(node)} inhibited, {kb.label(goal)} is no longer inferred.",
        "ends": str(goal),
        "block": str(node),
    }


# ---------------------------------------------------------------- lines that are wrong, with the last hint


def _absence(wish: Wish, scene: Scene, goal: Finding) -> tuple[Line, str, str] | None:
    """What is merely not inferred, told as what does not happen."""
    kb = wish.shop.kb
    lots = wish.lots.of("absence", str(scene.scenario), str(goal))
    for _, finding in near_misses(wish.shop, wish.subject, scene.analysis, (goal,), lots)[:_TRIED]:
        if not finding.down and not scene.analysis.holds(finding.contrary):
            line = {
                "text": f"Nothing here gives {kb.label(finding)}, so there is none.",
                "fails": str(finding),
            }
            return line, "absence", f"Is {kb.label(finding)} denied here, or only not inferred?"
    return None


def _uncut(wish: Wish, scene: Scene, goal: Finding) -> tuple[Line, str, str] | None:
    """A block of something on the way that does not end the goal, since another line gives it as well."""
    kb = wish.shop.kb
    for node, ended in _blocks(wish, scene, goal):
        if not ended:
            if _is_sign(wish, node, goal):
                return _ends(wish, goal, node), "marker", f"Is {kb.name(node)} a cause of {kb.label(goal)}, or a sign?"
            return _ends(wish, goal, node), "bypass", f"Is {kb.name(node)} the only way to {kb.label(goal)}?"
    return None


def _unsaid(wish: Wish, scene: Scene, goal: Finding) -> tuple[Line, str, str] | None:
    """What only a chain of statements gives, told as something that is stated."""
    kb = wish.shop.kb
    proof = scene.analysis.judge(goal).proof
    if len(scene.given) == 1 and proof.steps > 1:
        premise = scene.given[0]
        if says(wish.shop.reasoner, premise, goal).verdict == "combination":
            hint = f"Is there one statement that goes from {kb.label(premise)} to {kb.label(goal)}?"
            return _said(wish, premise, goal), "combined", hint
    return None


def _is_sign(wish: Wish, node: Node, goal: Finding) -> bool:
    """Whether a statement names a node as a marker of the goal, or of what is the goal by definition."""
    kb = wish.shop.kb
    signs = (
        rule for rule in kb.rules if rule.effect is Effect.marks and any(e.entity == node.entity for e in rule.then)
    )
    shown = [premise.finding for rule in signs for item in rule.when for premise in item]
    return any(goal in reach(kb, [each]) or each in reach(kb, [goal]) for each in shown)


def _correlated(wish: Wish, scene: Scene, goal: Finding) -> tuple[Line, str, str] | None:
    """A correlation, told as what is stated to lead to something."""
    kb = wish.shop.kb
    lots = wish.lots.of("correlated", str(scene.scenario), str(goal))
    for rule in lots.shuffled(wish.subject.rules, lambda each: each.id):
        if rule.effect is Effect.correlates and len(rule.when) == 1 and not rule.guarded:
            premise, conclusion = rule.when[0][0].finding, rule.then[0]
            if says(wish.shop.reasoner, premise, conclusion).verdict == "hedges":
                hint = f"Does {kb.label(premise)} bring {kb.label(conclusion)} about, or do they go together?"
                return _said(wish, premise, conclusion), "correlation", hint
    return None


def _blocks(wish: Wish, scene: Scene, goal: Finding) -> list[tuple[Node, bool]]:
    """Things that bear on the goal, and whether it ends when they are inhibited; those of its proof first."""
    kb, phase = wish.shop.kb, scene.scenario.phases[0]
    barred = {*kb.ancestors(goal.entity), *kb.descendants(goal.entity)}
    barred.update(entity for each in scene.given for entity in kb.ancestors(each.entity))
    proof = scene.analysis.judge(goal).proof
    nodes = [
        part.finding.node
        for part in proof.walk()
        if not part.finding.down and part.finding.entity not in barred and kb.kind(part.finding) in _TARGETS
    ]
    nodes = wish.lots.of("blocks", str(scene.scenario), str(goal)).shuffled(dict.fromkeys(nodes))[:_TRIED]
    tried = {each: plain(scene.given, scene.setting, (*phase.block, each)) for each in nodes}
    wish.shop.try_out(tried.values())
    return [(each, not holds) for each in nodes if (holds := wish.shop.holds(tried[each], goal)) is not None]


# ---------------------------------------------------------------- rules in a circle


_CIRCLES = (
    "Somebody puts these rules into a rule base. Some of them cannot stand together: which, and why?",
    "With these rules the engine comes to no answer. Find those that are to blame, and name the flaw.",
)
_WARY = (
    "See that rules do not stop what they rest on.",
    "Tell why negation needs strata: no rule may rest on what it stops.",
)


def _circles(wish: Wish) -> Iterator[Draft]:
    """One for each pair of statements of which one goes on from the other: the first gets it as its exception."""
    kb, lots = wish.shop.kb, wish.lots.of("circle")
    steps = [(rule, step) for rule in wish.subject.rules if (step := _plain_step(rule))]
    steps = lots.shuffled(steps, lambda pair: pair[0].id)
    for one, (start, middle) in steps:
        for other, (before, end) in steps:
            if before != middle or end in (start, middle) or end.contrary == start:
                continue
            named = {start, middle, end}
            apart = [step for _, step in steps if named.isdisjoint(reach(kb, step))]
            sides = lots.of(one.id, other.id).shuffled(dict.fromkeys(apart))[:3]
            # Two rules make the circle; each that stands beside them is one more to be looked through.
            found = level(Shape(steps=2, branches=len(sides)))
            if found not in wish.levels or len(sides) < 2:
                continue
            circle = [f"{start} -> {middle} unless {end}", f"{middle} -> {end}"]
            rules = lots.of("rules", one.id, other.id).shuffled([*circle, *(f"{a} -> {b}" for a, b in sides)])
            yield Draft(
                title=f"Rules about {kb.label(middle)}",
                stem=lots.of(one.id).pick(_CIRCLES, "stem"),
                objective=lots.of(one.id).pick(_WARY, "objective"),
                hints=(
                    "Draw an arrow from each premise, and from each exception, to the conclusion.",
                    f"Follow the arrows on from {kb.label(middle)}.",
                    f"What becomes of {kb.label(middle)} once there is {kb.label(end)}?",
                ),
                question={"rules": rules},
                answer={
                    "where": tuple(str(number) for number, each in enumerate(rules, start=1) if each in circle),
                    "flaw": ("cycle",),
                },
                turns_on=middle,
                rules=(one, other),
                level=found,
            )
            break
