"""What the sources say of one thing, and of one thing leading to another: values."""

from __future__ import annotations

from typing import Literal

from reasoner.model.base import Field, Record
from reasoner.model.entity import Entity
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION, Citation, ProofNode

How = Literal["states", "hedges", "denies", "open", "order", "requires"]
"""How a statement puts it: flatly; with a hedge, as a correlation or as a hypothesis; as what is not so; without a
direction; as mere sequence; as what something depends on."""
Verdict = Literal["states", "hedges", "denies", "open", "order", "combination", "nothing"]
Relation = Literal["exact", "definition", "kinds"]
"""Whether a statement is of the very findings asked for, of what they are or mean by definition, or of kinds of them,
places within theirs included."""
Role = Literal["brings_about", "lowers", "leads_to", "stops", "requires", "open", "order", "denies"]


class Saying(Record):
    """A statement of a source, as far as it bears on what was asked.

    Attributes:
        rule, claim: of the rule that encodes it.
        how: how the source puts it.
        grade: how firmly, out of any setting.
        premises, conclusions: its findings that are meant.
        also_needs: what it needs besides, in the variant that needs least.
        unless: what stops it.
        contexts: where it was studied, as `cancer: glioma` and `system: in vitro`.
        guards: outside of which it is not said: as `cancer: glioma`, and `assume: rest/induced` for a hypothesis.
        citations: where it is said.
    """

    rule: str
    claim: str
    how: How
    grade: Grade
    premises: tuple[Finding, ...] = ()
    conclusions: tuple[Finding, ...] = ()
    also_needs: tuple[Finding, ...] = ()
    unless: tuple[Finding, ...] = ()
    contexts: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


class StepSaying(Saying):
    """A statement on the step that was asked for."""

    relation: Relation = "exact"


class Combination(Record):
    """What the sources' statements give together where the premise is given, and nothing else, in no setting.

    Attributes:
        support: of the proof shown.
        stated: what one sentence says gives it, by several statements.
        steps: cited rules on its longest branch.
        sentences: the rows that it rests on.
        given: the conditions: what was given.
        proof: it.
    """

    support: Grade
    stated: bool
    steps: int
    sentences: tuple[str, ...]
    given: tuple[Finding, ...]
    proof: ProofNode


class Says(Record):
    """The answer to `says X Y`.

    Attributes:
        premise, conclusion: what was asked: whether the one leads to the other.
        verdict: the first of `verdicts`; `nothing` is not the same as false.
        verdicts: all that hold: those of the very findings first, then those of kinds of them, then combinations.
        sayings: the statements on the step that need nothing else, those of the very findings first.
        together: statements on it that need something besides.
        requirements: statements that the conclusion depends on the premise.
        stopped: statements that lead to the conclusion unless the premise holds.
        contrary: statements that the premise leads to the contrary of the conclusion.
        reverse: statements that lead from the conclusion to the premise.
        by_definition: the one is the other by definition: a kind of it, in a narrower place, or what it means.
        combination: the proof that the statements give together; None where they do not, or where a
            statement on the step itself, out of any setting, is as firm.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    premise: Finding
    conclusion: Finding
    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    sayings: tuple[StepSaying, ...] = ()
    together: tuple[StepSaying, ...] = ()
    requirements: tuple[StepSaying, ...] = ()
    stopped: tuple[StepSaying, ...] = ()
    contrary: tuple[StepSaying, ...] = ()
    reverse: tuple[StepSaying, ...] = ()
    by_definition: bool = False
    combination: Combination | None = None
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="stands where one of the two is a therapy")


class RoleSaying(Saying):
    """A statement with the part that an entity has in it.

    Attributes:
        role: the part.
        entity: that it names: the one asked for, or a kind of it.
        finding: as it names it.
        place: of the finding.
    """

    role: Role
    entity: str
    finding: Finding
    place: str | None = None


class SettingPart(Record):
    """Statements of one setting: `setting` has the cancers, stages and sites that evidence or guards name."""

    setting: tuple[str, ...] = ()
    sayings: tuple[RoleSaying, ...]


class PlacePart(Record):
    """Statements of one place; None is everywhere, or not said where."""

    place: str | None = None
    label: str = ""
    settings: tuple[SettingPart, ...]


class Asked(Record):
    """An option of a hypothesis group, with the statements under it that name the entity."""

    option: str
    label: str
    question: str
    rules: tuple[str, ...] = ()


class About(Record):
    """The answer to `about X`.

    Attributes:
        entity: it, with its definition and synonyms.
        kinds: the kinds of it, down to the last.
        implied_by: the entities that mean it, or its contrary, by definition.
        blocked_by: the therapies that inhibit it, or what it is a kind of.
        hypotheses: the options that speak of it, or of kinds of it.
        stage, place, cancer: what the answer is confined to.
        places: what is said of it, by place and setting.
        of_kinds: what is said of kinds of it, likewise.
        within: what is said of other things in it, where it is a place.
        left_out: statements that the filters leave out, of those that name no stage or cancer among them.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    entity: Entity
    kinds: tuple[str, ...] = ()
    implied_by: tuple[Finding, ...] = ()
    blocked_by: tuple[str, ...] = ()
    hypotheses: tuple[Asked, ...] = ()
    stage: str | None = None
    place: str | None = None
    cancer: str | None = None
    places: tuple[PlacePart, ...] = ()
    of_kinds: tuple[PlacePart, ...] = ()
    within: tuple[PlacePart, ...] = ()
    left_out: int = 0
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="stands where it is a therapy")
