"""Cuts a stream of bytes or text into the YAML documents it holds, lazily, and refuses what is no text.

YAML itself says that a line which begins with `---` or `...` ends a document wherever it stands, in quotes and brackets
too. So the stream is cut at such lines before any parsing: no document can spoil the one that follows, limits hold for
each, and no more than one is held in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from reasoner.errors import Position, Problem
from reasoner.knowledge.wording import FORBIDDEN


class Limits(NamedTuple):
    """What one document may hold: bytes of UTF-8, nodes of its tree, levels of nesting."""

    size: int = 4 << 20
    nodes: int = 200_000
    depth: int = 40


LIMITS = Limits()
REPLACED = "\ufffd"
_MARKER = re.compile(r"(---|\.\.\.)(?=[ \t\r\n]|$)")
_BLANK = re.compile(r"[ \t]*(#.*)?[\r\n]*")
_REPORTED = 20


@dataclass(slots=True)
class Chunk:
    """The text of one document: `line` is the number of its first line, `replaced` whether characters were refused."""

    line: int
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    size: int = 0
    replaced: bool = False
    unreadable: bool = False
    body: bool = False

    @property
    def text(self) -> str:
        """What the parser is given."""
        return "".join(self.lines)


def chunks(stream: IO[bytes] | IO[str], path: str, limits: Limits = LIMITS) -> Iterator[Chunk]:
    """The documents of a stream, one at a time; documents without content are left out.

    Args:
        stream: binary (UTF-8 is decoded here, a byte order mark skipped) or text.
        path: what problems call it.
        limits: `size` is looked at here.

    Yields:
        Each document's text, with the problems found: a chunk that is `unreadable` cannot be parsed.
    """
    chunk = Chunk(1)
    number = 0
    while piece := stream.readline(limits.size + 1):
        number += 1
        line, ended = _line(piece, stream, limits)
        text = _decoded(line, chunk, path, number, limits)
        marker = _MARKER.match(text)
        if marker:
            if chunk.body or chunk.unreadable:
                yield chunk
                chunk = Chunk(number)
            else:  # only comments and directives: what is wrong with them belongs to the document that follows
                chunk = Chunk(number, problems=chunk.problems)
            if marker[1] == "...":
                continue
        chunk.size += len(line)
        if chunk.size > limits.size or not ended:
            _refuse_size(chunk, path, limits)
        if not chunk.unreadable:
            text = _checked(text, chunk, path, number)
            chunk.body = chunk.body or not _BLANK.fullmatch(text, 3 if marker else 0)
            chunk.lines.append(text)
    if chunk.body or chunk.problems:
        yield chunk


def _line(piece: bytes | str, stream: IO[bytes] | IO[str], limits: Limits) -> tuple[bytes | str, bool]:
    """A line, and whether it keeps to the limit; what is beyond is read past."""
    if len(piece) <= limits.size:
        return piece, True
    newline: bytes | str = b"\n" if isinstance(piece, bytes) else "\n"
    rest: bytes | str = piece
    while rest and not rest.endswith(newline):  # type: ignore[arg-type]
        rest = stream.readline(limits.size + 1)
    return piece, False


def _decoded(line: bytes | str, chunk: Chunk, path: str, number: int, limits: Limits) -> str:
    if isinstance(line, str):
        text = line
    else:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            if not chunk.unreadable and len(line) <= limits.size:
                column = len(line[: error.start].decode("utf-8", "replace")) + 1
                where = Position(path, number, column)
                message = f"this is no text in UTF-8: byte 0x{line[error.start]:02X} does not belong there"
                chunk.problems.append(Problem("E002", message, where, ("save the file as UTF-8",)))
                chunk.unreadable = True
            text = line.decode("utf-8", "replace")
    return text.removeprefix("\ufeff") if number == 1 else text


def _refuse_size(chunk: Chunk, path: str, limits: Limits) -> None:
    if not chunk.unreadable:
        message = f"the document is larger than {limits.size} bytes"
        help_ = "several documents in one file are separated by lines of three hyphens"
        chunk.problems.append(Problem("E005", message, Position(path, chunk.line), (help_,)))
    chunk.unreadable = True
    chunk.lines.clear()


def _checked(text: str, chunk: Chunk, path: str, number: int) -> str:
    """The line with every refused character replaced, so that parsing can go on and find the rest."""
    if not chunk.body and text.startswith("%"):
        message = "directives such as `%YAML` and `%TAG` are not accepted"
        chunk.problems.append(Problem("E007", message, Position(path, number, 1), ("leave the line out",)))
        text = "#" + text[1:]
    bare = text[:-2] + "\n" if text.endswith("\r\n") else text
    if not FORBIDDEN.search(bare):
        return bare
    for match in FORBIDDEN.finditer(bare):
        where = Position(path, number, match.start() + 1)
        if match[0] == "\0":
            chunk.problems.append(Problem("E002", "the file holds a NUL character: it is binary, no text", where))
            chunk.unreadable = True
            break
        if len(chunk.problems) < _REPORTED:
            chunk.problems.append(
                Problem("E009", f"the character {name_of_character(match[0])} is not accepted", where)
            )
    chunk.replaced = True
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
