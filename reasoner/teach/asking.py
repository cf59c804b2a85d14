"""A question as it is asked: with its proofs, as `why` and `whynot` tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from reasoner.errors import InputError, Problem, name_error
from reasoner.knowledge.nodes import Document
from reasoner.knowledge.reader import read
from reasoner.knowledge.typed import validate
from reasoner.knowledge.wording import shown
from reasoner.model.base import Record
from reasoner.model.exercise import Item, Key, Mark, Submission
from reasoner.model.finding import Finding
from reasoner.model.result import PhaseResult
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation
from reasoner.questions.whynot import why_not
from reasoner.render.layout import BLANK, Block
from reasoner.render.text import told
from reasoner.render.view import View
from reasoner.render.why import why
from reasoner.teach.checking import Task
from reasoner.teach.documents import DOCUMENTS, ExerciseDoc
from reasoner.teach.grading import grade
from reasoner.teach.question import Desk, Question
from reasoner.teach.reading import item_of

_MOST = 3


class Exercise:
    """An exercise that is asked.

    Args:
        question: it.
    """

    def __init__(self, question: Question[Any]) -> None:
        self.question = question

    @property
    def id(self) -> str:
        """Its id."""
        return self.question.item.id

    @property
    def item(self) -> Item:
        """What is shown."""
        return self.question.item

    @property
    def key(self) -> Key:
        """What is right."""
        return self.question.key

    def mark(self, submission: Submission) -> Mark:
        """Mark an answer."""
        return grade(self.question, submission)

    def why(self, what: str) -> Iterator[Block]:
        """The proof of a finding in the exercise's scenarios, or what stands in its way.

        Args:
            what: a finding; empty for what is asked about: the goals, else what follows of the options; where the
                question is what the review says, that.

        Raises:
            UsageError: there is no scenario, or nothing to prove (E277), or the name is unknown.
        """
        kb = self.question.kb
        says: Record | None = getattr(self.question, "says", None)
        if says and not what:
            yield from told(kb, says)
            return
        scenarios = self._scenarios()
        if not scenarios:
            raise name_error("E277", "this exercise is about no scenario, so there is no proof to show")
        evaluations = [self.question.desk.evaluate(each) for each in scenarios]
        wanted = [self.question.desk.names.said(what)] if what else self._about(evaluations[-1])
        if not wanted:
            raise name_error("E277", "there is nothing here to prove unasked", ["`why EMT` tells of one finding"])
        parts = [(evaluation, finding) for finding in wanted for evaluation in evaluations]
        for number, (evaluation, finding) in enumerate(parts, start=1):
            yield from self._proof(evaluation, finding, last=number == len(parts))
            if number < len(parts):
                yield BLANK

    def _proof(self, evaluation: Evaluation, finding: Finding, *, last: bool) -> Iterable[Block]:
        reasoner = self.question.desk.reasoner
        if not evaluation.last.holds(finding):
            return told(reasoner.kb, why_not(reasoner, evaluation, finding))
        answer = reasoner.why(evaluation, finding)
        return why(View(reasoner.kb, PhaseResult(), answer.setting), answer, closing=last)

    def _scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that the exercise is about."""
        one: Scenario | None = getattr(self.question, "scenario", None)
        return (one,) if one else getattr(self.question, "scenarios", ())

    def _about(self, evaluation: Evaluation) -> list[Finding]:
        """What is asked about: the goals of what is to be brought about, else the first options that follow."""
        task: Task | None = getattr(self.question, "task", None)
        if task:
            return [each.finding for each in task.goals]
        named = dict.fromkeys(option.id for entry in self.item.entries for option in entry.options)
        found: list[Finding] = []
        for each in named:
            try:
                finding = Finding.parse(each)
            except ValueError:
                continue
            if finding.entity in self.question.kb.entities and evaluation.last.holds(finding):
                found.append(finding)
        return found[:_MOST]


class Written(Exercise):
    """An exercise that is made of its document when it is first needed: that takes its time.

    Args:
        doc: the exercise as it is written.
        type: what it asks for.
        document: where it stands.
        desk: the knowledge base.
    """

    def __init__(self, doc: ExerciseDoc, type: str, document: Document, desk: Desk) -> None:
        self.doc = doc
        self.type = type
        self._document = document
        self._desk = desk

    @property
    def id(self) -> str:
        """Its id."""
        return self.doc.exercise

    @cached_property
    def question(self) -> Question[Any]:  # type: ignore[override]
        """The question that it is.

        Raises:
            InputError: it names what is unknown, asks for nothing, or contradicts the knowledge base.
        """
        found = item_of(self._document, self._desk)
        if found.question is None:
            raise InputError(found.problems)
        return found.question


def read_asked(files: Iterable[tuple[Path, str]], desk: Desk) -> dict[str, Written]:
    """The exercises of files, by id and in their order.

    Their form is checked here; what they say is checked when it is first needed.

    Args:
        files: each path, and what positions call it.
        desk: the knowledge base.

    Raises:
        InputError: some are of another form, or two have one id (E301): all of them.
    """
    found: dict[str, Written] = {}
    first: dict[str, Document] = {}
    problems: list[Problem] = []
    for path, name in files:
        for document in read(path, name):
            kind = getattr(document.root and document.root.values.get("type"), "text", "")
            if document.root is None or kind not in DOCUMENTS:
                problems += item_of(document, desk).problems
                continue
            doc = validate(DOCUMENTS[kind], document.root, document)
            if doc is None:
                problems += document.problems
            elif doc.exercise in found:
                message = (
                    f"two exercises are called {shown(doc.exercise)}; the first is at {first[doc.exercise].position}"
                )
                problems.append(Problem("E301", message, document.position, ("give one of them another id",)))
            else:
                found[doc.exercise], first[doc.exercise] = Written(doc, kind, document, desk), document
    if problems:
        raise InputError(problems)
    return found
