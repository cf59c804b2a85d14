"""Lines that something else than the shell asks for: edited and completed on a terminal, else as they come."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Protocol

from reasoner.errors import Position, Problem, UsageError
from reasoner.render.clean import clean
from reasoner.render.output import Output, wants_color

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    from reasoner.shell.ranking import Ranked

_LONGEST = 20_000
_DUMB = ("dumb", "unknown")


class Name(Protocol):
    """What may be completed: what is inserted, other names of it, and what it is."""

    @property
    def insert(self) -> str:
        """What is inserted."""

    @property
    def names(self) -> tuple[str, ...]:
        """Other names of it."""

    @property
    def about(self) -> str:
        """What it is."""


class Piped:
    """Reads the lines of a stream, and shows each as if it had been typed.

    Args:
        out: where it is shown; None where the terminal shows it already.
        stream: where from.
        person: whether somebody sits there.
    """

    def __init__(self, out: Output, stream: BinaryIO, *, person: bool) -> None:
        self.out = out
        self.stream = stream
        self.person = person

    def __call__(self, prompt: str, offered: Sequence[Name] = ()) -> str:
        """The next line.

        Raises:
            EOFError: there is none.
        """
        if self.person:
            self.out.stream.write(prompt)
            self.out.flush()
        typed = self.stream.readline(_LONGEST)
        if not typed:
            raise EOFError
        line = typed.decode("utf-8", "replace").rstrip("\r\n")
        if not self.person:
            self.out.line(f"{prompt}{line}".rstrip())
        return line


class Edited:
    """Reads lines on a terminal, with what a line editor has: cursor keys, history of this sitting, completion.

    Args:
        color: `auto`, `always` or `never`.
    """

    person = True

    def __init__(self, color: str) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import ColorDepth

        plain = not wants_color(color, os.environ, terminal=True)
        self._session: PromptSession[str] = PromptSession(
            color_depth=ColorDepth.DEPTH_1_BIT if plain else None, reserve_space_for_menu=6, complete_while_typing=True
        )
        self._known: tuple[Sequence[Name], Ranked] | None = None

    def __call__(self, prompt: str, offered: Sequence[Name] = ()) -> str:
        """The next line; of several that were pasted the first, the others after it.

        Raises:
            EOFError: Ctrl-D.
            KeyboardInterrupt: Ctrl-C.
        """
        from prompt_toolkit.formatted_text import FormattedText

        return self._session.prompt(
            FormattedText([("bold", prompt)]), completer=_completer(lambda: self._ranked(offered)) if offered else None
        )

    def _ranked(self, offered: Sequence[Name]) -> Ranked:
        if self._known is None or self._known[0] is not offered:
            from reasoner.shell.ranking import Ranked, Term

            self._known = offered, Ranked(Term(each.insert, each.names, each.about) for each in offered)
        return self._known[1]


def _completer(ranked: Callable[[], Ranked]) -> Completer:
    from prompt_toolkit.completion import Completer, Completion

    class _Names(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            """What fits the name before the cursor: what stands behind the last comma or semicolon."""
            before = document.text_before_cursor
            last = before[max(before.rfind(mark) for mark in ",;>") + 1 :].lstrip()
            if not last or last.isdigit():
                return
            for match in ranked().matches(last, most=12):
                about = match.name if match.name != match.term.insert else match.term.kind
                yield Completion(match.term.insert, -len(last), clean(match.term.insert), clean(about))

    return _Names()


def reader(out: Output, color: str) -> Piped | Edited:
    """What reads lines here: an editor on a terminal that can, else standard input as it is.

    Raises:
        UsageError: standard input is closed (E001).
    """
    if sys.stdin is None:  # as Python has it where a process is started without
        raise UsageError(Problem("E001", "standard input is closed", Position("-")))
    person = False
    with suppress(AttributeError, ValueError):
        person = sys.stdin.isatty()
    if person and out.terminal and os.environ.get("TERM", "") not in _DUMB:
        return Edited(color)
    return Piped(out, sys.stdin.buffer, person=person)
