"""What was understood of a line, gathered while it is carried out."""

from __future__ import annotations

from reasoner.render.words import listed


class Echo:
    """Names by what was done with them, in the order in which it was done."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self.notes: list[str] = []

    def add(self, word: str, name: str) -> None:
        """Note what was done with a name: `Given`, `hypoxia`."""
        self._parts.setdefault(word, []).append(name)

    def __str__(self) -> str:
        told = [f"{word}: {listed(names)}." for word, names in self._parts.items()]
        return " ".join([*told, *self.notes])
