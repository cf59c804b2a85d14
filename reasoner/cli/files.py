"""Writes an answer where the user wants it."""

from __future__ import annotations

from pathlib import Path

from reasoner.errors import Position, Problem, UsageError


def write(path: str, text: str) -> None:
    """Write a text file, in UTF-8 and with line feeds on every system.

    Args:
        path: as the user named it.
        text: the whole file.

    Raises:
        UsageError: the path cannot be written to (E205).
    """
    write_bytes(path, text.encode())


def write_bytes(path: str, content: bytes) -> None:
    """Write a file as it is; what stood there stays until the new one is whole.

    Args:
        path: as the user named it.
        content: the whole file.

    Raises:
        UsageError: the path cannot be written to (E205).
    """
    from reasoner.batch.reports.target import File, unwritable

    try:
        target = File(path)
    except ValueError as error:
        raise UsageError(Problem("E205", "the answer cannot be written: this is no path", Position(path))) from error
    try:
        target.out.stream.buffer.write(content)
        target.finish()
    except OSError as error:
        raise UsageError(unwritable(path, error)) from error
    finally:
        target.drop(by_line=False)


def read(path: str) -> str | None:
    """The text of a file; None where there is none, or none that can be read."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None
