"""Adds an item to a list of a YAML file without touching a byte of the rest: comments and layout stay as they are.

The text is changed by insertion alone, then read again: whatever the layout, either the file says what it said before
and the new item, or nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Lines
from pathlib import Path

from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.nodes import Mapping, Scalar, Sequence, plain
from reasoner.knowledge.reader import read_one

_MARK = b"\xef\xbb\xbf"
_EMPTY = re.compile(r"\[\s*\](?=\s*(#.*)?$)")
_BLANK = re.compile(r"\s*(#.*)?")


def append(content: bytes, key: str, item: Lines[str], name: str) -> tuple[bytes, int]:
    """Append an item to the list under a key of a document's top mapping.

    Args:
        content: of the file, in UTF-8.
        key: of the list.
        item: the lines of the item, without indentation; the first begins with `- `.
        name: what problems call the file.

    Returns:
        The new content, and the number of the item's first line in it.

    Raises:
        UsageError: the file is broken (its own problems), or laid out so that nothing can be appended (E208).
    """
    before = _read(content, name)
    found = before.values.get(key)
    if not isinstance(found, Sequence):
        raise _refused(f"it has no list under `{key}`", name)
    mark = _MARK if content.startswith(_MARK) else b""  # the reader's columns do not count it
    text = content.removeprefix(mark).decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    if found.items:
        if _at(lines, found)[:1] != "-":
            raise _refused(f"the list under `{key}` is written in brackets", name)
        at, indent = _behind(before, found, lines), found.column - 1
    else:
        at, indent = found.line, before.keys[key].column + 1
        start, rest = lines[at - 1][: found.column - 1], _at(lines, found)
        if not _EMPTY.match(rest):
            raise _refused(f"the list under `{key}` is written over several lines", name)
        lines[at - 1] = (start + _EMPTY.sub("", rest, count=1)).rstrip() + ("\r" if rest.endswith("\r") else "")
    if at == len(lines):  # the last line has no line break
        lines[-1] += end.rstrip("\n")
        lines.append("")
    lines[at:at] = [" " * indent + line + end.rstrip("\n") for line in item]
    changed = mark + "\n".join(lines).encode("utf-8")
    _check(before, changed, key, item, name)
    return changed, at + 1


def _read(content: bytes, name: str) -> Mapping:
    document = read_one(Path(name), name, instead=content)
    if document.problems or document.root is None:
        raise UsageError(document.problems or [Problem("E003", "the file is empty", Position(name))])
    return document.root


def _at(lines: list[str], found: Sequence) -> str:
    """The rest of the line from where a list begins."""
    return lines[found.line - 1][found.column - 1 :]


def _behind(root: Mapping, found: Sequence, lines: list[str]) -> int:
    """The number of lines that stay before the new item: all, or those before the key that follows the list."""
    later = [scalar.line for scalar in root.keys.values() if scalar.line > found.line]
    if not later:
        return len(lines) - (not lines[-1].strip())
    at = min(later) - 1
    while at and _BLANK.fullmatch(lines[at - 1].rstrip("\r")):
        at -= 1
    return at


def _check(before: Mapping, changed: bytes, key: str, item: Lines[str], name: str) -> None:
    """Whether the new content says what the old one said, and the item."""
    (wanted,) = _items(_read("\n".join(["items:", *item, ""]).encode(), name), "items")
    try:
        after = _read(changed, name)
    except UsageError as error:
        raise _refused("with the new item it could not be read", name) from error
    rest = [{k: plain(v) for k, v in root.values.items() if k != key} for root in (before, after)]
    if rest[0] != rest[1] or _items(after, key) != [*_items(before, key), wanted]:
        raise _refused("with the new item it would say something else", name)


def _items(root: Mapping, key: str) -> list[object]:
    found = root.values[key]
    return [] if isinstance(found, Scalar) else list(plain(found))


def _refused(why: str, name: str) -> UsageError:
    help_ = ("put the text in by hand, or let the list be the last part of the file, an item a `- `",)
    return UsageError(Problem("E208", f"nothing can be appended here: {why}", Position(name), help_))
