"""Cuts a stream of bytes or text into the YAML documents it holds, lazily and in bulk.

YAML itself says that a line which begins with `---` or `...` ends a document wherever it stands, in quotes and brackets
too. So the stream is cut at such lines before any parsing: no document can spoil the one that follows, limits hold for
each, and no more than one, and a block of the stream, is held in memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from reasoner.errors import Position, Problem
from reasoner.knowledge.text import LIMITS, Chunk, Limits, examined

_BLOCK = 1 << 16
# Begins with a line feed, which makes it three times as fast as a `^`; the lines before it end with one.
_MARKER = re.compile(rb"\n(?:---(?![^ \t\r\n])|(\.\.\.(?![^ \t\r\n])[^\n]*))")
_BODY = re.compile(rb"(?:---(?![^ \t\r\n]))?+(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:[ \t]+[^\s#]|[^\s#%])")


def chunks(stream: IO[bytes] | IO[str], path: str, limits: Limits = LIMITS) -> Iterator[Chunk]:
    """The documents of a stream, one at a time; documents without content are left out.

    Args:
        stream: binary (a byte order mark is skipped) or text.
        path: what problems call it.
        limits: `size` is looked at here.

    Yields:
        Each document, with the problems of comments and directives that stand alone before it.
    """
    before: tuple[Problem, ...] = ()
    chunk = Chunk(path, 1)
    for chunk in _cut(stream, path, limits):
        chunk.problems = before + chunk.problems
        if not (chunk.lost or _BODY.match(chunk.data)):
            text = examined(chunk)
            if not (text.body or text.unreadable):
                before = tuple(text.problems)
                continue
        before = ()
        yield chunk
    if before:
        yield Chunk(path, chunk.line, problems=before, lost=True)


def _cut(stream: IO[bytes] | IO[str], path: str, limits: Limits) -> Iterator[Chunk]:
    """What stands between markers; one of hyphens belongs to what follows, one of dots to nothing."""
    chunk, line = Chunk(path, 1), 1
    longest = limits.size + len(codecs.BOM_UTF8) + 1  # too large for a document, with a byte order mark or without
    for number, block in enumerate(_blocks(stream, longest)):
        text, start = b"\n" + (block if number else block.removeprefix(codecs.BOM_UTF8)), 1
        for marker in _MARKER.finditer(text):
            end = marker.start() + 1
            line += _add(chunk, text[start:end], limits.size)
            yield chunk
            start = end
            if marker[1]:
                start, line = marker.end() + 1, line + 1
            chunk = Chunk(path, line)
        line += _add(chunk, text[start:], limits.size)
    yield chunk


def _add(chunk: Chunk, data: bytes, limit: int) -> int:
    """Add to a document, unless it becomes too large; returns the number of lines."""
    if not chunk.lost:
        chunk.data += data
        if len(chunk.data) > limit:
            message = f"the document is larger than {limit} bytes"
            help_ = "several documents in one file are separated by lines of three hyphens"
            chunk.problems = (Problem("E005", message, Position(chunk.path, chunk.line), (help_,)),)
            chunk.lost = True
    return data.count(b"\n")


def _blocks(stream: IO[bytes] | IO[str], longest: int) -> Iterator[bytes]:
    """The bytes of a stream in blocks of whole lines; a line that is longer than this is cut."""
    read = getattr(stream, "read1", stream.readline)  # what can be read by lines only is
    while block := _encoded(read(_BLOCK)):
        if not block.endswith(b"\n"):
            rest = _encoded(stream.readline(longest))
            block += rest
            if len(rest) >= longest:
                while rest and not rest.endswith(b"\n"):
                    rest = _encoded(stream.readline(longest))
                block += b"" if block.endswith(b"\n") else rest[-1:]
        yield block


def _encoded(text: bytes | str) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
