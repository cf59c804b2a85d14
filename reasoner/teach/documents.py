"""The exercise as it is written, before names are resolved; `reasoner schema exercise` publishes these models."""

from __future__ import annotations

from typing import Annotated, Literal

from reasoner.knowledge.scenario_docs import GradeName, ScenarioDoc, Texts
from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import as_list

Id = Annotated[str, Checked(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Listed = Before(as_list, takes=str | tuple[str, ...])
Some = Annotated[tuple[str, ...], Checked(min_length=1), _Listed]
Two = Annotated[tuple[str, ...], Checked(min_length=2), _Listed]
Line = Annotated[str, Checked(min_length=1)]
Answers = dict[str, Texts]


class FeedbackDoc(Record):
    """What the author says beside what the engine says, by how the answer was judged."""

    right: str = ""
    partly: str = ""
    wrong: str = ""


class ExerciseDoc(Record):
    """What every exercise has, whatever it asks.

    `answer` is what the author takes for right, by entry; where the knowledge base says otherwise, it is refused.
    """

    exercise: Id = Field(description="its id: lower-case words joined by hyphens")
    title: Line
    topics: Some = Field(description="topics of the rule base, by the names of their files without number: `hypoxia`")
    objective: Line = Field(description="what one can do afterwards")
    difficulty: int = Field(ge=1, le=5, description="1 (one step) to 5")
    minutes: int = Field(default=2, ge=1, le=120)
    points: int = Field(default=1, ge=1, le=100)
    stem: Line = Field(description="the case and the question; an empty line parts paragraphs")
    hints: Annotated[tuple[Line, ...], Checked(max_length=3), _Listed] = Field(
        default=(), description="a ladder of up to three, the gentlest first; they cost 10, 20 and 30 % of the points"
    )
    feedback: FeedbackDoc = FeedbackDoc()
    rows: Texts = Field(default=(), description="the rows of the source that it is drawn from")
    tags: Texts = ()
    answer: Answers = Field(default_factory=dict, description="what the author takes for right, by entry")


class WithScenario(ExerciseDoc):
    """An exercise about one scenario."""

    scenario: ScenarioDoc = Field(description="as in a scenario file; without expectations")


class PredictDoc(WithScenario):
    """Which findings hold? Entry `findings`."""

    type: Literal["predict"]
    options: Two = Field(description="findings to choose from; those that the scenario gives are right")


class MissingDoc(WithScenario):
    """Which condition is missing for the goal? Entry `condition`."""

    type: Literal["missing"]
    goal: Line = Field(description="the finding that is to hold")
    support: GradeName = Field(default="hypothesis", description="the least support that counts")
    options: Texts = Field(default=(), description="conditions to choose from; without any, the answer is free")


class BuildDoc(WithScenario):
    """Build a scenario that yields the goals. Entry `given`."""

    type: Literal["build"]
    goals: Some = Field(description="findings that are to hold")
    unwanted: Texts = Field(default=(), description="findings that are not to hold")
    support: GradeName = Field(default="hypothesis", description="the least support that counts")
    most: int = Field(default=3, ge=1, le=6, description="conditions in an answer, at most")


class InterveneDoc(WithScenario):
    """The smallest intervention that ends a finding: any set that the engine accepts. Entry `block`."""

    type: Literal["intervene"]
    end: Line = Field(description="the finding that is to end")
    below: GradeName | None = Field(default=None, description="it need only be weaker than this support")
    keep: Texts = Field(default=(), description="findings that are to go on holding")
    options: Texts = Field(default=(), description="what may be blocked; without any, the answer is free")
    most: int = Field(default=2, ge=1, le=4, description="blocks in an answer, at most")


class OrderDoc(WithScenario):
    """Put the steps of a chain in order. Entry `chain`; every order that respects the proofs is right."""

    type: Literal["order"]
    chain: Annotated[tuple[str, ...], Checked(min_length=3, max_length=9), _Listed] = Field(
        description="findings that hold, in a right order"
    )


class SpotDoc(WithScenario):
    """Find the wrong step of a proof. Entry `step`, answered by the number of a step."""

    type: Literal["spot"]
    steps: Annotated[tuple[str, ...], Checked(min_length=2, max_length=9), _Listed] = Field(
        description="steps as `A, B -> C`; one does not follow, each of the others is one statement or definition"
    )


class ExtentDoc(ExerciseDoc):
    """How far does the review go, and on which evidence? Entries `extent`, and `evidence` where rows are offered."""

    type: Literal["extent"]
    premise: Line = Field(description="a finding")
    conclusion: Line = Field(description="the finding that it would lead to")
    evidence: Texts = Field(default=(), description="rows to choose from, those that say it among them")


class SituationDoc(Record):
    """A column of a contrast."""

    name: Line
    scenario: ScenarioDoc


class ContrastDoc(ExerciseDoc):
    """Two situations as a table. Entries `ROW.COLUMN`, as `1.2`: `holds`, `contrary` or `not_inferred`."""

    type: Literal["contrast"]
    situations: Annotated[tuple[SituationDoc, ...], Checked(min_length=2, max_length=4)]
    findings: Annotated[tuple[str, ...], Checked(min_length=1, max_length=12), _Listed] = Field(
        description="the rows of the table"
    )


class HypothesisDoc(WithScenario):
    """Which hypothesis does an observation speak for? Entry `option`."""

    type: Literal["hypothesis"]
    group: Line = Field(description="a hypothesis group; its options are what can be chosen")
    observation: Some = Field(description="what is observed after the scenario was set up")


class AgendaDoc(WithScenario):
    """Step the agenda. Entry `rule`: the rule that fires next, or all rules that are ready."""

    type: Literal["agenda"]
    asks: Literal["next", "ready"] = "next"
    fired: int = Field(default=0, ge=0, le=200, description="how many firings the run has made")
    options: Texts = Field(default=(), description="rules to choose from, by id; without any, some are taken")


class RuleDoc(ExerciseDoc):
    """Write a rule, `A, B -> C unless D`. Entry `rule`; it is judged by its models against those of the reference."""

    type: Literal["rule"]
    reference: Line = Field(description="the id of a rule, or a rule's text")


class ClaimDoc(Record):
    """A line of an argument: words, and what they claim, in one of four forms."""

    text: Line = Field(description="how the line reads")
    holds: str | None = Field(default=None, description="a finding that is claimed to hold in the scenario")
    fails: str | None = Field(default=None, description="a finding that is claimed to be false there")
    ends: str | None = Field(default=None, description="a finding that is claimed to end by the block")
    block: str | None = Field(default=None, description="of `ends`: what is blocked")
    says: str | None = Field(default=None, description="`A -> B`: a step that the review is claimed to state")


class FlawDoc(ExerciseDoc):
    """What is wrong? Entries `where` and `flaw`. Either one line of an argument is, or rules run in a circle."""

    type: Literal["flaw"]
    scenario: ScenarioDoc = ScenarioDoc()
    argument: tuple[ClaimDoc, ...] = Field(default=(), description="lines of which one is wrong")
    rules: Texts = Field(
        default=(), description="rules as `A -> B unless C`, some of which run in a circle by `unless`"
    )


DOCUMENTS: dict[str, type[ExerciseDoc]] = {
    "predict": PredictDoc,
    "missing": MissingDoc,
    "build": BuildDoc,
    "intervene": InterveneDoc,
    "order": OrderDoc,
    "spot": SpotDoc,
    "extent": ExtentDoc,
    "contrast": ContrastDoc,
    "hypothesis": HypothesisDoc,
    "agenda": AgendaDoc,
    "rule": RuleDoc,
    "flaw": FlawDoc,
}

AnyExercise = Annotated[
    PredictDoc
    | MissingDoc
    | BuildDoc
    | InterveneDoc
    | OrderDoc
    | SpotDoc
    | ExtentDoc
    | ContrastDoc
    | HypothesisDoc
    | AgendaDoc
    | RuleDoc
    | FlawDoc,
    Checked(discriminator="type"),
]
"""What a document of an exercise file may be; the published schema is that of this."""
