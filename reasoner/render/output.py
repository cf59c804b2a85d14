"""The one way out: everything that is shown to a person passes through an `Output`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from reasoner.render.clean import clean, encodable

if TYPE_CHECKING:
    from reasoner.render.layout import Block

COLORS = ("auto", "always", "never")
_NARROWEST, _WIDEST, _PIPE = 40, 120, 120
_DUMB = ("dumb", "unknown")


class Output:
    """A stream with what is known of it: colour, width, encoding.

    Text passes as blocks, is cleaned, laid out to the width and written line by line. Where the reader of a pipe has
    gone, writing goes on into nothing, so that a command still ends with its own exit code.

    Args:
        stream: where to.
        color: `always`, `never`, or `auto`: by NO_COLOR, FORCE_COLOR, and whether the stream is a terminal.
        width: in columns; None takes that of the terminal, or a width for pipes.
        environ: the environment.
    """

    def __init__(
        self, stream: TextIO, color: str = "auto", width: int | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        environ = os.environ if environ is None else environ
        self.stream = stream
        self.terminal = _is_terminal(stream)
        self.color = wants_color(color, environ, self.terminal)
        self.width = width or _width(environ, self.terminal)
        self.closed = False

    @property
    def links(self) -> bool:
        """Whether links can be shown as such: on a colour terminal only."""
        return self.color and self.terminal

    def show(self, blocks: Iterable[Block]) -> None:
        """Lay out blocks and write them."""
        from reasoner.render.layout import lay_out
        from reasoner.render.paint import painted

        for line in lay_out(blocks, self.width):
            self._write((painted(self._fit(line), links=self.links) if self.color else line.plain) + "\n")

    def line(self, text: str = "") -> None:
        """Write one line of plain text."""
        self._write(clean(text).rstrip() + "\n")

    def machine(self, text: str) -> None:
        """Write text that programs read and that is safe already (see `as_json`)."""
        self._write(text)

    def flush(self) -> None:
        """Hand over what was written."""
        self._guard(lambda: self.stream.flush())

    def _write(self, text: str) -> None:
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self._guard(lambda: self.stream.write(encodable(text, encoding)))

    def _guard(self, act: object) -> None:
        if self.closed:
            return
        try:
            act()  # type: ignore[operator]
        except BrokenPipeError:
            self.closed = True
            silence(self.stream)


def silence(stream: TextIO) -> None:
    """Point a stream whose reader has gone to nothing, so that the interpreter's own flush at its end is quiet too."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):  # a stream without a file beneath it
        pass


def standard(color: str = "auto") -> tuple[Output, Output]:
    """Standard output and standard error."""
    return Output(sys.stdout, color), Output(sys.stderr, color)


def wants_color(color: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Whether to use colour: the option, then NO_COLOR, then FORCE_COLOR, then the terminal."""
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


def _width(environ: Mapping[str, str], terminal: bool) -> int:
    named = environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        width = int(named)
    else:
        width = shutil.get_terminal_size((80, 24)).columns if terminal else _PIPE
    return max(_NARROWEST, min(width, _WIDEST))
