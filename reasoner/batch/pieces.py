"""Cuts scenario files into pieces that several workers can run, and puts what they found back to where it stands.

A piece begins where a document does, by the same rule as `knowledge/text.py`: at a line that begins with `---`, once
the document before it has a body. So each piece reads as it would within its file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from reasoner.batch.report import RunItem
from reasoner.knowledge.text import LIMITS
from reasoner.values import Value

_MARKER = re.compile(rb"(---|\.\.\.)(?=[ \t\r\n]|$)")
_EMPTY = re.compile(rb"[ \t]*(#.*)?[\r\n]*")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Piece(Value):
    """Some documents of a file.

    Attributes:
        path: the file, as positions call it.
        content: the documents; None where the file is small, or cannot be read: whoever runs it reads it.
        line: how many lines of the file stand before them.
        number: how many documents do.
    """

    path: str
    content: bytes | None = None
    line: int = 0
    number: int = 0

    def placed(self, item: RunItem) -> RunItem:
        """What was found of a document of the content, at its place in the file."""
        if self.content is None:
            return item
        moved = [
            tuple(each.model_copy(update=self._place(each.line)) for each in listed)
            for listed in (item.failures, item.problems)
        ]
        number = item.number + self.number
        update = {**self._place(item.line), "number": number, "failures": moved[0], "problems": moved[1]}
        return item.model_copy(update=update)

    def _place(self, line: int) -> dict[str, object]:
        return {"path": self.path, "line": line + self.line if line else 0}


def pieces(sources: Iterable[str | IO[bytes]], size: int, documents: int) -> Iterator[Piece]:
    """The pieces of files and streams, in order.

    Args:
        sources: paths, and open streams, which are called `-`.
        size: bytes of a piece, more or less.
        documents: how many a piece has at most.
    """
    for source in sources:
        if not isinstance(source, str):
            yield from _cut(source, "-", size, documents)
            continue
        path = str(Path(source))  # as positions have it
        if _is_small(path, size):
            yield Piece(path)
        else:
            try:
                with open(path, "rb") as stream:
                    yield from _cut(stream, path, size, documents)
            except OSError:
                yield Piece(path)


def _is_small(path: str, size: int) -> bool:
    try:
        return os.path.getsize(path) <= size and os.path.isfile(path)
    except OSError:
        return True


def _cut(stream: IO[bytes], path: str, size: int, documents: int) -> Iterator[Piece]:
    lines: list[bytes] = []
    length = line = number = begun = held = 0
    open_ = _Open()
    while raw := stream.readline(LIMITS.size + 1):
        seen = raw if line else raw.removeprefix(_BYTE_ORDER_MARK)
        marker = _MARKER.match(seen) if open_.at_start else None
        if marker:
            held += open_.body
            apart = open_.body or open_.closed
            if marker[1] == b"---" and apart and (length >= size or held >= documents):
                yield Piece(path, b"".join(lines), begun, number)
                lines, length, begun, number, held = [], 0, line, number + held, 0
            open_ = _Open(closed=apart and marker[1] == b"...")
        kept = open_.add(raw, seen[3:] if marker else seen, directive=not marker and seen.startswith(b"%"))
        lines.append(kept)
        length += len(kept)
        line += raw.endswith(b"\n")
    if lines:
        yield Piece(path, b"".join(lines), begun, number)


class _Open:
    """The document that is being read.

    Attributes:
        body: it holds more than comments and directives, or something that makes it unreadable.
        closed: the one before it was ended by `...`, and nothing has come since.
        at_start: the line that comes is one, and not the rest of one that is too long.
    """

    def __init__(self, *, closed: bool = False) -> None:
        self.body = False
        self.closed = closed
        self.at_start = True
        self._length = 0

    def add(self, raw: bytes, rest: bytes, *, directive: bool) -> bytes:
        """Take a line, or a part of one.

        Args:
            raw: as it stands in the file.
            rest: what of it belongs into the document.
            directive: whether it is one, if the document has no body yet.

        Returns:
            What is to be read of it: what is larger than a document may be is refused, however much larger.
        """
        too_long = self._length > LIMITS.size
        self._length += len(raw)
        self.closed = self.closed and not rest.strip(b" \t\r\n")
        if not self.body:
            empty = _EMPTY.fullmatch(rest) or directive
            self.body = not empty or not _is_text(rest) or self._length > LIMITS.size
        self.at_start = raw.endswith(b"\n")
        return raw if not too_long else b"\n" if self.at_start else b""


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
