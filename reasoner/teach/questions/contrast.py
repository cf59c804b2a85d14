"""Two or more situations as a table."""

from __future__ import annotations

from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.teach.documents import ContrastDoc
from reasoner.teach.explaining import paragraphs, upper
from reasoner.teach.judging import rounded
from reasoner.teach.question import Question
from reasoner.teach.sheet import Sheet

HOLDS, CONTRARY, NOT_INFERRED = "holds", "contrary", "not_inferred"


class Contrast(Question[ContrastDoc]):
    """For each finding and situation: it holds, its contrary does, or neither is inferred. Each cell is judged."""

    type = QuestionType.contrast

    def __init__(self, sheet: Sheet, doc: ContrastDoc) -> None:
        super().__init__(sheet, doc)
        self.scenarios = tuple(
            sheet.scenario(each.scenario, "situations", number, "scenario")
            for number, each in enumerate(doc.situations)
        )
        self.findings = sheet.findings(doc.findings, "findings")
        sheet.distinct([each.name for each in doc.situations], "situations")
        if not sheet.problems:
            columns = {tuple(self._cell(each, finding) for finding in self.findings) for each in self.scenarios}
            if len(columns) == 1:
                sheet.refuse("E302", "the situations do not differ in any of these findings", "findings")
            for number, finding in enumerate(self.findings):
                if any(self._cell(each, finding) == "both" for each in self.scenarios):
                    message = f"{self.kb.label(finding)} and its contrary both hold, so no cell fits"
                    sheet.refuse("E302", message, "findings", number)

    @property
    def cases(self) -> tuple[Scenario, ...]:
        """The situations."""
        return self.scenarios

    def _cell(self, scenario: Scenario, finding: Finding) -> str:
        last = self.desk.evaluate(scenario).last
        holds, contrary = last.holds(finding), last.holds(finding.contrary)
        return "both" if holds and contrary else HOLDS if holds else CONTRARY if contrary else NOT_INFERRED

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The situations."""
        return tuple(
            (each.name, "; ".join(f"{heading.lower()}: {text}" for heading, text in self.told_scenario(scenario)))
            for each, scenario in zip(self.doc.situations, self.scenarios, strict=True)
        )

    def _cells(self) -> list[tuple[str, Finding, str, Scenario]]:
        return [
            (f"{row}.{column}", finding, situation.name, scenario)
            for row, finding in enumerate(self.findings, start=1)
            for column, (situation, scenario) in enumerate(
                zip(self.doc.situations, self.scenarios, strict=True), start=1
            )
        ]

    def entries(self) -> tuple[Entry, ...]:
        """The cells, row by row."""
        found = []
        for id_, finding, name, _ in self._cells():
            contrary = self.kb.label(finding.contrary)
            options = (
                Option(id=HOLDS, text="follows"),
                Option(id=CONTRARY, text=f"the contrary follows ({contrary})"),
                Option(id=NOT_INFERRED, text="neither follows"),
            )
            found.append(Entry(id=id_, kind="one", options=options, row=self.kb.label(finding), column=name))
        return tuple(found)

    def keys(self) -> tuple[EntryKey, ...]:
        """What the engine infers in each situation. The points are shared out, what is left over goes to the first."""
        cells = self._cells()
        each = rounded(self.doc.points / len(cells) - 0.005)
        keys = []
        for number, (id_, finding, _, scenario) in enumerate(cells):
            right = self._cell(scenario, finding)
            why = self.desk.why(scenario, finding.contrary if right == CONTRARY else finding)
            points = each if number else rounded(self.doc.points - each * (len(cells) - 1))
            messages = dict.fromkeys((HOLDS, CONTRARY, NOT_INFERRED), why)
            keys.append(EntryKey(entry=id_, points=points, right=(right,), messages=messages))
        return tuple(keys)

    def explanation(self) -> Message:
        """What differs, and why."""
        told = []
        for finding in self.findings:
            cells = [self._cell(each, finding) for each in self.scenarios]
            for cell in dict.fromkeys(cells) if len(set(cells)) > 1 else ():
                number = cells.index(cell)
                why = self.desk.why(self.scenarios[number], finding.contrary if cell == CONTRARY else finding)
                told.append(
                    Message(text=f"{upper(self.doc.situations[number].name)}: {why.text}", citations=why.citations)
                )
        return paragraphs(told)
