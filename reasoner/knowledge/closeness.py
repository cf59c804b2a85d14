"""How close names are to a text, as `difflib` has it, without holding every one of them against it letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LEAST = 0.6
"""From what score on a name is close."""
_BEGINS, _HOLDS = 0.25, 0.15
"""What is added where a name begins with the text, or holds it."""
_SHORT = 2


class Closeness:
    """Finds the names that are close to a text.

    Names are bit sets of their letters: what two have in common, and so how close they can be at most, is counted at
    once, and few have to be compared in the order of their letters.

    Args:
        names: they.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._names = [(name, len(name), self._letters(name)) for name in names]

    def scores(self, text: str) -> Iterator[tuple[float, float, str]]:
        """The close names, each with its score, and before it the most that it or any later one can have.

        Args:
            text: not empty.
        """
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(b=text, autojunk=False)
        for most, bonus, name in sorted(self._possible(text), key=lambda each: -each[0]):
            matcher.set_seq1(name)
            if (score := matcher.ratio() + bonus) >= LEAST:
                yield most, score, name

    def _possible(self, text: str) -> Iterator[tuple[float, float, str]]:
        """The names that may be close, each with its highest possible score, and what of that it has for sure."""
        letters, length = self._letters(text), len(text)
        for name, size, has in self._names:
            common = 2.0 * (letters & has).bit_count() / (length + size)
            if common + _BEGINS >= LEAST and common + (bonus := _bonus(text, name)) >= LEAST:
                yield common + bonus, bonus, name

    def _letters(self, text: str) -> int:
        """A bit for each letter, another one where it comes again."""
        found = 0
        times: dict[str, int] = {}
        for letter in text:
            times[letter] = times.get(letter, 0) + 1
            found |= 1 << self._bits.setdefault((letter, times[letter]), len(self._bits))
        return found


def _bonus(text: str, name: str) -> float:
    if len(text) <= _SHORT or text not in name:
        return 0.0
    return _BEGINS if name.startswith(text) else _HOLDS
