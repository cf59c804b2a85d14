"""Results: values that say what holds in a scenario, how firmly, and on which citations."""

from __future__ import annotations

from enum import StrEnum

from reasoner.model.base import Field, Record
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding

SCHEMA_VERSION = 1
DISCLAIMER = "For research and education, not for clinical decisions."
NO_COMPARISON = "It does not compare treatment with no treatment, and is no advice on treating anyone."


class Origin(StrEnum):
    """Where a finding comes from."""

    given = "given"
    intervened = "intervened"
    derived = "derived"
    persisting = "persisting"


class Ending(StrEnum):
    """How a finding of one phase ended in the next."""

    removed = "removed"
    cut = "cut"
    reverts = "reverts"
    open = "open"


class Citation(Record):
    """A place of a source that a result rests on.

    Attributes:
        source: id of the work.
        row: the sentence.
        refs: its references, as numbers of the source's list.
        find: the words that point to the sentence.
        link: opens the sentence on line.
        reference_links: one for each of `refs`.
    """

    source: str
    row: str
    refs: tuple[int, ...] = ()
    find: str = ""
    link: str = ""
    reference_links: tuple[str, ...] = ()


class Setting(Record):
    """In which context, and under which assumptions, suppositions and filters, a result holds."""

    cancer: str | None = None
    stage: str | None = None
    site: str | None = None
    assume: tuple[str, ...] = ()
    strict_context: bool = False
    system: System | None = None
    suppose: tuple[str, ...] = Field(default=(), description="rules of the user's own, as `A, B -> C unless D`")


class Standing(Record):
    """What a scenario gives and sets in its last phase, and where.

    Attributes:
        setting: context and assumptions.
        given, interventions, history: canonical texts, as `hypoxia` and `block HIF2A`.
        phase: the number of the phase, where there are several; else 0.
    """

    setting: Setting = Setting()
    given: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    phase: int = 0


class ScenarioAnswer(Standing):
    """What every answer to a question about a scenario has.

    Attributes:
        schema_version: of this format.
        knowledge_base: SHA-256 of the content of the base.
        disclaimer: what the answer is for.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="that it is none: stands where the answer has to do with a therapy")


class ProofNode(Record):
    """A step of a proof, or a leaf.

    Attributes:
        finding, label: what is shown.
        via: `given`, `intervened`, `persisting`, `before`, `history`, `cited`, `backward`, `is_a`, `implies`, `place`.
        rule, claim: of the rule, for cited steps.
        grade: how firmly the step counts here.
        steps: cited rules on the longest branch below.
        extrapolated: no evidence from a fitting setting reaches the grade.
        lowered_by: requirements that are not met and lower it.
        refs: numbers of the base's own source that the step cites; `citations` also have those of other sources.
        links: opens the sentences, then the references, on line.
        citations: the places of the source that the step rests on.
        contexts: the settings of those studies, as `cancer: ovarian_cancer`.
        measurement: the number that a given finding was read from.
        repeated: the same proof stands further up; its premises are not written again.
        premises: the proofs of what the step needs.
    """

    finding: Finding
    label: str
    via: str
    rule: str | None = None
    claim: str = ""
    grade: Grade
    steps: int
    extrapolated: bool = False
    lowered_by: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    contexts: tuple[str, ...] = ()
    measurement: str | None = None
    repeated: bool = False
    premises: tuple[ProofNode, ...] = ()


class FindingResult(Record):
    """A finding that holds.

    Attributes:
        finding: canonical text. `label` reads as a person says it.
        entity, direction, place, kind: its parts.
        origin: given, intervened, derived or persisting.
        stated: the rules of one row alone reach the support.
        also_stated: the best weaker grade at which one row alone gives it.
        rows: rows of the proof shown; of another source than the base's own as `smith2020 P1`.
        support: the best over its proofs of the weakest grade in them.
        steps: cited rules on the longest branch of the proof shown.
        specificity: 1 minus the share of one- and two-condition scenarios of this context in which it holds; None where
            it was not asked for or no scenario is left to count.
        extrapolated, against_requirement, rests_on_contested: every proof that reaches the support is so.
        supposed: every proof that reaches the support rests on what the user supposes; such a finding is never stated.
        contested: its contrary holds as well, or a derived finding that excludes it.
        mixed_context: the proof shown joins studies of cancers that are not related.
        weakest: ids of the rules that set the support.
        lifted_from: for a finding that structure alone gives from another (a member, a narrower place, a definition),
            that other one: the nearest that is given or that a cited rule concludes. Lists fold the lifted under it.
        through: the members through which a family holds.
        rules, refs, citations: of the proof shown; `refs` are numbers of the base's own source.
        contexts: settings of the studies it rests on.
        proof: the proof shown, where it was asked for.
    """

    finding: Finding
    label: str
    entity: str
    direction: str
    place: str | None
    kind: Kind
    origin: Origin
    stated: bool
    also_stated: Grade | None = None
    rows: tuple[str, ...]
    support: Grade
    steps: int
    specificity: float | None = None
    extrapolated: bool
    contested: bool
    rests_on_contested: bool
    against_requirement: bool
    supposed: bool = False
    mixed_context: bool
    weakest: tuple[str, ...] = ()
    lifted_from: Finding | None = None
    through: tuple[Finding, ...] = ()
    rules: tuple[str, ...]
    refs: tuple[int, ...]
    citations: tuple[Citation, ...]
    contexts: tuple[str, ...] = ()
    proof: ProofNode | None = None


class Beside(Record):
    """A statement that bears on the situation without giving a finding: it modulates, precedes or denies."""

    rule: str
    effect: str
    claim: str
    findings: tuple[Finding, ...]
    citations: tuple[Citation, ...]


class GuardNote(Record):
    """A rule whose premises hold, and which only the scenario's context keeps from firing."""

    rule: str
    claim: str
    needs: tuple[str, ...]
    would_give: tuple[Finding, ...]


