"""Answers of searches: minimal sets of changes after which something holds, no longer does, or tells models apart."""

from __future__ import annotations

from enum import StrEnum

from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Citation, ScenarioAnswer, Standing


class Verb(StrEnum):
    """What a change does."""

    give = "give"
    block = "block"
    force = "force"
    remove = "remove"
    release = "release"


class Change(Record):
    """A change to a scenario.

    Attributes:
        verb: what it does.
        item: the finding that is given or removed, or the node that is fixed or released, in canonical ids.
        label: the item as a reader says it.
    """

    verb: Verb
    item: str
    label: str


class Sought(Record):
    """A goal.

    Attributes:
        finding, label: what it is about.
        wanted: whether the finding is to hold; else it is not to hold, or not as firmly.
        support: the least support that counts.
    """

    finding: Finding
    label: str
    wanted: bool
    support: Grade


class Status(StrEnum):
    """What a search came to."""

    found = "found"
    none = "none"
    already = "already"
    never = "never"


class Shown(Record):
    """How a finding holds after some changes.

    Attributes:
        finding, label: it.
        support, stated, steps: as results have them.
        rule, claim: the rule that finally gives it; None and empty where it is given, set or by definition.
        rows: the sentences of the proof shown.
        citations: of the last rule.
    """

    finding: Finding
    label: str
    support: Grade
    stated: bool
    steps: int
    rule: str | None = None
    claim: str = ""
    rows: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


class FoundSet(Record):
    """A minimal set of changes.

    Attributes:
        changes: they.
        shows: how each goal that is to hold does so then.
    """

    changes: tuple[Change, ...]
    shows: tuple[Shown, ...] = ()


class Searched(ScenarioAnswer):
    """What the answers of searches have in common.

    Attributes:
        status: what it came to. `reasons` say why, where it is not `found`.
        most: changes in a set, at most.
        candidates: how many changes there were to choose from.
        complete_to: there are no other sets of up to so many changes; -1 where that is known of none.
        cut: why the search ended early: `interrupted` or `limit`; empty where it did not.
    """

    status: Status
    reasons: tuple[str, ...] = ()
    most: int
    candidates: int
    complete_to: int
    cut: str = ""


class Seek(Searched):
    """The answer to `seek`: what would bring goals about.

    Attributes:
        goals: all of them are met by every set.
        sets: grouped by the rule that finally gives the first goal, stated ones first.
    """

    goals: tuple[Sought, ...]
    sets: tuple[FoundSet, ...] = ()


class Effects(Record):
    """What else a set of changes does in a scenario.

    Attributes:
        lost, gained, weaker, firmer: findings that cited rules conclude, the goal not among them.
    """

    lost: tuple[Finding, ...] = ()
    gained: tuple[Finding, ...] = ()
    weaker: tuple[Finding, ...] = ()
    firmer: tuple[Finding, ...] = ()


class Target(Record):
    """What a block, or a forcing, of a set is.

    Attributes:
        change: it.
        kind: of the entity.
        classes: the classes of treatment, as the source divides them, that it falls under.
    """

    change: Change
    kind: str
    classes: tuple[str, ...] = ()


class TargetSet(Record):
    """A minimal set of blocks after which a finding no longer holds.

    Attributes:
        targets: they.
        works_in: the numbers of the scenarios, from 1, in which it does so.
        fails_in: those in which it does not, or cannot be made.
        always: it does so in every scenario in which the finding holds.
        effects: what else it does in each scenario of `works_in`.
    """

    targets: tuple[Target, ...]
    works_in: tuple[int, ...]
    fails_in: tuple[int, ...] = ()
    always: bool = True
    effects: tuple[Effects, ...] = ()


class TargetScenario(Standing):
    """A scenario that targets were looked for in.

    Attributes:
        number: from 1.
        title: of the scenario.
        shown: how the finding holds there; None where it does not, and nothing need end it.
        ended: whether any set found ends it there: where none does, it is never ended by sets of this size.
    """

    number: int
    title: str
    shown: Shown | None
    ended: bool


class Targets(Searched):
    """The answer to `targets`: what ends a finding.

    Attributes:
        goal: that it does not hold, or not as firmly.
        keep: what has to go on holding.
        scenarios: those looked at.
        sets: those that work in every scenario first, then by size and by how little else they change.
        idle: named candidates that stand in none of the sets.
    """

    goal: Sought
    keep: tuple[Sought, ...] = ()
    scenarios: tuple[TargetScenario, ...] = ()
    sets: tuple[TargetSet, ...] = ()
    idle: tuple[Change, ...] = ()


class Contender(Record):
    """One of the models that are to be told apart.

    Attributes:
        key: a letter.
        label: what it says.
        name: the option or scenario.
    """

    key: str
    label: str
    name: str


class Prediction(Record):
    """What one model says under a set-up, and not all others do.

    Attributes:
        key: of the contender.
        shows: what it predicts; findings that are not among these are not predicted, which is not predicted absent.
    """

    key: str
    shows: tuple[Shown, ...] = ()


class SetUp(Record):
    """A set-up under which models differ.

    Attributes:
        changes: what is done to the scenario; none stands for the scenario as it is.
        alike: other sets of changes that come to the same predictions.
        separates: the pairs of contenders that differ, as `A B`.
        predictions: one for each contender.
    """

    changes: tuple[Change, ...]
    alike: tuple[tuple[Change, ...], ...] = ()
    separates: tuple[str, ...]
    predictions: tuple[Prediction, ...]


class Discriminate(Searched):
    """The answer to `discriminate`: which set-ups and observations tell models apart.

    Attributes:
        question: of the hypothesis group; empty for scenarios.
        note: what the base says of the group beside.
        citations: where the source asks it.
        contenders: the models.
        setups: best separating first.
        inseparable: pairs that nothing up to `complete_to` changes separates.
    """

    question: str = ""
    note: str = ""
    citations: tuple[Citation, ...] = ()
    contenders: tuple[Contender, ...] = ()
    setups: tuple[SetUp, ...] = ()
    inseparable: tuple[str, ...] = ()
