"""The answer to `next`: what each condition that is not given would change."""

from __future__ import annotations

from enum import StrEnum

from reasoner.model.base import Record
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult, ScenarioAnswer


class How(StrEnum):
    """What becomes of a finding when one more condition is given."""

    gained = "gained"
    lost = "lost"
    firmer = "firmer"
    weaker = "weaker"


class Shift(Record):
    """A finding that holds otherwise when a condition is given.

    Attributes:
        finding, label, kind: it.
        how: what becomes of it.
        was, now: its support without and with the condition; None where it does not hold.
    """

    finding: Finding
    label: str
    kind: Kind
    how: How
    was: Grade | None = None
    now: Grade | None = None


class Candidate(Record):
    """A condition that could be given next.

    Attributes:
        condition, label: it.
        shifts: the findings that it would change, of those that cited rules conclude: gained and lost ones first,
            phenotypes and processes first. With a goal: what becomes of that.
        specificity: the sum over what is gained and lost.
        first: of the first three of them, what the result says where they hold.
    """

    condition: Finding
    label: str
    shifts: tuple[Shift, ...]
    specificity: float = 0.0
    first: tuple[FindingResult, ...] = ()


class Excluded(Record):
    """A condition that contradicts what is given."""

    condition: Finding
    label: str
    message: str


class Next(ScenarioAnswer):
    """The answer to `next`: one condition more in the last phase, each alone, most informative first.

    A condition is the more informative the more concluded findings it changes; then the more specific these are.

    Attributes:
        goal, goal_label: the finding that was asked about, if one was; then only conditions that bear on it are listed.
        goal_support: how firmly it holds now; None where it does not. `goal_stated` is whether that is said end to end.
        candidates: the conditions, the best first, as many as were asked for.
        more: how many follow.
        without_effect: how many change nothing.
        excluded: those that contradict what is given.
    """

    goal: Finding | None = None
    goal_label: str = ""
    goal_support: Grade | None = None
    goal_stated: bool = False
    candidates: tuple[Candidate, ...] = ()
    more: int = 0
    without_effect: int = 0
    excluded: tuple[Excluded, ...] = ()
