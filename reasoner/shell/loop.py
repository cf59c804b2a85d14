"""The conversation on a terminal: prompt, history, completion menu, toolbar."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Offered
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from reasoner.render.output import Output
from reasoner.shell.completion import Completion
from reasoner.shell.greeting import greeting
from reasoner.shell.interpreter import Shell

_STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse fg:ansibrightblack"})
_NARROW = 60


class _Completer(Completer):
    def __init__(self, shell: Shell) -> None:
        self.completion = Completion(shell)

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterable[Offered]:
        """What fits the text before the cursor."""
        for each in self.completion.candidates(document.text_before_cursor):
            yield Offered(
                each.text,
                -each.back,
                FormattedText([("", each.shown)]),
                FormattedText([("", each.about)]),
            )


def converse(shell: Shell, folder: Path, color: str, first: Sequence[str]) -> int:
    """Ask for lines until the user leaves.

    Args:
        shell: the session.
        folder: where the history is kept.
        color: `auto`, `always` or `never`.
        first: lines to begin with.
    """
    for line in (*greeting(shell.kb, shell.names), *first):
        shell.out.line(line)
    shell.ask = _ask
    session: PromptSession[str] = PromptSession(
        history=_history(folder),
        completer=_Completer(shell),
        complete_while_typing=True,
        bottom_toolbar=lambda: FormattedText([("", toolbar(shell))]),
        style=_STYLE,
        color_depth=None if shell.out.color else ColorDepth.DEPTH_1_BIT,
        reserve_space_for_menu=6,
    )
    while True:
        try:
            line = session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        shell.out = Output(sys.stdout, color)  # as wide as the terminal is now
        for part in line.splitlines():  # several, where they were pasted
            if not shell.attempt(part):
                return 0
        shell.out.flush()


def toolbar(shell: Shell) -> str:
    """What stands below the prompt: the base's version, what is given, what holds, what can be taken back."""
    phase, width = shell.moment.result, get_app().output.get_size().columns
    given = len(phase.given) + len(phase.interventions)
    parts = [
        f"kb {shell.kb.digest[:8]}",
        f"given {given}",
        f"findings {len(shell.moment.view.concluded)}",
        f"undo {shell.session.depth}",
    ]
    if len(phase.phases) > 1:
        parts.insert(1, f"phase {len(phase.phases)}")
    return "   ".join(parts) if width >= _NARROW else "  ".join(parts).removeprefix("kb ")


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
