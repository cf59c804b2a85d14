"""Remembers which scenarios failed, for `run --lf`: a small file for each scenario file, in the user's state folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from reasoner.batch.report import RunEnd, RunItem
from reasoner.knowledge.cache import state_folder

MOST = 10_000
_ALL = "*"


def identities(title: str, number: int) -> frozenset[str]:
    """By what a scenario may be remembered: its number in its file, its title, and `*`, which is every scenario."""
    return frozenset({_ALL, f"#{number}", *([f"={title}"] if title else [])})


def failed_before(path: str) -> frozenset[str]:
    """What failed of a file when it was last run, by identities."""
    try:
        lines = _kept_at(path).read_bytes().decode("utf-8", "surrogatepass").split("\n")
    except (OSError, ValueError):
        return frozenset()
    return frozenset(lines[1:]) - {""}


class LastFailed:
    """Takes note of a run. What is known to have failed stays so until it passes, or is no longer in its file.

    Where very many of a file fail, all of it counts as failed, until it is run whole. Where the state folder cannot be
    written to, a run goes on without.

    Args:
        whole: whether every scenario of a file that is known to have failed is run, unless the run ends early.
    """

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._path = ""
        self._known: frozenset[str] = frozenset()
        self._left: set[str] = set()
        self._failed: set[str] = set()
        self._lost = False

    def item(self, item: RunItem) -> None:
        """Take note of one scenario; those of a file come one after the other."""
        if item.path != self._path:
            self._keep(whole=self._whole)
            self._path, self._known = item.path, failed_before(item.path)
            self._left, self._failed, self._lost = set(self._known), set(), False
        self._lost |= any(each.code == "E001" for each in item.problems)  # the rest of the file could not be read
        self._left -= identities(item.title, item.number) - {_ALL}
        if item.status.is_bad and _ALL not in self._failed:
            self._failed.add(_identity(item))
            if len(self._failed) > MOST:
                self._failed = {_ALL}

    def end(self, end: RunEnd) -> None:
        """The run is over."""
        self._keep(whole=self._whole and not (end.interrupted or end.stopped))

    def _keep(self, *, whole: bool) -> None:
        """Write down what failed of the file; of a whole one, what was not met is no longer there."""
        failed = self._failed if whole and not self._lost else self._left | self._failed
        if _ALL in failed or len(failed) > MOST:
            failed = {_ALL}
        if not self._path or self._path == "-" or failed == self._known:
            return
        path = _kept_at(self._path)
        try:
            if not failed:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lines = "\n".join([os.path.abspath(self._path).replace("\n", " "), *sorted(failed), ""])
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_bytes(lines.encode("utf-8", "surrogatepass"))
            os.replace(temporary, path)
        except OSError:
            return


def _identity(item: RunItem) -> str:
    title = item.title
    return f"={title}" if title and "\n" not in title else f"#{item.number}"


def _kept_at(path: str) -> Path:
    name = hashlib.sha256(os.path.realpath(path).encode("utf-8", "surrogatepass")).hexdigest()
    return state_folder() / "failed" / name[:32]
