"""Put the steps of a chain in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reasoner.explain.citing import node
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.model.result import ProofNode
from reasoner.model.scenario import Scenario
from reasoner.teach.documents import OrderDoc
from reasoner.teach.explaining import listed
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet


class Order(OfScenario[OrderDoc]):
    """Findings of which one stands in the proof of another come in that order; every order that heeds this is right."""

    type = QuestionType.order

    def __init__(self, sheet: Sheet, doc: OrderDoc) -> None:
        super().__init__(sheet, doc)
        self.chain = sheet.findings(doc.chain, "chain")
        self.before: tuple[tuple[Finding, Finding], ...] = ()
        if not sheet.problems:
            self._find(sheet)

    def _find(self, sheet: Sheet) -> None:
        """Which finding stands in the proof of which; findings that do not hold, or have no order, are refused."""
        last = self.desk.evaluate(self.scenario).last
        for number, each in enumerate(self.chain):
            if not last.holds(each):
                why = self.desk.why(self.scenario, each).text
                sheet.refuse(
                    "E303", f"{self.kb.label(each)} does not hold in the scenario", "chain", number, help=[why]
                )
        if sheet.problems:
            return
        within = {each: set(_within(node(self.kb, last.judge(each).proof))) for each in self.chain}
        self.before = tuple(
            (first, then) for then in self.chain for first in self.chain if first != then and first in within[then]
        )
        loose = [each for each in self.chain if not any(each in pair for pair in self.before)]
        if loose:
            labels = listed(map(self.kb.label, loose))
            help_ = ["each step stands in the proof of another, or has another in its own"]
            sheet.refuse("E302", f"nothing says where {labels} has its place", "chain", help=help_)
        at = {each: number for number, each in enumerate(self.chain)}
        for first, then in self.before:
            if at[first] > at[then]:
                message = f"{self.kb.label(first)} comes before {self.kb.label(then)}"
                sheet.refuse("E303", message, "chain", at[then], help=[self.desk.why(self.scenario, then).text])

    def entries(self) -> tuple[Entry, ...]:
        """The steps, shuffled so that no more of them are in order than are not."""
        options = [Option(id=str(each), text=self.kb.label(each)) for each in self.chain]
        mixed = self.shuffled(options)
        at = {each.id: number for number, each in enumerate(mixed)}
        right = sum(at[str(first)] < at[str(then)] for first, then in self.before)
        if 2 * right > len(self.before):  # as it is shown it earns nothing
            mixed = mixed[::-1]
        return (Entry(id="chain", kind="order", prompt="First to last", options=mixed),)

    def keys(self) -> tuple[EntryKey, ...]:
        """The order in which they are written, and which pairs matter."""
        pairs = len(self.chain) * (len(self.chain) - 1) // 2
        return (
            EntryKey(
                entry="chain",
                points=self.doc.points,
                right=tuple(map(str, self.chain)),
                complete=len(self.before) == pairs,
                before=tuple((str(first), str(then)) for first, then in self.before),
                messages={str(each): self.desk.why(self.scenario, each) for each in self.chain},
            ),
        )

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """That of the last step."""
        return ((self.scenario, self.chain[-1]),)

    def explanation(self) -> Message:
        """The proof of the last step."""
        return self.desk.why(self.scenario, self.chain[-1])


def _within(proof: ProofNode) -> Iterator[Finding]:
    """What stands below the conclusion of a proof."""
    for each in proof.premises:
        yield each.finding
        yield from _within(each)
