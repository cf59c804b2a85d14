"""Build a scenario that yields goals."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import UsageError
from reasoner.knowledge.names import grade
from reasoner.model.exercise import Entry, EntryKey, Message, QuestionType, Wanted
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.model.search import Seek
from reasoner.questions.seek import seek
from reasoner.teach.checking import Task, generality, judged, outcome, with_names
from reasoner.teach.documents import BuildDoc
from reasoner.teach.explaining import listed, paragraphs
from reasoner.teach.judging import Judged
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet


class Build(OfScenario[BuildDoc]):
    """Conditions that bring the goals about: whatever does is right."""

    type = QuestionType.build

    def __init__(self, sheet: Sheet, doc: BuildDoc) -> None:
        super().__init__(sheet, doc)
        self.goals = sheet.findings(doc.goals, "goals")
        self.unwanted = sheet.findings(doc.unwanted, "unwanted")
        self.task: Task
        self.sets: tuple[tuple[Finding, ...], ...] = ()
        if not sheet.problems:
            goals = tuple(Wanted(finding=each, support=grade(doc.support)) for each in self.goals)
            sides = tuple(Wanted(finding=each, wanted=False) for each in self.unwanted)
            self.task = Task(scenario=self.scenario, verb="give", goals=goals, sides=sides, most=doc.most)
            self._find(sheet, self.task)

    def _find(self, sheet: Sheet, task: Task) -> None:
        """The smallest right sets of conditions; an exercise without any is refused."""
        if outcome(self.desk, task, ()).share >= 1:
            sheet.refuse("E302", "the goals are met already: nothing is left to build", "goals")
            return
        found: Seek | None = None
        try:
            for most in range(1, self.doc.most + 1):
                found = seek(
                    self.desk.reasoner,
                    task.scenario,
                    self.goals,
                    self.unwanted,
                    support=task.goals[0].support,
                    most=most,
                    limit=50,
                )
                if found.sets:
                    break
        except UsageError as error:
            sheet.problems += [problem.at(sheet.where("goals")) for problem in error.problems]
            return
        assert found
        sets = [tuple(Finding.parse(change.item) for change in each.changes) for each in found.sets]
        self.sets = tuple(sorted(sets, key=lambda each: generality(self.kb, each)))
        if not self.sets:
            labels = listed(map(self.kb.label, self.goals))
            sheet.refuse("E302", f"no set of up to {self.doc.most} conditions brings {labels} about", "goals")

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Where one starts, and what is to come about."""
        firm = f" (support at least {self.doc.support})" if self.doc.support != "hypothesis" else ""
        goal = "; ".join(map(self.kb.label, self.goals)) + firm
        lines = [*self.told_scenario(self.scenario), ("Goal", goal)]
        if self.unwanted:
            lines.append(("Not", "; ".join(map(self.kb.label, self.unwanted))))
        return tuple(lines)

    def entries(self) -> tuple[Entry, ...]:
        """The conditions."""
        most = self.doc.most
        return (Entry(id="given", kind="names", prompt=f"Conditions, at most {most}", what="condition", most=most),)

    def keys(self) -> tuple[EntryKey, ...]:
        """The smallest sets of conditions; larger ones may be right as well."""
        first, *others = [tuple(map(str, each)) for each in self.sets]
        return (
            EntryKey(
                entry="given",
                points=self.doc.points,
                right=first,
                also=tuple(others),
                complete=False,
                check=self.task.check(),
            ),
        )

    def judge(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        """By evaluating."""
        return judged(self.desk, self.task, texts)

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """Those of the goals, in a smallest scenario."""
        scenario = with_names(self.task, self.sets[0])
        return ((scenario, each) for each in self.goals)

    def explanation(self) -> Message:
        """A smallest answer, and why it yields the goals."""
        scenario = with_names(self.task, self.sets[0])
        lead = Message(text=f"One answer: {listed(map(self.kb.label, self.sets[0]))}.")
        return paragraphs([lead, *(self.desk.why(scenario, each) for each in self.goals)])
