"""The answer to `whynot F`: each way to a finding that is not inferred, with all that stands in it."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Beside, Citation, Otherwise, ScenarioAnswer


class Obstacle(Record):
    """Something that stands in a way.

    Attributes:
        kind: `missing`, `before` (missing in the history and in earlier phases), `not_observed` (signs are read back
            only where they are observed), `intervened_only` (a correlation whose premise holds through an intervention
            alone), `intervention`, `exception`, `observation`, `guard`, `hypothesis`, `evidence` (dropped by a filter).
        text: what it is, in words.
        subject: the finding that is missing, holds or was observed; the intervention, as `block SRC`; the guard, as
            `cancer: glioma`; the hypothesis, as `quiescence/induced`.
    """

    kind: str
    text: str
    subject: str


class Needed(Record):
    """A premise of a way.

    Attributes:
        finding, label: what is needed.
        before: in an earlier phase or the history.
        met: whether it is there.
        through: what gives it by definition or by place, where it is met so; `how` is about that, then.
        how: where it comes from: `given`, `intervened`, `derived`, `persisting`, `history`, `earlier phase`; else the
            kind of the obstacle.
        cost: how many obstacles are to mend until it is there; None where nothing that can be asserted leads to it.
        can_be_given: it is a condition.
        ruled: some rule concludes it, or something that gives it by definition.
        shown_above: its way stands further up.
        way: for one that is missing, the best way to it.
    """

    finding: Finding
    label: str
    before: bool = False
    met: bool
    how: str
    through: str = ""
    cost: int | None = None
    can_be_given: bool = False
    ruled: bool = True
    shown_above: bool = False
    way: Way | None = None


class Way(Record):
    """One way to a finding that is not inferred: a rule in one choice among its alternatives, or something given.

    Attributes:
        rule, claim, effect: the rule; empty where something given would do, or what holds is only cut off.
        step: `cited`, `backward`, `given`, `therapy` (given, and blocks it), `history`, `persisting` or `structure`.
        concludes, label: what it says; by definition or by place that gives the finding asked for.
        lifted: what it says is not the finding itself.
        premises: of the rule.
        obstacles: all that stands in the way. There is at least one.
        cost: how many obstacles are to mend, those of missing premises included; None where one of these cannot be had.
        grade: at which the rule would count here.
        extrapolated: no evidence from a fitting setting reaches the grade.
        citations, refs, contexts: of the rule's evidence.
    """

    rule: str | None = None
    claim: str = ""
    effect: str = ""
    step: str
    concludes: Finding
    label: str
    lifted: bool = False
    premises: tuple[Needed, ...] = ()
    obstacles: tuple[Obstacle, ...]
    cost: int | None
    grade: Grade | None = None
    extrapolated: bool = False
    citations: tuple[Citation, ...] = ()
    refs: tuple[int, ...] = ()
    contexts: tuple[str, ...] = ()


class Change(Record):
    """One change of the scenario.

    Attributes:
        kind: `give`, `remove`, `release`, `cancer`, `stage`, `site`, `assume`, `evidence` (drop a filter) or `history`.
        text: what, in canonical text.
        label: the whole change in words, as `add high dose`.
    """

    kind: str
    text: str
    label: str


class ChangeSet(Record):
    """Changes that together give the finding, none of which can be left out.

    Attributes:
        changes: they.
        support: of the finding then.
        rule: that concludes it then; None where it follows by definition, and beyond the first three sets.
    """

    changes: tuple[Change, ...]
    support: Grade | None
    rule: str | None = None


class WhyNot(ScenarioAnswer):
    """The answer to `whynot F`.

    Attributes:
        finding, label: what was asked for.
        can_be_given: it is a condition.
        ruled: some rule concludes it, or what gives it by definition.
        cost: the least number of obstacles to mend; None where nothing that can be asserted leads to it.
        contrary: how the contrary holds, if it does: given, intervened, derived or persisting; `contrary_label` is it.
        otherwise: the finding was expected, and something else was observed.
        ways: all of them, fewest obstacles first.
        givable: what else could be given, and gives it by definition or by place.
        denials: statements that deny it here.
        beside: statements that name it and leave the direction open, or tell a mere sequence.
        related: where no rule concludes it: what is said of the same entity otherwise.
        changes: the sets of changes of least size that were found.
        changes_complete_to: up to which number of changes all were tried that mend the obstacles of some way, all the
            way down; others, which act by side effects alone, are looked for where these give nothing, up to two.
        changes_cut_short: there were more sets to try than are tried.
    """

    finding: Finding
    label: str
    can_be_given: bool
    ruled: bool
    cost: int | None
    contrary: str = ""
    contrary_label: str = ""
    otherwise: Otherwise | None = None
    ways: tuple[Way, ...] = ()
    givable: tuple[Finding, ...] = ()
    denials: tuple[Beside, ...] = ()
    beside: tuple[Beside, ...] = ()
    related: tuple[Beside, ...] = ()
    changes: tuple[ChangeSet, ...] = ()
    changes_complete_to: int = 0
    changes_cut_short: bool = False
