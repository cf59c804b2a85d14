"""What the parts of a line mean: findings, numbers, settings, hypotheses. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key, loose
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.numbers import Listed
from reasoner.shell.parser import Piece, at_and, at_commas, at_in, negated, number_of, unquoted

T = TypeVar("T")

_NUMBER = re.compile(r"(?:#|number\s+)?(\d{1,6})[.)]?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?|any|some|both)\s+(?=\S)", re.IGNORECASE)
_OR = re.compile(r"\s+(?:or|nor)\s+", re.IGNORECASE)
_MOST = 40
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Context:
    """A cancer, a stage or a site: `key` says which."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """An option of a hypothesis group."""

    group: str
    option: str


Meaning = Finding | Measurement | Context | Assumption


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a line names.

    Attributes:
        meaning: what it is.
        piece: how, and where, the line says it.
        absent: the line says `no` before it.
    """

    meaning: Meaning
    piece: Piece
    absent: bool = False


class Reader:
    """Resolves the parts of lines.

    Args:
        kb: the knowledge base.
        names: its names.

    Attributes:
        where: the position of a column of the present line.
        last: what the numbers of the last list stand for.
    """

    def __init__(self, kb: KnowledgeBase, names: Names) -> None:
        self.kb = kb
        self.names = names
        self.where: Callable[[int], Position | None] = lambda _column: None
        self.last: Sequence[Listed] = ()

    def is_name(self, text: str) -> bool:
        """Whether a text is a name of the vocabulary, as it stands."""
        return key(text) in self._keys or loose(text) in self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        names = [name for name, _ in self.names.names()]
        return frozenset({key(name) for name in names} | {loose(name) for name in names}) - {""}

    def bare(self, piece: Piece) -> Piece:
        """A text without the article and the quotation marks before its name, where they are no part of it."""
        while not self.is_name(piece.text):
            article = _ARTICLE.match(piece.text)
            inner = piece.part(article.end()) if article else unquoted(piece)
            if inner == piece or not inner.text:
                break
            piece = inner
        return piece

    # ---------------------------------------------------------------- lists

    def items(self, piece: Piece, *, sites: bool = True) -> list[Item]:
        """The things that a line names, between commas and `and`.

        Args:
            piece: the line.
            sites: a site is the setting, not something found there.

        Raises:
            UsageError: some names are unknown or ambiguous, or `no` could stand for more than one.
        """
        self._measure_up(piece)
        parts = [piece] if self._reads(piece, sites) else at_commas(piece)
        found: list[Item] = []
        problems: list[Problem] = []
        for part in parts:
            try:
                found += self._some(part, sites)
            except UsageError as error:
                problems += [problem.at(self.where(part.column)) for problem in error.problems]
        if problems:
            raise UsageError(problems)
        if not found:
            raise self.error("E016", "expected a name", piece)
        if found[0].absent and not all(item.absent for item in found):
            raise self.no_for_one(piece)
        return found

    def nodes(self, piece: Piece) -> list[Node]:
        """The nodes that a line names.

        Raises:
            UsageError: some names are unknown, ambiguous, or no nodes.
        """
        self._measure_up(piece)
        return self._all(piece, lambda part: self.one(self.names.node, part))

    def listed(self, piece: Piece) -> Listed | None:
        """What a number of the last list stands for; None where a text is no number, or is a name.

        Raises:
            UsageError: the list has no such number.
        """
        match = _NUMBER.fullmatch(piece.text)
        if not match or self.is_name(piece.text):
            return None
        number = int(match[1])
        if not 1 <= number <= len(self.last):
            help_ = (
                f"the last list has the numbers 1 to {len(self.last)}"
                if self.last
                else "no list was shown yet: findings"
            )
            raise self.error("E200", f"there is no number {number}", piece, help_)
        return self.last[number - 1]

    def numbered(self, piece: Piece) -> tuple[Finding, ...]:
        """The findings that a number of the last list stands for; empty where a text is no number.

        Raises:
            UsageError: the list has no such number, or it is one of changes.
        """
        listed = self.listed(piece)
        if listed and not listed.findings:
            message = f"number {piece.text} of the last list is no finding: {', '.join(listed.changes) or 'as it is'}"
            raise self.error("E200", message, piece, f"whatif {piece.text}", f"apply {piece.text}")
        return listed.findings if listed else ()

    def named(self, piece: Piece) -> list[Piece]:
        """The parts of a text between commas and `and`, each as long as a name, a number or a setting can be."""
        self._measure_up(piece)
        return [
            each
            for part in at_commas(piece)
            for each in self._between_ands(part, lambda each: self._reads(each, sites=False))
        ]

    def one(self, read: Callable[[str], T], piece: Piece) -> T:
        """What a text names, read by one of the methods of `Names`.

        Raises:
            UsageError: what that method raises, at the position of the text.
        """
        self._measure_up(piece)
        piece = self.bare(piece)
        try:
            return read(piece.text)
        except UsageError as error:
            self._one_at_a_time(piece)
            raise UsageError(problem.at(self.where(piece.column)) for problem in error.problems) from error

    def error(self, code: str, message: str, piece: Piece, *help_: str) -> UsageError:
        """A problem at the position of a text."""
        return UsageError(Problem(code, message, self.where(piece.column), help_))

    def nothing_more(self, rest: Piece, command: str) -> None:
        """Refuse words behind a verb that takes none.

        Raises:
            UsageError: there are some.
        """
        if rest.text:
            raise self.error("E200", f"`{command}` takes nothing behind it", rest, f"help {command}")

    def count(self, rest: Piece, command: str, usual: int = 1) -> int:
        """The number behind a verb.

        Raises:
            UsageError: it is none, or less than one.
        """
        if not rest.text:
            return usual
        if not (rest.text.isascii() and rest.text.isdigit() and int(rest.text[:9]) > 0):
            raise self.error("E200", f"`{command}` takes a number, 1 or more", rest, f"help {command}")
        return int(rest.text[:9])

    # ---------------------------------------------------------------- parts

    def _all(self, piece: Piece, read: Callable[[Piece], T]) -> list[T]:
        problems: list[Problem] = []
        found: list[T] = []
        for part in at_commas(piece):
            for each in self._between_ands(part, lambda each: bool(self.attempt(read, each))):
                try:
                    listed = [Piece(str(one.node), each.column) for one in self.numbered(each)]
                    found += [read(named) for named in listed or [each]]
                except UsageError as error:
                    problems += [problem.at(self.where(each.column)) for problem in error.problems]
        if problems:
            raise UsageError(problems)
        return list(dict.fromkeys(found))

    def _some(self, piece: Piece, sites: bool) -> list[Item]:
        """The things named by a text without commas."""
        if found := self.numbered(piece):
            return [Item(each, Piece(str(each), piece.column)) for each in found]
        if self._reads(piece, sites):
            return [self.item(piece, sites=sites)]
        halves = at_in(piece)
        if halves and halves[0].text and (context := self._context(halves[1])):
            return [*self._some(halves[0], sites), Item(context, halves[1])]
        parts = self._between_ands(piece, lambda each: self._reads(each, sites))
        if len(parts) > 1 and negated(parts[0]) and not all(map(negated, parts)):
            raise self.no_for_one(piece)
        if len(parts) == 1:
            return [self.item(parts[0], sites=sites)]
        return [item for part in parts for item in self._some(part, sites)]

    def _between_ands(self, piece: Piece, reads: Callable[[Piece], bool]) -> list[Piece]:
        """The parts between `and`, where each is a name as long as can be."""
        if reads(piece):
            return [piece]
        cuts = at_and(piece)
        for left, right in cuts:
            if left.text and reads(left):
                return [left, *self._between_ands(right, reads)] if right.text else [left]
        if not cuts:
            return [piece]
        left, right = cuts[-1]  # nothing fits: what stands before the first `and` is what will be reported
        return [part for part in (left, right) if part.text]

    def item(self, piece: Piece, *, sites: bool = True) -> Item:
        """The one thing that a text names.

        Raises:
            UsageError: it names none, or several.
        """
        inner = negated(piece)
        if inner is not None and not self.is_name(piece.text):
            meaning = self.meaning(inner, sites=sites)
            return Item(meaning, inner, absent=True)
        return Item(self.meaning(piece, sites=sites), piece)

    def meaning(self, piece: Piece, *, sites: bool = True) -> Meaning:
        """What a text without `no` names.

        Raises:
            UsageError: it names nothing, or several things.
        """
        piece = self.bare(piece)
        text = piece.text
        if "=" in text and (number_of(text) or not (at_in(piece) or at_and(piece) or len(at_commas(piece)) > 1)):
            return self.one(self.names.measurement, piece)
        try:
            finding = self.names.finding(text)
        except UsageError as error:
            other = self._other(piece, error.problems[0].code)
            if other is None:
                if _OR.search(text):
                    self._one_at_a_time(piece)
                raise UsageError(problem.at(self.where(piece.column)) for problem in error.problems) from error
            return other
        if sites and self.kb.kind(finding) is Kind.site and not finding.down and finding.place is None:
            return Context("site", finding.entity)
        return finding

    def _other(self, piece: Piece, code: str) -> Meaning | None:
        """What a text is that names no finding."""
        if code in ("E012", "E015"):
            if context := self._context(piece):
                return context
            if "/" in piece.text and (pair := self.attempt(lambda part: self.names.assumption(part.text), piece)):
                return Assumption(*pair)
            number = number_of(piece.text)
            if number and self.attempt(lambda part: self.names.measure(part.text), Piece(number[0])):
                return self.one(lambda _text: self.names.measurement(number[1]), piece)
        return None

    def _context(self, piece: Piece) -> Context | None:
        if not self.is_name(piece.text):
            return None
        cancer = self.attempt(lambda part: self.names.cancer(part.text), piece)
        stage = None if cancer else self.attempt(lambda part: self.names.stage(part.text), piece)
        return Context("cancer", cancer) if cancer else Context("stage", stage) if stage else None

    def _reads(self, piece: Piece, sites: bool) -> bool:
        """Whether a text is one thing as it stands: a name that fits several counts, as it is to be asked about."""
        try:
            self.item(piece, sites=sites)
        except UsageError as error:
            return error.problems[0].code == "E014"
        return True

    @staticmethod
    def attempt(read: Callable[[Piece], T], piece: Piece) -> T | None:
        """What a text names; None where it names nothing."""
        try:
            return read(piece)
        except UsageError:
            return None

    def _one_at_a_time(self, piece: Piece) -> None:
        """Refuse several names where one is expected.

        Raises:
            UsageError: all parts of the text are names.
        """
        either = _OR.search(piece.text)
        parts = [Piece(each) for each in _OR.split(piece.text)] if either else self._between_ands(piece, self._is_named)
        if len(parts) > 1 and all(map(self._is_named, parts)):
            shown = ", then ".join(f"`{each.text}`" for each in parts[:3])
            if either:
                message, at = "`or` leaves open which is meant", piece.part(either.start())
                raise self.error("E016", message, at, f"take one at a time: {shown}", "or both, with `and`")
            raise self.error("E016", "one name is expected here", piece, f"take one at a time: {shown}")

    def _is_named(self, piece: Piece) -> bool:
        return self.is_name(self.bare(piece).text)

    def no_for_one(self, piece: Piece) -> UsageError:
        """The problem that `no` stands before several names."""
        return self.error(
            "E016",
            "it is not clear what `no` is meant for",
            piece,
            "say it of each, as `no CAFs, no hypoxia`",
            "or name what is there first, as `hypoxia, no CAFs`",
        )

    def _measure_up(self, piece: Piece) -> None:
        if not piece.text:
            raise self.error("E016", "expected a name", piece)
        if len(piece.text) > _LONGEST or len(at_commas(piece)) > _MOST or len(at_and(piece)) > _MOST:
            raise self.error("E016", f"the line is too long: {_LONGEST} characters and {_MOST} names at most", piece)
