"""A former report, and what has changed since."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

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

    A scenario is known by its file and its title, several of one title by their order; one without a title by its
    number.

    Args:
        path: a report of `run` as JSON or JSON Lines.

    Raises:
        UsageError: it cannot be read (E001), or is no such report (E271).
    """

    def __init__(self, path: str) -> None:
        self._base = sqlite3.connect("")  # SQLite's own temporary file, gone with the connection
        self._base.executescript(_TABLE)
        try:
            with open(path, "rb") as stream:
                rows = map(_row, _items(stream))
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

    def _against(self, item: RunItem) -> Against:
        path, name = _known_by(item)
        asked = (
            "select rowid, status, held from former where path = ? and name = ? and not seen order by number limit 1"
        )
        found = self._base.execute(asked, (path, name)).fetchone()
        if found is None:
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
    path = os.path.normpath(item.path).encode("utf-8", "backslashreplace").decode()
    return path, (f"={item.title}" if item.title else f"#{item.number}").encode("utf-8", "backslashreplace").decode()


def _row(item: RunItem) -> tuple[object, ...]:
    held = json.dumps(_held(item.result)) if item.result else None
    return (*_known_by(item), item.number, item.title, item.status.value, held)


def _items(stream: Iterable[bytes]) -> Iterator[RunItem]:
    """The items of a report: one as JSON begins with a line of its own, JSON Lines with a whole item.

    Raises:
        ValueError: it is none.
    """
    lines = iter(stream)
    first = next(lines, b"")
    if first.strip() == b"{":
        report = RunReport.model_validate_json(b"".join([first, *lines]))
        _must_fit(report)
        yield from report.items
        return
    for line in chain([first], lines):  # the last one is missing where a run was killed
        found = adapter(RunLine).validate_json(line)
        if isinstance(found, RunItem):
            yield found
        else:
            _must_fit(found)


def _must_fit(end: RunEnd) -> None:
    if end.schema_version != SCHEMA_VERSION:
        raise ValueError(f"the format has version {end.schema_version}")
