"""Runs lines: changes the session, and answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.errors import InputError, Position, Problem, ReasonerError, UsageError
from reasoner.knowledge.names import Names
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Reasoner
from reasoner.render.numbers import Numbers
from reasoner.render.output import Output
from reasoner.render.problems import problem_lines, show_problems
from reasoner.render.view import View
from reasoner.shell.journal import Journal
from reasoner.shell.outlet import INTERRUPTED, Leave, Outlet, of_the_program
from reasoner.shell.parser import strip_line
from reasoner.shell.phrasing import echo
from reasoner.shell.reading import Reader
from reasoner.shell.session import Point, Session
from reasoner.shell.state import Moment, Saved, Told
from reasoner.shell.understanding import understood, with_verbs

if TYPE_CHECKING:
    from reasoner.render.layout import Block
    from reasoner.shell.stepping import Stepping
    from reasoner.shell.tour import Tour

Ask = Callable[[str], bool]


class Shell(Outlet):
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
    """

    def __init__(self, kb: KnowledgeBase, out: Output, ask: Ask | None = None, journal: Journal | None = None) -> None:
        super().__init__(out)
        self.kb = kb
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

        with self._at(path, number), self.telling(piece.text, lambda: self.session) as turn:
            try:
                command, rest, otherwise = understood(self.reader, piece)
                turn.verb = command.name
                if otherwise:
                    self.out.show([hint(f"Read as: {echo(command.name, rest, self.reader.is_name)}")])
                command.run(self, rest)
                self._guide(piece.text)
            except ReasonerError as error:
                where = self.reader.where(piece.column)
                raise type(error)(with_verbs(problem, piece).at(where) for problem in error.problems) from error

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
            self.aside(INTERRUPTED)
        except Leave:
            return False
        except Exception as error:  # an error of the program must not cost the session
            if os.environ.get("REASONER_DEBUG"):
                raise
            self.refused([of_the_program(error)])
            show_problems([of_the_program(error)], self.out)
        return True

    def _say_wrong(self, problems: Sequence[Problem]) -> None:
        """Say what was wrong to somebody who talks; only what has a position, for editors, is not wrapped."""
        from reasoner.render.shell_parts import mistake

        for problem in problems:
            if problem.where:
                show_problems([problem], self.out)
            else:
                self.out.show(mistake(problem_lines(problem)))

    @contextmanager
    def _at(self, path: str, number: int) -> Iterator[None]:
        before = self.reader.where
        if path:
            self.reader.where = lambda column: Position(path, number, column)
        try:
            yield
        finally:
            self.reader.where = before

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
