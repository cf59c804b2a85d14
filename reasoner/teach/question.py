"""A question: an exercise made of its document and the knowledge base, which shows itself, has its key, and judges."""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from reasoner.errors import InputError, Position, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.resolve import Resolver
from reasoner.knowledge.scenario_docs import ScenarioDoc
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import (
    Entry,
    EntryKey,
    Hint,
    Item,
    Key,
    Message,
    Option,
    PartMark,
    QuestionType,
    Status,
)
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sayings import Says
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Evaluation, Reasoner
from reasoner.teach.answers import Answers
from reasoner.teach.documents import ExerciseDoc, WithScenario
from reasoner.teach.explaining import does_not_follow, follows, listed, together
from reasoner.teach.topics import topics
from reasoner.values import Value

T = TypeVar("T")
D = TypeVar("D", bound=ExerciseDoc)
S = TypeVar("S", bound=WithScenario)

HINT_COSTS = (0.1, 0.2, 0.3)
NONE = "none"
LONGEST = 2000
"""Characters of a text in an answer; names and rules are shorter."""
MOST_TEXTS = 50
"""Texts in one entry of an answer."""

Answer = Mapping[str, str | Sequence[str]]


class Desk:
    """The knowledge base as exercises ask it: its names, its reasoner, and what was evaluated already.

    Args:
        kb: it.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.names = Names(kb)
        self.answers = Answers(kb, self.names)
        self.reasoner = Reasoner(kb)
        self.topics = topics(kb)
        self._evaluated: dict[Scenario, Evaluation] = {}
        self._told: dict[tuple[Scenario, Finding], Message] = {}

    @cached_property
    def bare(self) -> KnowledgeBase:
        """The vocabulary without the rules: what rules that are written in exercises stand on alone."""
        return self.kb.model_copy(update={"rules": ()})

    def evaluate(self, scenario: Scenario) -> Evaluation:
        """A scenario evaluated, once.

        Raises:
            InputError: it contradicts itself.
        """
        if scenario not in self._evaluated:
            if len(self._evaluated) > 500:
                self._evaluated.clear()
            self._evaluated[scenario] = self.reasoner.evaluate(scenario, "columns")
        return self._evaluated[scenario]

    def given(self, finding: Finding) -> Scenario:
        """The scenario in which one finding is given, in no setting."""
        return Scenario(phases=(Phase(given=(finding,)),))

    def why(self, scenario: Scenario, finding: Finding) -> Message:
        """Why a finding holds in a scenario, or why it does not."""
        if (scenario, finding) not in self._told:
            if len(self._told) > 5000:
                self._told.clear()
            evaluation = self.evaluate(scenario)
            holds = evaluation.last.holds(finding)
            self._told[scenario, finding] = (
                follows(self.kb, evaluation, finding) if holds else does_not_follow(self.reasoner, evaluation, finding)
            )
        return self._told[scenario, finding]


class Sheet:
    """The document of an exercise while it is read: resolves its names and gathers what is wrong, each at its position.

    What is wrong has a stand-in, so that the rest is read all the same; a question that was made with problems is of no
    use.

    Args:
        desk: the knowledge base.
        where: the position of a path of keys and indices.
    """

    def __init__(self, desk: Desk, where: Callable[..., Position | None] = lambda *_, **__: None) -> None:
        self.desk = desk
        self.where = where
        self.problems: list[Problem] = []

    def refuse(self, code: str, message: str, *steps: int | str, help: Iterable[str] = ()) -> None:
        """Something is wrong at a path."""
        self.problems.append(Problem(code, message, self.where(*steps), tuple(help)))

    def one(self, read: Callable[[str], T], text: str, *steps: int | str, instead: T) -> T:
        """A name resolved; the stand-in, with the problem noted, where it is none."""
        try:
            return read(text)
        except UsageError as error:
            self.problems += [problem.at(self.where(*steps)) for problem in error.problems]
            return instead

    def all(self, read: Callable[[str], T], texts: Iterable[str], *steps: int | str) -> tuple[T, ...]:
        """Names resolved; one that stands there twice is refused."""
        found: dict[T, None] = {}
        for number, text in enumerate(texts):
            made = self.one(read, text, *steps, number, instead=None)
            if made is not None and made in found:
                self.refuse("E302", f"{shown(text)} stands here twice", *steps, number)
            elif made is not None:
                found[made] = None
        return tuple(found)

    def finding(self, text: str, *steps: int | str) -> Finding:
        """A finding."""
        return self.one(self.desk.names.said, text, *steps, instead=Finding(""))

    def findings(self, texts: Iterable[str], *steps: int | str) -> tuple[Finding, ...]:
        """Findings."""
        return self.all(self.desk.names.said, texts, *steps)

    def distinct(self, texts: Sequence[str], *steps: int | str) -> None:
        """Refuse a text that reads as one before it: nobody could tell which is meant."""
        read = [" ".join(text.split()).casefold() for text in texts]
        for number, each in enumerate(read):
            if each in read[:number]:
                self.refuse("E302", f"{shown(texts[number])} stands here twice", *steps, number)

    def row(self, text: str, *steps: int | str) -> tuple[str, str] | None:
        """The source and row of a sentence, named by the row alone where only one source has it."""
        rows = self.desk.kb.rows
        found = [key for key in rows if text in (key[1], self.desk.kb.row_name(*key))]
        found = [key for key in found if key[0] == self.desk.kb.home_source] or found
        if len(found) != 1:
            why = "no source has" if not found else "several sources have"
            help_ = did_you_mean(text, [self.desk.kb.row_name(*key) for key in (found or rows)])
            self.refuse("E042", f"{why} a row {shown(text)}", *steps, help=help_)
            return None
        return found[0]

    def scenario(self, doc: ScenarioDoc, *steps: int | str) -> Scenario:
        """A scenario, found to be free of contradictions; an empty one, with the problems noted, where it is not."""
        before = len(self.problems)
        for name in ("expect", "suppose", "xfail"):
            if getattr(doc, name):
                self.refuse("E302", f"the scenario of an exercise has no `{name}`", *steps, name)
        for number, phase in enumerate(doc.phases):
            if phase.expect:
                self.refuse("E302", "the scenario of an exercise has no `expect`", *steps, "phases", number, "expect")
        resolver = Resolver(self.desk.kb, self.desk.names, lambda *at, key=False: self.where(*steps, *at, key=key))
        found = resolver.scenario(doc)
        self.problems += resolver.problems
        if found is None or len(self.problems) > before:
            return Scenario()
        try:
            self.desk.evaluate(found)
        except InputError as error:
            self.problems += [problem.at(self.where(*steps)) for problem in error.problems]
            return Scenario()
        return found


class Judged(Value):
    """How an entry was judged.

    Attributes:
        share: of its points, 0 to 1.
        message: why.
        status: `unreadable` or `empty` where it is so; else it follows from the share.
    """

    share: float
    message: Message
    status: Status | None = None


class Question(ABC, Generic[D]):
    """An exercise that can be shown and judged. What it says, and how it judges, follows from the base alone.

    Args:
        sheet: resolves names; problems are added to it, and the question is of no use where there are any.
        doc: the exercise as it is written.
    """

    type: ClassVar[QuestionType]

    def __init__(self, sheet: Sheet, doc: D) -> None:
        self.desk = sheet.desk
        self.kb = sheet.desk.kb
        self.doc = doc

    # ---------------------------------------------------------------- what each type says

    @abstractmethod
    def entries(self) -> tuple[Entry, ...]:
        """What is filled in."""

    @abstractmethod
    def keys(self) -> tuple[EntryKey, ...]:
        """What is right in each entry."""

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Lines set apart below the stem: the scenario, or what is to be looked at."""
        return ()

    @abstractmethod
    def explanation(self) -> Message:
        """What stands below the exercise once it is answered."""

    @property
    def cases(self) -> tuple[Scenario, ...]:
        """The scenarios that it is about; none where it is about statements or rules alone."""
        return ()

    def proofs(self) -> Iterable[tuple[Scenario, Finding]]:
        """Findings whose proofs are worth looking at once the exercise is answered, each with its scenario.

        Of those that do not hold there is none to be looked at.
        """
        return ()

    def sayings(self) -> Says | None:
        """What the sources say of the step that it is about, where it is about one."""
        return None

    # ---------------------------------------------------------------- what all have in common

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the exercise as it is written."""
        plain = self.doc.model_dump(exclude_defaults=True)
        return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def item(self) -> Item:
        """The exercise as a student sees it."""
        doc = self.doc
        return Item(
            id=doc.exercise,
            type=self.type,
            title=quoted(doc.title),
            stem=quoted(doc.stem.strip()),
            shown=self.shown(),
            entries=self.entries(),
            points=doc.points,
            difficulty=doc.difficulty,
            minutes=doc.minutes,
            topics=doc.topics,
            objective=quoted(doc.objective),
            hints=tuple(Hint(text=quoted(text), costs=cost) for text, cost in zip(doc.hints, HINT_COSTS, strict=False)),
            knowledge_base=self.kb.digest,
            digest=self.digest,
        )

    @cached_property
    def key(self) -> Key:
        """What is right in it."""
        feedback = self.doc.feedback
        remarks = {name: quoted(text) for name in ("right", "partly", "wrong") if (text := getattr(feedback, name))}
        return Key(
            exercise=self.doc.exercise,
            entries=self.keys(),
            explanation=self.explanation(),
            remarks=remarks,
            cites=self.doc.rows,
        )

    @cached_property
    def right_answer(self) -> dict[str, tuple[str, ...]]:
        """A right answer."""
        return {each.entry: each.right for each in self.key.entries}

    def grade(self, answer: Answer) -> list[PartMark]:
        """Judge an answer.

        Args:
            answer: by the id of an entry, a text or several; entries that are not there count as empty.

        Returns:
            A mark for each entry; never an error, whatever the answer is.
        """
        return [self._mark(entry, key, texts_of(answer.get(entry.id, ()))) for entry, key in self._pairs]

    @property
    def _pairs(self) -> list[tuple[Entry, EntryKey]]:
        return list(zip(self.item.entries, self.key.entries, strict=True))

    def _mark(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> PartMark:
        judged = self._judged(entry, key, texts)
        points = rounded(key.points * judged.share)
        status = judged.status or (
            Status.right if judged.share >= 1 else Status.partly if judged.share > 0 else Status.wrong
        )
        return PartMark(entry=entry.id, status=status, points=points, out_of=key.points, message=judged.message)

    def _judged(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        if not texts:
            return Judged(0, Message(text="Nothing was answered here."), Status.empty)
        if len(texts) > MOST_TEXTS or any(len(text) > LONGEST for text in texts):
            return unreadable(f"An answer has at most {MOST_TEXTS} parts of at most {LONGEST} characters.")
        return self.judge(entry, key, texts)

    def judge(self, entry: Entry, key: EntryKey, texts: tuple[str, ...]) -> Judged:
        """Judge what was answered in an entry, which is something; entries with options are judged by their key."""
        chosen = self.chosen(entry, texts)
        return chosen if isinstance(chosen, Judged) else judged_by_key(entry, key, chosen)

    def chosen(self, entry: Entry, texts: Iterable[str]) -> tuple[str, ...] | Judged:
        """The options that texts mean, each once; of which several may be chosen, a text may name several."""
        chosen: dict[str, None] = {}
        for text in texts:
            whole = entry.kind == "one" or self.option(entry, text)
            for part in [text] if whole else (*self.desk.answers.parts(entry.options, text),) or [text]:
                option = self.option(entry, part)
                if option is None:
                    help_ = did_you_mean(part, [each.text for each in entry.options])
                    said = [f"There is no option {shown(part)}.", *(f"{line}?" for line in help_[:1])]
                    return unreadable(" ".join(said))
                chosen[option] = None
        if entry.kind == "one" and len(chosen) > 1:
            return unreadable("One option is to be chosen here, and there are several.")
        return tuple(chosen)

    def option(self, entry: Entry, text: str) -> str | None:
        """The option that a text means: by its id, its number from 1, its text, or a name of it."""
        text = text.strip()
        ids = [each.id for each in entry.options]
        if text in ids:
            return text
        if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= len(ids):
            return ids[int(text) - 1]
        for each in entry.options:
            if text.casefold() in (each.id.casefold(), each.text.casefold()):
                return each.id
        return self.named(entry, text)

    def named(self, entry: Entry, text: str) -> str | None:
        """The option of an entry that a name means; for entries whose options are findings."""
        try:
            found = str(self.desk.names.said(text))
        except UsageError:
            return None
        return found if any(each.id == found for each in entry.options) else None

    # ---------------------------------------------------------------- pieces for the types

    def finding_options(self, findings: Iterable[Finding], none: str = "") -> tuple[Option, ...]:
        """Options that are findings, and perhaps that none of these is right."""
        found = [Option(id=str(each), text=self.kb.label(each)) for each in findings]
        return (*found, Option(id=NONE, text=none)) if none else tuple(found)

    def shuffled(self, options: Sequence[T]) -> tuple[T, ...]:
        """In an order that is no hint, and the same as long as the exercise has its id and these options."""
        found = sorted(options, key=str)
        named = json.dumps([self.doc.exercise, [str(each) for each in found]], ensure_ascii=False)
        random.Random(int(hashlib.sha256(named.encode()).hexdigest()[:12], 16)).shuffle(found)
        return tuple(found)

    def told_scenario(self, scenario: Scenario) -> tuple[tuple[str, str], ...]:
        """What a scenario gives and sets, as lines with headings."""
        return tuple(scenario_lines(self.kb, scenario))


class OfScenario(Question[S]):
    """An exercise about one scenario."""

    def __init__(self, sheet: Sheet, doc: S) -> None:
        super().__init__(sheet, doc)
        self.scenario = sheet.scenario(doc.scenario, "scenario")

    @property
    def cases(self) -> tuple[Scenario, ...]:
        """It."""
        return (self.scenario,)

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario."""
        return self.told_scenario(self.scenario)


