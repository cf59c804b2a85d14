"""How an entry is judged: shares of its points by its key, and what can be no answer."""

from __future__ import annotations

import math
from typing import Any

from reasoner.model.exercise import Entry, EntryKey, Message, Status
from reasoner.teach.explaining import listed, together
from reasoner.values import Value

HINT_COSTS = (0.1, 0.2, 0.3)
NONE = "none"
LONGEST = 2000
"""Characters of a text in an answer; names and rules are shorter."""
MOST_TEXTS = 50
"""Texts in one entry of an answer."""


class Judged(Value):
    """How an entry was judged.

    Attributes:
        share: of its points, 0 to 1.
        message: why.
        status: `unreadable` or `empty` where it is so; else it follows from the share.
    """

    share: float
    message: Message
    status: Status | None = None


def judged_by_key(entry: Entry, key: EntryKey, chosen: tuple[str, ...]) -> Judged:
    """Judge chosen options.

    The share is, of `one`, all or nothing; of `many` the right ones less the wrong ones, over all that are right; of
    `order` the pairs in their order less those that are not, over all pairs. It is never below 0.
    """
    if entry.kind == "order":
        missing = [each.text for each in entry.options if each.id not in chosen]
        if missing:
            return unreadable(f"Every step has its place in the order; {listed(missing)} is not there.")
        at = {each: number for number, each in enumerate(chosen)}
        wrong = [(first, then) for first, then in key.before if at[first] > at[then]]
        share = max(0.0, 1 - 2 * len(wrong) / len(key.before)) if key.before else 1.0
        labels = {each.id: each.text for each in entry.options}
        if not wrong:
            return Judged(share, Message(text="Every step stands behind what it needs."))
        told = [Message(text=f"First {labels[first]}, then {labels[then]}.") for first, then in wrong[:2]]
        about = [key.messages[then] for then in dict.fromkeys(then for _, then in wrong[:2]) if then in key.messages]
        return Judged(share, together([*told, *about]))
    right, also = set(key.right), {each for more in key.also for each in more}
    about = [key.messages[each] for each in chosen if each in key.messages]
    if entry.kind == "one":
        return Judged(float(chosen[0] in right | also), together(about))
    if NONE in chosen and len(chosen) > 1:
        return Judged(0, Message(text="That none is right, and that some are, cannot both be answered."))
    hits = len(right & set(chosen))
    share = max(0, hits - (len(chosen) - hits)) / len(right) if right else 0.0
    missed = [each for each in key.right if each not in chosen]
    wrong_ones = [key.messages[each] for each in chosen if each not in right and each in key.messages]
    if share >= 1:
        return Judged(share, together(about))
    lead = [Message(text=f"{_counted_right(len(missed))} not chosen.")] if missed and missed != [NONE] else []
    return Judged(share, together([*wrong_ones, *lead]) if wrong_ones or lead else together(about))


def _counted_right(number: int) -> str:
    """That some right options were left out, without saying which."""
    return "One that is right was" if number == 1 else f"{number} that are right were"


def unreadable(text: str) -> Judged:
    """An entry whose answer cannot be read."""
    return Judged(0, Message(text=text), Status.unreadable)


def rounded(points: float) -> float:
    """Points with two decimals, halves away from zero: the same in Python and in a page's script."""
    return math.floor(points * 100 + 0.5 + 1e-9) / 100


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of an answer's entry, without blanks around them; what is no text is put as one."""
    found = [value] if isinstance(value, str) else list(value)
    return tuple(text for each in found if (text := str(each).strip()))
