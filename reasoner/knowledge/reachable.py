"""What can follow at all: rules fired until nothing is new, with exceptions, guards, hypotheses and cuts left aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reasoner.knowledge.structure import Structure
from reasoner.model.finding import Finding, Premise
from reasoner.model.rule import Effect, Rule


class Reached(NamedTuple):
    """What is reached: everything that comes to hold, and of that what a rule concludes."""

    findings: set[Finding]
    concluded: set[Finding]


def reachable(structure: Structure, rules: Iterable[Rule], start: Iterable[Finding], *, low: bool = False) -> Reached:
    """What follows from findings taken together, in some context and phase.

    Args:
        structure: of the vocabulary.
        rules: those that may fire; a premise with `before` is met by what is reached.
        start: what can be given: from it alone `marks` is read backwards.
        low: whether every `down` premise counts as met, since anything can be blocked.
    """
    found = structure.closure(start)
    concluded: set[Finding] = set()
    waiting = []
    for rule in rules:
        if rule.fires:
            waiting.append(rule)
            if rule.effect is Effect.marks and found.issuperset(rule.then):
                concluded.update(premise.finding for item in rule.when for premise in item)
    found |= structure.closure(concluded)
    fresh = True
    while fresh:
        fresh, still = False, []
        for rule in waiting:
            if not fires(rule, found, low=low):
                still.append(rule)
                continue
            fresh = True
            concluded.update(rule.then)
            found |= structure.closure(rule.then)
        waiting = still
    return Reached(found, concluded)


def fires(rule: Rule, known: set[Finding], *, low: bool = False) -> bool:
    """Whether some choice among a rule's premises is met."""
    return all(any(met(premise, known, low=low) for premise in item) for item in rule.when)


def met(premise: Premise, known: set[Finding], *, low: bool = False) -> bool:
    """Whether a premise is among what is known, or is a low one and these can be had at will."""
    return premise.finding in known or (low and premise.finding.down)
