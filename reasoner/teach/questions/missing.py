"""Which condition is missing for a finding?"""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import UsageError
from reasoner.knowledge.names import grade
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType, Wanted
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.questions.seek import seek
from reasoner.teach.checking import Task, allowed, generality, judged, outcome, with_names
from reasoner.teach.documents import MissingDoc
from reasoner.teach.explaining import paragraphs, together
from reasoner.teach.judging import Judged
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet


class Missing(OfScenario[MissingDoc]):
    """One more condition brings the goal about: any that does is right."""

    type = QuestionType.missing

    def __init__(self, sheet: Sheet, doc: MissingDoc) -> None:
        super().__init__(sheet, doc)
        self.goal = sheet.finding(doc.goal, "goal")
        self.options = sheet.findings(doc.options, "options")
        self.task: Task
        self.right: tuple[Finding, ...] = ()
        if not sheet.problems:
            wanted = Wanted(finding=self.goal, support=grade(doc.support))
            self.task = Task(scenario=self.scenario, verb="give", goals=(wanted,), most=1)
            self._find(sheet, self.task)

    def _find(self, sheet: Sheet, task: Task) -> None:
        """The right conditions; an exercise without any, or whose goal holds already, is refused."""
        label = self.kb.label(task.goals[0].finding)
        if outcome(self.desk, task, ()).share:
            sheet.refuse("E302", f"{label} holds already: nothing is missing", "goal")
            return
        for number, each in enumerate(self.options):
            if refusal := allowed(self.kb, task, each, offered=True):
                sheet.refuse("E302", refusal, "options", number)
        if self.options:
            self.right = tuple(each for each in self.options if outcome(self.desk, task, (each,)).share)
        else:
            try:
                found = seek(
                    self.desk.reasoner, task.scenario, [task.goals[0].finding], support=task.goals[0].support, most=1
                )
            except UsageError as error:
                sheet.problems += [problem.at(sheet.where("goal")) for problem in error.problems]
                return
            every = [Finding.parse(each.changes[0].item) for each in found.sets if len(each.changes) == 1]
            every.sort(key=lambda each: generality(self.kb, [each]))
            self.right = tuple(each for each in every if not allowed(self.kb, task, each))
        if not self.right and not sheet.problems:
            where = "options" if self.options else "goal"
            sheet.refuse("E302", f"no single condition brings {label} about here", where)

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario and the goal."""
        firm = f" (support at least {self.doc.support})" if self.doc.support != "hypothesis" else ""
        return (*self.told_scenario(self.scenario), ("Goal", self.kb.label(self.goal) + firm))

    def entries(self) -> tuple[Entry, ...]:
        """One condition, chosen or free."""
        if self.options:
            options = tuple(Option(id=str(each), text=self.kb.label(each)) for each in self.shuffled(self.options))
            return (Entry(id="condition", kind="one", options=options),)
        return (Entry(id="condition", kind="names", prompt="One condition", what="condition", most=1),)

    def keys(self) -> tuple[EntryKey, ...]:
        """Every condition that does it."""
        first, *others = [str(each) for each in self.right]
        told = self.options or self.right[:20]
        return (
            EntryKey(
                entry="condition",
                points=self.doc.points,
                right=(first,),
                also=tuple((each,) for each in others),
                check=None if self.options else self.task.check(),
                messages={str(each): outcome(self.desk, self.task, (each,)).message for each in told},
            ),
        )

    def judge(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        """Options by the key, free answers by evaluating."""
        return super().judge(entry, key, texts) if self.options else judged(self.desk, self.task, texts)

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """That of the goal with a right condition."""
        return ((with_names(self.task, self.right[:1]), self.goal),)

    def explanation(self) -> Message:
        """Why the goal does not hold, and why it does with a right condition."""
        changed = with_names(self.task, self.right[:1])
        added = Message(text=f"With {self.kb.label(self.right[0])} as well:")
        after = self.desk.why(changed, self.goal)
        return paragraphs([self.desk.why(self.scenario, self.goal), together([added, after])])
