"""What a run of scenarios gave: one item for each, and how many there are of each kind."""

from __future__ import annotations

from enum import StrEnum

from reasoner.batch.expect import Failure
from reasoner.errors import Problem
from reasoner.model.base import Record
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION, Result


class Status(StrEnum):
    """How a scenario ended."""

    passed = "passed"
    unjudged = "unjudged"
    warned = "warned"
    xfailed = "xfailed"
    xpassed = "xpassed"
    failed = "failed"
    invalid = "invalid"
    error = "error"


class Trouble(Record):
    """A problem of a document: an error of the input, or of an engine."""

    code: str
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    help: tuple[str, ...] = ()

    @classmethod
    def from_problem(cls, problem: Problem) -> Trouble:
        """A problem as part of a report."""
        where = problem.where
        return cls(
            code=problem.code,
            message=problem.message,
            path=where.path if where else "",
            line=where.line if where else 0,
            column=where.column if where else 0,
            help=problem.help,
        )


class RunItem(Record):
    """One scenario.

    Attributes:
        path, line: where it begins.
        number: the how-manieth of its file, from 1.
        title: its title.
        tags, severity, xfail, rows: as its file says.
        status: `passed`; `unjudged` where it expects nothing; `warned` where it fails with `severity: warn`;
            `xfailed` where it fails as `xfail` says, `xpassed` where it does not; `failed`; `invalid` where the
            document is; `error` where an engine failed.
        failures: expectations that are not met.
        problems: of an invalid document, or of an engine.
        result: what holds, where it was asked for.
    """

    path: str
    line: int
    number: int
    title: str = ""
    tags: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    severity: str = "error"
    xfail: str = ""
    status: Status
    failures: tuple[Failure, ...] = ()
    problems: tuple[Trouble, ...] = ()
    result: Result | None = None


class RunReport(Record):
    """A run. `counts` has every status that occurs."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    engine: str = ""
    counts: dict[str, int]
    items: tuple[RunItem, ...]
    disclaimer: str = DISCLAIMER
