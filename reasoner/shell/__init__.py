"""The interactive shell; the only package that imports prompt_toolkit."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial

__all__ = ["main"]

_DUMB = ("dumb", "unknown")


def main(
    commands: Sequence[str] = (),
    files: Sequence[str] = (),
    plain: bool = False,
    kb_folder: str | os.PathLike[str] | None = None,
    extra: Iterable[str | os.PathLike[str]] = (),
    color: str = "auto",
    as_json: bool = False,
) -> int:
    """Run the shell: a conversation on a terminal, else line by line.

    Args:
        commands: lines to run, without prompt; with them, and with `files`, nothing else is read.
        files: scripts to run before the commands; `-` is standard input.
        plain: line by line, fit for a screen reader, also on a terminal.
        kb_folder: the knowledge base; None finds it.
        extra: packs that are added.
        color: `auto`, `always` or `never`.
        as_json: answers are written as JSON, an object a line, until `format text`.

    Returns:
        The exit code: 0, or 1 where a script stopped at an error.

    Raises:
        UsageError: a script or a folder does not exist.
        KnowledgeError: the knowledge base is invalid.
    """
    from reasoner.render.output import Output

    out = Output(sys.stdout, color)
    if commands or files or sys.stdin is None or not sys.stdin.isatty():
        gc.enable()  # `__main__` leaves it off for short commands
        from reasoner.knowledge.cache import load_cached
        from reasoner.shell.interpreter import Shell
        from reasoner.shell.plain import scripts

        shell = Shell(load_cached(kb_folder, extra), out)
        shell.as_json = as_json
        with ExitStack() as end:
            end.callback(shell.end_transcript)
            return scripts(shell, commands, files, Output(sys.stderr, color))

    from reasoner.knowledge.cache import state_folder
    from reasoner.shell.opening import opening

    folder = state_folder()
    with ExitStack() as end:
        make = partial(opening, kb_folder, extra, out, folder, end, as_json=as_json)
        if plain or not sys.stdout.isatty() or os.environ.get("TERM", "") in _DUMB:
            from reasoner.shell.plain import converse as converse_plainly

            return converse_plainly(make())
        from reasoner.shell.loop import converse  # imports no session: that is made behind the first prompt

        return converse(make, folder, color)
