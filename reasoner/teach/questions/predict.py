"""Which findings hold in a scenario?"""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.model.exercise import Entry, EntryKey, Message, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.documents import PredictDoc
from reasoner.teach.explaining import paragraphs
from reasoner.teach.judging import NONE
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet


class Predict(OfScenario[PredictDoc]):
    """Findings to choose from; those that the scenario gives are right."""

    type = QuestionType.predict

    def __init__(self, sheet: Sheet, doc: PredictDoc) -> None:
        super().__init__(sheet, doc)
        self.options = sheet.findings(doc.options, "options")
        if not sheet.problems:
            last = self.scenario.phases[-1]
            for number, each in enumerate(self.options):
                if each in last.given:
                    sheet.refuse(
                        "E302", f"{self.kb.label(each)} is given: nothing is left to predict", "options", number
                    )

    def entries(self) -> tuple[Entry, ...]:
        """The options, and that none of them follows."""
        shuffled = self.shuffled(self.options)
        return (Entry(id="findings", kind="many", options=self.finding_options(shuffled, "none of these follows")),)

    def keys(self) -> tuple[EntryKey, ...]:
        """What the engine infers."""
        last = self.desk.evaluate(self.scenario).last
        right = tuple(str(each) for each in self.options if last.holds(each))
        messages = {str(each): self.desk.why(self.scenario, each) for each in self.options}
        held = [self.kb.label(each) for each in self.options if last.holds(each)]
        many = "One of these follows." if len(held) == 1 else f"{len(held)} of these follow."
        messages[NONE] = Message(text=many if held else "None of these follows.")
        key = EntryKey(entry="findings", points=self.doc.points, right=right or (NONE,), messages=messages)
        return (key,)

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """Those of what follows."""
        return ((self.scenario, each) for each in self.options)

    def explanation(self) -> Message:
        """Why each option follows or does not."""
        scenario = self.scenario
        return paragraphs(self.desk.why(scenario, each) for each in self.options)
