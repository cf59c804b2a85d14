"""What is wrong with an argument, or with some rules?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.errors import InputError, UsageError
from reasoner.knowledge.suppositions import step, supposition
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding, Node
from reasoner.model.rule import Effect
from reasoner.model.scenario import Scenario, Setting
from reasoner.model.supposition import Supposition
from reasoner.pipeline import Reasoner
from reasoner.program.universe import reach
from reasoner.questions.says import says
from reasoner.teach.documents import ClaimDoc, FlawDoc
from reasoner.teach.explaining import listed, sentence, together, told_rule
from reasoner.teach.judging import rounded
from reasoner.teach.question import Question
from reasoner.teach.questions.extent import extent_of
from reasoner.teach.sheet import Sheet
from reasoner.teach.telling import quoted
from reasoner.values import Value

FLAWS = {
    "cycle": "rules run in a circle through “unless”: what one concludes stops what it rests on",
    "marker": "a sign is taken for a cause",
    "bypass": "one way is taken for the only one: another gives it all the same",
    "absence": "what is not inferred is taken for false",
    "combined": "what only a combination of statements gives is taken for stated",
    "correlation": "a correlation is taken for a cause",
    "denied": "what is denied is taken for stated",
    "unsupported": "something is claimed that nothing supports",
}
WRONG_RULES = {
    "cycle": FLAWS["cycle"],
    "clash": "two rules conclude the contrary of each other from the same premises",
    "idle": "a rule can never fire: what it needs is also what stops it",
    "nothing": "nothing: they can be run as they stand",
}
"""What can be wrong with rules. One that can never fire, or concludes what it needs, is refused when it is read."""
_CLAIMS = {
    "cycle": ("", ""),
    "marker": ("ends", "that something ends with what is taken away"),
    "bypass": ("ends", "that something ends with what is taken away"),
    "absence": ("fails", "that something is not so"),
    "combined": ("says", "that one thing leads to another"),
    "correlation": ("says", "that one thing leads to another"),
    "denied": ("says", "that one thing leads to another"),
    "unsupported": ("holds", "that something holds"),
}
"""By flaw: which form of a line can have it, and what such a line claims."""
_NO_SUCH_RULES = {
    "clash": "No two of these rules conclude the contrary of each other.",
    "idle": "Each rule can fire: none has what it needs among what stops it.",
    "nothing": "They cannot be run as they stand: whether one fires hangs on whether it does not.",
}
_KINDS = ("holds", "fails", "ends", "says")


class Line(Value):
    """A line of an argument, judged: `flaw` is empty where it is right."""

    text: str
    flaw: str
    message: Message


class Flaw(Question[FlawDoc]):
    """One line is wrong, and in one way; each other line is right. Or rules of which some run in a circle."""

    type = QuestionType.flaw

    def __init__(self, sheet: Sheet, doc: FlawDoc) -> None:
        super().__init__(sheet, doc)
        self.scenario = Scenario()
        self.lines: tuple[Line, ...] = ()
        self.rules: tuple[Supposition, ...] = ()
        if bool(doc.argument) == bool(doc.rules):
            sheet.refuse("E302", "an exercise on flaws has either `argument` or `rules`", "argument")
            return
        if doc.rules:
            self.rules = sheet.all(lambda text: supposition(self.kb, self.desk.names, text), doc.rules, "rules")
            if not sheet.problems and not self._circle():
                several = self._runs_in_circle(self.rules)
                message = "several circles run" if several else "no circle runs"
                help_ = ["a circle leads from a conclusion over premises and one `unless` back to itself"]
                sheet.refuse("E303", f"{message} through `unless` in these rules; one is to", "rules", help=help_)
            then = {each for rule in self.rules for each in rule.then}
            if any(each.contrary in then for each in then):
                sheet.refuse("E302", "two rules conclude contraries, which is a flaw besides the circle", "rules")
            return
        self.scenario = sheet.scenario(doc.scenario, "scenario")
        if not sheet.problems:
            made = [self._line(sheet, self.scenario, number, each) for number, each in enumerate(doc.argument)]
            self.lines = tuple(each for each in made if each)
            sheet.distinct([each.text for each in doc.argument], "argument")
        wrong = [number for number, each in enumerate(self.lines, start=1) if each.flaw]
        if not sheet.problems and len(wrong) != 1:
            found = f"lines {listed(map(str, wrong))}" if wrong else "none"
            help_ = [f"line {number}: {self.lines[number - 1].message.text}" for number in wrong[:3]]
            sheet.refuse("E303", f"one line is to be wrong; the base finds {found}", "argument", help=help_)

    # ---------------------------------------------------------------- arguments

    def _line(self, sheet: Sheet, scenario: Scenario, number: int, doc: ClaimDoc) -> Line | None:
        """A line, judged by what it claims."""
        at = ("argument", number)
        kinds = [name for name in _KINDS if getattr(doc, name)]
        if len(kinds) != 1 or bool(doc.block) != (kinds == ["ends"]):
            sheet.refuse("E302", "a line has one of `holds`, `fails`, `says`, or `ends` with `block`", *at)
            return None
        (kind,) = kinds
        text = getattr(doc, kind)
        if kind == "says":
            return self._says(sheet, number, doc)
        before = len(sheet.problems)
        finding = sheet.finding(text, *at, kind)
        node = sheet.one(self.desk.names.node, doc.block, *at, "block", instead=Node("")) if doc.block else None
        if len(sheet.problems) > before:
            return None
        if node is not None:
            return self._ends(sheet, scenario, number, doc, finding, node)
        last = self.desk.evaluate(scenario).last
        why = self.desk.why(scenario, finding)
        if kind == "holds":
            return Line(quoted(doc.text), "" if last.holds(finding) else "unsupported", why)
        if last.holds(finding):
            return Line(quoted(doc.text), "unsupported", why)
        if last.holds(finding.contrary):
            return Line(quoted(doc.text), "", self.desk.why(scenario, finding.contrary))
        return Line(quoted(doc.text), "absence", why)

    def _says(self, sheet: Sheet, number: int, doc: ClaimDoc) -> Line | None:
        try:
            pair = step(self.desk.names, doc.says or "")
            answer = says(self.desk.reasoner, *pair)
        except UsageError as error:
            sheet.problems += [problem.at(sheet.where("argument", number, "says")) for problem in error.problems]
            return None
        extent = extent_of(self.kb, answer)
        flaw = {"combined": "combined", "correlated": "correlation", "denied": "denied", "nothing": "unsupported"}
        first = (*answer.sayings, *answer.together)[:1]
        told = [told_rule(self.kb, self.kb.rules_by_id[each.rule]) for each in first]
        words = {
            "combined": "Only the combination of several statements gives it.",
            "correlated": "It is told as a correlation.",
            "denied": "It is denied.",
            "nothing": sentence(
                self.kb.silent("does not say it, and what is not said is not thereby false", "do not say it")
            ),
        }
        lead = words.get(extent, "")
        if extent == "combined":
            told = [self.desk.why(self.desk.given(pair[0]), pair[1])] if answer.combination else told
        return Line(quoted(doc.text), flaw.get(extent, ""), together([Message(text=lead), *told]))

    def _ends(
        self, sheet: Sheet, scenario: Scenario, number: int, doc: ClaimDoc, finding: Finding, node: Node
    ) -> Line | None:
        if not self.desk.evaluate(scenario).last.holds(finding):
            message = f"{self.kb.label(finding)} does not hold before the block, so nothing can end it"
            sheet.refuse("E302", message, "argument", number, "ends")
            return None
        last = scenario.phases[-1]
        phase = last.model_copy(update={"block": (*last.block, node)})
        blocked = scenario.model_copy(update={"phases": (*scenario.phases[:-1], phase)})
        why = self.desk.why(blocked, finding)
        if not self.desk.evaluate(blocked).last.holds(finding):
            return Line(quoted(doc.text), "", why)
        signs = self._marks(finding, node)
        lead = Message(text=sentence(f"Blocking {self.kb.name(node)} does not end {self.kb.label(finding)}"))
        return Line(quoted(doc.text), "marker" if signs else "bypass", together([lead, *signs[:1], why]))

    def _marks(self, finding: Finding, node: Node) -> list[Message]:
        """The rules that tell a node as a sign of a finding, or of what is that finding by definition."""
        found = []
        for rule in self.kb.rules:
            if rule.effect is Effect.marks and any(each.entity == node.entity for each in rule.then):
                premises = [premise.finding for item in rule.when for premise in item]
                if any(finding in reach(self.kb, [each]) or each in reach(self.kb, [finding]) for each in premises):
                    found.append(told_rule(self.kb, rule))
        return found

    # ---------------------------------------------------------------- rules

    def _circle(self) -> tuple[int, ...]:
        """The numbers, from 1, of the rules without any one of which no circle runs through `unless`."""
        if not self._runs_in_circle(self.rules):
            return ()
        return tuple(
            number
            for number, rule in enumerate(self.rules, start=1)
            if not self._runs_in_circle([each for each in self.rules if each is not rule])
        )

    def _runs_in_circle(self, rules: Sequence[Supposition]) -> bool:
        """Whether the engine refuses rules, on the vocabulary alone, for a circle through `unless`."""
        setting = Setting(suppose=tuple(rules))
        try:
            Reasoner(self.desk.bare).evaluate(Scenario(setting=setting), "columns")
        except InputError as error:
            return any(each.code == "E232" for each in error.problems)
        return False

    # ---------------------------------------------------------------- as a question

    @property
    def cases(self) -> tuple[Scenario, ...]:
        """The scenario of an argument."""
        return (self.scenario,) if self.lines else ()

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario, where there is one."""
        return self.told_scenario(self.scenario) if self.scenario != Scenario() else ()

    def entries(self) -> tuple[Entry, ...]:
        """Where, and what."""
        texts = [each.text for each in self.lines] or [self._rule(each) for each in self.rules]
        options = tuple(Option(id=str(number), text=text) for number, text in enumerate(texts, start=1))
        where = Entry(
            id="where",
            kind="many" if self.rules else "one",
            prompt="The rules at fault" if self.rules else "The line that is wrong",
            options=options,
        )
        kinds = tuple(Option(id=id_, text=text) for id_, text in (WRONG_RULES if self.rules else FLAWS).items())
        return (where, Entry(id="flaw", kind="one", prompt="What is wrong", options=kinds))

    def _rule(self, rule: Supposition) -> str:
        when, then = (listed(map(self.kb.label, part), ", ") for part in (rule.when, rule.then))
        unless = f" unless {listed(map(self.kb.label, rule.unless), ' or ')}" if rule.unless else ""
        return f"{when} → {then}{unless}"

    def keys(self) -> tuple[EntryKey, ...]:
        """What the base finds."""
        half = rounded(self.doc.points / 2)
        where = tuple(map(str, self._circle())) if self.rules else (str(self._wrong[0]),)
        flaw = "cycle" if self.rules else self._wrong[1].flaw
        about = self.explanation()
        lines = {
            str(number): together([Message(text="Nothing is wrong with this line."), each.message])
            if not each.flaw
            else each.message
            for number, each in enumerate(self.lines, start=1)
        } or {
            str(number): Message(
                text=f"Rule {number} is part of the circle: without it none runs."
                if str(number) in where
                else f"Rule {number} is no part of the circle, which runs without it all the same."
            )
            for number, _ in enumerate(self.rules, start=1)
        }
        of = WRONG_RULES if self.rules else FLAWS
        kinds = {id_: about if id_ == flaw else self._not_that(id_) for id_ in of}
        return (
            EntryKey(entry="where", points=rounded(self.doc.points - half), right=where, messages=lines),
            EntryKey(entry="flaw", points=half, right=(flaw,), messages=kinds),
        )

    def _not_that(self, flaw: str) -> Message:
        """Why something is not what is wrong: nothing claims it, or what claims it is right."""
        if self.rules:
            return Message(text=_NO_SUCH_RULES[flaw])
        kind, what = _CLAIMS[flaw]
        if not kind:
            return Message(text="These are the lines of an argument; only rules can run in such a circle.")
        lines = [number for number, each in enumerate(self.doc.argument, start=1) if getattr(each, kind)]
        right = [number for number in lines if not self.lines[number - 1].flaw]
        if not lines:
            return Message(text=f"No line claims {what}.")
        if right:
            several = f"Lines {listed(map(str, right))} claim" if len(right) > 1 else f"Line {right[0]} claims"
            return together(
                [Message(text=f"{several} {what}, rightly."), *(self.lines[n - 1].message for n in right[:1])]
            )
        lead = Message(text=f"Line {lines[0]} claims {what}, and is wrong, but in another way.")
        return together([lead, self.lines[lines[0] - 1].message])

    def _path(self, numbers: tuple[int, ...]) -> Iterator[str]:
        """The circle, rule by rule: what each concludes, and what that does to another."""
        for number in numbers:
            above = {each for then in self.rules[number - 1].then for each in reach(self.kb, [then])}
            for other in numbers:
                rule = self.rules[other - 1]
                label = listed(map(self.kb.label, self.rules[number - 1].then))
                if above & set(rule.unless):
                    yield f"Rule {number} concludes {label}, which stops rule {other}."
                elif above & set(rule.when):
                    yield f"Rule {number} concludes {label}, which rule {other} needs."

    @property
    def _wrong(self) -> tuple[int, Line]:
        return next((number, each) for number, each in enumerate(self.lines, start=1) if each.flaw)

    def explanation(self) -> Message:
        """What is wrong, and why."""
        if self.rules:
            numbers = self._circle()
            several = f"Rules {listed(map(str, numbers))} run" if len(numbers) > 1 else f"Rule {numbers[0]} runs"
            why = "in a circle through “unless”: neither that the conclusion holds nor that it does not fits them."
            return Message(text=" ".join([f"{several} {why}", *self._path(numbers)]))
        number, line = self._wrong
        return together([Message(text=sentence(f"Line {number} is wrong: {FLAWS[line.flaw]}")), line.message])
