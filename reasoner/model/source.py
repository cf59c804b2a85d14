"""The source a pack cites: its rows, its references, and how its rows are accounted for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import as_list


class SourceRow(Record):
    """A sentence of the source: its hash stands for its text.

    Attributes:
        id: the row's id, as `S115`.
        section: the section it stands in.
        refs: the references it cites.
        sha256: of its text in UTF-8.
        statements: how many statements it makes, counted by reading before encoding; None: not counted yet.
    """

    id: str
    section: str
    refs: Annotated[tuple[int, ...], Before(as_list)] = ()
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    statements: Annotated[int, Checked(ge=0)] | None = None


class Source(Record):
    """The work whose statements a pack encodes."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmcid: str = ""
    licence: str = ""
    url: str = Field(default="https://example.org/", pattern=r"^https://")
    summary_rows: tuple[str, ...] = ()
    rows: tuple[SourceRow, ...] = ()

    def sentence_link(self, find: str) -> str:
        """An address that opens the source on line with the words of a locator marked (a text fragment)."""
        return f"{self.url}#:~:text={quote(find, safe='').replace('-', '%2D')}"

    def reference_link(self, ref: int) -> str:
        """The address of an entry in the source's reference list."""
        return f"{self.url}#ref-CR{ref}"


class Reference(Record):
    """What could be verified of a paper that the source cites; `confidence` says how well."""

    ref: int
    first_author: str = ""
    year: int | None = None
    title: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    confidence: str = ""
    seen_at: str = ""
    note: str = ""
    source: str = ""


class Reason(StrEnum):
    """Why a row carries no rule."""

    definition = "definition"
    signposting = "signposting"
    background = "background"
    question = "question"
    repeated = "repeated"
    opinion = "opinion"


class NotEncoded(Record):
    """A row that no rule cites, with the reason."""

    at: str
    reason: Reason
    note: str = ""
    source: str = ""


class Deprecated(Record):
    """A rule that was retired; its id is never used again."""

    id: str
    reason: str = Field(min_length=1)
    replaced_by: str | None = None


class Incompatible(Record):
    """Entities that exclude each other, two by two, in one place."""

    members: tuple[str, ...] = Field(min_length=2)
    reason: str = ""