def judged_by_key(entry: Entry, key: EntryKey, chosen: tuple[str, ...]) -> Judged:
    """Judge chosen options.

    The share is, of `one`, all or nothing; of `many` the right ones less the wrong ones, over all that are right; of
    `order` the pairs in their order less those that are not, over all pairs. It is never below 0.
    """
    if entry.kind == "order":
        missing = [each.text for each in entry.options if each.id not in chosen]
        if missing:
            return unreadable(f"Every step has its place in the order; {listed(missing)} is not there.")
        at = {each: number for number, each in enumerate(chosen)}
        wrong = [(first, then) for first, then in key.before if at[first] > at[then]]
        share = max(0.0, 1 - 2 * len(wrong) / len(key.before)) if key.before else 1.0
        labels = {each.id: each.text for each in entry.options}
        if not wrong:
            return Judged(share, Message(text="Every step stands behind what it needs."))
        told = [Message(text=f"First {labels[first]}, then {labels[then]}.") for first, then in wrong[:2]]
        about = [key.messages[then] for then in dict.fromkeys(then for _, then in wrong[:2]) if then in key.messages]
        return Judged(share, together([*told, *about]))
    right, also = set(key.right), {each for more in key.also for each in more}
    about = [key.messages[each] for each in chosen if each in key.messages]
    if entry.kind == "one":
        return Judged(float(chosen[0] in right | also), together(about))
    if NONE in chosen and len(chosen) > 1:
        return Judged(0, Message(text="That none is right, and that some are, cannot both be answered."))
    hits = len(right & set(chosen))
    share = max(0, hits - (len(chosen) - hits)) / len(right) if right else 0.0
    missed = [each for each in key.right if each not in chosen]
    wrong_ones = [key.messages[each] for each in chosen if each not in right and each in key.messages]
    if share >= 1:
        return Judged(share, together(about))
    lead = [Message(text=f"{counted_right(len(missed))} not chosen.")] if missed and missed != [NONE] else []
    return Judged(share, together([*wrong_ones, *lead]) if wrong_ones or lead else together(about))


