"""A question as it is asked: with its proofs, as `why` and `whynot` tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reasoner.errors import name_error
from reasoner.model.base import Record
from reasoner.model.finding import Finding
from reasoner.model.result import PhaseResult
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation
from reasoner.questions.whynot import why_not
from reasoner.render.layout import BLANK, Block
from reasoner.render.text import told
from reasoner.render.view import View
from reasoner.render.why import why
from reasoner.teach.checking import Task
from reasoner.teach.reading import Written

_MOST = 3


class Exercise(Written):
    """An exercise that is asked, and can be asked for its proofs."""

    def why(self, what: str) -> Iterator[Block]:
        """The proof of a finding in the exercise's scenarios, or what stands in its way.

        Args:
            what: a finding; empty for what is asked about: the goals, else what follows of the options; where the
                question is what the review says, that.

        Raises:
            UsageError: there is no scenario, or nothing to prove (E333), or the name is unknown.
        """
        kb = self.desk.kb
        says: Record | None = getattr(self.question, "says", None)
        if says and not what:
            yield from told(kb, says)
            return
        scenarios = self._scenarios()
        if not scenarios:
            raise name_error("E333", "this exercise is about no scenario, so there is no proof to show")
        evaluations = [self.desk.evaluate(each) for each in scenarios]
        wanted = [self.desk.names.said(what)] if what else self._about(evaluations[-1])
        if not wanted:
            raise name_error("E333", "there is nothing here to prove unasked", ["`why EMT` tells of one finding"])
        parts = [(evaluation, finding) for finding in wanted for evaluation in evaluations]
        for number, (evaluation, finding) in enumerate(parts, start=1):
            yield from self._proof(evaluation, finding, last=number == len(parts))
            if number < len(parts):
                yield BLANK

    def _proof(self, evaluation: Evaluation, finding: Finding, *, last: bool) -> Iterable[Block]:
        reasoner = self.desk.reasoner
        if not evaluation.last.holds(finding):
            return told(reasoner.kb, why_not(reasoner, evaluation, finding))
        answer = reasoner.why(evaluation, finding)
        return why(View(reasoner.kb, PhaseResult(), answer.setting), answer, closing=last)

    def _scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that the exercise is about."""
        one: Scenario | None = getattr(self.question, "scenario", None)
        return (one,) if one else getattr(self.question, "scenarios", ())

    def _about(self, evaluation: Evaluation) -> list[Finding]:
        """What is asked about: the goals of what is to be brought about, else the first options that follow."""
        task: Task | None = getattr(self.question, "task", None)
        if task:
            return [each.finding for each in task.goals]
        named = dict.fromkeys(option.id for entry in self.item.entries for option in entry.options)
        found: list[Finding] = []
        for each in named:
            try:
                finding = Finding.parse(each)
            except ValueError:
                continue
            if finding.entity in self.desk.kb.entities and evaluation.last.holds(finding):
                found.append(finding)
        return found[:_MOST]
