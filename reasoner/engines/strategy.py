"""In which order productions fire: exact, total, and the same on every run."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from reasoner.engines.experta_shim import Activation, Agenda, Strategy

_KEY = attrgetter("key")
_FEW = 8
"""Up to this many new activations are inserted one by one, more are appended and sorted."""


def rank(activation: Activation) -> tuple[int, int, list[int]]:
    """The place of an activation on the agenda, kept as its key; the highest fires first.

    By salience, then by the number of the rule (low first), then by its facts (recent first, as in CLIPS). No two are
    alike, and no hash has a say.
    """
    if activation.key is None:
        facts = sorted((fact.__factid__ or 0 for fact in activation.facts), reverse=True)
        activation.key = (activation.rule.salience, -getattr(activation.rule, "number", 0), facts)
    key: Any = activation.key
    return key  # type: ignore[no-any-return]


class StratifiedStrategy(Strategy):
    """Keeps the agenda sorted by `rank`: where salience is -stratum, lower strata are done before higher ones start.

    experta's own strategy ranks activations of equal salience and facts alike, looks for one that is to be removed only
    beside the first of them and at the end of the agenda, and so leaves some that should be gone.
    """

    def _update_agenda(self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]) -> None:
        waiting = agenda.activations  # each with its rank as its key
        for activation in removed:
            place = bisect_left(waiting, rank(activation), key=_KEY)
            if place < len(waiting) and waiting[place].key == activation.key:  # otherwise it has fired already
                del waiting[place]
        new = list(added)
        for activation in new:
            rank(activation)
        if len(new) > _FEW:
            waiting.extend(new)
            waiting.sort(key=_KEY)
        else:
            for activation in new:
                insort(waiting, activation, key=_KEY)