def counted_right(number: int) -> str:
    """That some right options were left out, without saying which."""
    return "One that is right was" if number == 1 else f"{number} that are right were"


def unreadable(text: str) -> Judged:
    """An entry whose answer cannot be read."""
    return Judged(0, Message(text=text), Status.unreadable)


def rounded(points: float) -> float:
    """Points with two decimals, halves away from zero: the same in Python and in a page's script."""
    return math.floor(points * 100 + 0.5 + 1e-9) / 100


def quoted(text: str) -> str:
    """A text with quotation marks in place of marks of code: most of where it goes knows no Markdown."""
    return re.sub(r"`([^`\n]+)`", r"“\1”", text)


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of an answer's entry, without blanks around them; what is no text is put as one."""
    found = [value] if isinstance(value, str) else list(value)
    return tuple(text for each in found if (text := str(each).strip()))


def scenario_lines(kb: KnowledgeBase, scenario: Scenario) -> Iterable[tuple[str, str]]:
    """What a scenario gives and sets, as headings with what stands below them."""
    setting = scenario.setting
    for name in ("cancer", "stage", "site"):
        if value := getattr(setting, name):
            yield name.capitalize(), kb.entities[value].label
    if setting.assume:
        yield "Assumed", "; ".join(f"{group}/{option}" for group, option in setting.assume)
    if setting.strict_context:
        yield "Evidence", "of this setting only"
    if setting.system:
        yield "Evidence", f"{setting.system.value.replace('_', ' ')} only"
    if scenario.history:
        yield "Before", "; ".join(map(kb.label, scenario.history))
    several = len(scenario.phases) > 1
    for number, phase in enumerate(scenario.phases, start=1):
        name = (f"Phase {number}" + (f", {phase.name}" if phase.name else "") + ": ") if several else ""
        parts = {
            "given": [*map(kb.label, phase.given), *map(str, phase.measured)],
            "taken away": [*map(kb.label, phase.remove), *phase.remove_measured],
            "blocked": list(map(kb.name, phase.block)),
            "forced": list(map(kb.name, phase.force)),
            "released": list(map(kb.name, phase.release)),
        }
        for what, listed_ in parts.items():
            if listed_:
                heading = f"{name}{what}"
                yield heading[:1].upper() + heading[1:], "; ".join(listed_)
        if several and not any(parts.values()):
            yield name.removesuffix(": "), "nothing changes"
    if not several and not any(parts.values()):
        yield "Given", "nothing"
