"""Which hypothesis does an observation speak for?"""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, UsageError
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.rule import HypothesisGroup
from reasoner.model.scenario import Scenario
from reasoner.program import edits
from reasoner.teach.documents import HypothesisDoc
from reasoner.teach.explaining import paragraphs, sentence, together
from reasoner.teach.judging import NONE
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet

_NO_GROUP = HypothesisGroup.of(id="", question="", options=())


class Hypothesis(OfScenario[HypothesisDoc]):
    """The options under which all that is observed follows; an observation that all of them give speaks for none."""

    type = QuestionType.hypothesis

    def __init__(self, sheet: Sheet, doc: HypothesisDoc) -> None:
        super().__init__(sheet, doc)
        self.group = sheet.one(self.desk.names.group, doc.group, "group", instead=_NO_GROUP)
        self.observation = sheet.findings(doc.observation, "observation")
        self.models: dict[str, Scenario] = {}
        if not sheet.problems:
            if len(self.group.options) < 2:
                sheet.refuse("E302", "the group has one option only: nothing competes with it", "group")
                return
            for option in self.group.options:
                model = edits.assume(self.scenario, self.group.id, option.id)
                try:
                    self.desk.evaluate(model)
                except InputError as error:
                    sheet.problems += [problem.at(sheet.where("scenario")) for problem in error.problems]
                self.models[option.id] = model

    def _predicts(self, option: str) -> bool:
        last = self.desk.evaluate(self.models[option]).last
        return all(map(last.holds, self.observation))

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario, the observation and the question that the hypotheses answer."""
        observed = "; ".join(map(self.kb.label, self.observation))
        return (*self.told_scenario(self.scenario), ("Observed", observed), ("Open question", self.group.question))

    def entries(self) -> tuple[Entry, ...]:
        """The hypotheses."""
        options = [Option(id=each.id, text=each.label) for each in self.group.options]
        none = Option(id=NONE, text="it speaks for none of them more than for the others")
        return (Entry(id="option", kind="many", prompt="It speaks for", options=(*options, none)),)

    def keys(self) -> tuple[EntryKey, ...]:
        """What each hypothesis predicts."""
        predicting = [each for each in self.models if self._predicts(each)]
        right = tuple(predicting) if 0 < len(predicting) < len(self.models) else (NONE,)
        messages = {option: self._told(option) for option in self.models}
        words = "All" if len(predicting) == len(self.models) else f"{len(predicting)}" if predicting else "None"
        several = f"{words} of the hypotheses predict what is observed."
        one = "One of the hypotheses predicts what is observed; the others do not."
        messages[NONE] = Message(text=one if len(predicting) == 1 else several)
        return (EntryKey(entry="option", points=self.doc.points, right=right, messages=messages),)

    def _told(self, option: str) -> Message:
        label = next(each.label for each in self.group.options if each.id == option)
        model = self.models[option]
        last = self.desk.evaluate(model).last
        failing = [each for each in self.observation if not last.holds(each)]
        shown = failing[:1] or self.observation
        every = all(map(self._predicts, self.models))
        verdict = "does not predict it" if failing else f"predicts it{', and so do the others' if every else ''}"
        return together(
            [Message(text=sentence(f"“{label}” {verdict}")), *(self.desk.why(model, each) for each in shown)]
        )

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """Those of what is observed, under each hypothesis."""
        return ((model, each) for model in self.models.values() for each in self.observation)

    def explanation(self) -> Message:
        """What each hypothesis predicts."""
        return paragraphs(self._told(option) for option in self.models)

    def named(self, entry: Entry, text: str) -> str | None:
        """The option of `GROUP/OPTION`."""
        try:
            group, option = self.desk.names.assumption(text)
        except UsageError:
            return None
        return option if group == self.group.id else None
