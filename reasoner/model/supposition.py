"""Suppositions: rules of the user's own, for one scenario. They are hypotheses, and no source says them."""

from __future__ import annotations

from reasoner.model.base import Record
from reasoner.model.evidence import Evidence, Wording
from reasoner.model.finding import Finding, Premise
from reasoner.model.rule import Rule
from reasoner.model.source import Source, SourceRow

SUPPOSED = "your supposition"
"""The id of the source that suppositions cite: no pack can have it, since ids of sources hold no blanks."""
ARROW = " -> "
UNLESS = " unless "


class Supposition(Record):
    """What a user supposes: that premises lead to conclusions, unless an exception holds.

    Its text, `A, B -> C unless D` in canonical ids, is read back by `parse`.

    Attributes:
        when: the premises, all of them needed.
        then: the conclusions.
        unless: the exceptions; any one stops it.
    """

    when: tuple[Finding, ...]
    then: tuple[Finding, ...]
    unless: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        exceptions = f"{UNLESS}{_listed(self.unless)}" if self.unless else ""
        return f"{_listed(self.when)}{ARROW}{_listed(self.then)}{exceptions}"

    @classmethod
    def parse(cls, text: str) -> Supposition:
        """Read its text.

        Raises:
            ValueError: the text is of another form.
        """
        when, arrow, rest = text.partition(ARROW)
        then, _, unless = rest.partition(UNLESS)
        if not arrow:
            raise ValueError("expected a supposition, as `A, B -> C`")
        return cls(when=_read(when), then=_read(then), unless=_read(unless) if unless else ())

    @classmethod
    def of_rule(cls, rule: Rule) -> Supposition:
        """The supposition that a rule was made of."""
        return cls(when=tuple(item[0].finding for item in rule.when), then=rule.then, unless=rule.unless)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that it names."""
        return (*self.when, *self.then, *self.unless)

    def rule(self, number: int, claim: str) -> Rule:
        """The rule that it is in a knowledge base; its grade is `hypothesis`, by the table as for any rule.

        Args:
            number: the how-manieth of its scenario it is, from 1.
            claim: it in words.
        """
        place = Evidence.of(at=str(number), find="", wording=Wording.hypothesises, source=SUPPOSED)
        return Rule.of(
            id=f"supposed-{number}",
            claim=claim,
            when=tuple((Premise(finding),) for finding in self.when),
            then=self.then,
            unless=self.unless,
            evidence=(place,),
            source=SUPPOSED,
        )


def source_of(suppositions: tuple[Supposition, ...]) -> Source:
    """The source that some suppositions cite: each is a row of it."""
    rows = tuple(SourceRow.of(id=str(number), section="supposed") for number in range(1, len(suppositions) + 1))
    return Source.of(id=SUPPOSED, title="what you suppose yourself", rows=rows)


def _listed(findings: tuple[Finding, ...]) -> str:
    return ", ".join(map(str, findings))


def _read(text: str) -> tuple[Finding, ...]:
    return tuple(Finding.parse(each) for each in text.split(", "))
