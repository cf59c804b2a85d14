"""The forms in which a knowledge base tells of one thing: an entity, a rule, a sentence, a group, a reference."""

from __future__ import annotations

from typing import Annotated, Literal

from reasoner.model.base import Checked, Field, Record
from reasoner.model.entity import Entity
from reasoner.model.evidence import Grade, Wording
from reasoner.model.finding import Finding
from reasoner.model.result import SCHEMA_VERSION, Citation
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.model.source import Reference

Role = Literal["when", "then", "unless", "outcomes", "needs"]
What = Literal["rule", "group", "threshold", "reverts"]


class View(Record):
    """What every view carries."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""


class Use(Record):
    """A rule that names an entity, and as what."""

    rule: str
    role: Role
    finding: Finding
    claim: str


class Backed(Record):
    """An evidence item with its grade and its links."""

    citation: Citation
    wording: Wording | None = None
    grade: Grade | None = None
    shared: bool = False
    context: tuple[str, ...] = ()


class Cites(Record):
    """A statement that cites a sentence or a reference."""

    id: str
    what: What
    claim: str
    source: str
    row: str
    grade: Grade | None = None


class EntityView(View):
    """Everything known of an entity; `group` shows the hypothesis group that has its name, if there is one."""

    what: Literal["entity"] = "entity"
    entity: Entity
    children: tuple[str, ...] = ()
    identifier_links: tuple[str, ...] = ()
    group: str = ""
    uses: tuple[Use, ...] = ()


class RuleView(View):
    """Everything known of a rule, requirement or denial."""

    what: Literal["rule"] = "rule"
    rule: Rule
    evidence: tuple[Backed, ...] = ()
    reverts: Backed | None = None
    requirements: tuple[str, ...] = ()


class RowView(View):
    """A sentence of a source: what it cites, and what cites it; `also` are rows of this id in other sources."""

    what: Literal["row"] = "row"
    source: str
    row: str
    section: str
    refs: tuple[int, ...] = ()
    statements: int | None = None
    not_encoded: str = ""
    also: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    cited_by: tuple[Cites, ...] = ()


class GroupView(View):
    """A hypothesis group, with the rules under each of its options."""

    what: Literal["group"] = "group"
    group: HypothesisGroup
    rules: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class CitingRow(Record):
    """A sentence that cites a reference; `link` opens it where some rule points to words in it."""

    row: str
    section: str
    link: str = ""


class CiteView(View):
    """A reference: what is verified of it, and what rests on it.

    Attributes:
        source: id of the work whose list it is in.
        ref: its number there.
        reference: what is verified; None: nothing but the number.
        confidence_means: what the record's `confidence` says.
        link: opens the entry in the source's list.
        links: open the paper itself.
        rows: the sentences that cite it.
        cited_by: what rests on it.
    """

    what: Literal["reference"] = "reference"
    source: str
    ref: int
    reference: Reference | None = None
    confidence_means: str = ""
    link: str = ""
    links: tuple[str, ...] = ()
    rows: tuple[CitingRow, ...] = ()
    cited_by: tuple[Cites, ...] = ()


class CitesView(View):
    """Several references of a source."""

    what: Literal["references"] = "references"
    source: str
    references: tuple[CiteView, ...] = ()


class Hit(Record):
    """Something that a search found; a rule with the source that it cites."""

    what: Literal["entity", "rule"]
    id: str
    source: str = ""
    kind: str
    text: str


class SearchView(View):
    """What a search found, best first; `total` also counts the hits that are not listed."""

    what: Literal["search"] = "search"
    query: str
    total: int = 0
    hits: tuple[Hit, ...] = ()


ShowView = EntityView | RuleView | RowView | GroupView


Shown = Annotated[ShowView, Checked(title="Shown", description="The answer to `kb show`: the view that fits.")]
Cited = Annotated[
    CiteView | CitesView,
    Checked(title="Cited", description="The answer to `kb cite`: one reference, or several."),
]
