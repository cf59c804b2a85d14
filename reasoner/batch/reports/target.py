"""Where a report goes: standard output, or a file that is put in place when it is whole."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from typing import TextIO

from reasoner.errors import Position, Problem, UsageError
from reasoner.render.output import Output, silence


def unwritable(path: str, error: OSError) -> Problem:
    """The problem of a report that cannot be written."""
    reason = (error.strerror or type(error).__name__).lower()
    return Problem("E205", f"the answer cannot be written: {reason}", Position(path) if path else None)


class Stream:
    """Standard output.

    Args:
        out: it.
    """

    path = ""

    def __init__(self, out: Output) -> None:
        self.out = out

    def hand_over(self) -> None:
        """A scenario is told: whoever reads along gets it now."""
        self.out.flush()

    def finish(self) -> None:
        """The report is whole."""
        self.out.flush()

    def drop(self, *, by_line: bool) -> None:
        """Writing has failed: nothing more is tried."""
        silence(sys.stdout)


class File:
    """A file. It is written beside its place, so that what stood there stays until the new one is whole.

    Args:
        path: as the user named it; a symbolic link stays one, and what it points to is written. What is no regular
            file, as a pipe, is written to as it is.

    Raises:
        UsageError: it cannot be written (E205).
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._target = os.path.realpath(path)
        self._beside = ""
        try:
            self.out = Output(self._opened(), "never")
        except OSError as error:
            raise UsageError(unwritable(path, error)) from error

    def _opened(self) -> TextIO:
        try:
            mode = os.stat(self.path).st_mode  # of a pipe in /dev/fd, the real path names nothing
        except FileNotFoundError:
            mode = stat.S_IFREG | 0o666 & ~_umask()
        if not stat.S_ISREG(mode):
            return open(self.path, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
        if os.path.exists(self._target) and not os.access(self._target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        folder, name = os.path.split(self._target)
        handle, self._beside = tempfile.mkstemp(prefix=f".{name[:100]}-", dir=folder)
        os.chmod(self._beside, stat.S_IMODE(mode))
        return open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def hand_over(self) -> None:
        """A scenario is told; nobody reads along."""

    def finish(self) -> None:
        """The report is whole: it is put in place."""
        self.out.stream.close()
        if self._beside:
            os.replace(self._beside, self._target)
            self._beside = ""

    def drop(self, *, by_line: bool) -> None:
        """Writing has failed, or there is nothing to write; what stood there stays.

        Args:
            by_line: the lines that were written whole can be read, and are put in place after all.
        """
        with suppress(OSError):  # what could not be written before cannot be now
            self.out.stream.close()
        if self._beside and by_line and _cut_at_line(self._beside):
            os.replace(self._beside, self._target)
        elif self._beside:
            os.unlink(self._beside)
        self._beside = ""


def _cut_at_line(path: str) -> bool:
    """Leave away what follows the last line break; whether anything is left."""
    with open(path, "rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - (1 << 16))
            stream.seek(begin)
            at = stream.read(end - begin).rfind(b"\n")
            if at >= 0:
                stream.truncate(begin + at + 1)
                return True
            end = begin
    return False


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
