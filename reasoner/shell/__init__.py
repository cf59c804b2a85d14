"""The interactive shell; the only package that imports prompt_toolkit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

__all__ = ["main"]

_DUMB = ("dumb", "unknown")


def main(
    commands: Sequence[str] = (),
    files: Sequence[str] = (),
    plain: bool = False,
    kb_folder: str | os.PathLike[str] | None = None,
    extra: Iterable[str | os.PathLike[str]] = (),
    color: str = "auto",
) -> int:
    """Run the shell: a conversation on a terminal, else line by line.

    Args:
        commands: lines to run, without prompt; with them, and with `files`, nothing else is read.
        files: scripts to run before the commands; `-` is standard input.
        plain: line by line, fit for a screen reader, also on a terminal.
        kb_folder: the knowledge base; None finds it.
        extra: packs that are added.
        color: `auto`, `always` or `never`.

    Returns:
        The exit code: 0, or 1 where a script stopped at an error.

    Raises:
        UsageError: a script or a folder does not exist.
        KnowledgeError: the knowledge base is invalid.
    """
    from reasoner.knowledge.cache import load_cached, state_folder
    from reasoner.render.output import Output
    from reasoner.shell import plain as line_by_line
    from reasoner.shell.interpreter import Shell
    from reasoner.shell.journal import Journal

    kb = load_cached(kb_folder, extra)
    out = Output(sys.stdout, color)
    if commands or files or not sys.stdin.isatty():
        return line_by_line.scripts(Shell(kb, out), commands, files, Output(sys.stderr, color))
    folder = state_folder()
    journal = Journal(folder / "journal")
    shell = Shell(kb, out, line_by_line.ask, journal)
    try:
        if plain or not sys.stdout.isatty() or os.environ.get("TERM", "") in _DUMB:
            return line_by_line.converse(shell, offers(shell, folder))
        from reasoner.shell.loop import converse

        return converse(shell, folder, color, offers(shell, folder))
    finally:
        journal.close()


def offers(shell: object, folder: object) -> list[str]:
    """What to say of a session that was not closed."""
    from pathlib import Path

    from reasoner.shell.interpreter import Shell
    from reasoner.shell.journal import left_behind

    assert isinstance(shell, Shell)
    assert isinstance(folder, Path)
    unfinished = [left for left in left_behind(folder / "journal", shell.kb) if not left.closed]
    if not unfinished:
        return []
    changes = unfinished[0].session.depth
    return [f"A session of {unfinished[0].when} was not closed ({changes} changes): load last"]
