"""A question as it is asked: with its proofs, as `why` and `whynot` tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reasoner.errors import name_error
from reasoner.model.finding import Finding
from reasoner.model.result import PhaseResult
from reasoner.pipeline import Evaluation
from reasoner.questions.whynot import why_not
from reasoner.render.layout import BLANK, Block
from reasoner.render.text import told
from reasoner.render.view import View
from reasoner.render.why import why
from reasoner.teach.reading import Written

_MOST = 3


class Exercise(Written):
    """An exercise that is asked, and can be asked for its proofs."""

    def why(self, what: str) -> Iterator[Block]:
        """The proof of a finding in the exercise's scenarios, or what stands in its way.

        Args:
            what: a finding; empty for what is worth looking at: where the question is what the review says, that.

        Raises:
            UsageError: there is no scenario, or nothing to prove (E333), or the name is unknown.
        """
        says = self.question.sayings()
        if says and not what:
            yield from told(self.desk.kb, says)
            return
        asked = self._asked_of(what) if what else self._worth_a_look()
        for number, (evaluation, finding) in enumerate(asked, start=1):
            yield from self._proof(evaluation, finding, last=number == len(asked))
            if number < len(asked):
                yield BLANK

    def _asked_of(self, what: str) -> list[tuple[Evaluation, Finding]]:
        """A finding in each scenario."""
        finding = self.desk.names.said(what)
        if not self.question.cases:
            raise name_error("E333", "this exercise is about no scenario, so there is no proof to show")
        return [(self.desk.evaluate(each), finding) for each in self.question.cases]

    def _worth_a_look(self) -> list[tuple[Evaluation, Finding]]:
        """The first few proofs that there are of what the exercise is about."""
        every = ((self.desk.evaluate(scenario), finding) for scenario, finding in self.question.proofs())
        held = [(evaluation, finding) for evaluation, finding in every if evaluation.last.holds(finding)]
        if not held:
            raise name_error("E333", "there is nothing here to prove unasked", ["`why EMT` tells of one finding"])
        return held[:_MOST]

    def _proof(self, evaluation: Evaluation, finding: Finding, *, last: bool) -> Iterable[Block]:
        reasoner = self.desk.reasoner
        if not evaluation.last.holds(finding):
            return told(reasoner.kb, why_not(reasoner, evaluation, finding))
        answer = reasoner.why(evaluation, finding)
        return why(View(reasoner.kb, PhaseResult(), answer.setting), answer, closing=last)
