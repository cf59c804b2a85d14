"""Write a rule: it is judged by its models against those of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from reasoner.engines.columns import Columns, side_by_side
from reasoner.errors import InputError, UsageError
from reasoner.knowledge.suppositions import supposition
from reasoner.model.exercise import Entry, EntryKey, Message, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.model.supposition import Supposition
from reasoner.pipeline import Reasoner
from reasoner.program.phases import inputs
from reasoner.program.situation import Past, Situation, situation
from reasoner.teach.documents import RuleDoc
from reasoner.teach.explaining import listed, sentence, told_rule
from reasoner.teach.judging import Judged, unreadable
from reasoner.teach.question import Question
from reasoner.teach.sheet import Sheet

MOST = 10
"""Findings that two rules may name together: every set of them is a scenario."""

Rules = tuple[Supposition, ...]


class WriteRule(Question[RuleDoc]):
    """The rule alone, over the vocabulary of the base and without its other rules, is set against the reference alone.

    They are compared in every scenario of findings that either names, smallest first.
    """

    type = QuestionType.rule

    def __init__(self, sheet: Sheet, doc: RuleDoc) -> None:
        super().__init__(sheet, doc)
        self.rule: Rule | None = self.kb.rules_by_id.get(doc.reference)
        self.reference: Rules = ()
        self._alone = Reasoner(self.desk.bare)
        if self.rule:
            if not self.rule.fires or self.rule.guarded or any(p.before for item in self.rule.when for p in item):
                message = f"`{doc.reference}` is no rule that can be written here: it has guards, or fires nothing"
                sheet.refuse("E302", message, "reference")
                return
            self.reference = tuple(
                Supposition(when=tuple(p.finding for p in each), then=self.rule.then, unless=self.rule.unless)
                for each in self.rule.variants
            )
        else:
            self.reference = sheet.all(
                lambda text: supposition(self.kb, self.desk.names, text), [doc.reference], "reference"
            )
        if len(self._named(self.reference)) > MOST:
            sheet.refuse("E302", f"the reference names more than {MOST} findings", "reference")

    @staticmethod
    def _named(rules: Rules) -> list[Finding]:
        return list(dict.fromkeys(finding for each in rules for finding in each.findings))

    def entries(self) -> tuple[Entry, ...]:
        """A text."""
        prompt = "As A, B -> C; “down” behind a name is less of it, and “unless D” tells what stops it"
        return (Entry(id="rule", kind="rule", prompt=prompt),)

    def keys(self) -> tuple[EntryKey, ...]:
        """The reference; whatever has the same models is right, too."""
        right = (str(self.reference[0]),) if len(self.reference) == 1 else (" ; ".join(map(str, self.reference)),)
        return (EntryKey(entry="rule", points=self.doc.points, right=right, complete=False),)

    def explanation(self) -> Message:
        """The reference, with where it is said."""
        if self.rule:
            return told_rule(self.kb, self.rule)
        return Message(text=sentence(f"One right rule is {told(self.kb, self.reference)}"))

    def judge(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        """Read the rules, and compare models. Several rules, parted by `;` or one a text, count together."""
        rules: list[Supposition] = []
        for text in (piece for each in texts for piece in each.replace("\n", ";").split(";") if piece.strip()):
            try:
                rules.append(supposition(self.kb, self.desk.names, text))
            except UsageError as error:
                problem = error.problems[0]
                return unreadable(" ".join([sentence(problem.message), *map(sentence, problem.help[:1])]))
        if not rules:
            return unreadable("No rule stands here.")
        if len(rules) > 6:
            return unreadable("At most six rules may stand here.")
        return self._compared(tuple(dict.fromkeys(rules)))

    def _compared(self, rules: Rules) -> Judged:
        named = self._named((*self.reference, *rules))
        if len(named) > MOST:
            return unreadable(f"The rule names too much: with the reference, more than {MOST} findings.")
        then = tuple(dict.fromkeys(finding for each in (*self.reference, *rules) for finding in each.then))
        probes = self._probes(named)
        try:
            wanted, got = (self._models(each, probes, then) for each in (self.reference, rules))
        except InputError as error:
            return Judged(0, Message(text=" ".join(sentence(each.message) for each in error.problems)))
        apart = [number for number in range(len(probes)) if wanted[number] != got[number]]
        if not apart:
            return Judged(
                1, Message(text=f"In each of {len(probes)} scenarios the rule gives what the reference gives.")
            )
        first = apart[0]
        share = self._share(wanted, got)
        return Judged(share, self._differs(probes[first], wanted[first], got[first]))

    def _share(self, wanted: Sequence[frozenset[Finding]], got: Sequence[frozenset[Finding]]) -> float:
        """Half for a rule that errs on one side only, and concludes something that the reference does.

        On one side: it never concludes what the reference does not, or it misses nothing that this concludes.
        """
        common = any(one & other for one, other in zip(wanted, got, strict=True))
        sound = all(other <= one for one, other in zip(wanted, got, strict=True))
        whole = all(one <= other for one, other in zip(wanted, got, strict=True))
        return 0.5 if common and (sound or whole) else 0.0

    def _differs(self, probe: tuple[Finding, ...], wanted: frozenset[Finding], got: frozenset[Finding]) -> Message:
        label = self.kb.label
        given = listed(map(label, probe)) or "nothing"
        missing, more = sorted(wanted - got, key=str), sorted(got - wanted, key=str)
        told = []
        if missing:
            told.append(f"the reference gives {listed(map(label, missing))}, and your rule does not")
        if more:
            told.append(f"your rule gives {listed(map(label, more))}, and the reference does not")
        return Message(text=f"The smallest scenario that differs: given {given}, {listed(told)}.")

    def _probes(self, named: Sequence[Finding]) -> list[tuple[Finding, ...]]:
        """Every set of the findings, smallest first, that contradicts nothing."""
        found = []
        for size in range(len(named) + 1):
            for probe in combinations(named, size):
                if not any(each.contrary in probe for each in probe) and self._sound(probe):
                    found.append(probe)
        return found

    def _sound(self, probe: tuple[Finding, ...]) -> bool:
        try:
            self._situation((), probe)
        except InputError:
            return False
        return True

    def _situation(self, rules: Rules, probe: tuple[Finding, ...], named: tuple[Finding, ...] = ()) -> Situation:
        scenario = Scenario(setting=Setting(suppose=rules), history=(), phases=(Phase(given=probe),))
        reasoner = self._alone.supposing(scenario)
        return situation(reasoner.grounder, scenario, inputs(reasoner.kb, scenario)[0], Past())

    def _models(
        self, rules: Rules, probes: Sequence[tuple[Finding, ...]], then: tuple[Finding, ...]
    ) -> list[frozenset[Finding]]:
        """Which conclusions each probe gives beyond what is given."""
        found = []
        for probe in probes:
            at = self._situation(rules, probe)
            (model,) = (Columns.of(at.program).models(side_by_side([at])),)
            numbers = {each: at.program.number(each) for each in then}
            found.append(
                frozenset(
                    each
                    for each, number in numbers.items()
                    if number is not None and model[number] and each not in probe
                )
            )
        return found


def told(kb: KnowledgeBase, rules: Rules) -> str:
    """Rules as students write them."""
    return "; ".join(_words(kb, each) for each in rules)


def _words(kb: KnowledgeBase, rule: Supposition) -> str:
    when, then = (", ".join(map(kb.label, part)) for part in (rule.when, rule.then))
    return f"{when} -> {then}" + (f" unless {', '.join(map(kb.label, rule.unless))}" if rule.unless else "")
