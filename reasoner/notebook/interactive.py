"""An exercise in a notebook: shown, answered, hinted at and graded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from reasoner.api.shown import Shown
from reasoner.errors import Problem, UsageError
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import Entry, Hint, Mark, Status, Submission
from reasoner.model.knowledge import KnowledgeBase
from reasoner.teach.answers import Answered, Answers
from reasoner.teach.sitting import Asked

if TYPE_CHECKING:
    from reasoner.notebook.widget import ExerciseWidget
    from reasoner.render.layout import Block

INSTALL = "pip install 'csc-reasoner[jupyter]'"


class Exercise(Shown):
    """An exercise that is shown, answered and graded here.

    Notebooks show it as a widget where `anywidget` is installed, else as text; `answer` works in both.

    Args:
        asked: the exercise, which judges answers.
        answers: what texts mean that are typed into entries.
        student: stands in submissions and marks.

    Attributes:
        item: what is asked; what is right is not in it.
        submission, mark: of the last answer; None before the first.
    """

    def __init__(self, asked: Asked, answers: Answers, student: str = "") -> None:
        self.item = asked.item
        self.submission: Submission | None = None
        self.mark: Mark | None = None
        self._asked = asked
        self._answers = answers
        self._student = student
        self._taken = 0
        self._widget: ExerciseWidget | None = None

    def __repr__(self) -> str:
        return f"<exercise {self.item.id}: {self.item.title}>"

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base that it is asked of."""
        return self._answers.kb

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The hints that were taken."""
        return self.item.hints[: self._taken]

    def hint(self) -> Told:
        """Take the next hint; what it costs goes off the points.

        Raises:
            UsageError: there are no more (E200).
        """
        if self._taken == len(self.item.hints):
            raise UsageError(Problem("E200", "there are no more hints" if self._taken else "there are no hints here"))
        self._taken += 1
        self._refresh()
        from reasoner.render.exercises import hint, of_points
        from reasoner.render.layout import Para, styled
        from reasoner.render.words import DIM

        taken = self.item.hints[self._taken - 1]
        cost = f"It costs {of_points(taken.costs * self.item.points, self.item.points)}."
        return Told(f"hint {self._taken}", [hint(self._taken, taken), Para(styled(cost, DIM))])

    def answer(self, *alone: str | Iterable[str], **entries: str | Iterable[str]) -> Graded:
        """Answer, and have it graded. Every answer counts by itself; hints that were taken stay taken.

        Args:
            *alone: what stands in the one entry of an exercise that has one; or a mapping of all entries.
            **entries: by the id of an entry, an option or a list of them (ids, numbers from 1, or words), names with
                commas between them, or the text of a rule.

        Returns:
            The mark, which shows itself; `mark` and `submission` are kept here, too.

        Raises:
            UsageError: there is no such entry (E200), a name is unknown or ambiguous, or a text is no answer there.
        """
        given: dict[str, Any] = dict(entries)
        if alone:
            only = [each.id for each in self.item.entries]
            if len(alone) == 1 and isinstance(alone[0], Mapping):
                given = {**alone[0], **given}
            elif len(alone) == len(only) == 1:
                given = {only[0]: alone[0], **given}
            else:
                names = ", ".join(only)
                raise UsageError(Problem("E200", f"which entry is answered has to be named: {names}"))
        read = {name: self._answered(name, value) for name, value in given.items()}
        self.submission = Submission(student=self._student, exercise=self.item.id, answer=read, hints=self._taken)
        self.mark = self._asked.mark(self.submission)
        self._refresh()
        from reasoner.render.exercises import closing

        return Graded(self.mark, [*self.told_mark(), *closing()])

    def told_mark(self) -> Iterator[Block]:
        """The mark, and why."""
        from reasoner.render.exercises import marked

        if self.mark:
            yield from marked(self.kb, self.item, self.mark)

    def solution(self) -> Told:
        """What would be right, and why, once it was answered.

        Raises:
            UsageError: it was not (E200).
        """
        from reasoner.render.exercises import closing, key

        self._must_be_answered("what would be right")
        return Told("solution", [*key(self.kb, self.item, self._asked.key), *closing()])

    def why(self, finding: str = "") -> Told:
        """The proof of a finding in the exercise's scenario, or what stands in its way, once it was answered.

        Args:
            finding: it; without one, what holds of all that can be chosen.

        Raises:
            UsageError: it was not answered (E200), is about no single scenario (E333), or the name is unknown.
        """
        self._must_be_answered("the proof")
        return Told("why", self._asked.why(finding))

    def _must_be_answered(self, what: str) -> None:
        if self.mark is None or self.mark.status is Status.empty:
            raise UsageError(Problem("E200", f"{what} is told once the exercise is answered"))

    def _refresh(self) -> None:
        if self._widget:
            self._widget.refresh()

    def _answered(self, name: str, value: str | Iterable[str]) -> Answered:
        entry = next((each for each in self.item.entries if each.id == name), None)
        if entry is None:
            known = [each.id for each in self.item.entries]
            help_ = (*did_you_mean(name, known), f"entries: {', '.join(known)}")
            raise UsageError(Problem("E200", f"this exercise has no entry {shown(name)}", None, help_))
        if isinstance(value, str):
            return self._read(entry, value)
        # Each of several is one option, or names, whatever stands in it: a label may have commas.
        one = entry.model_copy(update={"kind": "one" if entry.options else entry.kind, "most": None})
        parts = [self._read(one, str(each)) for each in value]
        return tuple(each for part in parts for each in ([part] if isinstance(part, str) else part))

    def _read(self, entry: Entry, text: str) -> Answered:
        """What a text means; one that says nothing stays as it is, and counts as no answer."""
        return self._answers.read(entry, text) if text.strip() else text

    # ---------------------------------------------------------------- how it shows itself

    def widget(self) -> ExerciseWidget:
        """The exercise as a widget: always the same one, so that several cells show one state.

        Raises:
            UsageError: `anywidget` is not installed (E200).
        """
        if not can_be_widget():
            message = "the exercise widget needs `anywidget`, which is not installed"
            raise UsageError(Problem("E200", message, None, (INSTALL, "or answer in Python: exercise.answer(...)")))
        if self._widget is None:
            from reasoner.notebook.widget import ExerciseWidget

            self._widget = ExerciseWidget(self)
        return self._widget

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The widget, with the text for whatever shows no widgets."""
        bundle: dict[str, Any] = {**super()._repr_mimebundle_()}
        if can_be_widget():
            shown: Any = self.widget()._repr_mimebundle_()  # what it shows, and perhaps metadata
            bundle = {**(shown[0] if isinstance(shown, tuple) else shown), **bundle}
        return bundle

    def _told(self) -> Iterator[Block]:
        from reasoner.render.exercises import closing, entry, exercise, hint
        from reasoner.render.layout import Para, styled
        from reasoner.render.words import DIM

        yield from exercise(self.item)
        for number, each in enumerate(self.item.entries):
            known = any(each.options == other.options for other in self.item.entries[:number])
            yield from entry(self.item, each, options=not known)
        yield from (hint(number, each) for number, each in enumerate(self.hints, start=1))
        names = ", ".join(
            f"{each.id}=..." if each.id.isidentifier() else f"{{{each.id!r}: ...}}" for each in self.item.entries
        )
        more = " A hint, at its cost: exercise.hint()." if self._taken < len(self.item.hints) else ""
        yield Para(styled(f"In Python: exercise.answer({names}).{more}", DIM))
        yield from closing()


class Told(Shown):
    """Something that is told of an exercise: a hint, a proof, what would be right."""

    def __init__(self, what: str, blocks: Iterable[Block]) -> None:
        self._what = what
        self._blocks = tuple(blocks)

    def __repr__(self) -> str:
        return f"<{self._what}>"

    def _told(self) -> Iterable[Block]:
        return self._blocks


class Graded(Told):
    """What an answer got, and why.

    Attributes:
        mark: the mark as a value.
    """

    def __init__(self, mark: Mark, blocks: Iterable[Block]) -> None:
        super().__init__(f"mark: {mark.status}, {mark.points:g} of {mark.out_of:g}", blocks)
        self.mark = mark

    def to_dict(self) -> dict[str, Any]:
        """The mark as plain values."""
        return self.mark.model_dump(mode="json")


def can_be_widget() -> bool:
    """Whether what the widget needs is installed."""
    return find_spec("anywidget") is not None
