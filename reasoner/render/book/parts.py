"""What the rule book consists of: plain values, in the order in which they stand, without any markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reasoner.model.evidence import Grade
from reasoner.model.source import Reference, Source

_UNPLAIN = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Piece:
    """A piece of text from data; `to` is the anchor in the book, `url` the address on line, that it leads to."""

    text: str
    to: str = ""
    url: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Field:
    """Something with a name: `If`, `Then`, `Note`."""

    name: str
    line: Line


@dataclass(frozen=True)
class Ground:
    """A place of the source that a statement rests on.

    Attributes:
        row: the sentence.
        refs: the references, each a piece.
        find: the words that point to the sentence.
        grade: how firmly this place backs the statement; None for reversals.
        remarks: wording, context and the like.
    """

    row: Piece
    refs: Line
    find: Piece
    grade: Grade | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleEntry:
    """A rule, requirement or denial.

    Attributes:
        what: its effect, or `requirement` or `denial`.
        grade: of its best ground.
        place: file and line.
    """

    id: str
    anchor: str
    claim: str
    what: str
    grade: Grade
    fields: tuple[Field, ...]
    grounds: tuple[Ground, ...]
    reverts: Ground | None = None
    place: str = ""


@dataclass(frozen=True)
class RowEntry:
    """A sentence of the source.

    Attributes:
        name: its id, with that of the source where it is not the base's own.
        refs: the references it cites.
        url: opens it on line, where the base knows words of it.
        statements: how many it makes; None: not counted.
        summary: it only sums up.
        aside: why no rule cites it.
        rules: those that rest on it first of all.
        also: what else cites it.
    """

    name: str
    anchor: str
    refs: Line = ()
    url: str = ""
    statements: int | None = None
    summary: bool = False
    aside: str = ""
    rules: tuple[RuleEntry, ...] = ()
    also: tuple[Piece, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is said of it: neither cited nor set aside."""
        return not (self.rules or self.also or self.aside)


@dataclass(frozen=True)
class Chapter:
    """A section of the source, with its sentences in their order."""

    title: str
    anchor: str
    rows: tuple[RowEntry, ...]

    @property
    def statements(self) -> int:
        """How many rules, requirements and denials stand in it."""
        return sum(len(row.rules) for row in self.rows)


@dataclass(frozen=True)
class OptionEntry:
    """One of the competing explanations, with the rules that hold under it."""

    id: str
    label: str
    note: str
    rules: tuple[Piece, ...]


@dataclass(frozen=True)
class GroupEntry:
    """A question that the source leaves open."""

    id: str
    anchor: str
    question: str
    note: str
    grounds: tuple[Ground, ...]
    options: tuple[OptionEntry, ...]


@dataclass(frozen=True)
class Use:
    """The statements in which an entity has one role; each with the sentence that it stands at."""

    role: str
    places: tuple[tuple[Piece, Piece], ...]


@dataclass(frozen=True)
class EntityEntry:
    """A thing of the vocabulary."""

    id: str
    anchor: str
    label: str
    definition: str
    fields: tuple[Field, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class KindEntry:
    """All entities of a kind; `title` is its plural."""

    title: str
    anchor: str
    entities: tuple[EntityEntry, ...]


@dataclass(frozen=True)
class ReferenceEntry:
    """An entry of a source's reference list: its number and link, and what is verified of it.

    Attributes:
        name: its number, with the source's id where that is not the base's own.
        url: opens the entry in the source's list.
        rows: the sentences that cite it.
        rules: what rests on it.
    """

    name: str
    anchor: str
    url: str
    record: Reference | None
    links: tuple[Piece, ...]
    rows: tuple[Piece, ...]
    rules: tuple[Piece, ...]


@dataclass(frozen=True)
class ReferenceList:
    """The references of a source."""

    source: Source
    anchor: str
    references: tuple[ReferenceEntry, ...]


@dataclass(frozen=True)
class Book:
    """A whole knowledge base.

    Attributes:
        sources: the works that its rules restate; the first is its own.
        counts: what is in it, as words.
        excluded: sets of entities that exclude each other, and why.
        retired: rules that were given up, and why.
    """

    sources: tuple[Source, ...]
    digest: str
    counts: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    groups: tuple[GroupEntry, ...]
    kinds: tuple[KindEntry, ...]
    excluded: tuple[Field, ...]
    references: tuple[ReferenceList, ...]
    retired: tuple[Field, ...]


def anchor(kind: str, *names: str) -> str:
    """The anchor of a thing: its kind and its id, letters, digits, hyphens and underscores as they are."""
    return "-".join([kind, ".".join(_UNPLAIN.sub(lambda match: f".{ord(match[0]):x}.", name) for name in names)])
