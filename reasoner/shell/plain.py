"""Line by line: scripts and pipes without prompt, and a plain prompt for dumb terminals and screen readers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from reasoner.errors import Position, Problem, ReasonerError, UsageError
from reasoner.render.output import Output
from reasoner.render.problems import show_problems
from reasoner.shell.files import read_lines
from reasoner.shell.interpreter import Shell
from reasoner.shell.opening import Opened
from reasoner.shell.outlet import Leave
from reasoner.shell.scripts import decoded, run_lines

ARGUMENT = "<argument>"
STDIN = "-"
_LONGEST = 200_000


def scripts(shell: Shell, commands: Sequence[str], files: Sequence[str], err: Output) -> int:
    """Run scripts, then commands; without either, standard input.

    Args:
        shell: a new session.
        commands: those of `-c`.
        files: those of `-f`; `-` is standard input.
        err: where errors go.

    Returns:
        0, or 1 where a line was wrong and ended it.

    Raises:
        UsageError: a script cannot be read.
    """
    opened = [(STDIN, _stdin()) if file == STDIN else (file, read_lines(Path(file), file)) for file in files]
    lines = [line.encode("utf-8", "surrogateescape") for command in commands for line in command.split("\n")]
    sources: list[tuple[str, Iterable[bytes]]] = [*opened, *([(ARGUMENT, lines)] if lines else [])]
    try:
        for path, each in sources or [(STDIN, _stdin())]:
            run_lines(shell, each, path)
    except ReasonerError as error:
        shell.out.flush()
        show_problems(error.problems, err)
        err.flush()
        return 1
    except Leave:
        pass
    shell.out.flush()
    return 0


def _stdin() -> Iterator[bytes]:
    """The lines of standard input, each as soon as it is there.

    Raises:
        UsageError: it is closed (E001).
    """
    if sys.stdin is None:  # as Python has it where a process is started without
        raise UsageError(Problem("E001", "standard input is closed", Position(STDIN)))
    stream: BinaryIO = sys.stdin.buffer
    while line := stream.readline(_LONGEST):
        yield line


def converse(opened: Opened) -> int:
    """Ask for lines with a plain prompt until the user leaves.

    Args:
        opened: the session, and the lines to begin with.
    """
    shell = opened.shell
    shell.ask = ask
    talk = sys.stdout if sys.stdout.isatty() else sys.stderr
    for text in opened.first:
        talk.write(f"{shell.out.fit(text)}\n")
    number = 0
    while True:
        number += 1
        try:
            shell.out.flush()
            talk.write("> ")
            talk.flush()
            typed = sys.stdin.buffer.readline(_LONGEST)
            if not typed:
                shell.out.line()
                return 0
            line = decoded(typed, STDIN, number)
            if not line.strip() and shell.offered:
                line = shell.offered
                talk.write(f"{shell.out.fit(line)}\n")
            if not shell.attempt(line):
                return 0
        except ReasonerError as error:
            show_problems(error.problems, shell.out)
        except KeyboardInterrupt:
            shell.out.line()


def ask(question: str) -> bool:
    """Ask a question; anything but yes is no."""
    out = Output(sys.stdout)
    out.stream.write(f"{out.fit(question)} [y/N] ")
    out.flush()
    try:
        answer = sys.stdin.buffer.readline(_LONGEST)
    except KeyboardInterrupt:
        return False
    return answer.strip().lower() in (b"y", b"yes")
