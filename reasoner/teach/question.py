"""A question: an exercise made of its document and the knowledge base, which shows itself, has its key, and judges."""

from __future__ import annotations

import hashlib
import json
import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from reasoner.errors import UsageError
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
from reasoner.model.sayings import Says
from reasoner.model.scenario import Scenario
from reasoner.teach.documents import ExerciseDoc, WithScenario
from reasoner.teach.judging import (
    HINT_COSTS,
    LONGEST,
    MOST_TEXTS,
    NONE,
    Judged,
    judged_by_key,
    rounded,
    texts_of,
    unreadable,
)
from reasoner.teach.sheet import Sheet
from reasoner.teach.telling import quoted, scenario_lines

T = TypeVar("T")
D = TypeVar("D", bound=ExerciseDoc)
S = TypeVar("S", bound=WithScenario)

Answer = Mapping[str, str | Sequence[str]]


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
