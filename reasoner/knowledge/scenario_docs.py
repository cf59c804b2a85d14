"""The scenario file as it is written, before names are resolved; `reasoner schema scenario` publishes these models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import as_list

Texts = Annotated[tuple[str, ...], Before(as_list, takes=str | tuple[str, ...])]
"""One text stands for a list of one."""


def _as_text(value: Any) -> Any:
    """A number as it is written: files are read as text, and a caller may give the number itself."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


CITED = r"^([a-z0-9][a-z0-9-]*/)?[0-9]{1,9}$"
CitedReference = Annotated[
    str,
    Checked(pattern=CITED),
    Before(_as_text, takes=int | str),
]
References = Annotated[tuple[CitedReference, ...], Before(as_list, takes=CitedReference | tuple[CitedReference, ...])]
GradeName = Literal["hypothesis", "limited", "moderate", "strong"]
SystemName = Literal["patient", "in_vivo", "ex_vivo", "in_vitro"]
SeverityName = Literal["error", "warn"]


class ExpectationDoc(Record):
    """What is expected of a phase; findings are written as `ENTITY [down] [in PLACE]`, names as people type them."""

    present: Texts = Field(default=(), description="findings that hold")
    absent: Texts = Field(default=(), description="findings that do not hold")
    support: dict[str, GradeName] = Field(default_factory=dict, description="findings with the support they have")
    cites: dict[str, References] = Field(
        default_factory=dict,
        description="findings with references of their shown proof; SOURCE/NUMBER names one of another source's list",
    )
    stated: Texts = Field(default=(), description="findings that hold and are stated")
    combined: Texts = Field(default=(), description="findings that hold and are combined")
    extrapolated: Texts = ()
    against_requirement: Texts = ()
    contested: Texts = ()
    expected_otherwise: Texts = Field(default=(), description="expected from the sources, observed otherwise")
    beside: Texts = Field(default=(), description="ids of rules listed beside the findings")
    removed: Texts = Field(default=(), description="findings that ended because what gave them was taken away")
    cut: Texts = Field(
        default=(), description="findings that ended because they are fixed, observed otherwise or stopped"
    )
    reverts: Texts = Field(default=(), description="findings that ended and of which their source says so")
    open: Texts = Field(default=(), description="findings that ended and of which no source says what becomes of them")


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
    suppose: Texts = Field(default=(), description="hypotheses of your own, as `A, B -> C unless D`")
    history: Texts = Field(default=(), description="findings that lie before the first phase")
    strict_context: bool = False
    system: SystemName | None = None
    tags: Texts = ()
    xfail: str = Field(default="", description="why the expectations are known to fail")
    severity: SeverityName = "error"
    expect: ExpectationDoc | None = None
    phases: tuple[PhaseDoc, ...] = Field(default=(), description="instead of given, block, force and expect")
