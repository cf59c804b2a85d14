"""The knowledge base as exercises ask it."""

from __future__ import annotations

from functools import cached_property

from reasoner.knowledge.names import Names
from reasoner.model.exercise import Message
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.teach.answers import Answers
from reasoner.teach.explaining import does_not_follow, follows
from reasoner.teach.topics import topics


class Desk:
    """The knowledge base as exercises ask it: its names, its reasoner, and what was evaluated already.

    Args:
        kb: it.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.names = Names(kb)
        self.answers = Answers(kb, self.names)
        self.reasoner = Reasoner(kb)
        self.topics = topics(kb)
        self._evaluated: dict[Scenario, Evaluation] = {}
        self._told: dict[tuple[Scenario, Finding], Message] = {}

    @cached_property
    def bare(self) -> KnowledgeBase:
        """The vocabulary without the rules: what rules that are written in exercises stand on alone."""
        return self.kb.model_copy(update={"rules": ()})

    def evaluate(self, scenario: Scenario) -> Evaluation:
        """A scenario evaluated, once.

        Raises:
            InputError: it contradicts itself.
        """
        if scenario not in self._evaluated:
            if len(self._evaluated) > 500:
                self._evaluated.clear()
            self._evaluated[scenario] = self.reasoner.evaluate(scenario, "columns")
        return self._evaluated[scenario]

    def given(self, finding: Finding) -> Scenario:
        """The scenario in which one finding is given, in no setting."""
        return Scenario(phases=(Phase(given=(finding,)),))

    def why(self, scenario: Scenario, finding: Finding) -> Message:
        """Why a finding holds in a scenario, or why it does not."""
        if (scenario, finding) not in self._told:
            if len(self._told) > 5000:
                self._told.clear()
            evaluation = self.evaluate(scenario)
            holds = evaluation.last.holds(finding)
            self._told[scenario, finding] = (
                follows(self.kb, evaluation, finding) if holds else does_not_follow(self.reasoner, evaluation, finding)
            )
        return self._told[scenario, finding]
