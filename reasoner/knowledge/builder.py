"""Builds the tree of one document from the C parser's events, with a stack of its own: nothing here recurses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reasoner.errors import Position, Problem
from reasoner.knowledge.nodes import Document, Mapping, Scalar, Sequence, Tree
from reasoner.knowledge.text import REPLACED, Limits, Text, name_of_character
from reasoner.knowledge.wording import FORBIDDEN, shown

if TYPE_CHECKING:
    import yaml

_HINTS = (
    ("mapping values are not allowed", "quote text that holds a colon and a space"),
    ("cannot start any token", "indent with spaces; quote text that begins with @, ` or %"),
    ("could not find expected ':'", "every line of a mapping reads `key: value`"),
    ("did not find expected key", "check the indentation, and quotes inside of quotes"),
    ("did not find expected ',' or", "a bracket is not closed"),
    ("did not find expected '-' indicator", "check the indentation of this list"),
    ("unexpected end of stream", "a quotation mark is not closed"),
)


class _Stop(Exception):
    """A limit is reached: the rest of the document is not read."""


@dataclass(slots=True)
class _Open:
    """A collection that is being filled; in a mapping, the key that waits for its value and whether it is dropped."""

    tree: Mapping | Sequence
    key: Scalar | None = None
    drop: bool = False


class Builder:
    """Builds one document.

    Args:
        text: what it says.
        document: where problems are added.
        limits: `nodes` and `depth` are looked at on each event, so that the parser never gets far beyond them.
    """

    def __init__(self, text: Text, document: Document, limits: Limits) -> None:
        self.source = text
        self.path = document.path
        self.problems = document.problems
        self.limits = limits
        self.stack: list[_Open] = []
        self.root: Tree | None = None
        self.nodes = 0

    def build(self) -> Mapping | None:
        """Read the document to its end.

        Returns:
            Its top mapping; None, with a problem added, where there is none or the text is no YAML.
        """
        import yaml

        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceEndEvent: self._end,
            yaml.MappingEndEvent: self._end,
            yaml.AliasEvent: self._alias,
        }
        try:
            for event in yaml.parse(self.source.text, Loader=yaml.CLoader):
                if handler := handlers.get(type(event)):
                    handler(event)
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (yaml.YAMLError, ValueError) as error:
            self._report("E004", f"this is no YAML: {' '.join(str(error).split())}", self.source.line, 0)
            return None
        if isinstance(self.root, Mapping):
            return self.root
        if self.root and not (isinstance(self.root, Scalar) and self.root.broken):
            what = "a list" if isinstance(self.root, Sequence) else "plain text"
            message = f"the document is {what}; expected keys with values (`key: value`)"
            self._report("E010", message, self.root.line, self.root.column)
        return None

    # ---------------------------------------------------------------- events

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._start(event, Mapping(*self._position(event)))

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._start(event, Sequence(*self._position(event)))

    def _start(self, event: yaml.CollectionStartEvent, tree: Mapping | Sequence) -> None:
        self._plain_only(event)
        self._attach(tree)
        self.stack.append(_Open(tree))
        if len(self.stack) > self.limits.depth:
            self._report("E006", f"more than {self.limits.depth} levels of nesting", tree.line, tree.column)
            raise _Stop

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        self.stack.pop()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        scalar = Scalar(text, *self._position(event))
        self._plain_only(event)
        if not text and not event.style:
            scalar.missing = True
        elif match := FORBIDDEN.search(text):
            message = f"the character {name_of_character(match[0])} is not accepted, written as an escape either"
            self._report("E009", message, scalar.line, scalar.column)
            scalar.broken = True
        elif self.source.replaced and REPLACED in text:
            scalar.broken = True
        self._attach(scalar)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line, column = self._position(event)
        self._report("E007", "aliases (`*name`) are not accepted", line, column, "write the value out")
        self._attach(Scalar("", line, column, broken=True))

    # ---------------------------------------------------------------- the tree

    def _attach(self, tree: Tree) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self._report("E005", f"the document has more than {self.limits.nodes} parts", tree.line, tree.column)
            raise _Stop
        if not self.stack:
            self.root = tree
            return
        top = self.stack[-1]
        if isinstance(top.tree, Sequence):
            self._has_value(tree, "an item of the list")
            top.tree.items.append(tree)
        elif top.key is None:
            self._key(top, top.tree, tree)
        else:
            if not top.drop:
                self._has_value(tree, shown(top.key.text))
                top.tree.keys[top.key.text] = top.key
                top.tree.values[top.key.text] = tree
            top.key = None

    def _key(self, top: _Open, mapping: Mapping, tree: Tree) -> None:
        """What comes next is the value of this key; the value of a key that is refused is read, and dropped."""
        top.drop = True
        if not isinstance(tree, Scalar):
            if not any(outer.drop for outer in self.stack[:-1]):  # keys of keys are one problem
                self._report("E010", "a key is text, no list and no mapping", tree.line, tree.column)
            top.key = Scalar("", tree.line, tree.column, broken=True)
            return
        top.key = tree
        if first := mapping.keys.get(tree.text):
            message = f"the key {shown(tree.text)} stands here and already at {self.path}:{first.line}:{first.column}"
            self._report("E008", message, tree.line, tree.column, "keep one of the two")
        elif tree.missing:
            self._report("E010", "a key is missing before the colon", tree.line, tree.column)
        else:
            top.drop = tree.broken

    def _has_value(self, tree: Tree, what: str) -> None:
        if isinstance(tree, Scalar) and tree.missing:
            message = f"{what} has no value"
            self._report("E013", message, tree.line, tree.column, "leave it out, or write `[]` for an empty list")
            tree.broken = True

    # ---------------------------------------------------------------- problems

    def _plain_only(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        line, column = self._position(event)
        if event.anchor is not None:
            message = f"anchors (`&{shown(event.anchor)[1:-1]}`) are not accepted"
            self._report("E007", message, line, column, "write the value out where it is needed")
        if event.tag is not None:
            message = f"tags ({shown(event.tag)}) are not accepted: every value is read as text"
            self._report("E007", message, line, column, "leave the tag out")

    def _position(self, event: yaml.Event) -> tuple[int, int]:
        mark: Any = event.start_mark  # never None on events of a parser
        return self.source.line + mark.line, mark.column + 1

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (self.source.line + mark.line, mark.column + 1) if mark else (self.source.line, 0)
        if any(known.code == "E009" and known.where and known.where.line == line for known in self.problems):
            return  # the character that stands in for the refused one may be all that is wrong here
        problem = error.problem or "this is no YAML"
        hint = next((hint for words, hint in _HINTS if words in problem), "")
        context = f" {error.context}" if error.context else ""
        self._report("E004", f"this is no YAML: {problem}{context}", line, column, hint)

    def _report(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Position(self.path, line, column), (hint,) if hint else ()))
