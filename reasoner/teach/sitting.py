"""Exercises one after the other: asks, reads, marks, explains, and keeps how far one has come.

Stands over a reader and an `Output`, and knows nothing of terminals. All that was answered is kept at once, so that a
sitting may end anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Protocol

from reasoner.errors import InputError, ReasonerError, UsageError, name_error
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import Entry, Item, Key, Mark, Submission
from reasoner.render.exercises import (
    answered,
    entry,
    exercise,
    hint,
    hint_offer,
    key,
    lesson,
    marked,
    of_points,
    step,
)
from reasoner.render.layout import BLANK, Block
from reasoner.render.output import Output
from reasoner.render.problems import problem_lines, show_problems
from reasoner.render.rewording import ALL_SHOWN, reworded
from reasoner.render.shell_parts import hint as aside
from reasoner.render.shell_parts import mistake, said
from reasoner.teach.answers import Answers
from reasoner.teach.courses import Passage
from reasoner.teach.progress import Keeper, Kept, begun, changed
from reasoner.values import Value

PROMPT = "> "
NOTHING = "-"
_NO_OPTIONS = {f" ({ALL_SHOWN})": ""}
"""Proofs name an option of the command line, which nobody can give here."""
_QUIT = ("quit", "exit", "q")
_YES = ("yes", "y")
VERBS = {
    "hint": "be told what a hint costs, and take it",
    "show": "see the exercise again; once it is answered, with what would be right",
    "why": "see the proof, once it is answered: `why`, or `why 2` and `why EMT` for one option or finding",
    "skip": "leave it unanswered for now",
    "back": "go back: to the part before, or the exercise before",
    "quit": "leave; what was answered is kept, and --resume goes on",
    "help": "this list",
}


class Asked(Protocol):
    """An exercise that is asked: shown, marked and proved."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def item(self) -> Item:
        """What is shown.

        Raises:
            InputError: the exercise is broken.
        """

    @property
    def key(self) -> Key:
        """What is right."""

    def mark(self, submission: Submission) -> Mark:
        """Mark an answer."""

    def why(self, what: str) -> Iterable[Block]:
        """The proof of a finding in the exercise's scenario, or what stands in its way; empty for what was asked.

        Raises:
            UsageError: there is no scenario, or the name is unknown.
        """


class Offered(Value):
    """What can be typed: what is inserted, other names of it, and what it is."""

    insert: str
    names: tuple[str, ...] = ()
    about: str = ""


class Reader(Protocol):
    """Reads a line.

    Attributes:
        person: whether somebody sits there, who is asked to press Enter.
    """

    person: bool

    def __call__(self, prompt: str, offered: Sequence[Offered] = ()) -> str:
        """A line, without its end.

        Args:
            prompt: stands before it.
            offered: what may be completed.

        Raises:
            EOFError: there are no more.
            KeyboardInterrupt: Ctrl-C.
        """


class End(Enum):
    """How a sitting ended."""

    finished = auto()
    left = auto()
    interrupted = auto()


class _Move(Enum):
    next = auto()
    skip = auto()
    back = auto()
    quit = auto()


_LEAVING = {"skip": _Move.skip, "back": _Move.back, **dict.fromkeys(_QUIT, _Move.quit)}


