"""Entities of the vocabulary."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import Evidence, Names, as_list
from reasoner.model.finding import Finding, Node


class Kind(StrEnum):
    """What an entity is."""

    condition = "condition"
    therapy = "therapy"
    cell = "cell"
    site = "site"
    molecule = "molecule"
    pathway = "pathway"
    process = "process"
    phenotype = "phenotype"
    marker = "marker"
    assay = "assay"
    outcome = "outcome"
    cancer = "cancer"
    stage = "stage"
    measure = "measure"


PLACES = frozenset({Kind.cell, Kind.site})
CONDITIONS = frozenset({Kind.condition, Kind.therapy, Kind.cell})

_ARTICLE = re.compile(r"^(?:an?|the) ")
_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.molecule: ("high", "low"),
    Kind.pathway: ("active", "inactive"),
    Kind.process: ("{}", "less {}"),
    Kind.phenotype: ("{}", "less {}"),
    Kind.outcome: ("{}", "less {}"),
}


class Threshold(Record):
    """A number's definition of a finding: `below` or `above` a value, in exactly this unit."""

    below: Decimal | None = None
    above: Decimal | None = None
    unit: str
    gives: str
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if (self.below is None) == (self.above is None):
            raise ValueError("a threshold has either `below` or `above`")

    def met_by(self, value: Decimal) -> bool:
        """Whether a value in this unit meets the threshold (bounds are strict)."""
        return value < self.below if self.below is not None else value > self.above  # type: ignore[operator]

    @property
    def text(self) -> str:
        """The bound as read, as `< 2 %`."""
        return f"< {self.below} {self.unit}" if self.below is not None else f"> {self.above} {self.unit}"


class Entity(Record):
    """A thing of the vocabulary.

    Attributes:
        id: the field's symbol or a snake_case word; kept for good.
        label: reads well in a sentence.
        kind: what it is.
        synonyms: other names, as people type them.
        is_a: parents; for cells and sites they also order the places.
        identifiers: CURIEs, verified.
        definition: in the project's own words.
        words: two templates for up and down; with `{}` the whole phrase, else appended to the label.
        implies: findings without place that hold by definition when this one is up.
        yields: cells that this process would bring in; shown, never inferred.
        blocks: nodes that a therapy inhibits while it is given.
        aims_at: of a class of treatment, what it is directed at: entities, with all kinds of them, and kinds.
        complete: the children are all there is, so blocking them all blocks this.
        input: why this counts as a condition although its kind does not.
        thresholds: for measures, which numbers mean which findings.
        range: for measures, the least and the greatest value there can be, in the unit of the thresholds.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    label: str = Field(min_length=1)
    kind: Kind
    synonyms: tuple[str, ...] = ()
    is_a: Names = ()
    identifiers: tuple[str, ...] = ()
    definition: str = ""
    words: Annotated[tuple[str, ...], Checked(min_length=2, max_length=2)] | None = None
    implies: Annotated[tuple[Finding, ...], Before(as_list)] = ()
    yields: Names = ()
    blocks: Annotated[tuple[Node, ...], Before(as_list)] = ()
    aims_at: Names = ()
    members: Annotated[str, Checked(pattern="^complete$")] | None = None
    input: str | None = None
    thresholds: tuple[Threshold, ...] = ()
    range: tuple[Decimal, Decimal] | None = None

    @property
    def is_condition(self) -> bool:
        """Whether its `up` finding without place is a condition."""
        return self.kind in CONDITIONS or self.input is not None

    def phrase(self, *, down: bool) -> str:
        """The label with the word for its direction, as `HIF-2α low`, `less EMT`, `no CAFs`."""
        word = (self.words or _WORDS.get(self.kind, ("{}", "no {}")))[down]
        label = _ARTICLE.sub("", self.label) if word == "no {}" else self.label
        return word.replace("{}", label) if "{}" in word else f"{label} {word}"


class Extension(Record):
    """What a pack adds to an entity that another pack describes.

    Attributes:
        id: of the entity.
        synonyms: further names.
        is_a: further parents.
    """

    id: str
    synonyms: Names = ()
    is_a: Names = ()
