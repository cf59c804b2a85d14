"""How far does the review go, and on which evidence?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from reasoner.errors import UsageError
from reasoner.model.evidence import Wording
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation
from reasoner.model.rule import Effect
from reasoner.model.sayings import Says, StepSaying
from reasoner.model.scenario import Scenario
from reasoner.questions.says import says
from reasoner.teach.documents import ExtentDoc
from reasoner.teach.explaining import claim, sentence, together
from reasoner.teach.judging import rounded
from reasoner.teach.question import Question
from reasoner.teach.sheet import Sheet

EXTENTS = {
    "stated": "{source} states it",
    "suggested": "{source} suggests it",
    "correlated": "{source} tells it as a correlation",
    "hypothesised": "{source} tells it as a hypothesis",
    "combined": "only a combination of several statements gives it",
    "denied": "{source} denies it",
    "open": "{source} names both together, without saying which way, or as an order of events",
    "nothing": "it is not there: {source} does not say it, and no combination gives it",
}

MEANS = {
    "stated": "To state it, a sentence would have to say it outright.",
    "suggested": "To suggest it, a sentence would have to make the step with a hedge, as may or seems.",
    "correlated": "A correlation would be two things found together, with nothing said of which brings about which.",
    "hypothesised": "A hypothesis would be a step that is supposed, or asked about.",
    "combined": "A combination would be several statements that lead there together, with none that says it alone.",
    "denied": "To deny it, a sentence would have to say that it is not so.",
    "open": "That would be a statement that names both without a direction, or as an order in time.",
    "nothing": "It would not be there if no sentence made the step and no combination gave it.",
}
"""What it would take for an extent to be right: the answer to a wrong choice."""


def extent_of(kb: KnowledgeBase, answer: Says) -> str:
    """Which of `EXTENTS` an answer of `says` is: that of its first verdict, of the firmest statement in it."""
    first = answer.verdict
    if first == "hedges":
        return hedge_of(kb, backing(answer)[0])
    if first == "combination":
        return "combined"
    return {"states": "stated", "denies": "denied", "open": "open", "order": "open"}.get(first, "nothing")


def hedge_of(kb: KnowledgeBase, saying: StepSaying) -> str:
    """How a hedged statement is put."""
    rule = kb.rules_by_id[saying.rule]
    if rule.effect is Effect.correlates or all(item.wording is Wording.correlates for item in rule.evidence):
        return "correlated"
    if rule.hypothesis or all(item.wording is Wording.hypothesises for item in rule.evidence):
        return "hypothesised"
    return "suggested"


def backing(answer: Says) -> list[StepSaying]:
    """The statements that the first verdict rests on, the firmest first."""
    found = [each for each in (*answer.sayings, *answer.together) if each.how == answer.verdict]
    near = [each for each in found if each.relation != "kinds"] or found
    return sorted(near, key=lambda each: (bool(each.also_needs), bool(each.guards), -each.grade))


def rows_of(kb: KnowledgeBase, answer: Says) -> tuple[str, ...]:
    """The rows that an answer of `says` rests on."""
    kind = extent_of(kb, answer)
    if kind == "combined":
        together_ = [kb.row_name(each.source, each.row) for saying in answer.together for each in saying.citations]
        return answer.combination.sentences if answer.combination else tuple(dict.fromkeys(together_))
    if kind == "nothing":
        return ()
    chosen = [each for each in backing(answer) if answer.verdict != "hedges" or hedge_of(kb, each) == kind]
    return tuple(dict.fromkeys(kb.row_name(each.source, each.row) for saying in chosen for each in saying.citations))


class Extent(Question[ExtentDoc]):
    """One of eight extents, and the rows that say it."""

    type = QuestionType.extent

    def __init__(self, sheet: Sheet, doc: ExtentDoc) -> None:
        super().__init__(sheet, doc)
        self.premise = sheet.finding(doc.premise, "premise")
        self.conclusion = sheet.finding(doc.conclusion, "conclusion")
        self.says: Says
        found = [sheet.row(row, "evidence", number) for number, row in enumerate(doc.evidence)]
        self.offered = {self.kb.row_name(*each): each for each in found if each}
        if not sheet.problems:
            try:
                self.says = says(self.desk.reasoner, self.premise, self.conclusion)
            except UsageError as error:
                sheet.problems += [problem.at(sheet.where("premise")) for problem in error.problems]
        if not sheet.problems and self.offered and not set(self.rows) & self.offered.keys():
            help_ = [f"it rests on {', '.join(self.rows)}"] if self.rows else ["leave `evidence` out: nothing says it"]
            sheet.refuse("E302", "none of these rows says it", "evidence", help=help_)

    @property
    def extent(self) -> str:
        """How far the review goes."""
        return extent_of(self.kb, self.says)

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that it rests on."""
        return rows_of(self.kb, self.says)

    @property
    def source(self) -> str:
        """What the source of the rows that are offered is called."""
        return self.kb.called({source for source, _ in self.offered.values()})

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The step."""
        return (("Step", f"{self.kb.label(self.premise)} → {self.kb.label(self.conclusion)}"),)

    def entries(self) -> tuple[Entry, ...]:
        """How far, and the rows."""
        source = self.source
        options = tuple(Option(id=id_, text=text.format(source=source)) for id_, text in EXTENTS.items())
        extent = Entry(id="extent", kind="one", prompt=f"How far does {source} go?", options=options)
        if not self.offered:
            return (extent,)
        rows = tuple(Option(id=row, text=self._row(row)) for row in self.offered)
        return (extent, Entry(id="evidence", kind="many", prompt="Which sentences say so?", options=rows))

    def _row(self, row: str) -> str:
        """A sentence, by what is encoded of it: the review's own words are not ours to print."""
        claims = self._claims(row)
        return f"{row}: {' / '.join(claims)}" if claims else row

    def _claims(self, row: str) -> dict[str, Citation]:
        """What is encoded of a sentence, at most two claims: first what is said of the step, if anything is."""
        asked = {each.rule for each in backing(self.says)}
        place = self.offered[row]
        cited = [(rule, item) for rule in self.kb.rules for item in rule.evidence if (item.source, item.at) == place]
        cited.sort(key=lambda each: each[0].id not in asked)
        found: dict[str, Citation] = {}
        for rule, item in cited:
            found.setdefault(rule.claim.strip(), self.kb.citation(item))
        return dict(islice(found.items(), 2))

    def keys(self) -> tuple[EntryKey, ...]:
        """What `says` answers."""
        right = self.extent
        points = rounded(self.doc.points / 2) if self.offered else self.doc.points
        messages = {each: self._told(each) for each in EXTENTS}
        first = EntryKey(entry="extent", points=points, right=(right,), messages=messages)
        if not self.offered:
            return (first,)
        says_it = tuple(row for row in self.offered if row in self.rows)
        about = {row: self._said_by(row, says_it=row in says_it) for row in self.offered}
        return (
            first,
            EntryKey(entry="evidence", points=rounded(self.doc.points - points), right=says_it, messages=about),
        )

    def _said_by(self, row: str, *, says_it: bool) -> Message:
        """What a sentence says, of the step or else."""
        lead = f"{row} {'says it' if says_it else 'says something else'}"
        for claim_, citation in self._claims(row).items():
            return Message(text=sentence(f"{lead}: {claim_}"), citations=(citation,))
        return Message(text=sentence(lead))

    def _told(self, extent: str) -> Message:
        """Why an extent is right or wrong."""
        right = self.explanation()
        if extent == self.extent:
            return right
        return together([Message(text=MEANS[extent]), right])

    def named(self, entry: Entry, text: str) -> str | None:
        """The option that is a row, named without its source."""
        found = [name for name, (_, row) in self.offered.items() if row == text]
        return found[0] if entry.id == "evidence" and len(found) == 1 else None

    def sayings(self) -> Says:
        """What is said of the step."""
        return self.says

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """That of the conclusion, where only a combination gives it."""
        return ((self.desk.given(self.premise), self.conclusion),) if self.extent == "combined" else ()

    def explanation(self) -> Message:
        """How far the review goes, with what says so."""
        lead = Message(text=sentence(EXTENTS[self.extent].format(source=self.source)))
        if self.extent == "combined":
            combination = self.says.combination
            if combination:
                scenario = self.desk.given(self.premise)
                return together([lead, self.desk.why(scenario, self.conclusion)])
            told = [self._saying(each) for each in self.says.together[:2]]
            needs = Message(text="It needs something besides.")
            return together([lead, *told, needs])
        if self.extent == "nothing":
            reverse = [each for each in self.says.reverse if each.relation != "kinds"][:1]
            back = [Message(text="The other way round is said:"), *map(self._saying, reverse)] if reverse else []
            return together([lead, *back, Message(text="What is not said is not thereby false.")])
        return together([lead, *(self._saying(each) for each in backing(self.says)[:2])])

    def _saying(self, saying: StepSaying) -> Message:
        return Message(text=sentence(claim(self.kb, saying.claim, saying.citations)), citations=saying.citations)
