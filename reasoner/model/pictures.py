"""What pictures show, as plain values: each is drawn in a terminal and as SVG from the same one."""

from __future__ import annotations

from reasoner.model.base import Field, Record
from reasoner.model.evidence import Grade
from reasoner.model.result import DISCLAIMER


class Cell(Record):
    """What one row does to one column of an effect map.

    Attributes:
        gained, lost: the shares of pairs in which switching the row on brings the column, or takes it away.
        support: how firmly the row alone gives the column.
        known: whether there was anything to compare.
    """

    gained: float = 0.0
    lost: float = 0.0
    support: Grade | None = None
    known: bool = True


class EffectMap(Record):
    """Which conditions bear on which findings.

    Attributes:
        title: what it is of.
        note: what the cells say.
        rows, columns: labels.
        cells: row by row.
        disclaimer, advice: what it is for.
    """

    title: str
    note: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    disclaimer: str = DISCLAIMER
    advice: str = ""


class Bar(Record):
    """One finding: in how many scenarios it holds with each support, weakest first."""

    label: str
    supports: tuple[int, ...]

    @property
    def held(self) -> int:
        """In how many it holds."""
        return sum(self.supports)


class Bars(Record):
    """In which share of scenarios findings hold.

    Attributes:
        title: what it is of.
        total: how many scenarios are counted.
        bars: the findings.
        disclaimer, advice: what it is for.
    """

    title: str
    total: int
    bars: tuple[Bar, ...]
    disclaimer: str = DISCLAIMER
    advice: str = ""


class Spell(Record):
    """What a timeline says of one finding in one phase.

    Attributes:
        support: how firmly it holds; None where it has ended.
        gained: it did not hold in the phase before.
        persisting: it outlasts its cause.
        ended: how it ended with this phase, as `reverts`.
    """

    support: Grade | None = None
    gained: bool = False
    persisting: bool = False
    ended: str = ""


class Lane(Record):
    """One finding over the phases; None where it does not hold and did not end."""

    label: str
    spells: tuple[Spell | None, ...]


class Setup(Record):
    """Something that is given or set, and in which phases."""

    label: str
    phases: tuple[bool, ...]


class Timeline(Record):
    """The findings of a scenario over its phases.

    Attributes:
        title: what it is of.
        phases: their names.
        setup: what is given and set.
        lanes: the findings, in the order in which they come up.
        disclaimer, advice: what it is for.
    """

    title: str
    phases: tuple[str, ...]
    setup: tuple[Setup, ...]
    lanes: tuple[Lane, ...]
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="stands where the scenario has a therapy")


class ProofStep(Record):
    """A finding of a proof, and what gives it.

    Attributes:
        label: the finding.
        note: what gives it, as `S115, strong`, `given` or `by definition`.
        cited: a statement gives it.
        premises: the numbers (from 0) of the steps that it needs; they stand before it.
    """

    label: str
    note: str
    cited: bool = False
    premises: tuple[int, ...] = ()


class ProofMap(Record):
    """A proof as a graph: each finding once, what is given first, what is shown last.

    Attributes:
        title: what it is of.
        steps: the findings.
        disclaimer, advice: what it is for.
    """

    title: str
    steps: tuple[ProofStep, ...]
    disclaimer: str = DISCLAIMER
    advice: str = ""


Picture = EffectMap | Bars | Timeline | ProofMap
