"""The conversation on a terminal: prompt, history, completion menu, toolbar."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Offered
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_completions
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from reasoner.render.output import Output, wants_color
from reasoner.shell.opening import Open, Opened, warm
from reasoner.shell.paging import Paged
from reasoner.shell.table import Slot

if TYPE_CHECKING:
    from reasoner.shell.completion import Completion
    from reasoner.shell.interpreter import Shell

_STYLE = Style.from_dict(
    {
        "bottom-toolbar": "noreverse",
        "bottom-toolbar.text": "noreverse fg:ansibrightblack",
        "hint": "fg:ansibrightblack",
        "prompt": "bold",
    }
)
_NARROW = 60
DIM = "2"


class Behind:
    """What is made behind the first prompt.

    Args:
        make: makes it.

    Attributes:
        completion: of the session; None as long as it is not there.
        greeted: the lines to begin with were read, or passed over.
    """

    def __init__(self, make: Open) -> None:
        self._make = make
        self._worker = ThreadPoolExecutor(1)
        self._made: Future[Opened] | None = None
        self.completion: Completion | None = None
        self.greeted = False
        self._shown = False

    def begin(self, app: Application[str]) -> None:
        """Begin, once a prompt is on the screen, and show it anew when all is there, or end it with the error."""
        if self._made is None:
            self._made = self._worker.submit(self._all)
            self._made.add_done_callback(lambda made: self._ready(app, made))

    @property
    def opened(self) -> Opened | None:
        """What was made; None as long as it is not there."""
        return self._made.result() if self._made and self._made.done() and not self._made.exception() else None

    def wait(self) -> Opened:
        """What was made, as soon as it is there.

        Raises:
            ReasonerError: the base is invalid.
        """
        if self._made is None:  # the line was there before the prompt was
            self._made = self._worker.submit(self._all)
        return self._made.result()

    def above(self) -> str:
        """What stands above the first prompt, each line with its break; empty above the others."""
        if self.greeted:
            return ""
        width = get_app().output.get_size().columns
        opened = self.opened
        lines = opened.first if opened else ["Reading the knowledge base ..."]
        self._shown = opened is not None
        fit = Output(sys.stdout).fit
        return "".join(f"{part}\n" for line in lines for part in textwrap.wrap(fit(line), width - 1))

    def _all(self) -> Opened:
        from reasoner.shell.completion import Completion

        opened = self._make()
        self.completion = Completion(opened.shell)
        self._worker.submit(warm, opened.shell)
        return opened

    def greet(self) -> Sequence[str]:
        """The lines to begin with, where a line was typed before they were there; from now on none stand above."""
        unseen = () if self.greeted or self._shown else self.wait().first
        self.greeted = True
        return unseen

    @staticmethod
    def _ready(app: Application[str], made: Future[Opened]) -> None:
        loop = app.loop
        if loop is None or loop.is_closed():
            return
        error = made.exception()
        with suppress(RuntimeError):  # it was left in the meantime
            loop.call_soon_threadsafe(app.invalidate if error is None else partial(_end, app, error))


def _end(app: Application[str], error: BaseException) -> None:
    if app.is_running and not app.is_done:
        app.exit(exception=error)


class _Completer(Completer):
    def __init__(self, behind: Behind) -> None:
        self.behind = behind

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterable[Offered]:
        """What fits the text before the cursor."""
        if not self.behind.completion:
            return
        for each in self.behind.completion.candidates(document.text_before_cursor):
            yield Offered(
                each.text,
                -each.back,
                FormattedText([("", each.shown)]),
                FormattedText([("", each.about)]),
            )


def converse(make: Open, folder: Path, color: str) -> int:
    """Ask for lines until the user leaves.

    Args:
        make: reads the base and begins the session; it is called once the first prompt is on the screen.
        folder: where the history is kept.
        color: `auto`, `always` or `never`.

    Raises:
        ReasonerError: what `make` raises.
    """
    behind = Behind(make)
    session: PromptSession[str] = PromptSession(
        history=_history(folder),
        completer=_Completer(behind),
        complete_while_typing=True,
        auto_suggest=AutoSuggestFromHistory(),
        bottom_toolbar=lambda: FormattedText([("", _toolbar_now(behind.opened))]),
        style=_STYLE,
        color_depth=None if wants_color(color, os.environ, terminal=True) else ColorDepth.DEPTH_1_BIT,
        key_bindings=_keys(),
        reserve_space_for_menu=6,
    )
    session.app.after_render += behind.begin
    while True:
        try:
            line = session.prompt(
                lambda: FormattedText([("", behind.above()), ("class:prompt", "> ")]),
                placeholder=lambda: _offered(behind.opened),
            )
        except KeyboardInterrupt:
            if behind.opened:
                behind.greet()
            continue
        except EOFError:
            return 0
        shell = behind.wait().shell
        shell.ask = _ask
        for text in behind.greet():
            shell.out.line(text)
        if not _all_answered(shell, line.splitlines() or [_typed(shell)], color):
            return 0


def _keys() -> KeyBindings:
    """Esc closes the menu, and what was typed stands as it was."""
    keys = KeyBindings()

    @keys.add("escape", filter=has_completions)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()

    return keys


def _toolbar_now(opened: Opened | None) -> str:
    app = get_app()
    return toolbar(opened, app.current_buffer.document.text_before_cursor, app.output.get_size().columns)


def _all_answered(shell: Shell, lines: Sequence[str], color: str) -> bool:
    """Answer lines; false where one leaves. Of several, which were pasted, each is said again above its answer.

    Only the last answer stops at a full screen: nobody could go on with those before it.
    """
    for number, line in enumerate(lines, start=1):
        if len(lines) > 1:
            shell.out.line(f"> {line.removeprefix('> ')}")
        if not _answered(shell, line, color, stops=number == len(lines)):
            return False
    return True


def _answered(shell: Shell, line: str, color: str, *, stops: bool = True) -> bool:
    """Answer a line, as wide and, where it stops, as high as the terminal is now; false where it leaves."""
    stops = stops and shell.paged and not shell.as_json
    out = Paged(sys.stdout, color, get_terminal_size().lines if stops else 0)
    shell.out = out
    if line.split(maxsplit=1)[:1] != ["more"]:
        shell.left = []
    goes_on = shell.attempt(line)
    left = out.end()
    shell.out = Output(sys.stdout, color)  # what is written next is no part of the answer
    if left:
        shell.left = out.held
        shell.out.line(f"{left} more lines: Enter, or more all", DIM)
    out.flush()
    return goes_on


def _typed(shell: Shell) -> str:
    """What an empty line stands for, shown as if it had been typed."""
    if not shell.offered:
        return ""
    erased = 2 if shell.left else 1  # the prompt, and above it the line that says how much is left
    sys.stdout.write(f"\x1b[{erased}A\x1b[J")
    if not shell.left:
        shell.out.line(f"> {shell.offered}")
    return shell.offered


def _offered(opened: Opened | None) -> FormattedText:
    """What an empty line stands for, dim behind the prompt."""
    if opened is None or not opened.shell.offered or opened.shell.left:
        return FormattedText()
    return FormattedText([("class:hint", f"{opened.shell.offered}   (Enter types it)")])


def toolbar(opened: Opened | None, typed: str, width: int) -> str:
    """What stands below the prompt: how the verb that is typed is used, else where the session is.

    Args:
        opened: the session; None as long as it is not there.
        typed: the line so far.
        width: of the terminal.
    """
    if opened is None:
        return ""
    shell = opened.shell
    if hint := _usage(typed):
        return Output(sys.stdout).fit(hint)[: width - 1]
    phase = shell.moment.result
    given = len(phase.given) + len(phase.interventions)
    parts = [
        f"kb {shell.kb.digest[:8]}",
        *([f"phase {len(phase.phases)}"] if len(phase.phases) > 1 else []),
        f"given {given}",
        f"findings {len(shell.moment.view.concluded)}",
        f"undo {shell.session.depth}",
    ]
    if width < _NARROW:
        return "  ".join(parts).removeprefix("kb ")
    parts += [f"tour {shell.tour.at + 1}/{len(shell.tour.steps)}"] if shell.tour else []
    parts += [f"tee {shell.transcript.path.name}"] if shell.transcript else []
    parts += ["json"] if shell.as_json else []
    return "   ".join(parts)[: width - 1]


def _usage(typed: str) -> str:
    """How the verb that a line begins with is used; empty where none does, or nothing may follow it."""
    from reasoner.shell.commands import table

    words = typed.split(maxsplit=1)
    command = table().get(words[0]) if words and (len(words) > 1 or typed[-1:].isspace()) else None
    return f"{command.usage}: {command.summary}" if command and command.slot is not Slot.nothing else ""


def _history(folder: Path) -> History:
    """The lines of earlier sessions; where the folder cannot be written, of this one only."""
    path = folder / "history"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8"):
            pass
        path.chmod(0o600)
        with path.open("rb"):
            return FileHistory(path)
    except OSError:
        return InMemoryHistory()


def _ask(question: str) -> bool:
    from prompt_toolkit import prompt

    from reasoner.render.clean import clean

    try:
        return prompt(f"{clean(question)} [y/N] ").strip().casefold() in ("y", "yes")
    except (KeyboardInterrupt, EOFError):
        return False
