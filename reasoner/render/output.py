"""The one way out: everything that is shown to a person passes through an `Output`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from reasoner.render.clean import clean, encodable

if TYPE_CHECKING:
    from rich.text import Text

    from reasoner.model.base import Record
    from reasoner.render.layout import Block

COLORS = ("auto", "always", "never")
_NARROWEST, _WIDEST, _UNKNOWN = 40, 120, 80
_DUMB = ("dumb", "unknown")


class Output:
    """A stream with what is known of it: colour, width, encoding.

    Text comes as blocks, is cleaned, laid out to the width and written line by line. Where the reader of a pipe has
    gone, writing goes on into nothing, so that a command still ends with its own exit code.

    Args:
        stream: where to.
        color: `always`, `never`, or `auto`: by NO_COLOR, FORCE_COLOR, and whether the stream is a terminal.
        width: in columns; None takes COLUMNS, that of the terminal, or for a pipe the widest.
        environ: the environment.

    Attributes:
        before_writing: called before anything is written, where another stream shares the terminal.
        heard: is told what is shown to a person: blocks, or a line.
        quiet: nothing that is for a person is written, only what is for a machine.
    """

    def __init__(
        self, stream: TextIO, color: str = "auto", width: int | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        environ = os.environ if environ is None else environ
        self._environ = environ
        self.stream = stream
        self.terminal = _is_terminal(stream)
        self.color = wants_color(color, environ, self.terminal)
        self.width = max(_NARROWEST, min(width or _width(stream, environ, self.terminal), _WIDEST))
        self.closed = False
        self.before_writing: Callable[[], None] | None = None
        self.heard: Callable[[Sequence[Block] | str], None] | None = None
        self.quiet = False
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def show(self, blocks: Iterable[Block]) -> None:
        """Lay out blocks and write them."""
        from reasoner.render.layout import lay_out

        if self.heard:
            blocks = list(blocks)
            self.heard(blocks)
        if self.quiet:
            return
        for line in lay_out(blocks, self.width, self.fit):
            self._write((self._painted(line) if self.color else line.plain.rstrip()) + "\n")

    def _painted(self, line: Text) -> str:
        from reasoner.render.paint import painted  # needs rich's console, which plain text does without

        return painted(line, links=self.terminal)

    def line(self, text: str = "", color: str = "") -> None:
        """Write one line of plain text, never wrapped; `color` is the number of an ANSI style. Needs no rich."""
        if self.heard:
            self.heard(text)
        if self.quiet:
            return
        shown = self.fit(text)
        self._write((f"\x1b[{color}m{shown}\x1b[0m" if color and self.color else shown) + "\n")

    def json(self, answer: Record) -> None:
        """Write an answer as JSON."""
        from reasoner.render.as_json import to_json

        self.machine(to_json(answer))

    def machine(self, text: str) -> None:
        """Write JSON text, in which everything that could act is escaped already."""
        from reasoner.render.as_json import ascii_only

        self._write(text if encodable(text, self._encoding) == text else ascii_only(text))

    def ready(self, text: str) -> None:
        """Write text of a format of its own, CSV or markup, which whoever made it has cleaned."""
        self._write(encodable(text, self._encoding))

    def status(self, text: str) -> None:
        """Show a line that the next one replaces, on a terminal that can; an empty one takes it away."""
        if self.terminal and self._environ.get("TERM", "") not in _DUMB:
            self._write(f"\r\x1b[K{self.fit(text)[: self.width - 1]}")
            self.flush()

    def wipe(self) -> None:
        """Clear the screen, on a terminal that can."""
        if self.terminal and self._environ.get("TERM", "") not in _DUMB:
            self._write("\x1b[2J\x1b[H")

    def fit(self, text: str) -> str:
        """Text as it can be shown here: clean, and in characters that the stream can write."""
        return encodable(clean(text), self._encoding)

    def go_on(self, lines: Iterable[str], *, everything: bool) -> None:
        """Write lines that were laid out, and held back, before; all of them, where answers stop nowhere."""
        for line in lines:
            self._write(line)

    def flush(self) -> None:
        """Hand over what was written."""
        self._guarded(self.stream.flush)

    def _write(self, text: str) -> None:
        if self.before_writing:
            self.before_writing()
        self._guarded(lambda: self.stream.write(text))

    def _guarded(self, act: Callable[[], object]) -> None:
        if not self.closed:
            try:
                act()
            except BrokenPipeError:
                self.closed = True
                silence(self.stream)


def silence(stream: TextIO) -> None:
    """Point a stream whose reader has gone to nothing: the interpreter flushes it once more at its end."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):  # no file beneath it
        pass


def wants_color(color: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Whether to use colour: the option decides, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if force := environ.get("FORCE_COLOR"):
        return force != "0"
    return terminal and environ.get("TERM", "") not in _DUMB


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _width(stream: TextIO, environ: Mapping[str, str], terminal: bool) -> int:
    named = environ.get("COLUMNS", "")
    if named.isascii() and named.isdigit() and int(named[:6]):
        return int(named[:6])
    if not terminal:
        return _WIDEST
    try:
        return os.get_terminal_size(stream.fileno()).columns or _UNKNOWN
    except (OSError, ValueError):
        return _UNKNOWN
