"""The answers to `whatif` and `compare`: what is different between two scenarios, and why."""

from __future__ import annotations

from enum import StrEnum

from reasoner.model.base import Field, Record
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION, Citation, FindingResult, Note, ScenarioAnswer, Standing


class Because(StrEnum):
    """Why a finding holds, or holds so firmly, in one scenario (here) and not in another one (there).

    The first five are leaves of its proof here that are not there; then what stops a rule there; then what makes it
    count less there.
    """

    given = "given"
    intervened = "intervened"
    persisting = "persisting"
    before = "before"
    history = "history"
    fixed = "fixed"
    cell = "cell"
    observed = "observed"
    exception = "exception"
    setting = "setting"
    requirement = "requirement"
    extrapolated = "extrapolated"
    evidence = "evidence"


class Reason(Record):
    """Where the proof of a finding in one scenario (here) breaks in another (there).

    Attributes:
        kind: `given`, `intervened`, `persisting`, `before`, `history`: a leaf that is not there. `fixed`, `cell`,
            `observed`, `exception`: what stops the step there. `setting`: there the step's rule does not exist.
            `requirement`, `extrapolated`, `evidence`: why the step counts less there.
        finding, label: the root cause: the leaf, or what the step concludes.
        rule, claim: of that step, where it is a cited one.
        by: what is given or observed, the node that is set, the exception that holds, or what is not as required.
        by_label: it in words.
        needs: for `setting`, what the rule asks for, as `stage: late stage`; none where its evidence is left out.
        requirement: for `requirement`, its id.
        weaker: what `persisting`, `before` and `history` name is there too, less firmly.
        path: from the finding asked about down to the root cause, both included.
        citations: of the step, or of the requirement.
        because: for `exception`, why the exception holds there and not here.
    """

    kind: Because
    finding: Finding
    label: str
    rule: str | None = None
    claim: str = ""
    by: Finding | None = None
    by_label: str = ""
    needs: tuple[str, ...] = ()
    requirement: str | None = None
    weaker: bool = False
    path: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    because: Reason | None = None


class Difference(Record):
    """A finding that two scenarios do not have alike.

    Attributes:
        finding: as it is after the change; for a lost one, as it was before.
        was, now: its support before and after; None where it does not hold.
        reason: why.
    """

    finding: FindingResult
    was: Grade | None = None
    now: Grade | None = None
    reason: Reason


class Change(Record):
    """One change.

    Attributes:
        text: canonical, as `block HIF2A`.
        label: in words, as `HIF-2α inhibited`.
        idle: it was so already.
    """

    text: str
    label: str
    idle: bool = False


class WhatIf(ScenarioAnswer):
    """The answer to `whatif`: the model after changes of the last phase, or of the setting, against the one before.

    Attributes:
        changes: they.
        gained, lost: what holds only after, and only before them.
        firmer, weaker: what holds in both, with another support.
        unchanged: how many findings hold in both with the same support.
        warnings: what of the changed scenario does not count, and did before or was not there.
        unmet_requirements: those not met after the changes.
    """

    changes: tuple[Change, ...] = ()
    gained: tuple[Difference, ...] = ()
    lost: tuple[Difference, ...] = ()
    firmer: tuple[Difference, ...] = ()
    weaker: tuple[Difference, ...] = ()
    unchanged: int = 0
    warnings: tuple[Note, ...] = ()
    unmet_requirements: tuple[str, ...] = ()


class Side(Standing):
    """One of two scenarios that are compared.

    Attributes:
        title: what it is called.
    """

    title: str = ""


class Compared(Record):
    """A finding in two scenarios.

    Attributes:
        finding, label, kind: it.
        first, second: what holds in each; None where it does not.
    """

    finding: Finding
    label: str
    kind: Kind
    first: FindingResult | None = None
    second: FindingResult | None = None


class Comparison(Record):
    """The answer to `compare`: two scenarios side by side.

    Attributes:
        first, second: the scenarios.
        different: findings that hold in one alone, or with other support or other marks.
        same: findings that are alike in both.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    first: Side
    second: Side
    different: tuple[Compared, ...] = ()
    same: tuple[Compared, ...] = ()
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="stands where one of the scenarios has a therapy")
