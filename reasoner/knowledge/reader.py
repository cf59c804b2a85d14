"""YAML documents as trees with positions, built from the C parser's events.

Never composed or loaded by libyaml: its composer recurses and crashes the process at some 30,000 levels of nesting, and
its scanner takes minutes for 200,000 open brackets. Events are pulled one at a time and the depth is checked on each,
so neither is reached. Every scalar is text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reasoner.errors import Position, Problem
from reasoner.knowledge.builder import Builder
from reasoner.knowledge.cutting import chunks
from reasoner.knowledge.nodes import Document
from reasoner.knowledge.text import LIMITS, Chunk, Limits, examined


def read(source: str | Path | IO[bytes] | IO[str], name: str = "", limits: Limits = LIMITS) -> Iterator[Document]:
    """Read the documents of a file or stream, one at a time.

    A broken document does not stop the ones that follow: the stream is cut at lines that begin with `---`, which end a
    document wherever they stand, before anything is parsed. Limits hold for each document; a stream may be any length.

    Args:
        source: a path, or an open stream, binary or text.
        name: what positions call it; a path's own text, or `-`, if it is left out.
        limits: what one document may hold.

    Yields:
        Each document with all its problems; `root` is None where it could not be read to its end. A file that cannot be
        opened, or holds no document, gives one without root.
    """
    for chunk in pieces(source, name, limits):
        yield document(chunk, limits)


def pieces(source: str | Path | IO[bytes] | IO[str], name: str = "", limits: Limits = LIMITS) -> Iterator[Chunk]:
    """The documents of a file or stream as `read` has them, not parsed yet: `document` does that."""
    path = name or (str(source) if isinstance(source, (str, Path)) else "-")
    if not isinstance(source, (str, Path)):
        yield from _pieces(source, path, limits)
        return
    try:
        with Path(source).open("rb") as stream:
            yield from _pieces(stream, path, limits)
    except OSError as error:
        yield Chunk(path, 0, problems=(unreadable(path, error),), lost=True)


def document(chunk: Chunk, limits: Limits = LIMITS) -> Document:
    """Parse a document."""
    text = examined(chunk)
    made = Document(text.path, text.line, problems=text.problems)
    if not text.unreadable:
        made.root = Builder(text, made, limits).build()
    return made


def read_one(path: Path, name: str = "", limits: Limits = LIMITS, instead: bytes | None = None) -> Document:
    """Read a file that is one document; its size is looked at before it is opened.

    Args:
        path: the file.
        name: what positions call it; the path's own text, if it is left out.
        limits: what it may hold.
        instead: what stands for its content.

    Returns:
        The document with all its problems, among them that the file holds several.
    """
    name = name or str(path)
    try:
        size = path.stat().st_size if instead is None else len(instead)
    except OSError as error:
        return Document(name, problems=[unreadable(name, error)])
    if size > limits.size:
        message = f"the file is larger than {limits.size} bytes"
        return Document(name, problems=[Problem("E005", message, Position(name), ("split it",))])
    documents = list(read(path if instead is None else io.BytesIO(instead), name, limits))
    first = documents[0]
    for other in documents[1:]:
        message = "this file holds one document, and a second one begins here"
        first.problems.append(Problem("E010", message, Position(name, other.line, 1)))
        first.problems.extend(other.problems)
    return first


def read_text(text: str, name: str = "<text>", limits: Limits = LIMITS) -> list[Document]:
    """Read the documents of a text."""
    return list(read(io.BytesIO(text.encode("utf-8", "surrogatepass")), name, limits))


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file that cannot be opened."""
    reason = (error.strerror or type(error).__name__).lower()
    return Problem("E001", f"cannot be read: {reason}", Position(path))


def _pieces(stream: IO[bytes] | IO[str], path: str, limits: Limits) -> Iterator[Chunk]:
    empty = True
    for chunk in chunks(stream, path, limits):
        empty = False
        yield chunk
    if empty:
        yield Chunk(path, 0, problems=(Problem("E003", "the file is empty", Position(path)),), lost=True)
