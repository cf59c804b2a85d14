"""What a conversation begins with: the base, the session, and the lines above the first prompt.

It is made while the first prompt stands on the screen already; whoever types faster waits for it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reasoner.render.output import Output
    from reasoner.shell.interpreter import Shell


@dataclass(frozen=True)
class Opened:
    """A session that can be talked to.

    Attributes:
        shell: it.
        first: the lines to begin with.
    """

    shell: Shell
    first: Sequence[str]


Open = Callable[[], Opened]
Place = str | os.PathLike[str]


def opening(
    kb_folder: Place | None,
    extra: Iterable[Place],
    out: Output,
    folder: Path,
    end: ExitStack,
    *,
    as_json: bool = False,
) -> Opened:
    """Read the base and begin a session.

    Args:
        kb_folder: the knowledge base; None finds it.
        extra: packs that are added.
        out: where answers go.
        folder: where the records of sessions are kept.
        end: what is to be done when the conversation ends: its record is closed.
        as_json: answers are written as JSON.

    Raises:
        UsageError: a folder does not exist.
        KnowledgeError: the knowledge base is invalid.
    """
    from reasoner.knowledge.cache import load_cached
    from reasoner.shell.greeting import greeting
    from reasoner.shell.interpreter import Shell
    from reasoner.shell.journal import Journal

    kb = load_cached(kb_folder, extra)
    journal = Journal(folder / "journal")
    end.callback(journal.close)
    shell = Shell(kb, out, journal=journal)
    shell.as_json = as_json
    end.callback(shell.end_transcript)
    first = (*greeting(kb, shell.names), *_offers(shell, folder))
    _ = shell.moment  # what the first change is compared with
    gc.freeze()  # all of this stays: no collection need go through it
    gc.enable()
    return Opened(shell, first)


def warm(shell: Shell) -> None:
    """Do once, unseen, what the first answer would otherwise have to begin with: imports, and the rules of the base."""
    from reasoner.errors import UsageError
    from reasoner.model.result import PhaseResult
    from reasoner.model.scenario import Phase, Scenario
    from reasoner.render.layout import lay_out
    from reasoner.render.shell_text import changed
    from reasoner.render.view import View

    shell.reader.is_name("")
    with suppress(UsageError):
        shell.names.finding("a name that there is not")
    for condition in shell.kb.conditions[:1]:
        evaluation = shell.base.evaluate(Scenario(phases=(Phase(given=(condition,)),)))
        result = shell.base.result(evaluation)
        view = View(shell.base.kb, result, result.setting)
        list(lay_out(changed(View(view.kb, PhaseResult()), view, "").blocks, shell.out.width))


def _offers(shell: Shell, folder: Path) -> list[str]:
    """What to say of a session that was not closed."""
    from reasoner.shell.journal import left_behind

    unfinished = [left for left in left_behind(folder / "journal", shell.kb) if not left.closed]
    if not unfinished:
        return []
    changes = unfinished[0].session.depth
    return [f"A session of {unfinished[0].when} was not closed ({changes} changes): load last"]
