"""rule: a statement that is to be written as a rule."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.rule import Rule
from reasoner.teach.making import words
from reasoner.teach.making.difficulty import Shape, level
from reasoner.teach.making.draft import Draft, Wish

_STEMS = (
    "Write this statement as a rule: “{claim}”",
    "“{claim}” Write a rule that says this.",
    "How does this read as a rule? “{claim}”",
)
_ENDS = (
    "It concludes {then}.",
    "Its conclusion is {then}.",
)
_OBJECTIVES = (
    "Put a statement into the form of a rule, with all its premises and exceptions.",
    "Tell premises, conclusion and exceptions of a statement apart.",
)
_TITLES = ("A rule for {then}", "Write the rule: {then}", "From a sentence to a rule: {then}")


def drafts(wish: Wish) -> Iterator[Draft]:
    """One for each statement that is a rule everywhere, with one conclusion and no alternatives."""
    for rule in wish.lots.of("rule").shuffled(wish.subject.rules, lambda each: each.id):
        if not _is_plain(rule):
            continue
        # A premise more, or an exception, makes two branches more: it can be left out, and be put in the wrong place.
        found = level(Shape(branches=2 * (len(rule.when) - 1) + 2 * len(rule.unless)))
        if found in wish.levels:
            yield _draft(wish, rule, found)


def _is_plain(rule: Rule) -> bool:
    premises = [premise for item in rule.when for premise in item]
    return (
        rule.fires
        and not rule.guarded
        and len(rule.then) == 1
        and len(premises) == len(rule.when) > 0
        and not any(premise.before for premise in premises)
        and rule.effect.value == "causes"
    )


def _draft(wish: Wish, rule: Rule, found: int) -> Draft:
    kb, lots = wish.shop.kb, wish.lots.of("rule", rule.id)
    premises = [item[0].finding for item in rule.when]
    fill = {"{then}": words.labels(kb, rule.then), "{claim}": rule.claim, "{source}": words.source(kb)}
    number = ("one premise", "two premises", "three premises")[min(len(premises), 3) - 1]
    parts = f"{number}{' or more' if len(premises) > 3 else ''}"
    unless = words.labels(kb, rule.unless, "or")
    return Draft(
        title=words.filled(lots.pick(_TITLES, "title"), fill),
        stem=f"{words.filled(lots.pick(_STEMS, 'stem'), fill)} {words.filled(lots.pick(_ENDS, 'end'), fill)}",
        objective=words.objective(kb, lots, _OBJECTIVES),
        hints=(
            words.topic_hint(kb, rule),
            f"It has {parts}{' and an exception' if rule.unless else ''}.",
            f"It starts from {words.labels(kb, premises)}{f', unless there is {unless}' if unless else ''}.",
        ),
        question={"reference": rule.id},
        turns_on=rule.then[0],
        rules=(rule,),
        level=found,
    )
