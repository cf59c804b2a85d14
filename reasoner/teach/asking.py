"""A question as it is asked: with its proofs, as `why` and `whynot` tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reasoner.errors import name_error
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation
from reasoner.questions.whynot import why_not
from reasoner.render.layout import BLANK, Block
from reasoner.render.text import told
from reasoner.teach.question import Desk
from reasoner.teach.reading import Written, read_bank

_MOST = 3


class Exercise(Written):
    """An exercise that is asked, and can be asked for its proofs."""

    def why(self, what: str) -> Iterator[Block]:
        """The proof of a finding in the exercise's scenario, or what stands in its way.

        Args:
            what: a finding; empty for those that hold of what can be chosen.

        Raises:
            UsageError: there is no scenario (E277), or the name is unknown.
        """
        scenario: Scenario | None = getattr(self.question, "scenario", None)
        if scenario is None:
            raise name_error("E277", "this exercise is about no single scenario, so there is no proof to show")
        evaluation = self.desk.evaluate(scenario)
        wanted = [self.desk.names.said(what)] if what else self._holding(evaluation)
        if not wanted:
            raise name_error("E277", "nothing that can be chosen here follows", ["`why NAME` tells of one finding"])
        for number, finding in enumerate(wanted):
            if number:
                yield BLANK
            yield from self._proof(evaluation, finding)

    def _proof(self, evaluation: Evaluation, finding: Finding) -> Iterable[Block]:
        reasoner = self.desk.reasoner
        if evaluation.last.holds(finding):
            return told(reasoner.kb, reasoner.why(evaluation, finding))
        return told(reasoner.kb, why_not(reasoner, evaluation, finding))

    def _holding(self, evaluation: Evaluation) -> list[Finding]:
        """The first few of the findings that can be chosen, and are asked for, which hold."""
        kb = self.desk.kb
        named = dict.fromkeys(option.id for entry in self.item.entries for option in entry.options)
        found: list[Finding] = []
        for each in named:
            try:
                finding = Finding.parse(each)
            except ValueError:
                continue
            if finding.entity in kb.entities and evaluation.last.holds(finding):
                found.append(finding)
        return found[:_MOST]


def read_asked(files: Iterable[tuple[Path, str]], desk: Desk) -> dict[str, Exercise]:
    """The exercises of files, by id and in their order.

    Raises:
        InputError: some are of another form, or two have one id (E301): all of them.
    """
    return read_bank(files, desk, Exercise)
