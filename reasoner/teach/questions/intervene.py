"""The smallest intervention that ends a finding."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import UsageError
from reasoner.knowledge.names import grade
from reasoner.model.evidence import Grade
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType, Wanted
from reasoner.model.finding import Finding, Node
from reasoner.model.scenario import Scenario
from reasoner.questions.targets import Wish, targets
from reasoner.teach.checking import Task, allowed, generality, judged, outcome, with_names
from reasoner.teach.documents import InterveneDoc
from reasoner.teach.explaining import listed, paragraphs
from reasoner.teach.judging import Judged
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet


class Intervene(OfScenario[InterveneDoc]):
    """Any set of blocks that ends the finding; the full points go to those of the smallest size."""

    type = QuestionType.intervene

    def __init__(self, sheet: Sheet, doc: InterveneDoc) -> None:
        super().__init__(sheet, doc)
        self.end = sheet.finding(doc.end, "end")
        self.keep = sheet.findings(doc.keep, "keep")
        self.options = sheet.all(self.desk.names.node, doc.options, "options")
        self.sets: tuple[tuple[Finding, ...], ...] = ()
        self.task: Task
        if not sheet.problems:
            below = grade(doc.below) if doc.below else Grade.hypothesis
            task = Task(
                scenario=self.scenario,
                verb="block",
                goals=(Wanted(finding=self.end, wanted=False, support=below),),
                sides=tuple(Wanted(finding=each) for each in self.keep),
                most=len(self.options) or doc.most,
            )
            self._find(sheet, task, below if doc.below else None)

    def _find(self, sheet: Sheet, task: Task, below: Grade | None) -> None:
        """The smallest right sets; an exercise without any, or whose finding does not hold, is refused."""
        for number, each in enumerate(self.options):
            if refusal := allowed(self.kb, task, Finding(*each), offered=True):
                sheet.refuse("E302", refusal, "options", number)
        if sheet.problems:
            return
        wish = Wish(self.end, below, self.keep, (), self.options or None, False, self.doc.most)
        try:
            found = targets(self.desk.reasoner, [self.scenario], wish)
        except UsageError as error:
            sheet.problems += [problem.at(sheet.where("end")) for problem in error.problems]
            return
        sets = [tuple(Finding(*Node.parse(each.change.item)) for each in one.targets) for one in found.sets]
        offered = bool(self.options)
        sets = [each for each in sets if not any(allowed(self.kb, task, one, offered=offered) for one in each)]
        if not sets:
            label = self.kb.label(self.end)
            sheet.refuse(
                "E302",
                f"no set of up to {self.doc.most} blocks ends {label} here",
                "options" if self.options else "end",
            )
            return
        smallest = min(map(len, sets))
        fitting = (each for each in sets if len(each) == smallest)
        self.sets = tuple(sorted(fitting, key=lambda each: generality(self.kb, each)))
        self.task = Task(
            scenario=task.scenario,
            verb="block",
            goals=task.goals,
            sides=task.sides,
            most=task.most,
            smallest=smallest,
        )

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario, and what is to end."""
        label = self.kb.label(self.end)
        end = f"{label}: support below {self.doc.below}" if self.doc.below else label
        lines = [*self.told_scenario(self.scenario), ("To end", end)]
        if self.keep:
            lines.append(("To keep", "; ".join(map(self.kb.label, self.keep))))
        return tuple(lines)

    def entries(self) -> tuple[Entry, ...]:
        """What is blocked, chosen or free."""
        if self.options:
            options = [Option(id=str(each), text=self.kb.name(each)) for each in self.options]
            return (
                Entry(id="block", kind="many", prompt="Blocked, as few as will do", options=self.shuffled(options)),
            )
        prompt = f"Blocked, as few as will do, at most {self.doc.most}"
        return (Entry(id="block", kind="names", prompt=prompt, what="block", most=self.doc.most),)

    def keys(self) -> tuple[EntryKey, ...]:
        """Every set of the smallest size; what else ends it counts half."""
        first, *others = [tuple(map(str, each)) for each in self.sets]
        told = [Finding(*each) for each in self.options] or [
            each for one in self.sets[:20] if len(one) == 1 for each in one
        ]
        return (
            EntryKey(
                entry="block",
                points=self.doc.points,
                right=first,
                also=tuple(others),
                check=self.task.check(),
                messages={str(each): outcome(self.desk, self.task, (each,)).message for each in told},
            ),
        )

    def judge(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        """By evaluating, whether chosen or free."""
        if self.options:
            chosen = self.chosen(entry, texts)
            return chosen if isinstance(chosen, Judged) else judged(self.desk, self.task, chosen, offered=True)
        return judged(self.desk, self.task, texts)

    def named(self, entry: Entry, text: str) -> str | None:
        """The option that is a node."""
        try:
            found = str(self.desk.names.node(text))
        except UsageError:
            return None
        return found if any(each.id == found for each in entry.options) else None

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """That of the finding, before anything is blocked."""
        return ((self.scenario, self.end),)

    def explanation(self) -> Message:
        """Why the finding holds, and a smallest set that ends it."""
        first = self.sets[0]
        names = listed(self.kb.name(each.node) for each in first)
        lead = Message(text=f"Without an intervention: {self.desk.why(self.scenario, self.end).text}")
        changed = with_names(self.task, first)
        after = self.desk.why(changed, self.end)
        return paragraphs([lead, Message(text=f"With {names} blocked: {after.text}", citations=after.citations)])
