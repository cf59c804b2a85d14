"""The scenario file as it is written, before names are resolved; `reasoner schema scenario` publishes these models."""

from __future__ import annotations

from typing import Annotated, Literal

from reasoner.model.base import Before, Field, Record
from reasoner.model.evidence import as_list

Texts = Annotated[tuple[str, ...], Before(as_list)]
Numbers = Annotated[tuple[int, ...], Before(as_list)]
GradeName = Literal["hypothesis", "limited", "moderate", "strong"]
SystemName = Literal["patient", "in_vivo", "ex_vivo", "in_vitro"]


class ExpectationDoc(Record):
    """What is expected of a phase; findings are written as `ENTITY [down] [in PLACE]`, names as people type them."""

    present: Texts = Field(default=(), description="findings that hold")
    absent: Texts = Field(default=(), description="findings that do not hold")
    support: dict[str, GradeName] = Field(default_factory=dict, description="findings with the support they have")
    cites: dict[str, Numbers] = Field(default_factory=dict, description="findings with references of their shown proof")
    stated: Texts = Field(default=(), description="findings that hold and are stated")
    combined: Texts = Field(default=(), description="findings that hold and are combined")
    extrapolated: Texts = ()
    against_requirement: Texts = ()
    contested: Texts = ()
    expected_otherwise: Texts = Field(default=(), description="expected from the review, observed otherwise")
    beside: Texts = Field(default=(), description="ids of rules listed beside the findings")
    removed: Texts = Field(default=(), description="findings that ended because what gave them was taken away")
    cut: Texts = Field(
        default=(), description="findings that ended because they are fixed, observed otherwise or stopped"
    )
    reverts: Texts = Field(default=(), description="findings that ended and of which the review says so")
    open: Texts = Field(default=(), description="findings that ended and of which the review does not say")


class PhaseDoc(Record):
    """What changes in one phase against the phase before."""

    name: str = ""
    given: Texts = Field(default=(), description="findings, and numbers as `oxygen = 1 %`")
    remove: Texts = Field(default=(), description="findings and measures that are no longer given")
    block: Texts = Field(default=(), description="nodes (`ENTITY [in PLACE]`) that are fixed to down")
    force: Texts = Field(default=(), description="nodes that are fixed to up")
    release: Texts = Field(default=(), description="nodes that are no longer fixed")
    expect: ExpectationDoc | None = None


class ScenarioDoc(Record):
    """A scenario: what is given and intervened on, where, and what is expected to follow."""

    scenario: str = Field(default="", description="its title")
    rows: Texts = Field(default=(), description="the rows of the source that it is drawn from")
    note: str = ""
    cancer: str | None = None
    stage: str | None = None
    site: str | None = None
    given: Texts = Field(default=(), description="findings, and numbers as `oxygen = 1 %`")
    block: Texts = Field(default=(), description="nodes (`ENTITY [in PLACE]`) that are fixed to down")
    force: Texts = Field(default=(), description="nodes that are fixed to up")
    assume: Texts = Field(default=(), description="hypotheses, as `GROUP/OPTION`")
    history: Texts = Field(default=(), description="findings that lie before the first phase")
    strict_context: bool = False
    system: SystemName | None = None
    tags: Texts = ()
    xfail: str = Field(default="", description="why the expectations are known to fail")
    severity: Literal["error", "warn"] = "error"
    expect: ExpectationDoc | None = None
    phases: tuple[PhaseDoc, ...] = Field(default=(), description="instead of given, block, force and expect")
