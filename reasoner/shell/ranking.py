"""Which terms fit what was typed: exact, prefix, word start, subsequence, and typos only where nothing else fits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, pairwise

from reasoner.knowledge.spelling import key

_WORDS = re.compile(r"[\s\-_/.'’]+")
_SHORTEST_TYPO, _LONG = 4, 7
_LIKELY = 400  # names that are looked at letter by letter: those that share most pairs of letters


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
    """A name of a term: `folded` as it is compared, `number` of the term."""

    folded: str
    number: int
    name: str


class _Lines:
    """Many short texts as the lines of one, so that they are looked through at once.

    Args:
        texts: they, without line breaks.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lines = list(texts)
        self._text = "\n" + "\n".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def starting(self, wanted: str) -> Iterator[int]:
        """The numbers of the texts that begin with a text."""
        yield from self._numbers(re.compile(re.escape(f"\n{wanted}")))

    def holding(self, wanted: str) -> Iterator[int]:
        """The numbers of the texts that begin with its first letter and have the others in their order.

        Between two letters the first stretch without the second is passed over, and no other is tried.
        """
        between = (rf"[^{re.escape(letter)}\n]*{re.escape(letter)}" for letter in wanted[1:])
        yield from self._numbers(re.compile(f"\n{re.escape(wanted[:1])}{''.join(between)}"))

    def _numbers(self, pattern: re.Pattern[str]) -> Iterator[int]:
        for match in pattern.finditer(self._text):
            yield bisect_right(self._starts, match.start()) - 1


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
        return [
            _Entry(key(name), number, name)
            for number, term in enumerate(self.terms)
            for name in dict.fromkeys((term.insert, *term.names))
        ]

    @cached_property
    def _order(self) -> list[int]:
        """For each entry its place among those that fit alike: the shorter the better."""
        entries = self._entries
        ordered = sorted(
            range(len(entries)),
            key=lambda place: (
                len(entries[place].folded),
                self.terms[entries[place].number].insert,
                entries[place].name,
            ),
        )
        places = [0] * len(entries)
        for number, place in enumerate(ordered):
            places[place] = number
        return places

    @cached_property
    def _whole(self) -> _Lines:
        return _Lines(entry.folded for entry in self._entries)

    @cached_property
    def _later(self) -> tuple[_Lines, list[int]]:
        """The names from their second word on, from the third and so on, with the entry of each."""
        found, owners = list[str](), list[int]()
        for place, entry in enumerate(self._entries):
            parts = _WORDS.split(entry.name)
            for start in range(1, len(parts)):
                found.append(key(" ".join(parts[start:])))
                owners.append(place)
        return _Lines(found), owners

    @cached_property
    def _with_pair(self) -> dict[str, list[int]]:
        """The entries that have two letters side by side."""
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            for pair in set(map("".join, pairwise(entry.folded))):
                found.setdefault(pair, []).append(place)
        return found

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
        found: dict[int, str] = {}
        for places in self._fitting(wanted):
            for place in sorted(set(places), key=self._order.__getitem__):
                entry = self._entries[place]
                if entry.number not in out:
                    found.setdefault(entry.number, entry.name)
                if len(found) == most:  # what comes behind fits less well than all of these
                    break
        if not found and len(wanted) >= _SHORTEST_TYPO:
            found = self._typos(wanted, out)
        return [Match(self.terms[number], name) for number, name in islice(found.items(), most)]

    def _fitting(self, wanted: str) -> Iterator[Iterable[int]]:
        """The entries that fit: by how they begin, then by how a later word does, then by their letters."""
        later, owners = self._later
        yield self._whole.starting(wanted)
        yield (owners[number] for number in later.starting(wanted))
        yield self._whole.holding(wanted)

    def _typos(self, wanted: str, out: Collection[int]) -> dict[int, str]:
        """Terms that begin as what was typed, but for one or two letters, the nearest first; each with its name."""
        allowed = 1 if len(wanted) < _LONG else 2
        pairs = set(map("".join, pairwise(wanted)))
        shared = Counter(place for pair in pairs for place in self._with_pair.get(pair, ()))
        least = len(pairs) - 3 * allowed  # a letter that is changed, or two that are swapped, part three pairs at most
        near = dict.fromkeys(place for place, count in shared.most_common(_LIKELY) if count >= least)
        if len(wanted) < _LONG:
            near |= dict.fromkeys(islice(self._whole.starting(wanted[:1]), _LIKELY))
        best: dict[int, tuple[int, int, str]] = {}
        for entry in (self._entries[place] for place in near):
            if entry.number in out:
                continue
            distance = _distance_to_prefix(wanted, entry.folded, allowed)
            if distance <= allowed:
                rank = (distance, abs(len(entry.folded) - len(wanted)), entry.name)
                if entry.number not in best or rank < best[entry.number]:
                    best[entry.number] = rank
        order = sorted(best, key=lambda number: (*best[number][:2], self.terms[number].insert))
        return {number: best[number][2] for number in order}


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
