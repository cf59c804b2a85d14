"""The answer to `needs`: what a finding cannot do without."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Citation, FindingResult, ScenarioAnswer


class Thing(Record):
    """Something that the scenario gives or sets.

    Attributes:
        text: canonical: `hypoxia`, `oxygen = 1 %`, `block HIF2A`, `force HIF1A`, `history dormancy`.
        label: in words, with how it is there.
    """

    text: str
    label: str


class NeededRule(Record):
    """A statement that a finding cannot do without.

    Attributes:
        rule, claim: it.
        concludes: what it gives in the proof shown; nothing where the finding needs it only to keep an exception away.
        grade: how firmly it counts there.
        citations: where it is said.
    """

    rule: str
    claim: str
    concludes: tuple[Finding, ...] = ()
    grade: Grade | None = None
    citations: tuple[Citation, ...] = ()


class Line(Record):
    """A way to the finding that shares no reference with the others.

    Attributes:
        rule, claim: the statement that finally concludes the finding.
        support, steps: of the best proof through it.
        citations: where that statement is made.
    """

    rule: str
    claim: str
    support: Grade
    steps: int
    citations: tuple[Citation, ...] = ()


class Needs(ScenarioAnswer):
    """The answer to `needs F`: each thing given, and each rule, was left out alone, and the whole model computed anew.

    Attributes:
        finding: it, in the last phase.
        things: what is given or set, and without which it does not hold.
        rules: the rules without which it does not hold.
        spare: what is given or set, and can be left out alone.
        refused: what cannot be left out, since the rest would contradict itself.
        lines: the ways to it that share no reference.
    """

    finding: FindingResult
    things: tuple[Thing, ...] = ()
    rules: tuple[NeededRule, ...] = ()
    spare: tuple[Thing, ...] = ()
    refused: tuple[Thing, ...] = ()
    lines: tuple[Line, ...] = ()
