"""Rules, and what stands beside them: requirements, denials, hypothesis groups."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from reasoner.model.base import Before, Checked, Field, Record
from reasoner.model.evidence import Context, Evidence, Names, Reversal, as_list
from reasoner.model.finding import Finding, Premise


class RuleKind(StrEnum):
    """A rule fires; a requirement lowers; a denial only objects."""

    rule = "rule"
    requirement = "requirement"
    denial = "denial"


class Effect(StrEnum):
    """How a rule's premises bear on its conclusions."""

    causes = "causes"
    correlates = "correlates"
    marks = "marks"
    modulates = "modulates"
    precedes = "precedes"


FIRING = frozenset({Effect.causes, Effect.correlates, Effect.marks})


def _alternatives(value: Any) -> Any:
    """`when` as a list of lists: `{any: [A, B]}` is one item with two alternatives."""
    return [
        item["any"] if isinstance(item, dict) and set(item) == {"any"} else as_list(item) for item in as_list(value)
    ]


Alternatives = Annotated[tuple[Premise, ...], Checked(min_length=1)]
Findings = Annotated[tuple[Finding, ...], Before(as_list)]


class Guard(Record):
    """`only:` the rule exists only where the scenario's value is one of these, or a descendant of one."""

    cancer: Names = ()
    stage: Names = ()
    site: Names = ()

    def items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The keys that are set, with their values."""
        for key in ("cancer", "stage", "site"):
            if values := getattr(self, key):
                yield key, values


class Rule(Record):
    """A statement of the source, as a rule, a requirement or a denial.

    Attributes:
        id: lower-case words joined by hyphens; never reused.
        kind: rule, requirement or denial.
        claim: one sentence in the project's own words.
        effect: how premises bear on conclusions.
        when: premises, all of them needed; each a tuple of alternatives (`{any: [...]}`). Of a requirement: the
            situation that it is about; without any it is about every one.
        then: conclusions.
        unless: exceptions; any one stops the rule.
        outcomes: the alternatives that a `modulates` names.
        needs: what a requirement demands.
        only: hard guards.
        context: completes each evidence item.
        hypothesis: `group/option` under which alone the rule fires.
        persists: the conclusions outlast their cause.
        reverts: where the source says that they go with their cause.
        evidence: where the source says so.
        pack: the name of the pack that adds it; empty for what is the base's own.
        path, line: where it stands in its pack.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: RuleKind = RuleKind.rule
    claim: str = Field(min_length=1)
    effect: Effect = Effect.causes
    when: Annotated[tuple[Alternatives, ...], Before(_alternatives)] = ()
    then: Findings = ()
    unless: Findings = ()
    outcomes: Findings = ()
    needs: Findings = ()
    only: Guard = Guard()
    context: Context = Context()
    hypothesis: Annotated[str, Checked(pattern=r"^[^/\s]+/[^/\s]+$")] | None = None
    persists: bool = False
    reverts: Reversal | None = None
    quantity: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    topic: str = ""
    source: str = ""
    pack: str = ""
    path: str = ""
    line: int = 0

    @property
    def fires(self) -> bool:
        """Whether the rule can conclude anything."""
        return self.kind is RuleKind.rule and self.effect in FIRING

    @property
    def guarded(self) -> bool:
        """Whether it exists in some settings only."""
        return bool(self.hypothesis or any(self.only.items()))

    @property
    def variants(self) -> tuple[tuple[Premise, ...], ...]:
        """The premises with every choice among alternatives made: `any` is sugar for several rules."""
        return tuple(itertools.product(*self.when))

    def findings(self) -> Iterator[Finding]:
        """Every finding that the rule names, in the order of its keys."""
        for item in self.when:
            yield from (premise.finding for premise in item)
        for part in (self.then, self.unless, self.outcomes, self.needs):
            yield from part

    def items(self) -> tuple[Evidence, ...]:
        """The evidence items, each completed by the rule's context."""
        return self._completed

    @cached_property
    def _completed(self) -> tuple[Evidence, ...]:
        contexts = [item.context.completed(self.context) for item in self.evidence]
        return tuple(
            item if context is item.context else item.model_copy(update={"context": context})
            for item, context in zip(self.evidence, contexts, strict=True)
        )


class Option(Record):
    """One of the competing explanations of a hypothesis group."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1)
    note: str = ""


class HypothesisGroup(Record):
    """A question that the source leaves open, with its competing explanations."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    question: str = Field(min_length=1)
    options: tuple[Option, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    source: str = ""
    pack: str = ""
    path: str = ""
    line: int = 0
