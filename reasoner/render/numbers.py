"""Numbers of lists that can be asked about: what each stands for."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.model.finding import Finding
from reasoner.model.search import Change
from reasoner.values import Value


class Listed(Value):
    """What a number of a list stands for.

    Attributes:
        findings: those of its line.
        changes: what its line proposes, as `block HIF2A`; empty where it proposes nothing.
    """

    findings: tuple[Finding, ...] = ()
    changes: tuple[str, ...] = ()


class Numbers:
    """Counts the lines of an answer.

    Attributes:
        listed: what each number stands for, from 1.
    """

    def __init__(self) -> None:
        self.listed: list[Listed] = []

    def line(self, findings: Iterable[Finding]) -> str:
        """The number of the next line, which tells findings."""
        self.listed.append(Listed(tuple(findings)))
        return str(len(self.listed))

    def condition(self, finding: Finding) -> str:
        """The number of the next line, which proposes to give a condition."""
        self.listed.append(Listed((finding,), (f"give {finding}",)))
        return str(len(self.listed))

    def changes(self, changes: Iterable[Change]) -> str:
        """The number of the next line, which proposes changes."""
        self.listed.append(Listed((), tuple(f"{each.verb} {each.item}" for each in changes)))
        return str(len(self.listed))
