"""A former report, and what has changed since."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import IO

from reasoner.batch.report import Against, Change, FindingChange, Gone, RunEnd, RunItem, RunLine, RunReport, Status
from reasoner.errors import Position, Problem, UsageError
from reasoner.model.base import adapter
from reasoner.model.evidence import Grade
from reasoner.model.result import SCHEMA_VERSION, Result

_Held = Mapping[str, tuple[int, str]]
"""Support and label of findings, by their canonical text."""
_TABLE = """
create table former (path text, name text, number integer, title text, status text, held text, seen integer default 0);
create index by_name on former (path, name, seen, number);
"""


class Baseline:
    """What a former report says of each scenario, kept in a temporary file, so that it may have any number of them.

    A scenario is known by its file, however that was named from this folder, and its title, several of one title by
    their order; one without a title by its number. JSON Lines are used as far as they go.

    Args:
        path: a report of `run` as JSON or JSON Lines.

    Raises:
        UsageError: it cannot be read (E001), or is no such report (E271).
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._cut_at = 0
        self._unknown = ""
        self._base = sqlite3.connect("")  # SQLite's own temporary file, gone with the connection
        self._base.executescript(_TABLE)
        try:
            with open(path, "rb") as stream:
                rows = map(_row, self._items(stream))
                self._base.executemany("insert into former values (?, ?, ?, ?, ?, ?, 0)", rows)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise UsageError(Problem("E001", f"cannot be read: {reason}", Position(path))) from error
        except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, or none of a report
            help_ = ("reasoner run PATH --report jsonl:FILE makes one",)
            problem = Problem("E271", "this is no report of `reasoner run` as JSON or JSONL", Position(path), help_)
            raise UsageError(problem) from error

    def compared(self, items: Iterable[RunItem]) -> Iterator[RunItem]:
        """The items of a run, each with how it stands against the former report."""
        for item in items:
            yield item.model_copy(update={"against": self._against(item)})

    def gone(self) -> tuple[Gone, ...]:
        """What the former report has and the run had not, once that is over."""
        asked = "select path, title, number from former where not seen order by rowid"
        return tuple(Gone(path=path, title=title, number=number) for path, title, number in self._base.execute(asked))

    def warnings(self) -> Iterator[Problem]:
        """What makes the comparison say less than it could (W271, W272), once the run is over."""
        if self._cut_at:
            message = "the former report has no end: it is used up to here, and scenarios that would follow are new"
            help_ = ("the run that wrote it was killed, or the file was cut",)
            yield Problem("W271", message, Position(self._path, self._cut_at), help_)
        former = self._base.execute("select path from former limit 1").fetchone()
        if self._unknown and former and not self._base.execute("select 1 from former where seen limit 1").fetchone():
            known = self._base.execute("select 1 from former where path = ?", (self._unknown,)).fetchone()
            if known is None:
                message = (
                    f"no scenario is known from the former report: it has {former[0]}, and this run {self._unknown}"
                )
                help_ = ("files are known by their paths: name the same ones, from the same folder",)
                yield Problem("W272", message, Position(self._path), help_)

    def _items(self, stream: IO[bytes]) -> Iterator[RunItem]:
        """The items of a report.

        Raises:
            ValueError: it is none.
        """
        first = stream.readline()
        try:
            _line(first)
        except ValueError:  # no line of JSON Lines: JSON, in however many lines
            report = RunReport.model_validate_json(first + stream.read())
            _must_fit(report)
            yield from report.items
            return
        ended = False
        for text in chain([first], stream):
            self._cut_at += 1
            try:
                found = _line(text)
            except ValueError:
                if text.endswith(b"\n"):
                    raise
                break
            if isinstance(found, RunItem):
                yield found
            else:
                _must_fit(found)
                ended = True
        if ended:
            self._cut_at = 0

    def _against(self, item: RunItem) -> Against:
        path, name = _known_by(item)
        asked = (
            "select rowid, status, held from former where path = ? and name = ? and not seen order by number limit 1"
        )
        found = self._base.execute(asked, (path, name)).fetchone()
        if found is None:
            self._unknown = self._unknown or path
            return Against(change="new")
        row, status, held = found
        self._base.execute("update former set seen = 1 where rowid = ?", (row,))
        was = Status(status)
        change: Change = ""
        if was.is_bad is not item.status.is_bad:
            change = "newly_failing" if item.status.is_bad else "newly_passing"
        findings = _differences(json.loads(held), _held(item.result)) if item.result and held else ()
        return Against(change=change, was=was, findings=tuple(findings))


def _differences(before: _Held, now: _Held) -> Iterator[FindingChange]:
    """First what is gained, then what is lost, then what is otherwise supported."""
    known = {**now, **before}
    changed = [each for each in known if before.get(each, (None,))[0] != now.get(each, (None,))[0]]
    for finding in sorted(changed, key=lambda each: (each in before, each in now)):
        (was, label), (is_now, named) = before.get(finding, (None, "")), now.get(finding, (None, ""))
        yield FindingChange(finding=finding, label=named or label, was=_grade(was), now=_grade(is_now))


def _grade(number: int | None) -> Grade | None:
    return None if number is None else Grade(number)


def _held(result: Result) -> _Held:
    return {str(each.finding): (int(each.support), each.label) for each in result.findings}


def _known_by(item: RunItem) -> tuple[str, str]:
    name = f"={item.title}" if item.title else f"#{item.number}"
    return _from_here(item.path), name.encode("utf-8", "backslashreplace").decode()


@lru_cache(maxsize=256)
def _from_here(path: str) -> str:
    """One name of a file, whether it is named by a whole path, from this folder, or in a roundabout way."""
    return os.path.relpath(path or os.curdir).encode("utf-8", "backslashreplace").decode()


def _row(item: RunItem) -> tuple[object, ...]:
    held = json.dumps(_held(item.result)) if item.result else None
    return (*_known_by(item), item.number, item.title, item.status.value, held)


def _line(text: bytes) -> RunItem | RunEnd:
    """A line of JSON Lines.

    Raises:
        ValueError: it is none.
    """
    found: RunItem | RunEnd = adapter(RunLine).validate_json(text)
    return found


def _must_fit(end: RunEnd) -> None:
    if end.schema_version != SCHEMA_VERSION:
        raise ValueError(f"the format has version {end.schema_version}")