class Sitting:
    """A student's way through some exercises.

    Args:
        stops: what comes one after the other.
        answers: reads what is typed.
        out: where to.
        read: where from.
        keeper: keeps what was answered.
        session: opens what runs the lines of a lesson; None where lines are only shown.

    Attributes:
        broken: whether an exercise was passed over for being broken.
    """

    def __init__(
        self,
        stops: Sequence[Asked | Passage],
        answers: Answers,
        out: Output,
        read: Reader,
        keeper: Keeper,
        session: Callable[[], Callable[[str], object]] | None = None,
    ) -> None:
        self.stops = stops
        self.asked = [each for each in stops if not isinstance(each, Passage)]
        self.answers = answers
        self.kb = answers.kb
        self.out = out
        self._read = read
        self._keeper = keeper
        self._session = session
        self._run: Callable[[str], object] | None = None
        self._waiting: str | None = None
        self._here: dict[str, Kept] = {}
        self._warned = False
        self.broken = False
        self._first = True
        self._listed: object = None

    # ---------------------------------------------------------------- the way

    def go(self, *, resume: bool = False) -> End:
        """Ask until all is asked, or the student leaves.

        Args:
            resume: what was answered before counts, and is not asked again unless it has changed.
        """
        if resume:
            self._come_back()
        try:
            return self._walk()
        except EOFError:
            self._say("")
            self._farewell()
            return End.left
        except KeyboardInterrupt:
            self._say("")
            self._farewell("Interrupted. ")
            return End.interrupted
        finally:
            self.out.flush()

    def _walk(self) -> End:
        at, move = self._start(), _Move.next
        while at < len(self.stops):
            stop = self.stops[at]
            try:
                move = self._tell(stop) if isinstance(stop, Passage) else self._ask(stop)
            except InputError as error:
                move = self._pass_over(error, move)
            if move is _Move.quit:
                self._farewell()
                return End.left
            at = max(0, at - 1) if move is _Move.back else at + 1
        self._summary()
        return End.finished

    def _pass_over(self, error: InputError, move: _Move) -> _Move:
        """Say that an exercise is broken, and go on the way one came."""
        self.broken = True
        show_problems(error.problems, self.out)
        self._say("This exercise is broken, and passed over.")
        return move

    def _start(self) -> int:
        """The stop to begin with: the first exercise that is not answered, with the texts right before it."""
        if not self._here:
            return 0
        at = next((n for n, each in enumerate(self.stops) if self._is_open(each)), len(self.stops))
        while 0 < at < len(self.stops) and isinstance(self.stops[at - 1], Passage):
            at -= 1
        return at

    def _is_open(self, stop: Asked | Passage) -> bool:
        return not isinstance(stop, Passage) and stop.id not in self._marks

    def _come_back(self) -> None:
        for each in self.asked:
            kept = self._keeper.of(each.id)
            if kept is None:
                continue
            try:
                _ = each.item
            except InputError:  # told when it is its turn
                continue
            if what := changed(each.item, kept):
                self._say(f"`{each.item.id}`: {what} has changed since it was answered; it is asked anew.")
            else:
                self._here[each.item.id] = kept
        if self._marks:
            self._say(f"Going on: {self.state}")

    def _kept(self, item: Item) -> Kept:
        return self._here.get(item.id) or begun(item)

    def _keep(self, item: Item, kept: Kept) -> None:
        self._here[item.id] = kept
        self._keeper.put(item, kept)
        if self._keeper.failed and not self._warned:
            self._warned = True
            where = f"{self._keeper.path} cannot be written: {self._keeper.failed}"
            self._say(f"Progress is not kept: {where}.")

    # ---------------------------------------------------------------- lessons

    def _tell(self, passage: Passage) -> _Move:
        """Tell a step of a lesson, and go through its lines."""
        self._gap()
        course = passage.course.course
        if passage.is_first:
            self.out.show(lesson(course.title, passage.number, course.lessons[passage.number - 1]))
            self.out.line()
        if self._session and (passage.is_first or not self._run):
            self._run = self._session()
        self.out.show(step(passage.name, passage.step.text))
        for command in passage.step.commands:
            if self._run is None or command.startswith("reasoner "):
                self.out.show([aside(f"To type: {command}")])
                continue
            move = self._offer(command, self._run)
            if move is not None:
                return move
        if not passage.step.commands and self._read.person:
            return self._pause("Enter goes on (back, quit).")
        return _Move.next

    def _offer(self, command: str, run: Callable[[str], object]) -> _Move | None:
        """Run a line of a lesson, if the student lets it."""
        if self._read.person:
            self.out.show([aside(f"Enter runs: {command}    (skip, back, quit; or a line of your own)")])
            while (line := self._line()) and line.casefold() != command.casefold():
                if line.casefold() in _LEAVING:
                    move = _LEAVING[line.casefold()]
                    return None if move is _Move.skip else move
                run(line)
        self.out.line(f"{PROMPT}{command}")
        run(command)
        self.out.line()
        return None

    # ---------------------------------------------------------------- exercises

    def _ask(self, asked: Asked) -> _Move:
        """Ask an exercise, or show one that was answered."""
        kept = self._kept(asked.item)
        self._gap()
        if kept.mark:
            self._show(asked)
            self.out.line()
            self.out.show(answered(self.kb, asked.item, kept.answer))
            self.out.show(marked(self.kb, asked.item, kept.mark))
            return self._afterwards(asked)
        self._show(asked)
        move = self._fill_in(asked)
        if move is not None:
            return move
        kept = self._kept(asked.item)
        mark = asked.mark(_submission(asked, kept))
        self._keep(asked.item, kept.model_copy(update={"mark": mark}))
        self.out.show(answered(self.kb, asked.item, kept.answer))
        self.out.show(marked(self.kb, asked.item, mark))
        self.out.show([aside(self.state)])
        return self._afterwards(asked)

    def _show(self, asked: Asked) -> None:
        number = self.asked.index(asked) + 1
        self._listed = None
        self.out.show(exercise(asked.item, f"Exercise {number} of {len(self.asked)}"))
        kept = self._kept(asked.item)
        self.out.show(hint(n, each) for n, each in enumerate(asked.item.hints[: kept.hints], 1))
        if self._first:
            self._first = False
            self.out.show([aside("help lists what else can be typed: hint, show, skip, back, quit.")])

    def _fill_in(self, asked: Asked) -> _Move | None:
        """Fill in what is to be filled in, entry by entry; None once all is."""
        item = asked.item
        at = next((n for n, each in enumerate(item.entries) if each.id not in self._kept(item).answer), 0)
        while at < len(item.entries):
            move = self._fill(asked, at)
            if move is _Move.back and at:
                at -= 1
            elif move is not _Move.next:
                return move
            else:
                at += 1
        return None

    def _fill(self, asked: Asked, at: int) -> _Move:
        """Fill in an entry; what cannot be read is asked again."""
        item = asked.item
        one = item.entries[at]
        listed = self._listed != (item.id, one.options)
        self._listed = (item.id, one.options)
        if listed:
            self.out.line()
        self.out.show(entry(item, one, options=listed))
        hinted = False
        while True:
            line = self._line(self._offers(one))
            word = line.casefold()
            if not line:
                continue
            if hinted and word in (*_YES, "hint"):
                self._take_hint(item)
                hinted = False
                continue
            hinted = False
            if word in _LEAVING:
                return _LEAVING[word]
            if word == "hint":
                hinted = self._offer_hint(item)
            elif word == "show":
                self._show(asked)
                self.out.show(entry(item, one, options=True))
            elif word == "help":
                self._help()
            elif word.split()[0] == "why":
                self._say("`why` tells once this is answered.")
            elif self._take(item, one, line):
                return _Move.next

    def _take(self, item: Item, one: Entry, line: str) -> bool:
        """Take an answer to an entry, and keep it; false, with the reason said, where it cannot be read."""
        try:
            given = () if line == NOTHING else self.answers.read(one, line)
        except UsageError as error:
            self._wrong(error)
            return False
        kept = self._kept(item)
        self._keep(item, kept.model_copy(update={"answer": {**kept.answer, one.id: given}}))
        return True

    def _offer_hint(self, item: Item) -> bool:
        """Say what the next hint costs; whether it is to be taken."""
        taken = self._kept(item).hints
        if taken >= len(item.hints):
            self._say("There are no more hints." if item.hints else "There are no hints here.")
            return False
        if not item.hints[taken].costs:
            self._take_hint(item)
            return False
        self._say(hint_offer(item, taken + 1))
        return True

    def _take_hint(self, item: Item) -> None:
        kept = self._kept(item)
        number = kept.hints + 1
        self._keep(item, kept.model_copy(update={"hints": number}))
        self.out.show([hint(number, item.hints[number - 1])])

    # ---------------------------------------------------------------- afterwards

    def _afterwards(self, asked: Asked) -> _Move:
        """What may follow an answer, until the student goes on."""
        if self._read.person:
            self.out.show([aside("Enter goes on (why, show, back, quit, help).")])
        while True:
            try:
                line = self._line()
            except EOFError:
                if asked is self.asked[-1]:
                    return _Move.next
                raise
            word, _, rest = line.partition(" ")
            word = word.casefold()
            if not line:
                return _Move.next
            if word == "why":
                self._why(asked, rest)
            elif line.casefold() == "show":
                self._show(asked)
                self.out.show(answered(self.kb, asked.item, self._kept(asked.item).answer))
                self.out.show(key(self.kb, asked.item, asked.key))
            elif line.casefold() == "help":
                self._help()
            elif word in _LEAVING and not rest:
                return _LEAVING[word]
            elif self._read.person:
                self._wrong(_unknown_word(word, ("why", "show", "back", "quit", "help")))
            else:
                self._waiting = line
                return _Move.next

    def _why(self, asked: Asked, rest: str) -> None:
        what = rest.strip()
        choices = [each for one in asked.item.entries for each in one.options]
        if what.isascii() and what.isdigit() and 0 < int(what[:4]) <= len(choices):
            what = choices[int(what) - 1].id
        try:
            self.out.show(list(reworded(asked.why(what), _NO_OPTIONS)))
        except ReasonerError as error:
            self._wrong(error)

    def _pause(self, text: str) -> _Move:
        self.out.show([aside(text)])
        while word := self._line().casefold():
            if word in _LEAVING:
                return _LEAVING[word]
            self._wrong(_unknown_word(word, ("back", "quit")))
        return _Move.next

    def _summary(self) -> None:
        self._gap()
        skipped = [each.id for each in self.asked if each.id not in self._marks]
        self._say(f"Done: {self.state}" if self.asked else "That is all.")
        if skipped:
            self._say(f"Not answered: {', '.join(skipped)}. --resume asks them.")

    def _farewell(self, before: str = "") -> None:
        kept = "" if self._keeper.failed or not self.asked else " It is kept: reasoner teach do --resume goes on."
        self._say(f"{before}{self.state}{kept}")

    # ---------------------------------------------------------------- talk

    @property
    def _marks(self) -> dict[str, Mark]:
        mine = {each.id for each in self.asked}
        return {id_: kept.mark for id_, kept in self._here.items() if kept.mark and id_ in mine}

    @property
    def told(self) -> list[tuple[Asked, Kept]]:
        """The exercises of this sitting of which anything is known, each with that."""
        return [(each, self._here[each.id]) for each in self.asked if each.id in self._here]

    @property
    def submissions(self) -> list[Submission]:
        """What was answered, as it is handed in."""
        return [_submission(asked, kept) for asked, kept in self.told if kept.mark]

    @property
    def state(self) -> str:
        """How far one is, as `3 of 8 answered, 2.5 of 4 points`."""
        marks = self._marks.values()
        so_far = (
            f", {of_points(sum(each.points for each in marks), sum(each.out_of for each in marks))}" if marks else ""
        )
        return f"{len(marks)} of {len(self.asked)} answered{so_far}."

    def _line(self, offered: Sequence[Offered] = ()) -> str:
        """The next line, without blanks around it."""
        if self._waiting is not None:
            line, self._waiting = self._waiting, None
            return line
        self.out.flush()
        return self._read(PROMPT, offered).strip()

    def _offers(self, one: Entry) -> list[Offered]:
        """What can be typed in an entry."""
        found = [Offered(each.text, (each.id,), str(number)) for number, each in enumerate(one.options, 1)]
        if one.kind in ("names", "rule"):
            every = self.kb.entities.values()
            found += (Offered(each.id, (each.label, *each.synonyms), each.kind.value) for each in every)
        return [*found, *(Offered(verb, (), about.partition(":")[0]) for verb, about in VERBS.items() if verb != "why")]

    def _help(self) -> None:
        self.out.show([aside(f"{verb}: {about}") for verb, about in VERBS.items()])
        self.out.show([aside(f"{NOTHING}: leave a part empty")])

    def _wrong(self, error: ReasonerError) -> None:
        for problem in error.problems:
            self.out.show(mistake(problem_lines(replace(problem, where=None))))

    def _say(self, text: str) -> None:
        self.out.show([said(text)] if text else [BLANK])

    def _gap(self) -> None:
        self.out.line()


def _submission(asked: Asked, kept: Kept) -> Submission:
    return Submission(exercise=asked.id, answer=kept.answer, hints=kept.hints)


def _unknown_word(word: str, known: Sequence[str]) -> UsageError:
    help_ = did_you_mean(word, known) or (f"here one can type {', '.join(known)}, or press Enter",)
    return name_error("E200", f"{shown(word)} is not understood here", help_)
