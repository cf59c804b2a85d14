"""An entry of an exercise as a question that every quiz format knows: choosing, ordering, typing, or writing freely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, permutations, product
from typing import Literal

from reasoner.model.exercise import Entry, EntryKey, Item, Key, Message, Option
from reasoner.render.quiz.carried import Naming
from reasoner.values import Value

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NONE = "none"
"""The option that none of the others is right: with others it brings nothing."""
TYPED_AT_MOST = 200
_SHARED_AT_MOST = 10  # quizzes know the fractions 1/1 to 1/10, and few others


class Answer(Value):
    """An answer that stands in the file: an option, or a text that is typed; and the share of the points it brings."""

    text: str
    share: float
    message: Message | None = None


class Asked(Value):
    """A question of a quiz.

    Attributes:
        entry: what is asked.
        points: what it is worth.
        kind: one option is chosen, or many; a text is typed; all answers are put in the order in which they stand
            here; or something is written that a person marks.
        answers: in the order of the options; texts that are right, with `typed`.
        lettered: options that are listed with letters, where letters are typed.
        how: how it is to be answered, where that does not go without saying.
        losses: what is lost in this.
    """

    entry: Entry
    points: float
    kind: Literal["one", "many", "typed", "order", "written"]
    answers: tuple[Answer, ...] = ()
    lettered: tuple[Option, ...] = ()
    how: str = ""
    losses: tuple[str, ...] = ()


def asked(item: Item, key: Key, naming: Naming, *, orders: bool = False) -> list[Asked]:
    """The questions that an exercise consists of.

    Args:
        item: what is shown of it.
        key: what is right in it.
        naming: how names may be spelt.
        orders: whether the format has questions in which things are put in order.
    """
    keys = {each.entry: each for each in key.entries}
    return [_asked(each, keys[each.id], naming, orders) for each in item.entries]


def accepted(key: EntryKey) -> list[tuple[str, ...]]:
    """The right answers of an entry, as far as they are listed; of an order, at most one more than can be typed."""
    if key.before:
        return list(islice(_orders(key.right, key.before), TYPED_AT_MOST + 1))
    return list(dict.fromkeys((key.right, *key.also)))


def _orders(things: tuple[str, ...], before: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, ...]]:
    """All orders in which the first of each pair stands before the second."""
    if not things:
        yield ()
    for first in things:
        rest = tuple(each for each in things if each != first)
        if not any(then == first and earlier in rest for earlier, then in before):
            yield from ((first, *order) for order in _orders(rest, before))


def _asked(entry: Entry, key: EntryKey, naming: Naming, orders: bool) -> Asked:
    if entry.kind == "rule":
        return _written(entry, key, "rules are evaluated")
    if not key.complete and entry.kind in ("many", "names"):
        return _written(entry, key, "other answers than those in the key are right as well")
    if entry.kind == "names":
        return _names(entry, key, naming)
    said = [(option, key.messages.get(option.id)) for option in entry.options]
    right = accepted(key)
    if entry.kind == "one":
        ids = {each for answer in right for each in answer}
        answers = [Answer(option.text, float(option.id in ids), message) for option, message in said]
        return Asked(entry=entry, points=key.points, kind="one", answers=tuple(answers))
    if entry.kind == "order":
        if orders and len(right) == 1:
            texts = {option.id: Answer(option.text, 1, message) for option, message in said}
            return Asked(
                entry=entry,
                points=key.points,
                kind="order",
                answers=tuple(texts[each] for each in right[0]),
                losses=("points for pairs in order: steps at their places count", *_unsaid(key)),
            )
        return _letters(entry, key, right, "Type the letters of all steps in order, without spaces")
    if len(right) > 1 or key.check or len(key.right) > _SHARED_AT_MOST:
        ids_in_order = [option.id for option in entry.options]
        sets = [tuple(sorted(answer, key=ids_in_order.index)) for answer in right]
        return _letters(
            entry, key, sets, "Type the letters of all that are right, in alphabetical order, without spaces"
        )
    if not key.right:
        return _written(entry, key, "nothing that can be chosen is right")
    each = 1 / len(key.right)
    answers = [
        Answer(option.text, each if option.id in key.right else -1 if option.id == NONE else -each, message)
        for option, message in said
    ]
    return Asked(entry=entry, points=key.points, kind="many", answers=tuple(answers))


def _unsaid(key: EntryKey) -> list[str]:
    return ["what is said on single options"] if key.messages else []


def _letters(entry: Entry, key: EntryKey, right: Iterable[tuple[str, ...]], how: str) -> Asked:
    """Options are listed with letters, and letters are typed: so that each of several right answers counts."""
    answers = list(dict.fromkeys(right))
    if len(entry.options) > len(LETTERS) or len(answers) > TYPED_AT_MOST:
        return _written(entry, key, "too many answers are right to be listed")
    by_id = {option.id: letter for option, letter in zip(entry.options, LETTERS, strict=False)}
    texts = ["".join(by_id[each] for each in answer) or "none" for answer in answers]
    losses = ["points for answers that are partly right: letters are typed", *_unsaid(key)]
    return Asked(
        entry=entry,
        points=key.points,
        kind="typed",
        answers=tuple(Answer(text, 1) for text in texts),
        lettered=entry.options,
        how=f"{how}{'' if any(answers) else '; none if none is'}.",
        losses=tuple(losses),
    )


def _names(entry: Entry, key: EntryKey, naming: Naming) -> Asked:
    """Names are typed: each right set of them in every order, and in every spelling as far as these are few."""
    right = accepted(key)
    spelt = {name: tuple(dict.fromkeys((name, *naming.spelt(name)))) for answer in right for name in answer}
    found = _typed(right, spelt)
    losses = []
    if found is None:
        found = _typed(right, {name: spellings[:2] for name, spellings in spelt.items()})
        losses.append("all spellings of the names")
    if found is None:
        found = _typed(right, {name: spellings[:1] for name, spellings in spelt.items()})
    if found is None:
        return _written(entry, key, "too many answers are right to be listed")
    single = all(len(answer) == 1 for answer in right)
    answers = [Answer(text, 1, key.messages.get(names[0]) if single else None) for text, names in found]
    wrong = [
        Answer(text, 0, message)
        for name, message in key.messages.items()
        if single and (name,) not in right
        for text in (name, *naming.spelt(name))
    ]
    seen = {answer.text.casefold() for answer in answers}
    if key.check or not single:
        losses.append("points for answers that are partly right: names are compared with the key")
    if key.messages and not single:
        losses.append("what is said on single names")
    return Asked(
        entry=entry,
        points=key.points,
        kind="typed",
        answers=(*answers, *(each for each in _once(wrong) if each.text.casefold() not in seen)),
        how="" if single else "Part several names by commas.",
        losses=tuple(losses),
    )


def _once(answers: Iterable[Answer]) -> Iterator[Answer]:
    seen = set()
    for each in answers:
        if each.text.casefold() not in seen:
            seen.add(each.text.casefold())
            yield each


def _typed(
    right: Iterable[tuple[str, ...]], spelt: dict[str, tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]] | None:
    """The texts that can be typed, each with its names; None if there are too many."""
    texts = (
        (between.join(spelling) or "none", names)
        for names in right
        for order in permutations(names)
        for spelling in product(*(spelt[name] for name in order))
        for between in ((", ", ",") if len(names) > 1 else ("",))
    )
    found = list(islice(texts, TYPED_AT_MOST + 1))
    if len(found) > TYPED_AT_MOST:
        return None
    once: dict[str, tuple[str, tuple[str, ...]]] = {}
    for text, names in found:
        once.setdefault(text.casefold(), (text, names))
    return list(once.values())


def _written(entry: Entry, key: EntryKey, why: str) -> Asked:
    """Marked by a person, who is told right answers."""
    texts = {option.id: option.text for option in entry.options}
    answers = [Answer("; ".join(texts.get(each, each) for each in answer), 1) for answer in accepted(key)[:10]]
    loss = f"being marked: a person has to ({why})"
    return Asked(entry=entry, points=key.points, kind="written", answers=tuple(answers), losses=(loss,))
