"""A record of a session, written as it goes, from which a session that was killed comes back whole.

One file a session, in the state folder, with one line of JSON for each change. The file stays locked while the session
runs, so that one that can be locked belongs to nobody: its session was killed, or has ended. Where the folder cannot be
written, sessions run without.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.shell.session import Point, Session

_KEPT = 8
_OPEN, _CLOSED = ".open.jsonl", ".closed.jsonl"


@dataclass(frozen=True, slots=True)
class Left:
    """What a session left behind.

    Attributes:
        path: its journal.
        closed: whether it was left in order.
        when: the local time of its last change, as `23 May, 14:05`.
        session: the session.
    """

    path: Path
    closed: bool
    when: str
    session: Session


class Journal:
    """The journal of the running session; its file comes into being with the first change.

    Args:
        folder: where journals are kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stream: IO[str] | None = None
        self._path: Path | None = None
        self._failed = False

    def change(self, point: Point) -> None:
        """Write down a change."""
        self._write({"words": point.words, "scenario": point.scenario.model_dump(mode="json")})

    def undo(self, number: int) -> None:
        """Write down that changes were taken back."""
        self._write({"undo": number})

    def redo(self, number: int) -> None:
        """Write down that changes were made again."""
        self._write({"redo": number})

    def whole(self, session: Session) -> None:
        """Write down a session that came back, with all that can be taken back or had again in it."""
        for point in (*session.done[1:], *reversed(session.undone)):
            self.change(point)
        if session.undone:
            self.undo(len(session.undone))

    def close(self) -> None:
        """The session was left in order: its journal is kept, and no longer offered as unfinished."""
        if self._stream is None or self._path is None:
            return
        self._stream.close()
        self._stream = None
        with suppress(OSError):
            self._path.replace(self._path.with_name(self._path.name.replace(_OPEN, _CLOSED)))
            _prune(self.folder)

    def _open(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            prefix = time.strftime("%Y%m%d-%H%M%S-")
            handle, name = tempfile.mkstemp(_OPEN, prefix, self.folder)
            self._path, self._stream = Path(name), os.fdopen(handle, "w", encoding="utf-8")
            _lock(self._stream)
        except OSError:
            self._failed = True

    def _write(self, record: dict[str, object]) -> None:
        if self._stream is None and not self._failed:
            self._open()
        if self._stream is None:
            return
        try:
            self._stream.write(json.dumps(record) + "\n")
            self._stream.flush()
        except OSError:
            self._failed, self._stream = True, None


def settle(left: Left) -> None:
    """What was left behind has come back: it is no longer offered as unfinished."""
    if not left.closed:
        with suppress(OSError):
            left.path.replace(left.path.with_name(left.path.name.replace(_OPEN, _CLOSED)))


def left_behind(folder: Path, kb: KnowledgeBase) -> list[Left]:
    """The sessions that ended, unfinished ones first and then the latest first; only those that fit the base."""
    found = []
    for path in _journals(folder):
        closed = path.name.endswith(_CLOSED)
        if not closed and _is_running(path):
            continue
        session = _read(path, kb)
        if session is not None and session.depth:
            found.append((closed, -path.stat().st_mtime, Left(path, closed, _when(path), session)))
    found.sort(key=lambda each: each[:2])
    return [each for _, _, each in found]


def _when(path: Path) -> str:
    moment = time.localtime(path.stat().st_mtime)
    return f"{moment.tm_mday} {time.strftime('%B, %H:%M', moment)}"


def _journals(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.name.endswith((_OPEN, _CLOSED)))
    except OSError:
        return []


def _prune(folder: Path) -> None:
    """Keep the latest few of either kind."""
    for ending in (_OPEN, _CLOSED):
        named = [each for each in _journals(folder) if each.name.endswith(ending)]
        for old in named[:-_KEPT]:
            if ending == _CLOSED or not _is_running(old):
                old.unlink(missing_ok=True)


def _read(path: Path, kb: KnowledgeBase) -> Session | None:
    """The session of a journal; a last line that was cut short is left out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    session = Session()
    for number, line in enumerate(lines, start=1):
        try:
            session = _after(session, json.loads(line), kb)
        except (ValueError, KeyError, TypeError):
            return session if number == len(lines) else None
    return session


def _after(session: Session, record: dict[str, Any], kb: KnowledgeBase) -> Session:
    if "undo" in record:
        return session.undo(int(record["undo"]))
    if "redo" in record:
        return session.redo(int(record["redo"]))
    point = Point(str(record["words"]), Scenario.model_validate(record["scenario"]))
    if not _is_known(kb, point.scenario):
        raise ValueError("the knowledge base has not all of these names")
    return Session((*session.done, point))


def _is_known(kb: KnowledgeBase, scenario: Scenario) -> bool:
    """Whether the knowledge base has all that a scenario names: it may be another one than when it was written."""
    setting = scenario.setting
    ids: set[str | None] = {setting.cancer, setting.stage, setting.site}
    ids.update(part for finding in scenario.history for part in _ids(finding))
    ids.update(part for each in setting.suppose for finding in each.findings for part in _ids(finding))
    for phase in scenario.phases:
        for finding in (*phase.given, *phase.remove):
            ids.update(_ids(finding))
        for node in (*phase.block, *phase.force, *phase.release):
            ids.update(_ids(node))
        ids.update(number.measure for number in phase.measured)
        ids.update(phase.remove_measured)
    options = {(group.id, option.id) for group in kb.groups for option in group.options}
    return ids - {None} <= set(kb.entities) and set(setting.assume) <= options


def _ids(named: Finding | Node) -> Iterable[str | None]:
    return (named.entity, named.place)


def _is_running(path: Path) -> bool:
    try:
        with path.open("a", encoding="utf-8") as stream:
            return not _lock(stream)
    except OSError:
        return True


def _lock(stream: IO[str]) -> bool:
    """Lock a file until it is closed; false where somebody else has it."""
    try:
        if sys.platform == "win32":  # pragma: no cover - not run by the tests
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
