"""Runs the lines of a script; the first that goes wrong ends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reasoner.errors import Position, Problem, UsageError

if TYPE_CHECKING:
    from reasoner.shell.interpreter import Shell

_LONGEST = 100_000


def run_lines(shell: Shell, lines: Iterable[bytes], path: str) -> None:
    """Run lines, one after the other.

    Args:
        shell: the session.
        lines: in UTF-8, with or without their line breaks.
        path: what positions call the script.

    Raises:
        ReasonerError: a line is wrong; what stands before it was carried out.
        Leave: a line leaves.
    """
    for number, line in enumerate(lines, start=1):
        shell.run(decoded(line, path, number), path, number)
        shell.out.flush()


def decoded(line: bytes, path: str, number: int) -> str:
    """The text of a line.

    Raises:
        UsageError: it is no UTF-8, or far too long.
    """
    line = line.rstrip(b"\r\n")
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if len(line) > _LONGEST:
        raise UsageError(Problem("E005", f"a line of more than {_LONGEST} bytes", Position(path, number)))
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode("utf-8")) + 1
        message = f"this is no text in UTF-8: byte 0x{line[error.start]:02X} does not belong there"
        raise UsageError(
            Problem("E002", message, Position(path, number, column), ("save the script as UTF-8",))
        ) from error
