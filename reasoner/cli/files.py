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
    """Write a file as it is.

    Args:
        path: as the user named it.
        content: the whole file.

    Raises:
        UsageError: the path cannot be written to (E205).
    """
    try:
        Path(path).write_bytes(content)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "this is no path"
        raise UsageError(Problem("E205", f"the answer cannot be written: {why}", Position(path))) from error


def read(path: str) -> str | None:
    """The text of a file; None where there is none, or none that can be read."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None
