"""The text of one document: decoded, with every character that is refused reported and replaced."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from reasoner.errors import Position, Problem
from reasoner.knowledge.wording import FORBIDDEN


class Limits(NamedTuple):
    """What one document may hold: bytes of UTF-8, nodes of its tree, levels of nesting."""

    size: int = 4 << 20
    nodes: int = 200_000
    depth: int = 40


LIMITS = Limits()
REPLACED = "\ufffd"
_MARKER = re.compile(r"---(?=[ \t\r\n]|$)")
_BLANK = re.compile(r"[ \t]*(#.*)?[\r\n]*")
_REPORTED = 20


@dataclass(slots=True)
class Chunk:
    """The bytes of one document, not looked at yet.

    Attributes:
        path: what problems call its file.
        line: the number of its first line.
        data: its bytes, a line of hyphens that begins it included.
        problems: what is wrong already.
        lost: whether it is not to be looked at, since it is too large or could not be read.
    """

    path: str
    line: int
    data: bytes = b""
    problems: tuple[Problem, ...] = ()
    lost: bool = False


@dataclass(slots=True)
class Text:
    """What the parser is given.

    Attributes:
        path: what problems call its file.
        line: the number of its first line.
        text: the document.
        problems: what is wrong with it.
        replaced: whether characters were refused.
        unreadable: whether it cannot be parsed at all.
        body: whether it holds more than comments and directives.
    """

    path: str
    line: int
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    replaced: bool = False
    unreadable: bool = False
    body: bool = False


def examined(chunk: Chunk) -> Text:
    """The text of a document, with all that is wrong before it is parsed."""
    text = Text(chunk.path, chunk.line, problems=list(chunk.problems), unreadable=chunk.lost)
    lines: list[str] = []
    for number, data in enumerate(io.BytesIO(chunk.data), chunk.line):
        if (line := _decoded(data, text, number)) is None:
            break
        line = _checked(line, text, number)
        marker = not lines and _MARKER.match(line)
        text.body = text.body or not _BLANK.fullmatch(line, 3 if marker else 0)
        lines.append(line)
    text.text = "".join(lines)
    return text


def _decoded(data: bytes, text: Text, number: int) -> str | None:
    if text.unreadable:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = Position(text.path, number, len(data[: error.start].decode("utf-8", "replace")) + 1)
        message = f"this is no text in UTF-8: byte 0x{data[error.start]:02X} does not belong there"
        text.problems.append(Problem("E002", message, where, ("save the file as UTF-8",)))
        text.unreadable = True
        return None


def _checked(line: str, text: Text, number: int) -> str:
    """The line with every refused character replaced, so that parsing can go on and find the rest."""
    if not text.body and line.startswith("%"):
        message = "directives such as `%YAML` and `%TAG` are not accepted"
        text.problems.append(Problem("E007", message, Position(text.path, number, 1), ("leave the line out",)))
        line = "#" + line[1:]
    bare = line[:-2] + "\n" if line.endswith("\r\n") else line
    if not FORBIDDEN.search(bare):
        return bare
    for match in FORBIDDEN.finditer(bare):
        where = Position(text.path, number, match.start() + 1)
        if match[0] == "\0":
            text.problems.append(Problem("E002", "the file holds a NUL character: it is binary, no text", where))
            text.unreadable = True
            break
        if len(text.problems) < _REPORTED:
            text.problems.append(Problem("E009", f"the character {name_of_character(match[0])} is not accepted", where))
    text.replaced = True
    return FORBIDDEN.sub(REPLACED, bare)


def name_of_character(character: str) -> str:
    """A character by its code point and what is wrong with it: `U+001B (a control character)`."""
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        what = "a control character"
    elif character in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        what = "it reorders text"
    else:
        what = "it cannot be seen"
    return f"U+{code:04X} ({what})"
