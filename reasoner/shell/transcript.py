"""A transcript: the lines of a session with their answers as comments, which runs again as a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reasoner.model.result import DISCLAIMER
from reasoner.render.clean import clean
from reasoner.version import __version__

if TYPE_CHECKING:
    from reasoner.render.layout import Block
    from reasoner.shell.dialogue import Turn

_WIDTH = 100
_ASIDE = {"save", "save!", "tee", "tee!", "export", "export!", "more", "exit"}
"""Verbs that write files, or have to do with the screen: run again, they would do so again."""


class Transcript:
    """A transcript that is being written.

    Args:
        path: of its file.
        stream: the file.
    """

    def __init__(self, path: Path, stream: TextIO) -> None:
        self.path = path
        self._stream = stream

    def begin(self, digest: str, lines: Iterable[str], note: str = "") -> None:
        """Write what stands above: what this is, and what leads to where the session is.

        Args:
            digest: the hash of the knowledge base.
            lines: what leads there.
            note: what to say of them; then they are comments.

        Raises:
            OSError: it cannot be written.
        """
        self._write([f"# A transcript of reasoner {__version__}, knowledge base {digest}.", f"# {DISCLAIMER}"])
        self._write(["# It runs again: reasoner shell -f FILE, or source FILE in a session where nothing is given."])
        self._write(["# Lines behind `# >` are left out then: they went wrong, or have to do with files.", ""])
        shown = [f"# > {line}" for line in lines] if note else list(lines)
        self._write([*([f"# {note}"] if note else []), *shown, *([""] if shown else [])])

    def turn(self, turn: Turn) -> None:
        """Write a line with its answer.

        Raises:
            OSError: it cannot be written.
        """
        typed = clean(turn.line)
        if turn.failed or turn.verb in _ASIDE or turn.instead is not None:
            typed = f"# > {typed}"
        lines = [] if turn.failed else turn.instead or ()
        self._write([typed, *lines, *(f"# {line}".rstrip() for line in told(turn.answer)), ""])

    def close(self) -> None:
        """It is over.

        Raises:
            OSError: what is left cannot be written.
        """
        self._stream.close()

    def _write(self, lines: Iterable[str]) -> None:
        self._stream.write("".join(f"{line}\n" for line in lines))
        self._stream.flush()


def told(answer: Iterable[Block | str]) -> Iterator[str]:
    """An answer as lines of plain text, of one width whatever the screen's."""
    from reasoner.render.layout import lay_out

    for each in answer:
        if isinstance(each, str):
            yield clean(each)
        else:
            yield from (line.plain.rstrip() for line in lay_out([each], _WIDTH))
