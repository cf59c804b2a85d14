"""The tree that a YAML document is read into: text, mappings and sequences, each with its position."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reasoner.errors import Position, Problem


@dataclass(slots=True)
class Scalar:
    """A piece of text; `broken` where the reader has already reported it, `missing` where nothing was written."""

    text: str
    line: int
    column: int
    broken: bool = False
    missing: bool = False


@dataclass(slots=True)
class Mapping:
    """Keys and values in their order."""

    line: int
    column: int
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Tree] = field(default_factory=dict)


@dataclass(slots=True)
class Sequence:
    """Items in their order."""

    line: int
    column: int
    items: list[Tree] = field(default_factory=list)


Tree = Scalar | Mapping | Sequence


@dataclass(slots=True)
class Document:
    """One YAML document.

    Attributes:
        path: what problems call its file.
        line: its first line.
        root: its top mapping; None where it could not be read to its end.
        problems: what the reader found.
    """

    path: str
    line: int = 0
    root: Mapping | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def position(self) -> Position:
        """Where the document begins."""
        return Position(self.path, self.root.line, self.root.column) if self.root else Position(self.path, self.line)

    def where(self, tree: Tree, *steps: int | str) -> Position:
        """The position of what lies at a path below a node, or of the nearest thing to it that is there."""
        found = descend(tree, *steps)
        return Position(self.path, found.line, found.column)

    def where_key(self, tree: Tree, *steps: int | str) -> Position:
        """The position of the key that the path ends in, where it ends in one that is there."""
        parent = descend(tree, *steps[:-1])
        if isinstance(parent, Mapping) and steps and steps[-1] in parent.keys:
            parent = parent.keys[str(steps[-1])]
        return Position(self.path, parent.line, parent.column)


def descend(tree: Tree, *steps: int | str) -> Tree:
    """Follow a path of keys and indices; a step that does not lead on stays where it is.

    One value may stand for a list of one, and `{any: [...]}` for its alternatives: both are stepped through as the
    models see them.
    """
    for step in steps:
        if isinstance(tree, Mapping):
            if step in tree.values:
                tree = tree.values[str(step)]
            elif isinstance(step, int) and list(tree.values) == ["any"]:
                tree = descend(tree.values["any"], step)
        elif isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
    return tree


def plain(tree: Tree) -> Any:
    """The tree as dicts, lists and text; its depth is limited by the reader."""
    if isinstance(tree, Scalar):
        return tree.text
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, value in tree.values.items()}
    return [plain(item) for item in tree.items]
