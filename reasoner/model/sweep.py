"""The answer of a sweep: how often findings hold over many scenarios of one kind."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.claims import Claims
from reasoner.model.result import ScenarioAnswer
from reasoner.model.sensitivity import Prevalence, Sensitivity


class SweptLevel(Record):
    """A level of a factor: its name in tables, and how a reader says it."""

    name: str
    label: str


class SweptFactor(Record):
    """Something that was switched.

    Attributes:
        name: as tables and outputs call it.
        label: as a reader says it.
        levels: of the scenario as it is, and the others.
    """

    name: str
    label: str
    levels: tuple[SweptLevel, ...]


class Sweep(ScenarioAnswer):
    """The answer to `sweep`. What is given, set and assumed is what all scenarios have in common.

    Attributes:
        design: which scenarios: `factorial` (every combination of levels), `sample` or `table`.
        seed: of a sample.
        combinations: how many there are of the levels.
        size: scenarios in the design.
        scenarios: those that were evaluated: all, unless the sweep was interrupted.
        refused: those of them that contradict themselves; nothing holds in them.
        factors: what was switched.
        targets: what was looked at.
        claims: whether what was claimed of all scenarios holds, where something was.
        sensitivity: what each factor does, alone and with another, where it was asked for.
    """

    design: str
    seed: int | None = None
    combinations: int
    size: int
    scenarios: int
    refused: int
    factors: tuple[SweptFactor, ...]
    targets: tuple[Prevalence, ...]
    claims: Claims | None = None
    sensitivity: Sensitivity | None = None


class SweepFile(Record):
    """What lies beside a file of rows: what is in it, and how far it is written.

    Attributes:
        plan: SHA-256 of all that the rows depend on.
        rows, bytes: how many of them are there for certain, and where the last of these ends.
        sha256: of these bytes; empty where rows are no text.
        sweep: what they show.
    """

    plan: str
    rows: int
    bytes: int
    sha256: str = ""
    sweep: Sweep
