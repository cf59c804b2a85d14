"""The document of an exercise while it is read: names resolved, and what is wrong gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from reasoner.errors import InputError, Position, Problem, UsageError
from reasoner.knowledge.resolve import Resolver
from reasoner.knowledge.scenario_docs import ScenarioDoc
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.desk import Desk

T = TypeVar("T")


class Sheet:
    """The document of an exercise while it is read: resolves its names and gathers what is wrong, each at its position.

    What is wrong has a stand-in, so that the rest is read all the same; a question that was made with problems is of no
    use.

    Args:
        desk: the knowledge base.
        where: the position of a path of keys and indices.
    """

    def __init__(self, desk: Desk, where: Callable[..., Position | None] = lambda *_, **__: None) -> None:
        self.desk = desk
        self.where = where
        self.problems: list[Problem] = []

    def refuse(self, code: str, message: str, *steps: int | str, help: Iterable[str] = ()) -> None:
        """Something is wrong at a path."""
        self.problems.append(Problem(code, message, self.where(*steps), tuple(help)))

    def one(self, read: Callable[[str], T], text: str, *steps: int | str, instead: T) -> T:
        """A name resolved; the stand-in, with the problem noted, where it is none."""
        try:
            return read(text)
        except UsageError as error:
            self.problems += [problem.at(self.where(*steps)) for problem in error.problems]
            return instead

    def all(self, read: Callable[[str], T], texts: Iterable[str], *steps: int | str) -> tuple[T, ...]:
        """Names resolved; one that stands there twice is refused."""
        found: dict[T, None] = {}
        for number, text in enumerate(texts):
            made = self.one(read, text, *steps, number, instead=None)
            if made is not None and made in found:
                self.refuse("E302", f"{shown(text)} stands here twice", *steps, number)
            elif made is not None:
                found[made] = None
        return tuple(found)

    def finding(self, text: str, *steps: int | str) -> Finding:
        """A finding."""
        return self.one(self.desk.names.said, text, *steps, instead=Finding(""))

    def findings(self, texts: Iterable[str], *steps: int | str) -> tuple[Finding, ...]:
        """Findings."""
        return self.all(self.desk.names.said, texts, *steps)

    def distinct(self, texts: Sequence[str], *steps: int | str) -> None:
        """Refuse a text that reads as one before it: nobody could tell which is meant."""
        read = [" ".join(text.split()).casefold() for text in texts]
        for number, each in enumerate(read):
            if each in read[:number]:
                self.refuse("E302", f"{shown(texts[number])} stands here twice", *steps, number)

    def row(self, text: str, *steps: int | str) -> tuple[str, str] | None:
        """The source and row of a sentence, named by the row alone where only one source has it."""
        rows = self.desk.kb.rows
        found = [key for key in rows if text in (key[1], self.desk.kb.row_name(*key))]
        found = [key for key in found if key[0] == self.desk.kb.home_source] or found
        if len(found) != 1:
            why = "no source has" if not found else "several sources have"
            help_ = did_you_mean(text, [self.desk.kb.row_name(*key) for key in (found or rows)])
            self.refuse("E042", f"{why} a row {shown(text)}", *steps, help=help_)
            return None
        return found[0]

    def scenario(self, doc: ScenarioDoc, *steps: int | str) -> Scenario:
        """A scenario, found to be free of contradictions; an empty one, with the problems noted, where it is not."""
        before = len(self.problems)
        for name in ("expect", "suppose", "xfail"):
            if getattr(doc, name):
                self.refuse("E302", f"the scenario of an exercise has no `{name}`", *steps, name)
        for number, phase in enumerate(doc.phases):
            if phase.expect:
                self.refuse("E302", "the scenario of an exercise has no `expect`", *steps, "phases", number, "expect")
        resolver = Resolver(self.desk.kb, self.desk.names, lambda *at, key=False: self.where(*steps, *at, key=key))
        found = resolver.scenario(doc)
        self.problems += resolver.problems
        if found is None or len(self.problems) > before:
            return Scenario()
        try:
            self.desk.evaluate(found)
        except InputError as error:
            self.problems += [problem.at(self.where(*steps)) for problem in error.problems]
            return Scenario()
        return found
