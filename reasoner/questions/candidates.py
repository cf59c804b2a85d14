"""What may be changed in a search, and what is asked of it: candidates, goals, bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reasoner.errors import Problem, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Change, Sought, Verb
from reasoner.program.phases import Inputs
from reasoner.program.universe import reach
from reasoner.search.world import Goal

MOST = 6
LIMIT = 1000
TARGETS = frozenset({Kind.molecule, Kind.pathway, Kind.process, Kind.phenotype, Kind.marker, Kind.cell, Kind.condition})
"""The kinds that can be blocked without being named: outcomes, assays, therapies, sites and contexts are not."""


def bounded(most: int, limit: int) -> None:
    """Refuse sizes that mean nothing, or that nobody would read.

    Raises:
        UsageError: the size is not from 1 to 6, or the limit is less than 1 (E240).
    """
    if most not in range(1, MOST + 1):  # which nothing but a number is
        message = f"a set has 1 to {MOST} changes, not {most!r}"
        raise UsageError(Problem("E240", message, None, (f"-k takes a number from 1 to {MOST}",)))
    if limit < 1:
        raise UsageError(Problem("E240", f"a limit of {limit} sets leaves nothing to find"))


def agreeing(kb: KnowledgeBase, goals: Sequence[Goal]) -> None:
    """Refuse goals of which one is the contradiction of another, and questions without any.

    Raises:
        UsageError: they are (E241), or there is none (E200).
    """
    if not goals:
        raise UsageError(Problem("E200", "there is no goal", None, ("name a finding, as `CSC enrichment`",)))
    problems = []
    for goal in goals:
        if goal.wanted and any(
            other.finding == goal.finding and not other.wanted and other.support <= goal.support for other in goals
        ):
            label = kb.label(goal.finding)
            message = f"{label} is to hold and not to hold: nothing can do both"
            problems.append(Problem("E241", message, None, ("leave one of the two out",), str(goal.finding)))
    if problems:
        raise UsageError(problems)


def no_outcomes(kb: KnowledgeBase, goals: Iterable[Goal]) -> None:
    """Refuse outcomes as goals: the source associates findings with them, and an answer would read as advice.

    Raises:
        UsageError: a goal is one (E243).
    """
    problems = []
    for goal in goals:
        if kb.kind(goal.finding) is Kind.outcome:
            message = f"{kb.label(goal.finding)} is an outcome, with which the source associates findings: no goal"
            problems.append(Problem("E243", message, None, ("name a phenotype or a process",), str(goal.finding)))
    if problems:
        raise UsageError(problems)


def giving(
    kb: KnowledgeBase, findings: Iterable[Finding], named: bool, goals: Sequence[Goal], there: Inputs
) -> list[Change]:
    """What may be given.

    Args:
        kb: the knowledge base.
        findings: they.
        named: whether the user names them: then the relatives of goals count, too.
        goals: they.
        there: what is given already.

    Raises:
        UsageError: nothing is left (E242).
    """
    given = set(there.given)
    found = [
        Change(verb=Verb.give, item=str(finding), label=kb.label(finding))
        for finding in dict.fromkeys(findings)
        if finding not in given and (named or not any(related(kb, finding, goal.finding) for goal in goals))
    ]
    return _some(found, "there is nothing to choose from: every candidate is given already")


def fixing(
    kb: KnowledgeBase,
    nodes: Iterable[Node],
    named: bool,
    goals: Sequence[Goal],
    there: Sequence[Inputs],
    *,
    force: bool = False,
) -> list[Change]:
    """What may be blocked or, with `force`, also forced.

    Args:
        kb: the knowledge base.
        nodes: they.
        named: whether the user names them: then the relatives of goals, and what is given, count, too.
        goals: they.
        there: what is given and set in each scenario.
        force: whether forcing counts.

    Raises:
        UsageError: nothing is left (E242).
    """
    given = {finding.node for inputs in there for finding in inputs.given}
    fixed = {node for inputs in there for node in (*inputs.block, *inputs.force)}
    found: list[Change] = []
    for node in dict.fromkeys(nodes):
        if node in fixed or (not named and any(related(kb, Finding(*node), goal.finding) for goal in goals)):
            continue
        if named or not any(kb.is_at_or_below(each, node) for each in given):
            found.append(Change(verb=Verb.block, item=str(node), label=kb.name(node)))
        if force and (named or not any(kb.is_at_or_below(node, each) for each in given)):
            found.append(Change(verb=Verb.force, item=str(node), label=kb.label(Finding(*node))))
    return _some(found, "there is nothing to choose from: every candidate is set already, or is the goal itself")


def related(kb: KnowledgeBase, finding: Finding, goal: Finding) -> bool:
    """Whether a finding is the goal, or its relative along `is_a`, definitions and places."""
    if kb.related(finding.entity, goal.entity):
        return True
    ups = (Finding(finding.entity, finding.place), Finding(goal.entity, goal.place))
    entities = [{each.entity for each in reach(kb, [up])} for up in ups]
    return goal.entity in entities[0] or finding.entity in entities[1]


def sought(kb: KnowledgeBase, goals: Iterable[Goal]) -> tuple[Sought, ...]:
    """Goals as answers have them."""
    return tuple(
        Sought(finding=goal.finding, label=kb.label(goal.finding), wanted=goal.wanted, support=goal.support)
        for goal in goals
    )


def goals_of(
    wanted: Iterable[Finding], unwanted: Iterable[Finding] = (), support: Grade = Grade.hypothesis
) -> tuple[Goal, ...]:
    """Goals of findings that are to hold with a support, and of others that are not to hold."""
    found = [*(Goal(finding, True, support) for finding in wanted), *(Goal(finding, False) for finding in unwanted)]
    return tuple(dict.fromkeys(found))


def _some(found: list[Change], message: str) -> list[Change]:
    if not found:
        raise UsageError(Problem("E242", message, None, ("name other candidates, or none to take all",)))
    return found
