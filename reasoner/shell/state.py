"""What a session knows beside its scenario: what holds, what it was saved to, what was said already."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reasoner.model.result import Result
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation
from reasoner.render.view import View


@dataclass(frozen=True)
class Moment:
    """A scenario with what holds in it."""

    scenario: Scenario
    evaluation: Evaluation
    result: Result
    view: View


@dataclass
class Saved:
    """What the session was saved to last, so that saving again may replace it and nothing else.

    Attributes:
        path: the file.
        fingerprint: a hash of what was written there.
    """

    path: Path
    fingerprint: str


@dataclass
class Told:
    """What was said already, and need not be said again: the legend, and for which sources; that this is no advice."""

    legend: set[str] = field(default_factory=set)
    advice: bool = False
