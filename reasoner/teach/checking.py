"""Free answers judged by evaluating: conditions that are given, or nodes that are blocked, and what holds then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reasoner.errors import InputError, UsageError
from reasoner.explain.analysis import Analysis
from reasoner.knowledge.nodes import plain
from reasoner.knowledge.reader import read_text
from reasoner.knowledge.scenario_text import scenario_text
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.exercise import Check, Message, Wanted
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.questions.candidates import related
from reasoner.questions.whatif import differences
from reasoner.teach.desk import Desk
from reasoner.teach.explaining import listed, sentence, together
from reasoner.teach.judging import Judged, unreadable
from reasoner.values import Value

_SHOWN = 3
"""Findings that an answer brings or ends which a message names."""


class Task(Value):
    """What a free answer is to bring about.

    Attributes:
        scenario: to which the names are added, in the last phase.
        verb: `give` or `block`.
        goals: what is to come about; `sides`: what is to be so besides.
        most: names in an answer, at most.
        smallest: how many the smallest right answer has; 0 where size does not matter.
    """

    scenario: Scenario
    verb: Literal["give", "block"]
    goals: tuple[Wanted, ...]
    sides: tuple[Wanted, ...] = ()
    most: int = 3
    smallest: int = 0

    def check(self) -> Check:
        """The same as keys carry it."""
        root = read_text(scenario_text(self.scenario))[0].root
        return Check(
            scenario=plain(root) if root else {},
            verb=self.verb,
            goals=self.goals,
            sides=self.sides,
            most=self.most,
            smallest=self.smallest,
        )


def allowed(kb: KnowledgeBase, task: Task, finding: Finding, *, offered: bool = False) -> str:
    """Why a name may not stand in an answer; empty where it may.

    The goal itself and its relatives do not count, nor what is there already. Of names that the exercise does not offer
    itself, only conditions can be given, and what is given cannot be blocked away.
    """
    label = kb.label(finding)
    last = task.scenario.phases[-1]
    if any(related(kb, finding, goal.finding) for goal in task.goals):
        return f"{label} is what is asked for, or the same thing by definition"
    if task.verb == "give":
        if finding in last.given:
            return f"{label} is given already"
        fits = offered or kb.is_condition(finding)
        return "" if fits else f"{label} cannot be given here: it is no condition, but what follows from conditions"
    if finding.node in last.block:
        return f"{label} is blocked already"
    if offered:
        return ""
    if kb.kind(finding) in (Kind.outcome, Kind.therapy, Kind.assay, Kind.site):
        return f"{label} cannot be blocked"
    if any(kb.is_at_or_below(given.node, finding.node) for given in last.given):
        return f"{label} is given, so blocking it would only contradict the scenario"
    return ""


def generality(kb: KnowledgeBase, findings: Sequence[Finding]) -> tuple[object, ...]:
    """Orders answers so that the first is the one a teacher would name: of the most general things."""
    above = sum(len(kb.ancestors(each.entity)) + bool(each.place) for each in findings)
    return (len(findings), above, tuple(map(str, findings)))


def with_names(task: Task, findings: Sequence[Finding]) -> Scenario:
    """The scenario with the names of an answer."""
    last = task.scenario.phases[-1]
    added = (
        {"given": (*last.given, *findings)}
        if task.verb == "give"
        else {"block": (*last.block, *(each.node for each in findings))}
    )
    phase = last.model_copy(update=added)
    return task.scenario.model_copy(update={"phases": (*task.scenario.phases[:-1], phase)})


def judged(desk: Desk, task: Task, texts: Sequence[str], *, offered: bool = False) -> Judged:
    """Judge the names of an answer, which the exercise may have offered itself. Unknown names make it unreadable."""
    kb, found = desk.kb, dict[Finding, None]()
    for text in texts:
        try:
            names = desk.answers.named("condition" if task.verb == "give" else "block", text)
        except UsageError as error:
            problem = error.problems[0]
            return unreadable(" ".join([sentence(problem.message), *(sentence(each) for each in problem.help[:1])]))
        found |= dict.fromkeys(map(Finding.parse, names))
    if not found:
        return unreadable("Nothing is named here.")
    for finding in found:
        if refusal := allowed(kb, task, finding, offered=offered):
            return Judged(0, Message(text=sentence(refusal)))
    if len(found) > task.most:
        return Judged(0, Message(text=f"At most {task.most} may stand here; there are {len(found)}."))
    return outcome(desk, task, tuple(found))


def outcome(desk: Desk, task: Task, findings: tuple[Finding, ...]) -> Judged:
    """What comes of names that may stand in an answer."""
    scenario = with_names(task, findings)
    try:
        last = desk.evaluate(scenario).last
    except InputError as error:
        return Judged(0, Message(text=" ".join(sentence(each.message) for each in error.problems)))

    def met(wanted: Wanted) -> bool:
        finding = wanted.finding
        firm = last.holds(finding) and last.judge(finding).support >= wanted.support
        return firm == wanted.wanted

    share = sum(map(met, task.goals)) / len(task.goals)
    messages = [_told(desk, scenario, each, met(each)) for each in task.goals]
    if findings and not share:
        messages.insert(0, _instead(desk, task, findings, last))
    if share and not all(map(met, task.sides)):
        share /= 2
        messages += [_told(desk, scenario, each, False) for each in task.sides if not met(each)]
    if share and task.smallest and len(findings) > task.smallest:
        share /= 2
        fewer = "one would do" if task.smallest == 1 else f"{task.smallest} would do"
        messages.append(Message(text=f"It takes fewer: {fewer}."))
    return Judged(share, together(messages))


def _instead(desk: Desk, task: Task, findings: tuple[Finding, ...], now: Analysis) -> Message:
    """What an answer that meets no goal does instead, from what is different with it."""
    found = differences(desk.evaluate(task.scenario).last, now)
    given, own = task.verb == "give", {each.entity for each in findings}
    different = [each.finding for each in found["gained" if given else "lost"]]
    concluded = [
        each
        for each in different
        if each.kind is Kind.phenotype and each.rules and not each.lifted_from and each.entity not in own
    ]
    told = list(dict.fromkeys(each.label for each in concluded))
    shown = listed([*told[:_SHOWN], *(["more"] if len(told) > _SHOWN else [])]) or "no phenotype"
    acts = (
        f"Giving {listed(map(desk.kb.label, findings))} brings" if given else f"Blocking {_names(desk, findings)} ends"
    )
    return Message(text=sentence(f"{acts} {shown} here{', but not what is asked for' if told else ''}"))


def _names(desk: Desk, findings: tuple[Finding, ...]) -> str:
    return listed(desk.kb.name(each.node) for each in findings)


def _told(desk: Desk, scenario: Scenario, wanted: Wanted, met: bool) -> Message:
    """Why a goal is met or not."""
    label, why = desk.kb.label(wanted.finding), desk.why(scenario, wanted.finding)
    holds = desk.evaluate(scenario).last.holds(wanted.finding)
    if met and not wanted.wanted and not holds:
        text = why.text.replace(": not inferred here.", ": no longer inferred.", 1)
        return Message(text=text, citations=why.citations)
    lead = ""
    if met:
        lead = "" if wanted.wanted else f"{label} has support below {wanted.support} now"
    elif holds and wanted.support > Grade.hypothesis:
        lead = f"{label} is to have support {'of at least' if wanted.wanted else 'below'} {wanted.support}"
    elif not wanted.wanted:
        lead = f"{label} is not to hold, and still does"
    return together([Message(text=sentence(lead)), why])
