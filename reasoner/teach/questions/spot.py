"""Find the wrong step of a proof."""

from __future__ import annotations

from reasoner.errors import InputError, UsageError
from reasoner.explain.report import finding_result
from reasoner.knowledge.suppositions import supposition
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.scenario import Phase, Scenario
from reasoner.teach.documents import SpotDoc
from reasoner.teach.explaining import listed, sentence, together
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet
from reasoner.values import Value


class Step(Value):
    """A step as it is written, and whether it is one."""

    when: tuple[Finding, ...]
    then: Finding
    right: bool
    message: Message


class Spot(OfScenario[SpotDoc]):
    """Each step but one is one statement or definition, in the scenario's setting; that one does not follow at all."""

    type = QuestionType.spot

    def __init__(self, sheet: Sheet, doc: SpotDoc) -> None:
        super().__init__(sheet, doc)
        self.steps: tuple[Step, ...] = ()
        if not sheet.problems:
            made = [self._step(sheet, number, text) for number, text in enumerate(doc.steps)]
            self.steps = tuple(each for each in made if each)
        if not sheet.problems:
            sheet.distinct([self._text(each) for each in self.steps], "steps")
        if not sheet.problems and sum(not each.right for each in self.steps) != 1:
            number = sum(not each.right for each in self.steps)
            sheet.refuse("E303", f"one step is to be wrong; the base finds {number or 'none'}", "steps")

    def _step(self, sheet: Sheet, number: int, text: str) -> Step | None:
        """A step, evaluated: what its premises alone give where the scenario is set."""
        try:
            read = supposition(self.kb, self.desk.names, text)
        except UsageError as error:
            sheet.problems += [problem.at(sheet.where("steps", number)) for problem in error.problems]
            return None
        if len(read.then) != 1 or read.unless:
            sheet.refuse("E302", "a step has one conclusion and no `unless`", "steps", number)
            return None
        (then,) = read.then
        last = self.scenario.phases[-1]
        phase = Phase(given=read.when, block=last.block, force=last.force)
        alone = Scenario(setting=self.scenario.setting, history=self.scenario.history, phases=(phase,))
        try:
            analysis = self.desk.evaluate(alone).last
        except InputError as error:
            sheet.problems += [problem.at(sheet.where("steps", number)) for problem in error.problems]
            return None
        if not analysis.holds(then):
            return Step(read.when, then, False, self.desk.why(alone, then))
        if finding_result(analysis, then).steps > 1:
            labels = f"{listed(map(self.kb.label, read.when))} -> {self.kb.label(then)}"
            help_ = ["write each statement as a step of its own", self.desk.why(alone, then).text]
            sheet.refuse(
                "E302",
                f"{labels} takes several statements, so it is neither right nor wrong as a step",
                "steps",
                number,
                help=help_,
            )
            return None
        return Step(read.when, then, True, self.desk.why(alone, then))

    def entries(self) -> tuple[Entry, ...]:
        """The steps by number, in their order."""
        options = tuple(Option(id=str(at), text=self._text(each)) for at, each in enumerate(self.steps, start=1))
        return (Entry(id="step", kind="one", prompt="The step that does not follow", options=options),)

    def _text(self, step: Step) -> str:
        return f"{listed(map(self.kb.label, step.when))} → {self.kb.label(step.then)}"

    def keys(self) -> tuple[EntryKey, ...]:
        """The wrong one."""
        (wrong,) = (number for number, each in enumerate(self.steps, start=1) if not each.right)
        messages = {
            str(number): together([Message(text="This step follows."), each.message]) if each.right else each.message
            for number, each in enumerate(self.steps, start=1)
        }
        return (EntryKey(entry="step", points=self.doc.points, right=(str(wrong),), messages=messages),)

    def explanation(self) -> Message:
        """Why the wrong step does not follow."""
        number, wrong = next((number, each) for number, each in enumerate(self.steps, start=1) if not each.right)
        return together([Message(text=sentence(f"Step {number} is the wrong one")), wrong.message])
