"""Runs lines: finds the verb, changes the session, and answers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.errors import InputError, Position, Problem, ReasonerError, UsageError
from reasoner.knowledge.names import Names
from reasoner.model.base import Record
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.render.numbers import Numbers
from reasoner.render.output import Output
from reasoner.render.problems import problem_lines, show_problems
from reasoner.render.view import View
from reasoner.shell.commands import table
from reasoner.shell.dialogue import Dialogue, Turn
from reasoner.shell.journal import Journal
from reasoner.shell.parser import Piece, first_word, strip_line
from reasoner.shell.phrasing import echo, is_question, read, unclear, without_courtesy, without_end
from reasoner.shell.reading import Reader
from reasoner.shell.session import Point, Session
from reasoner.shell.state import Moment, Saved, Told
from reasoner.shell.table import Command, Slot
from reasoner.shell.transcript import Transcript, told

if TYPE_CHECKING:
    from reasoner.render.layout import Block
    from reasoner.shell.stepping import Stepping
    from reasoner.shell.tour import Tour

_UNKNOWN = re.compile(r"unknown name `([^`]{1,60})`")
Ask = Callable[[str], bool]
INTERRUPTED = "Interrupted."


class Leave(Exception):
    """The user leaves."""


class Shell:
    """A session with its knowledge base and its streams.

    Args:
        kb: the knowledge base.
        out: where answers go.
        ask: asks a question that is answered by yes or no; None where nobody can be asked.
        journal: the record of the session; None keeps none.

    Attributes:
        tour: where a guided tour is; None where there is none.
        left: what is left of an answer that was too long for the screen.
        paged: whether answers stop at a full screen.
        dialogue: what was said.
        transcript: what it is written to; None writes none.
    """

    def __init__(self, kb: KnowledgeBase, out: Output, ask: Ask | None = None, journal: Journal | None = None) -> None:
        self.kb = kb
        self.dialogue = Dialogue()
        self.transcript: Transcript | None = None
        self._as_json = False
        self.out = out
        self.ask = ask
        self.journal = journal
        self.names = Names(kb)
        self.base = Reasoner(kb)
        self.reasoner = self.base
        self.reader = Reader(kb, self.names)
        self.session = Session()
        self.told = Told()
        self.saved: Saved | None = None
        self.watched: frozenset[str] = frozenset()
        self.breaks: tuple[str, ...] = ()
        self.stepping: Stepping | None = None
        self.sources: tuple[Path, ...] = ()
        self.tour: Tour | None = None
        self.left: list[str] = []
        self.paged = True
        self._answered = False
        self._moment: Moment | None = None

    # ---------------------------------------------------------------- lines

    def run(self, line: str, path: str = "", number: int = 0) -> None:
        """Run one line.

        Args:
            line: it.
            path: what positions call the script that it stands in; empty where a person types it.
            number: of the line in the script.

        Raises:
            ReasonerError: something is wrong with it; the session is as it was before.
            Leave: the user leaves.
        """
        piece = strip_line(line)
        if not piece.text:
            return
        if path and self._answered:
            self.out.line()
        self._answered = True
        from reasoner.render.shell_parts import hint

        turn = self.dialogue.begin(piece.text)
        with self._at(path, number), self._told(turn):
            try:
                command, rest, otherwise = self.command(piece)
                turn.verb = command.name
                if otherwise:
                    self.out.show([hint(f"Read as: {echo(command.name, rest, self.reader.is_name)}")])
                command.run(self, rest)
                self._guide(piece.text)
            except ReasonerError as error:
                where = self.reader.where(piece.column)
                raise type(error)(self._with_verb(problem, piece).at(where) for problem in error.problems) from error

    @property
    def offered(self) -> str:
        """What an empty line stands for; empty where for nothing."""
        return "more" if self.left else self.tour.step.line if self.tour else ""

    def _guide(self, line: str) -> None:
        """Go on with the tour, where a line was the one of its step."""
        before, self.tour = self.tour, self.tour and self.tour.after(line)
        if self.tour is not before:
            self.show_step()

    def show_step(self) -> None:
        """Say what the tour is about to show, and what to type; or that it is over."""
        from reasoner.render.shell_parts import step_text

        at = (self.tour.at + 1, len(self.tour.steps)) if self.tour else (0, 0)
        self.out.show(step_text(*at, *((self.tour.step.text, self.tour.step.line) if self.tour else ("", ""))))

    def attempt(self, line: str, path: str = "", number: int = 0) -> bool:
        """Run a line for somebody who goes on talking, whatever comes of it; false where they leave."""
        try:
            self.run(line, path, number)
        except ReasonerError as error:
            self._say_wrong(error.problems)
        except KeyboardInterrupt:
            self._aside(INTERRUPTED)
        except Leave:
            return False
        except Exception as error:  # an error of the program must not cost the session
            if os.environ.get("REASONER_DEBUG"):
                raise
            self._refused([_of_the_program(error)])
            show_problems([_of_the_program(error)], self.out)
        return True

    @staticmethod
    def _with_verb(problem: Problem, piece: Piece) -> Problem:
        """A name that is not known may be a verb that is misspelt."""
        word, rest = first_word(without_end(without_courtesy(piece) or piece))
        verbs = table()
        if problem.code != "E012":
            return problem
        name = _UNKNOWN.match(problem.message)
        looked = [f"`search {name[1]}` looks in names and claims"] if name and not problem.help else []
        words = ["`help phrases` lists what is understood in words"] if is_question(word) else []
        if verbs.get(word):
            return replace(problem, help=(*problem.help, *words, *looked)[:3])
        near = [
            f"did you mean `{f'{verb} {rest.text}'.strip()[:60]}`?" for verb in verbs.near(word, bool(rest.text))[:1]
        ]
        if is_question(word):
            near = []
        elif word.casefold() in ("reasoner", "$"):
            near = ["this is its shell already: leave out `reasoner`, and give conditions on a line of their own"]
        return replace(problem, help=(*near, *words, *problem.help, *looked)[:3])

    def command(self, piece: Piece) -> tuple[Command, Piece, bool]:
        """The verb of a line, what follows it, and whether it was said in other words.

        A line that is a name stands for asserting it.
        """
        verbs, is_name = table(), self.reader.is_name
        piece, asked = self._line(piece), piece
        word, rest = first_word(piece)
        command = verbs.get(word)
        mute = command is None or command.name == "about"  # of which `show` is a word
        if mute and not is_name(piece.text) and (plainly := without_courtesy(asked)):
            return (*self.command(plainly)[:2], True)
        if not command or (rest.text and self.reader.is_name(piece.text)):
            command, rest = verbs.by_word["assert"], piece
        phrase = None if is_name(piece.text) or is_name(rest.text) else read(piece, is_name)
        if phrase and not (verbs.by_word[phrase[0]] is command and phrase[1].text == rest.text):
            return verbs.by_word[phrase[0]], phrase[1], True
        if rest.column == piece.column or command.name == "no" or first_word(rest)[0].casefold() == "about":
            self._clear(asked)
        return command, rest, False

    def _line(self, piece: Piece) -> Piece:
        """A line without the marks that end a sentence, which belong to names, and to files, where there are such."""
        command, ended = table().get(first_word(piece)[0]), without_end(piece)
        kept = not ended.text or (command and command.slot is Slot.file) or self.reader.is_name(piece.text)
        return piece if kept else ended

    def _clear(self, piece: Piece) -> None:
        """Refuse a line that could mean several things.

        Raises:
            UsageError: it could, or what it names is unknown.
        """
        names = self.reader.attempt(self.reader.items, piece)
        if names and not piece.text.endswith("?"):
            return
        named, lines = unclear(piece)
        for each in named:
            self.reader.items(each)
        if lines:
            raise self.reader.error("E016", "this could mean several things", piece, *lines)

    @contextmanager
    def _told(self, turn: Turn) -> Iterator[None]:
        """Keep what is answered meanwhile, and write it down."""
        session = self.session
        try:
            yield
        except ReasonerError as error:
            turn.failed, turn.problems = True, error.problems
            if not self.dialogue.is_known(error.problems):
                self._refused(error.problems)
            raise
        except Leave:
            raise
        except BaseException as error:
            turn.failed = self.session is session  # what was changed before the interruption stays changed
            self.dialogue.hear(INTERRUPTED if isinstance(error, KeyboardInterrupt) else str(_of_the_program(error)))
            raise
        finally:
            self.dialogue.end()
            if self.as_json and not turn.valued and not turn.failed and turn.answer:
                self._object({"text": list(told(turn.answer))})
            self._write(turn)

    def _say_wrong(self, problems: Sequence[Problem]) -> None:
        """Say what was wrong to somebody who talks; only what has a position, for editors, is not wrapped."""
        from reasoner.render.shell_parts import mistake

        for problem in problems:
            if problem.where:
                show_problems([problem], self.out)
            else:
                self.out.show(mistake(problem_lines(problem)))

    def _refused(self, problems: Iterable[Problem]) -> None:
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
            self._aside(f"The transcript ends here: {path} cannot be written: {reason}", "33")

    def _aside(self, text: str, color: str = "") -> None:
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

    @contextmanager
    def _at(self, path: str, number: int) -> Iterator[None]:
        before = self.reader.where
        if path:
            self.reader.where = lambda column: Position(path, number, column)
        try:
            yield
        finally:
            self.reader.where = before

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

    # ---------------------------------------------------------------- the session

    @property
    def scenario(self) -> Scenario:
        """The scenario now."""
        return self.session.scenario

    @property
    def moment(self) -> Moment:
        """What holds now."""
        if self._moment is None or self._moment.scenario is not self.scenario:
            self._moment = self.evaluate(self.scenario)
        return self._moment

    def evaluate(self, scenario: Scenario) -> Moment:
        """What holds in a scenario.

        Raises:
            UsageError: it contradicts itself.
        """
        try:
            reasoner = self.base.supposing(scenario)
            evaluation = reasoner.evaluate(scenario)
        except InputError as error:
            raise UsageError(error.problems) from error
        result = reasoner.result(evaluation)
        return Moment(scenario, evaluation, result, View(reasoner.kb, result, result.setting))

    def change(self, words: str, scenario: Scenario, echo: str) -> None:
        """Change the scenario and answer; one that contradicts itself changes nothing.

        Args:
            words: the change, as undo and redo will call it.
            scenario: what it leads to.
            echo: what was understood, as a sentence.

        Raises:
            UsageError: the scenario contradicts itself.
        """
        before = self.moment
        self.answer(before, self.take(words, scenario), echo)

    def take(self, words: str, scenario: Scenario) -> Moment:
        """Change the scenario without an answer; gives what holds then.

        Raises:
            UsageError: the scenario contradicts itself, and nothing was changed.
        """
        after = self.evaluate(scenario)
        session = self.session.changed(words, scenario)
        if session is not self.session:
            self._become(session, after)
            if self.journal:
                self.journal.change(session.now)
        return after

    def undo(self, number: int) -> list[Point]:
        """Take changes back, and answer; gives the changes, the last one first."""
        before, session = self.moment, self.session.undo(number)
        taken = list(reversed(self.session.done[len(session.done) :]))
        self._become(session, self.evaluate(session.scenario))
        if self.journal and taken:
            self.journal.undo(len(taken))
        self.answer(before, self.moment, f"Taken back: {', '.join(f'`{point.words}`' for point in taken)}.")
        return taken

    def redo(self, number: int) -> list[Point]:
        """Make changes again that were taken back, and answer; gives the changes."""
        before, session = self.moment, self.session.redo(number)
        made = list(session.done[len(self.session.done) :])
        self._become(session, self.evaluate(session.scenario))
        if self.journal and made:
            self.journal.redo(len(made))
        self.answer(before, self.moment, f"Made again: {', '.join(f'`{point.words}`' for point in made)}.")
        return made

    def restore(self, session: Session) -> None:
        """Become a session that was left behind."""
        self._become(session, self.evaluate(session.scenario))
        if self.journal:
            self.journal.whole(session)

    def _become(self, session: Session, moment: Moment) -> None:
        self.session, self._moment = session, moment
        self.reasoner = self.base.supposing(session.scenario)
        self.kb = self.reasoner.kb  # with what is supposed among its rules
        self.stepping = None

    # ---------------------------------------------------------------- answers

    def answer(self, before: Moment, after: Moment, echo: str) -> None:
        """Say what was understood, and what it gained and lost."""
        from reasoner.render.shell_text import changed
        from reasoner.shell.stepping import watched

        if self.watched:
            watched(self, before.scenario, after.scenario)
        self.record(after.result)
        answer = changed(before.view, after.view, echo)
        self.reader.last = answer.numbered
        self.out.show(answer.blocks)
        self.close(after.result, graded=bool(answer.numbered), therapy=bool(after.result.advice))

    def close(self, answer: object, *, graded: bool, therapy: bool, always: bool = False) -> None:
        """What stands below answers: the legend where grades are shown, and no advice; each once, or always.

        Args:
            answer: what was shown; the legend stands below the first answer that rests on a source.
            graded: whether it has grades.
            therapy: whether it has to do with a therapy.
            always: even if it was said before.
        """
        from reasoner.render.shell_parts import closing
        from reasoner.render.words import cited_in

        sources = cited_in(self.kb, answer) or {self.kb.home_source}
        legend = graded and (always or not sources <= self.told.legend)
        advice = therapy and (always or not self.told.advice)
        if legend or advice:
            self.out.show(closing(self.kb, sources, legend=legend, advice=advice))
        self.told.legend |= sources if legend else set()
        self.told.advice |= advice

    def show(self, tell: Callable[[Numbers], Iterable[Block]]) -> None:
        """Answer with a list whose lines have numbers.

        Args:
            tell: gives the answer, and takes the numbers of its lines.
        """
        numbers = Numbers()
        self.out.show(list(tell(numbers)))
        if numbers.listed:
            self.reader.last = numbers.listed

    def say(self, text: str) -> None:
        """Answer with one paragraph."""
        from reasoner.render.shell_parts import said

        self.out.show([said(text)])

    # ---------------------------------------------------------------- arguments

    def nothing_more(self, rest: Piece, command: str) -> None:
        """Refuse words behind a verb that takes none.

        Raises:
            UsageError: there are some.
        """
        if rest.text:
            raise self.reader.error("E200", f"`{command}` takes nothing behind it", rest, f"help {command}")

    def count(self, rest: Piece, command: str, usual: int = 1) -> int:
        """The number behind a verb.

        Raises:
            UsageError: it is none, or less than one.
        """
        if not rest.text:
            return usual
        if not (rest.text.isascii() and rest.text.isdigit() and int(rest.text[:9]) > 0):
            raise self.reader.error("E200", f"`{command}` takes a number, 1 or more", rest, f"help {command}")
        return int(rest.text[:9])


def _of_the_program(error: BaseException) -> Problem:
    """The problem of an error that nobody thought of."""
    said = str(error).split("\n", 1)[0][:200]
    help_ = ("the session is kept; set REASONER_DEBUG=1 to see where, and please report it",)
    return Problem("E499", f"internal error: {type(error).__name__}: {said}", None, help_)


def _as_data(problem: Problem) -> dict[str, object]:
    """A problem as the JSON of `run` has it."""
    where = problem.where or Position("")
    place = {"path": where.path, "line": where.line, "column": where.column}
    return {"code": problem.code, "message": problem.message, **place, "help": list(problem.help)}
