"""extent: how far what is written goes from one thing to another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from reasoner.model.finding import Finding
from reasoner.model.rule import Rule
from reasoner.model.sayings import Says
from reasoner.questions.says import says
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import Shape, level
from reasoner.teach.making.draft import Draft, Wish
from reasoner.teach.making.scenes import scenes
from reasoner.teach.making.workshop import plain
from reasoner.teach.questions.extent import extent_of, rows_of
from reasoner.values import Value

_STEMS = (
    "How far does {source} go from {premise} to {conclusion}?",
    "{Premise} leads to {conclusion}: what does {source} say of this?",
    "Does {source} let one go from {premise} to {conclusion}, and how firmly?",
)
_OBJECTIVES = (
    "Tell what {source} states from what it suggests, leaves open or does not say.",
    "Judge how firmly a claim rests on {source}.",
)
_TITLES = ("From {premise} to {conclusion}", "{Premise} and {conclusion}: what is said?")

_ROWS = 4


class _Pair(Value):
    premise: Finding
    conclusion: Finding
    rules: tuple[Rule, ...]


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each pair of findings, what is said of them in turn: in one statement, together, or not at all."""
    lots = wish.lots.of("extent")
    pairs = lots.shuffled(_said(wish), _text)
    said = [each for each in pairs if each.rules[0].fires and not each.rules[0].hypothesis]
    other = [each for each in pairs if each not in said]
    seen: set[tuple[Finding, Finding]] = set()
    for pair in filter(None, chain.from_iterable(zip_longest(said, other, _combined(wish), _unsaid(wish)))):
        key = (pair.premise, pair.conclusion)
        if pair.premise.node != pair.conclusion.node and key not in seen:
            seen.add(key)
            if draft := _draft(wish, pair):
                yield draft


def _text(pair: _Pair) -> str:
    return f"{pair.premise} {pair.conclusion}"


def _said(wish: Wish) -> list[_Pair]:
    """What a statement of the subject says to lead from one thing to another, however it says so."""
    return [
        _Pair(variant[0].finding, conclusion, (rule,))
        for rule in wish.subject.rules
        for variant in rule.variants
        for conclusion in (*rule.then, *rule.outcomes)
        if len(variant) == 1 and not variant[0].before and rule.kind.value != "requirement"
    ]


def _combined(wish: Wish) -> Iterator[_Pair]:
    """What only several statements together give from a single condition."""
    shop = wish.shop
    for scene in scenes(shop, wish.subject, wish.lots.of("combined")):
        if len(scene.given) == 1 and scene.scenario == plain(scene.given):
            lots = wish.lots.of("combined", str(scene.given[0]))
            for finding in islice(shop.told(scene.analysis, lots), 3):
                judged = scene.analysis.judge(finding)
                if judged.steps > 1 and not judged.stated:
                    yield _Pair(
                        scene.given[0], finding, tuple(shop.kb.rules_by_id[each] for each in judged.proof.rules)
                    )


def _unsaid(wish: Wish) -> Iterator[_Pair]:
    """What one statement of the subject starts from, and another one concludes."""
    rules = [rule for rule in wish.subject.rules if rule.fires and rule.when and not rule.guarded]
    lots = wish.lots.of("unsaid")
    first, second = (lots.of(each).shuffled(rules, lambda rule: rule.id) for each in ("from", "to"))
    for shift in range(min(3, len(rules))):
        for one, other in zip(first, second[shift:] + second[:shift], strict=True):
            premise, conclusion = one.when[0][0], other.then[0]
            if one is not other and not premise.before:
                yield _Pair(premise.finding, conclusion, (one, other))


def _draft(wish: Wish, pair: _Pair) -> Draft | None:
    kb = wish.shop.kb
    answer = says(wish.shop.reasoner, pair.premise, pair.conclusion)
    found = _level(answer)
    if found not in wish.levels or answer.by_definition or (_is_one(answer) and not answer.sayings):
        return None
    rules = tuple(kb.rules_by_id[each.rule] for each in answer.sayings[:1]) if _is_one(answer) else pair.rules
    lots = wish.lots.of("extent", _text(pair))
    backed = rows_of(kb, answer)
    rows = _rows(wish, pair, backed) if found > 1 else []
    premise, conclusion = kb.label(pair.premise), kb.label(pair.conclusion)
    fill = {
        "{source}": words.source(kb),
        "{premise}": premise,
        "{Premise}": words.upper(premise),
        "{conclusion}": conclusion,
    }
    return Draft(
        title=words.upper(words.filled(lots.pick(_TITLES, "title"), fill)),
        stem=words.filled(lots.pick(_STEMS, "stem"), fill),
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=_hints(wish, pair, answer, rules),
        question={
            "premise": str(pair.premise),
            "conclusion": str(pair.conclusion),
            **({"evidence": rows} if rows else {}),
        },
        answer={
            "extent": (extent_of(kb, answer),),
            **({"evidence": tuple(each for each in rows if each in backed)} if rows else {}),
        },
        turns_on=pair.conclusion,
        rules=rules,
        level=found,
    )


def _is_one(answer: Says) -> bool:
    """Whether a statement is on the very step."""
    return answer.verdict not in ("nothing", "combination")


def _level(answer: Says) -> int:
    """One statement that says it is at the lowest level; what is hedged, open, denied or not there asks for more."""
    if answer.verdict == "states":
        return 1
    if answer.combination and answer.verdict == "combination":
        return level(Shape(steps=answer.combination.steps, branches=1))
    return 3 if answer.verdict == "nothing" else 2


def _hints(wish: Wish, pair: _Pair, answer: Says, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    kb = wish.shop.kb
    premise, conclusion = kb.label(pair.premise), kb.label(pair.conclusion)
    first = words.topic_hint(kb, rules[0])
    if answer.verdict == "nothing":
        return (
            first,
            f"Ask of each statement that starts from {premise} what it concludes.",
            f"No statement, and no chain of them, goes from {premise} to {conclusion}.",
        )
    if answer.verdict == "combination":
        return (
            first,
            f"Look for what lies between {premise} and {conclusion}.",
            f"The first link is this statement: {rules[-1].claim}",
        )
    return first, f"There is one statement that names both {premise} and {conclusion}.", words.claim_hint(rules[0])


def _rows(wish: Wish, pair: _Pair, backed: tuple[str, ...]) -> list[str]:
    """Rows to choose from: one or two that say it, and others of the subject; none where nothing says it."""
    kb, home = wish.shop.kb, wish.shop.kb.home_source
    lots = wish.lots.of("rows", _text(pair))
    right = [each for each in backed if (home, each) in kb.rows][:2]
    rules = [rule for rule in wish.subject.rules if rule.source in ("", home)]
    others = dict.fromkeys(item.at for rule in rules for item in rule.evidence if (home, item.at) in kb.rows)
    wrong = lots.shuffled(each for each in others if each not in backed)[: _ROWS - len(right)]
    return lots.of("order").shuffled((*right, *wrong)) if right and wrong else []
