"""A guided tour: one line to type at a time, with what it shows. Nobody is held: any other line is answered, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reasoner.errors import UsageError
from reasoner.model.entity import Kind
from reasoner.model.rule import Guard
from reasoner.model.scenario import Phase, Scenario
from reasoner.shell.greeting import tries

if TYPE_CHECKING:
    from reasoner.shell.interpreter import Shell

_USUAL = "CXCR4-high state"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        text: what its line is about to show.
        line: what to type.
    """

    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Tour:
    """A tour at one of its steps.

    Attributes:
        steps: all of them.
        at: the number of the present one, from 0.
    """

    steps: tuple[Step, ...]
    at: int = 0

    @property
    def step(self) -> Step:
        """The present step."""
        return self.steps[self.at]

    def after(self, line: str) -> Tour | None:
        """The tour after a line was typed: a step on where it was the line of this step; None at the end."""
        if " ".join(line.split()).casefold() != self.step.line.casefold():
            return self
        return self.to(self.at + 1)

    def to(self, number: int) -> Tour | None:
        """The tour at another step; None behind the last."""
        return Tour(self.steps, number) if number < len(self.steps) else None


def tour(shell: Shell) -> Tour | None:
    """A tour through what a shell can do, in names of its base; None where the base has too little to show."""
    steps = tuple(_steps(shell))
    return Tour(steps) if steps else None


def _steps(shell: Shell) -> Iterator[Step]:
    condition, finding, node = tries(shell.kb, shell.names)
    if not condition:
        return
    yield Step(
        "Say what the tumour's surroundings are like. What can be inferred is answered at once: what a sentence states "
        "before what only several of them together give, and how firmly each is backed.",
        condition,
    )
    yield Step("Every line has a number, and a proof. This asks for that of the first.", "why 1")
    yield Step(
        "S with a number is a sentence of the source; a number in brackets is a reference that it cites. This shows "
        "both, with their addresses.",
        "cite #1",
    )
    yield Step("The list can be had again, whole (findings) or narrowed.", "findings stated phenotypes")
    if node:
        yield Step("An inhibitor keeps something off, whatever else would bring it about.", f"block {node}")
        if finding:
            text = "What rested on it is lost or less firm; what other sentences give stays. Why?"
            yield Step(text, f"why {finding}")
        yield Step("Nothing is lost: each change can be taken back, and be had again by redo.", "undo")
        yield Step("A question about a change leaves everything as it is.", f"whatif block {node}")
    if missing := _missing(shell, condition):
        text = "What does not follow can be asked about, too: what is missing, and what would do?"
        yield Step(text, f"whynot {missing}")
        yield Step("Which conditions would bring it about? Every smallest set of them is found.", f"seek {missing}")
        yield Step("A set of such a list can be tried by its number.", "whatif 1")
    if finding:
        text = "Whether the source says that one thing leads to another does not depend on what is given."
        yield Step(text, f"says {condition} -> {finding}")
    yield Step("All of this is rules that fire one after the other. They can be watched.", "step 3")
    yield Step("What is ready to fire after that, and in which order?", "agenda")


def _missing(shell: Shell, condition: str) -> str:
    """Something that rules can give, which does not hold with the condition alone; best from few premises."""
    kb = shell.kb
    given = Scenario(phases=(Phase(given=(shell.names.finding(condition),)),))
    last = shell.base.evaluate(given).last
    with suppress(UsageError):
        if not last.holds(shell.names.finding(_USUAL)):
            return _USUAL
    found = [
        (len(rule.when), each)
        for rule in kb.rules
        if rule.fires and not rule.hypothesis and rule.only == Guard()
        for each in rule.then
        if kb.kind(each) is Kind.phenotype and not each.down and not each.place and not last.holds(each)
    ]
    return kb.label(min(found, key=lambda pair: pair[0])[1]) if found else ""
