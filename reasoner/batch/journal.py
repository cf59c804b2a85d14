"""What lies beside a file of rows while it is written, and after: how far it is complete, and what is in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reasoner.errors import OutputError, Position, Problem, UsageError
from reasoner.model.sweep import Sweep, SweepFile

SUFFIX = ".json"


class Journal:
    """The journal of a file, `FILE.json`. It is replaced as a whole, so that it is never half written.

    Args:
        path: of the file.
        plan: SHA-256 of all that its rows depend on.
    """

    def __init__(self, path: str, plan: str) -> None:
        self.path, self.plan = f"{path}{SUFFIX}", plan

    def write(self, rows: int, size: int, sweep: Sweep, digest: str = "") -> None:
        """Say how far the file is complete.

        Args:
            rows: that are there for certain.
            size: where they end, in bytes.
            sweep: what they show.
            digest: SHA-256 of the file as far as that, in hexadecimal; empty where it is not gone on with.
        """
        from reasoner.render.as_json import to_json

        made = SweepFile(plan=self.plan, rows=rows, bytes=size, sha256=digest, sweep=sweep)
        replace(self.path, to_json(made).encode())

    def read(self) -> SweepFile | None:
        """What it says; None where there is none.

        Raises:
            UsageError: it is no journal, or that of another sweep (E267).
        """
        try:
            text = Path(self.path).read_bytes()
        except OSError:
            return None
        try:
            found = SweepFile.model_validate_json(text)
        except ValueError as error:
            raise not_resumable(self.path, "this is no journal of a sweep") from error
        if found.plan != self.plan:
            why = "this is the journal of another one: the knowledge base, the scenario or the options differ"
            raise not_resumable(self.path, why, "the command that began it resumes it")
        return found


def not_resumable(path: str, why: str, *help_: str) -> UsageError:
    """The error for a sweep that cannot be gone on with; what helps beside beginning anew may be named."""
    message = f"the sweep cannot be resumed: {why}"
    return UsageError(Problem("E267", message, Position(path), (*help_, "`--overwrite` begins anew")))


def unwritable(path: str, error: OSError) -> OutputError | UsageError:
    """The error for a file that cannot be written."""
    problem = Problem("E205", f"the rows cannot be written: {error.strerror or error}", Position(path))
    wrong = isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError))
    return UsageError(problem) if wrong else OutputError(problem)


def replace(path: str, content: bytes) -> None:
    """Put a file with this content in the place of another, at once, and see that it is on the disk.

    Raises:
        OSError: it cannot be written.
    """
    beside = f"{path}.tmp"
    with open(beside, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)


def is_regular(descriptor: int) -> bool:
    """Whether an open file is one that can be cut and kept, no device or pipe."""
    return stat.S_ISREG(os.fstat(descriptor).st_mode)
