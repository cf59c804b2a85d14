"""What a page is made of: exercises, keys as its script reads them, and what the page cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from reasoner.explain.citing import node
from reasoner.knowledge.resolve import Resolver
from reasoner.knowledge.scenario_docs import ScenarioDoc
from reasoner.model.exercise import Check, Entry, EntryKey, Item, Key, Message, Wanted
from reasoner.model.finding import Finding
from reasoner.model.pictures import ProofMap
from reasoner.model.scenario import Scenario
from reasoner.program.build import Grounder
from reasoner.program.universe import named_by
from reasoner.render.clean import is_safe_link
from reasoner.render.pictures.content import proof_map
from reasoner.teach.checking import Task, allowed
from reasoner.teach.desk import Desk
from reasoner.teach.question import Question
from reasoner.values import Value

MOST_PROOFS = 3
RULES = "This page cannot try out a rule; it is marked when you hand in your answers."
PHASES = "This page cannot evaluate a scenario of this kind; your answer is marked when you hand it in."
FREE = "This page cannot judge a free answer here; it is marked when you hand it in."


class Shown(Value):
    """An exercise of a page.

    Attributes:
        item: as a student sees it.
        key: what is right.
        proofs: drawn below the explanation.
    """

    item: Item
    key: Key
    proofs: tuple[ProofMap, ...] = ()


def shown(question: Question[Any]) -> Shown:
    """A question as a page shows it."""
    desk = question.desk
    proofs: list[ProofMap] = []
    for scenario, finding in question.proofs():
        last = desk.evaluate(scenario).last
        if len(proofs) < MOST_PROOFS and last.holds(finding):
            drawn = proof_map(desk.kb, node(desk.kb, last.judge(finding).proof))
            if len(drawn.steps) > 1:
                proofs.append(drawn)
    return Shown(question.item, question.key, tuple(proofs))


class Keys:
    """Writes keys as the page's script reads them (`grading.js`).

    Args:
        desk: the knowledge base.
        findings: the findings that the page's engine knows, in its order.
    """

    def __init__(self, desk: Desk, findings: Iterable[Finding]) -> None:
        self._desk = desk
        self._findings = list(findings)
        self._number = {finding: number for number, finding in enumerate(self._findings)}

    def exercise(self, shown: Shown) -> dict[str, Any]:
        """An exercise with its key."""
        found = without_key(shown.item)
        keys = {key.entry: key for key in shown.key.entries}
        for entry, data in zip(shown.item.entries, found["entries"], strict=True):
            data["key"] = self._entry(entry, keys[entry.id])
        found["hints"] = [{"text": hint.text, "costs": hint.costs} for hint in shown.item.hints]
        found["remarks"] = shown.key.remarks
        return found

    def _entry(self, entry: Entry, key: EntryKey) -> dict[str, Any]:
        check = self._check(key.check, offered=bool(entry.options)) if key.check else None
        found: dict[str, Any] = {
            "points": key.points,
            "right": list(key.right),
            "also": [list(each) for each in key.also],
            "before": [list(each) for each in key.before],
            "messages": {name: self.message(each) for name, each in key.messages.items() if entry.options},
            "check": check,
        }
        if reason := open_reason(entry, judged=check is not None, wanted=key.check is not None):
            found["open"] = reason
        return found

    def _check(self, check: Check, *, offered: bool) -> dict[str, Any] | None:
        """How free names are judged; None where the page's engine cannot evaluate the scenario."""
        kb = self._desk.kb
        doc = ScenarioDoc.model_validate(check.scenario)
        scenario = Resolver(kb, self._desk.names, lambda *_, **__: None).scenario(doc)
        wanted = (*check.goals, *check.sides)
        if (
            scenario is None
            or not evaluable(self._desk, scenario)
            or any(w.finding not in self._number for w in wanted)
        ):
            return None
        task = Task(scenario=scenario, verb=check.verb, goals=check.goals, sides=check.sides, most=check.most)
        return {
            "scenario": told(scenario),
            "verb": check.verb,
            "goals": [self._wanted(each) for each in check.goals],
            "sides": [self._wanted(each) for each in check.sides],
            "most": check.most,
            "smallest": check.smallest,
            "refused": self._refused(task, offered=offered),
        }

    def _wanted(self, wanted: Wanted) -> list[Any]:
        return [self._number[wanted.finding], wanted.wanted, int(wanted.support)]

    def _refused(self, task: Task, *, offered: bool) -> list[Any]:
        """What may not stand in an answer: the reason, in which {} is the finding, and the findings."""
        kb = self._desk.kb
        reasons: dict[str, list[int]] = {}
        for number, finding in enumerate(self._findings):
            if task.verb == "block" and finding.down:
                continue  # what is blocked is named without a direction
            if reason := allowed(kb, task, finding, offered=offered):
                reasons.setdefault(reason.replace(kb.label(finding), "{}", 1), []).append(number)
        return [[reason, list(_ranges(numbers))] for reason, numbers in reasons.items()]

    def message(self, message: Message) -> dict[str, Any]:
        """A message with its rows and their links."""
        return {"text": message.text, "cites": [list(each) for each in cites(self._desk, message)]}


def without_key(item: Item) -> dict[str, Any]:
    """What the script needs to know of an exercise to collect answers."""
    return {
        "id": item.id,
        "points": item.points,
        "entries": [
            {"id": each.id, "kind": each.kind, "options": [[option.id, option.text] for option in each.options]}
            for each in item.entries
        ],
        "hints": [],
        "remarks": {},
    }


def cites(desk: Desk, message: Message) -> Iterator[tuple[str, str]]:
    """The rows of a message, each once, with a link that is safe to follow or none."""
    rows: dict[str, str] = {}
    for each in message.citations:
        rows.setdefault(desk.kb.row_name(each.source, each.row), each.link if is_safe_link(each.link) else "")
    yield from rows.items()


def open_reason(entry: Entry, *, judged: bool, wanted: bool) -> str:
    """Why an entry cannot be judged by the page; empty where it can.

    Args:
        entry: it.
        judged: whether free names can be evaluated.
        wanted: whether the key says how they are judged.
    """
    if entry.kind == "rule":
        return RULES
    if wanted and not judged:
        return PHASES
    return FREE if entry.kind == "names" and not judged else ""


def evaluable(desk: Desk, scenario: Scenario) -> bool:
    """Whether the page's engine can evaluate a scenario: one phase, no numbers, nothing supposed, known places."""
    grounder: Grounder = desk.reasoner.grounder
    plain = len(scenario.phases) == 1 and not scenario.phases[0].measured and not scenario.setting.suppose
    return plain and named_by(scenario) <= grounder.base


def told(scenario: Scenario) -> dict[str, Any]:
    """A scenario of one phase, as the page's engine is told of it."""
    (phase,), setting = scenario.phases, scenario.setting
    found = {
        "given": list(map(str, phase.given)),
        "block": list(map(str, phase.block)),
        "force": list(map(str, phase.force)),
        "history": list(map(str, scenario.history)),
        "cancer": setting.cancer,
        "stage": setting.stage,
        "site": setting.site,
        "assume": [f"{group}/{option}" for group, option in setting.assume],
        "strict_context": setting.strict_context,
        "system": setting.system.value if setting.system else None,
    }
    return {key: value for key, value in found.items() if value}


def _ranges(numbers: list[int]) -> Iterator[list[int]]:
    """Numbers in order as ranges, first and last: most findings are refused for the same reason as the next."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        listed = [number for _, number in run]
        yield [listed[0], listed[-1]]
