"""The source a pack cites: its rows, its references, and how its rows are accounted for."""

from __future__ import annotations

from collections.abc import Iterable
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
        sha256: of its text in UTF-8; a pack of somebody's own may leave it out.
        statements: how many statements it makes, counted by reading before encoding; None: not counted yet.
    """

    id: str
    section: str
    refs: Annotated[tuple[int, ...], Before(as_list)] = ()
    sha256: Annotated[str, Checked(pattern=r"^[0-9a-f]{64}$")] | None = None
    statements: Annotated[int, Checked(ge=0)] | None = None


class Source(Record):
    """The work whose statements a pack encodes.

    Attributes:
        id: also its short name wherever something else is cited beside it.
        kind: what it is, as `review` or `handbook`: answers speak of it by this word.
        title, authors, journal, year, volume, pages, doi, pmcid, licence: as it is cited.
        url: where it can be read; sentences and references are linked to from here.
        reference_anchor: the part of that page's address that opens an entry of the reference list, `{}` its number.
        summary_rows: rows that only sum up.
        rows: its sentences.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Annotated[str, Field(pattern=r"^([a-z]+( [a-z]+)*)?$")] = ""
    title: str
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmcid: str = ""
    licence: str = ""
    url: Annotated[str, Checked(pattern=r"^(https://.*)?$")] = ""
    reference_anchor: Annotated[str, Checked(pattern=r"^([^{}\s]*\{\}[^{}\s]*)?$")] = ""
    summary_rows: tuple[str, ...] = ()
    rows: tuple[SourceRow, ...] = ()

    def sentence_link(self, find: str) -> str:
        """An address that opens the source on line with the words of a locator marked (a text fragment)."""
        if not self.url:
            return ""
        mark = "" if "#" in self.url else "#"
        return f"{self.url}{mark}:~:text={quote(find, safe='').replace('-', '%2D')}"

    def reference_link(self, ref: int) -> str:
        """The address of an entry in the source's reference list; of the source, where its entries have none."""
        if not (self.url and self.reference_anchor):
            return self.url
        return f"{self.url.partition('#')[0]}#{self.reference_anchor.replace('{}', str(ref))}"

    @property
    def described(self) -> str:
        """The work as a reader finds it: authors, year, title, journal, address."""
        parts = [", ".join(self.authors), self.title, self.journal]
        dated = next(number for number, part in enumerate(parts) if part)
        if self.year:
            parts[dated] += f" ({self.year})"
        return ", ".join(filter(None, [*parts, f"doi {self.doi}" if self.doi else self.url]))


class Confidence(StrEnum):
    """How a paper was matched to a number of the source's reference list."""

    listed = "listed"
    named = "named"
    likely = "likely"

    @property
    def meaning(self) -> str:
        """What the word says, as it is shown beside it."""
        return _MEANINGS[self]


_MEANINGS = {
    Confidence.listed: "taken from the source's own reference list",
    Confidence.named: "the source names the study, its author or group, and this paper fits",
    Confidence.likely: "this paper fits what the source's sentences say",
}


class Reference(Record):
    """What could be verified of a paper that the source cites.

    Attributes:
        ref: its number in the source's reference list.
        first_author: surname and initials; authors after the first are not recorded.
        confidence: how the paper was matched to the number; None: not said.
        number_uncertain: which number of a bracket is this paper's is not certain.
        seen_at: where it was looked up.
        source: the id of the source; filled in from the pack.
    """

    ref: int
    first_author: str = ""
    year: int | None = None
    title: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    confidence: Confidence | None = None
    number_uncertain: bool = False
    seen_at: str = ""
    note: str = ""
    source: str = ""


class Reason(StrEnum):
    """Why a row, or a part of it, carries no rule."""

    definition = "definition"
    signposting = "signposting"
    background = "background"
    question = "question"
    repeated = "repeated"
    opinion = "opinion"


class NotEncoded(Record):
    """A row that no rule cites, or a part of a row, with the reason.

    Attributes:
        at: the row.
        refs: the references of the part that is left out; without any it is the whole row.
        reason, note: why.
    """

    at: str
    refs: Annotated[tuple[int, ...], Before(as_list)] = ()
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


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of three and more numbers together, all others alone: 96, 97, 98, 100 gives (96, 98), (100, 100)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [
        part
        for run in found
        for part in ([run] if run[1] - run[0] > 1 else [(n, n) for n in range(run[0], run[1] + 1)])
    ]
