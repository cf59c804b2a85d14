"""Claims as sentences, and claims that go further than the modelling allows."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.rule import Effect

_LONGEST = 220


def check(context: Context) -> Iterator[Problem]:
    """The form of claims, and cells that appear by inference."""
    for rule in context.kb.rules:
        located = context.draft.rules[rule.id]
        where = located.where("claim")
        if not rule.claim.endswith(".") or rule.claim.endswith(".."):
            yield Problem("W042", "a claim is a sentence: it ends with a full stop", where)
        first = rule.claim.partition(" ")[0]
        if first.islower() and first.isalpha():  # p38 and α-SMA are no words to begin with a capital
            yield Problem("W042", "a claim is a sentence: it begins with a capital letter", where)
        if len(rule.claim) > _LONGEST:
            yield Problem("W042", f"a claim has at most {_LONGEST} characters; this one has {len(rule.claim)}", where)
        if "\n" in rule.claim:
            yield Problem("W042", "a claim is one line", where)
        if rule.fires and rule.effect is not Effect.marks and not rule.note:
            for number, finding in enumerate(rule.then):
                for cell in sorted(_cells(context, finding)):
                    message = f"the rule concludes that {context.kb.entities[cell].label} are there"
                    help_ = "say in a `note` where the source says that they appear, or conclude a process instead"
                    yield Problem("W043", message, located.where("then", number), (help_,))


def _cells(context: Context, finding: Finding) -> set[str]:
    """Cells whose presence follows from a finding by definition."""
    above = context.structure.closure([finding])
    return {found.entity for found in above if not found.down and context.kb.entities[found.entity].kind is Kind.cell}
