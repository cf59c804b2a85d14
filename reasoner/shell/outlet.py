"""Where what is said goes: to the stream, as text or as JSON, into the dialogue, and to the transcript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from reasoner.errors import Position, Problem, ReasonerError
from reasoner.model.base import Record
from reasoner.render.output import Output
from reasoner.render.problems import problem_lines
from reasoner.shell.dialogue import Dialogue, Turn
from reasoner.shell.transcript import Transcript, told

INTERRUPTED = "Interrupted."


class Leave(Exception):
    """The user leaves."""


class Outlet:
    """What a session says.

    Args:
        out: where answers go.

    Attributes:
        dialogue: what was said.
        transcript: what it is written to; None writes none.
    """

    def __init__(self, out: Output) -> None:
        self.dialogue = Dialogue()
        self.transcript: Transcript | None = None
        self._as_json = False
        self.out = out

    @property
    def as_json(self) -> bool:
        """Whether answers are written as JSON, an object a line."""
        return self._as_json

    @as_json.setter
    def as_json(self, as_json: bool) -> None:
        self._as_json = self._out.quiet = as_json

    @property
    def out(self) -> Output:
        """Where answers go."""
        return self._out

    @out.setter
    def out(self, out: Output) -> None:
        out.heard, out.quiet = self.dialogue.hear, self.as_json
        self._out = out

    @contextmanager
    def telling(self, line: str, state: Callable[[], object]) -> Iterator[Turn]:
        """Keep what is answered to a line meanwhile, and write it down.

        Args:
            line: it.
            state: gives what the line may change.
        """
        turn, before = self.dialogue.begin(line), state()
        try:
            yield turn
        except ReasonerError as error:
            turn.failed, turn.problems = True, error.problems
            if not self.dialogue.is_known(error.problems):
                self.refused(error.problems)
            raise
        except Leave:
            raise
        except BaseException as error:
            turn.failed = state() is before  # what was changed before the interruption stays changed
            self.dialogue.hear(INTERRUPTED if isinstance(error, KeyboardInterrupt) else str(of_the_program(error)))
            raise
        finally:
            self.dialogue.end()
            if self.as_json and not turn.valued and not turn.failed and turn.answer:
                self._object({"text": list(told(turn.answer))})
            self._write(turn)

    def refused(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong, and write it, where answers are written as JSON."""
        for text in (line for each in problems for line in problem_lines(replace(each, where=None))):
            self.dialogue.hear(text)
        if self.as_json:
            self._object({"problems": [_as_data(each) for each in problems]})

    def _object(self, data: dict[str, object]) -> None:
        """Write an object on a line."""
        from reasoner.render.as_json import line_of

        self.out.machine(line_of(data))

    def record(self, answer: Record) -> None:
        """Keep an answer as a value, and write it, where answers are written as JSON."""
        from reasoner.render.as_json import line

        self.dialogue.record(answer)
        if self.as_json:
            self.out.machine(line(answer))

    def _write(self, turn: Turn) -> None:
        """Write a turn to the transcript; one that cannot be written ends it."""
        if self.transcript is None:
            return
        try:
            self.transcript.turn(turn)
        except OSError as error:
            path = self.transcript.path
            self.end_transcript()
            reason = (error.strerror or type(error).__name__).lower()
            self.aside(f"The transcript ends here: {path} cannot be written: {reason}", "33")

    def aside(self, text: str, color: str = "") -> None:
        """Say something that is no answer."""
        if self.as_json:
            self._object({"text": [text]})
        self.out.line(text, color)

    def end_transcript(self) -> None:
        """End the transcript, if there is one."""
        if self.transcript:
            with suppress(OSError):  # what was not written cannot be now
                self.transcript.close()
            self.transcript = None


def of_the_program(error: BaseException) -> Problem:
    """The problem of an error that nobody thought of."""
    said = str(error).split("\n", 1)[0][:200]
    help_ = ("the session is kept; set REASONER_DEBUG=1 to see where, and please report it",)
    return Problem("E499", f"internal error: {type(error).__name__}: {said}", None, help_)


def _as_data(problem: Problem) -> dict[str, object]:
    """A problem as the JSON of `run` has it."""
    where = problem.where or Position("")
    place = {"path": where.path, "line": where.line, "column": where.column}
    return {"code": problem.code, "message": problem.message, **place, "help": list(problem.help)}