class Otherwise(Record):
    """A finding that the sources lead one to expect, and that was observed otherwise."""

    finding: Finding
    label: str
    rules: tuple[str, ...]
    citations: tuple[Citation, ...]


class Note(Record):
    """Something in the input that does not count, and why."""

    code: str
    message: str


class Denied(Record):
    """A denial of the source that a proof shown here passes through."""

    rule: str
    claim: str
    finding: Finding
    citations: tuple[Citation, ...]


class Gone(Record):
    """A finding of the phase before that no longer holds."""

    finding: Finding
    label: str
    how: Ending
    reason: str = ""
    citations: tuple[Citation, ...] = ()


class Changes(Record):
    """What a phase gained and lost against the one before."""

    gained: tuple[Finding, ...] = ()
    ended: tuple[Gone, ...] = ()


class PhaseResult(Record):
    """What holds in one phase."""

    name: str = ""
    given: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    findings: tuple[FindingResult, ...] = ()
    expected_otherwise: tuple[Otherwise, ...] = ()
    beside: tuple[Beside, ...] = ()
    guards: tuple[GuardNote, ...] = ()
    denied: tuple[Denied, ...] = ()
    would_bring_in: tuple[str, ...] = ()
    unmet_requirements: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = ()
    changes: Changes | None = None


class Result(PhaseResult):
    """What holds in a scenario: the last phase at the top, and every phase where there are several.

    Attributes:
        schema_version: of this format.
        knowledge_base: SHA-256 of the content of the base.
        engine: which engine computed the model.
        setting: context and assumptions.
        phases: all phases, first to last, where the scenario has more than one.
        disclaimer: what the result is for.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    engine: str = ""
    title: str = ""
    setting: Setting = Setting()
    history: tuple[str, ...] = ()
    phases: tuple[PhaseResult, ...] = ()
    disclaimer: str = DISCLAIMER
    advice: str = Field(default="", description="stands where the scenario has a therapy")


class ProofLine(Record):
    """One way to a finding that ends in a given rule.

    Attributes:
        rule, claim: the rule that finally concludes it.
        support, steps: of the best proof that ends in it.
        independent: it shares no reference with the lines before it that are independent.
        citations: of the last step.
        proof: the whole proof.
    """

    rule: str
    claim: str
    support: Grade
    steps: int
    independent: bool
    extrapolated: bool = False
    lowered_by: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()
    citations: tuple[Citation, ...] = ()
    proof: ProofNode


class Why(ScenarioAnswer):
    """The answer to `why F`.

    Attributes:
        finding: it, with the proof shown.
        lines: proofs through other rules, the best first; `more` counts those left out.
        independent: how many lines, that of the proof shown among them, share no reference.
        if_unmet: for each requirement that is met, how firmly the finding would hold if it were not.
    """

    finding: FindingResult
    lines: tuple[ProofLine, ...]
    independent: int
    more: int = 0
    if_unmet: tuple[str, ...] = ()
