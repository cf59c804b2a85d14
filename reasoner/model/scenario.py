"""Scenarios: what is observed and intervened on, where, and under which assumptions."""

from __future__ import annotations

from reasoner.model.base import Field, Record
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.supposition import Supposition


class Setting(Record):
    """The context of a scenario: what decides which rules exist and how firmly they count.

    Attributes:
        cancer, stage, site: ids of entities, or None where the scenario names none.
        assume: assumed hypotheses, group id to option id.
        strict_context: evidence from other settings is dropped instead of counting one grade lower.
        system: only evidence from this experimental system counts.
        suppose: rules of the user's own, which exist in this scenario only.
    """

    cancer: str | None = None
    stage: str | None = None
    site: str | None = None
    assume: tuple[tuple[str, str], ...] = ()
    strict_context: bool = False
    system: System | None = None
    suppose: tuple[Supposition, ...] = ()


class Expectation(Record):
    """What a scenario expects of a phase; every list holds findings unless said otherwise.

    `cites` holds numbers of the base's own source, and texts as `smith2020/3` for other sources.
    """

    present: tuple[Finding, ...] = ()
    absent: tuple[Finding, ...] = ()
    support: dict[str, Grade] = Field(default_factory=dict)
    cites: dict[str, tuple[int | str, ...]] = Field(default_factory=dict)
    stated: tuple[Finding, ...] = ()
    combined: tuple[Finding, ...] = ()
    extrapolated: tuple[Finding, ...] = ()
    against_requirement: tuple[Finding, ...] = ()
    contested: tuple[Finding, ...] = ()
    expected_otherwise: tuple[Finding, ...] = ()
    beside: tuple[str, ...] = ()
    removed: tuple[Finding, ...] = ()
    cut: tuple[Finding, ...] = ()
    reverts: tuple[Finding, ...] = ()
    open: tuple[Finding, ...] = ()


class Phase(Record):
    """One phase: what changes against the phase before, in the order remove, release, given, block, force.

    `remove` holds findings and measures (ids) that are no longer given; `release` nodes no longer intervened on.
    """

    name: str = ""
    given: tuple[Finding, ...] = ()
    measured: tuple[Measurement, ...] = ()
    remove: tuple[Finding, ...] = ()
    remove_measured: tuple[str, ...] = ()
    block: tuple[Node, ...] = ()
    force: tuple[Node, ...] = ()
    release: tuple[Node, ...] = ()
    expect: Expectation | None = None


class Scenario(Record):
    """A scenario with its names resolved.

    Attributes:
        title: what it is called.
        setting: cancer, stage, site, hypotheses, filters.
        history: what lies before the first phase.
        phases: one or more.
        rows: the rows of the source that it is drawn from.
        xfail: why its expectations are known to fail.
        severity: `error` or `warn`: whether a failed expectation fails the run.
    """

    title: str = ""
    setting: Setting = Setting()
    history: tuple[Finding, ...] = ()
    phases: tuple[Phase, ...] = (Phase(),)
    rows: tuple[str, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    xfail: str = ""
    severity: str = "error"
