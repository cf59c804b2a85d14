"""The answer to `kb impact`: what packs change, over single conditions and over scenarios."""

from __future__ import annotations

from reasoner.batch.comparing import Sort, State
from reasoner.batch.expect import Failure
from reasoner.batch.report import Trouble
from reasoner.model.base import Record
from reasoner.model.finding import Finding
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION, Citation, Setting


class Occasion(Record):
    """Where something is different: a condition given alone, or a phase of a scenario.

    Attributes:
        condition: the condition; None for a scenario.
        setting: in which it is given.
        path, line, title: of the scenario.
        phase: its number, from 1.
        phases: how many the scenario has.
    """

    condition: Finding | None = None
    setting: Setting = Setting()
    path: str = ""
    line: int = 0
    title: str = ""
    phase: int = 1
    phases: int = 1


class Change(Record):
    """A finding that holds otherwise with the packs, with all occasions on which it does so in the same way.

    Attributes:
        finding, label: it.
        sort: what it comes to: adds, strengthens, weakens, contests, takes_away.
        before, after: how it holds without and with the packs; None where it does not.
        citations: of its proof with the packs, or of the one that is lost.
        rules: the rules of the packs in that proof.
        occasions: where.
    """

    finding: Finding
    label: str
    sort: Sort
    before: State | None = None
    after: State | None = None
    citations: tuple[Citation, ...] = ()
    rules: tuple[str, ...] = ()
    occasions: tuple[Occasion, ...]


class Bearing(Record):
    """A statement of the packs that gives no finding, and stands beside them: it modulates, precedes or denies."""

    rule: str
    effect: str
    claim: str
    citations: tuple[Citation, ...]
    occasions: tuple[Occasion, ...]


class Broken(Record):
    """A scenario that passes without the packs, and no longer with them.

    Attributes:
        path, line, title: the scenario.
        warn: it fails with severity `warn`, which fails no run.
        failures: expectations that are not met any more.
        problems: why it cannot be evaluated any more.
        xpassed: it is marked `xfail`, and passes now.
    """

    path: str
    line: int
    title: str = ""
    warn: bool = False
    failures: tuple[Failure, ...] = ()
    problems: tuple[Trouble, ...] = ()
    xpassed: bool = False


class Added(Record):
    """What the packs hold."""

    folders: tuple[str, ...]
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()


class ImpactReport(Record):
    """What packs change.

    Attributes:
        knowledge_base: the hash of the base with the packs; `without` the one of the base alone.
        added: what the packs hold.
        conditions: how many conditions were given alone, in each of `settings`.
        scenarios, phases: how many were compared.
        changes: findings that hold otherwise.
        bearings: statements that stand beside findings.
        broken: scenarios that do not pass any more.
        silent: rules of the packs that fired on none of these occasions.
        invalid: documents that are no scenarios, with or without the packs.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str
    without: str
    added: Added
    conditions: int
    settings: tuple[Setting, ...]
    scenarios: int
    phases: int
    changes: tuple[Change, ...]
    bearings: tuple[Bearing, ...]
    broken: tuple[Broken, ...]
    silent: tuple[str, ...]
    invalid: tuple[Trouble, ...]
    disclaimer: str = DISCLAIMER
