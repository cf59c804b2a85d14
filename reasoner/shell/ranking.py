"""Which terms fit what was typed: exact, prefix, word start, subsequence, and typos only where nothing else fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reasoner.knowledge.spelling import key

_WORDS = re.compile(r"[\s\-_/.'’]+")
_SHORTEST_TYPO = 4


@dataclass(frozen=True, slots=True)
class Term:
    """Something that can be typed.

    Attributes:
        insert: what is inserted for it.
        names: what it is called, its label first.
        kind: what it is, in a word.
    """

    insert: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    """A term that fits, and the name by which it does."""

    term: Term
    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    folded: str
    starts: tuple[str, ...]
    number: int
    name: str


class Ranked:
    """Terms, indexed.

    Args:
        terms: they.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._by_insert = {term.insert: number for number, term in enumerate(self.terms)}

    @cached_property
    def _entries(self) -> list[_Entry]:
        found = []
        for number, term in enumerate(self.terms):
            for name in dict.fromkeys((term.insert, *term.names)):
                parts = _WORDS.split(name)
                starts = tuple(key(" ".join(parts[start:])) for start in range(1, len(parts)))
                found.append(_Entry(key(name), starts, number, name))
        return found

    @cached_property
    def _pairs(self) -> list[frozenset[str]]:
        return [frozenset(map("".join, pairwise(entry.folded))) for entry in self._entries]

    def matches(self, typed: str, hidden: Collection[str] = (), most: int = 40) -> list[Match]:
        """The terms that fit, best first, each once.

        Args:
            typed: what was typed of one.
            hidden: what terms not to offer insert.
            most: how many at most.
        """
        wanted = key(typed)
        out = {self._by_insert[insert] for insert in hidden if insert in self._by_insert}
        if not wanted:
            shown = (term for number, term in enumerate(self.terms) if number not in out)
            return [Match(term, term.names[0] if term.names else term.insert) for term in shown][:most]
        best: dict[int, tuple[int, int, str]] = {}
        for entry in self._entries:
            if entry.number in out:
                continue
            tier = _tier(wanted, entry)
            if tier is None:
                continue
            rank = (tier, len(entry.folded), entry.name)
            if entry.number not in best or rank < best[entry.number]:
                best[entry.number] = rank
        if not best and len(wanted) >= _SHORTEST_TYPO:
            best = self._typos(wanted, out)
        order = sorted(best, key=lambda number: (*best[number][:2], self.terms[number].insert))
        return [Match(self.terms[number], best[number][2]) for number in order[:most]]

    def _typos(self, wanted: str, out: Collection[int]) -> dict[int, tuple[int, int, str]]:
        """Terms that begin as what was typed, but for one or two letters."""
        pairs = set(map("".join, pairwise(wanted)))
        allowed = 1 if len(wanted) < 7 else 2
        best: dict[int, tuple[int, int, str]] = {}
        for entry, known in zip(self._entries, self._pairs, strict=True):
            if entry.number in out or len(pairs & known) < len(pairs) - 2 * allowed - 1:
                continue
            distance = _distance_to_prefix(wanted, entry.folded, allowed)
            if distance <= allowed:
                rank = (distance, abs(len(entry.folded) - len(wanted)), entry.name)
                if entry.number not in best or rank < best[entry.number]:
                    best[entry.number] = rank
        return best


def _tier(wanted: str, entry: _Entry) -> int | None:
    folded = entry.folded
    if folded.startswith(wanted):
        return 0 if len(folded) == len(wanted) else 1
    for start in entry.starts:
        if start.startswith(wanted):
            return 2
    if wanted[0] == folded[:1] and _is_within(wanted, folded):
        return 3
    return None


def _is_within(wanted: str, folded: str) -> bool:
    """Whether the letters stand in a name in their order."""
    place = -1
    for letter in wanted:
        place = folded.find(letter, place + 1)
        if place < 0:
            return False
    return True


def _distance_to_prefix(wanted: str, folded: str, allowed: int) -> int:
    """The fewest letters to change, leave out, add or swap until a name begins with what was typed."""
    length = min(len(folded), len(wanted) + allowed)
    before: Sequence[int] = []
    row = list(range(length + 1))
    for number, letter in enumerate(wanted, start=1):
        new = [number]
        for column in range(1, length + 1):
            cost = min(row[column] + 1, new[column - 1] + 1, row[column - 1] + (letter != folded[column - 1]))
            if number > 1 and column > 1 and letter == folded[column - 2] and wanted[number - 2] == folded[column - 1]:
                cost = min(cost, before[column - 2] + 1)
            new.append(cost)
        if min(new) > allowed:
            return allowed + 1
        before, row = row, new
    return min(row)
