"""What a run of scenarios gave: one item for each, and how many there are of each kind."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from reasoner.batch.expect import Failure
from reasoner.errors import Problem
from reasoner.model.base import Record
from reasoner.model.evidence import Grade
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
    collected = "collected"

    @property
    def is_bad(self) -> bool:
        """Whether it counts as a failure: where such scenarios are counted, remembered, or end a run."""
        return self in _BAD


_BAD = frozenset({Status.xpassed, Status.failed, Status.invalid, Status.error})


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


Change = Literal["", "newly_failing", "newly_passing", "new"]


class FindingChange(Record):
    """A finding that holds with another support than before; None where it does not hold."""

    finding: str
    label: str
    was: Grade | None
    now: Grade | None


class Against(Record):
    """A scenario against what a former report says of it.

    Attributes:
        change: `newly_failing`, `newly_passing`, `new` where the former report has no such scenario, else empty.
        was: how it ended then.
        findings: what was gained and lost, or changed its support, in the last phase; where both reports have results.
    """

    change: Change = ""
    was: Status | None = None
    findings: tuple[FindingChange, ...] = ()


class RunItem(Record):
    """One scenario.

    Attributes:
        path, line: where it begins.
        number: the how-manieth of its file, from 1.
        title: its title.
        phases: how many it has.
        tags, severity, xfail, rows: as its file says.
        status: `passed`; `unjudged` where it expects nothing; `warned` where it fails with `severity: warn`;
            `xfailed` where it fails as `xfail` says, `xpassed` where it does not; `failed`; `invalid` where the
            document is; `error` where an engine failed; `collected` where it was only read.
        failures: expectations that are not met.
        problems: of an invalid document, or of an engine.
        result: what holds, where it was asked for.
        against: how it stands against a former report, where one was named.
    """

    path: str
    line: int
    number: int
    title: str = ""
    phases: int = 1
    tags: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    severity: str = "error"
    xfail: str = ""
    status: Status
    failures: tuple[Failure, ...] = ()
    problems: tuple[Trouble, ...] = ()
    result: Result | None = None
    against: Against | None = None

    @property
    def counts_against(self) -> bool:
        """Whether it makes a run fail: it is bad, and was not so before, if that is known; an engine never may fail."""
        known = self.against is not None and self.against.was is not None and self.against.was.is_bad
        return self.status is Status.error or (self.status.is_bad and not known)


class Gone(Record):
    """A scenario that a former report has, and this run has not."""

    path: str
    title: str = ""
    number: int = 0


class RunEnd(Record):
    """What is known at the end of a run; as JSON Lines it is the last line.

    Attributes:
        schema_version: of this format.
        knowledge_base: SHA-256 of the content of the base.
        engine: which engine computed the models.
        counts: of every status that occurs.
        interrupted: the run was cut short from outside; what is told is what was done.
        stopped: it ended at as many failures as were allowed.
        changes: how many scenarios changed in which way against a former report; None where none was named.
        gone: what that report has and this run has not; not looked for where only some scenarios were run.
        disclaimer: what the report is for.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    engine: str = ""
    counts: dict[str, int]
    interrupted: bool = False
    stopped: bool = False
    changes: dict[str, int] | None = None
    gone: tuple[Gone, ...] = ()
    disclaimer: str = DISCLAIMER


class RunReport(RunEnd):
    """A run: its scenarios, and what is known at the end."""

    items: tuple[RunItem, ...]


RunLine = RunItem | RunEnd
"""A line of a run as JSON Lines."""
