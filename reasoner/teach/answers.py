"""What people type as an answer -> ids of options, canonical names, a rule's text. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from reasoner.errors import Problem, UsageError, name_error
from reasoner.knowledge.names import Names
from reasoner.knowledge.spelling import key, loose
from reasoner.knowledge.suppositions import Part, findings_of, supposition
from reasoner.knowledge.wording import did_you_mean, plural, shown
from reasoner.model.exercise import Entry, Option
from reasoner.model.knowledge import KnowledgeBase
from reasoner.teach.judging import LONGEST

Answered = str | tuple[str, ...]
"""An entry as it is handed in: a text for `one` and `rule`, else a list."""

_NUMBER = re.compile(r"(?:#|no\.?\s*)?(\d{1,3})[.)]?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s*(?:-+>|=+>|→|>)\s*")
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_VERB = re.compile(r"(?:block|inhibit)\s+(?=\S)", re.IGNORECASE)


class Answers:
    """Reads answers with the names of a knowledge base.

    Args:
        kb: the knowledge base.
        names: its names.
    """

    def __init__(self, kb: KnowledgeBase, names: Names) -> None:
        self.kb = kb
        self.names = names

    def read(self, entry: Entry, text: str) -> Answered:
        """What a text answers in an entry.

        Args:
            entry: what is filled in.
            text: numbers of options, or names, between commas, semicolons or blanks; of `order` also arrows.

        Returns:
            The answer, ready to be graded.

        Raises:
            UsageError: a name is unknown or ambiguous (E012 to E016), the rule cannot be read (E230, E231), or this is
                no answer here: too much, too little, twice the same, or too long (E332).
        """
        text = text.strip()
        if len(text) > LONGEST:
            raise _no_answer(f"an answer has at most {LONGEST} characters; this one has {len(text)}")
        if entry.kind == "rule":
            _something(text)
            supposition(self.kb, self.names, text)
            return text
        if entry.kind == "names":
            return _most(entry, _something(self.named(entry.what, text)), "name")
        found = _something(tuple(self._option(entry.options, each) for each in self.parts(entry.options, text)))
        if entry.kind == "one":
            if len(set(found)) > 1:
                raise _no_answer(f"one answer is expected here, not {len(set(found))}")
            return found[0]
        if twice := next((each for number, each in enumerate(found) if each in found[:number]), None):
            label = _text(entry.options, twice)
            if entry.kind == "order":
                raise _no_answer(f"{shown(label)} stands twice in this order")
            found = tuple(dict.fromkeys(found))
        if entry.kind == "order" and len(found) < len(entry.options):
            left = [f"{n} {option.text}" for n, option in enumerate(entry.options, 1) if option.id not in found]
            missing = f"{plural(len(left), 'step')} of the order {'is' if len(left) == 1 else 'are'} missing"
            raise _no_answer(missing, f"still to be placed: {'; '.join(left)}")
        return _most(entry, found, "option")

    # ---------------------------------------------------------------- options

    def parts(self, options: Sequence[Option], text: str) -> Iterator[str]:
        """The parts of a text that name one option each, as long as can be."""
        if self._fitting(options, text):
            yield text
            return
        for part in filter(None, _BETWEEN.split(text)):
            words = _BLANKS.split(part)
            if self._fitting(options, part):
                yield part
            elif all(_NUMBER.fullmatch(each) or self._fitting(options, each) for each in words):
                yield from words
            else:
                yield from filter(None, _AND.split(part))

    def _option(self, options: Sequence[Option], text: str) -> str:
        found = self._fitting(options, text)
        if len(found) == 1:
            return found[0].id
        if found:
            choices = [f"`{number}`: {each.text}" for number, each in enumerate(options, 1) if each in found]
            raise name_error("E014", f"{shown(text)} fits {len(found)} options; write the number", choices[:3])
        if _NUMBER.fullmatch(text):
            raise name_error(
                "E012", f"there is no option {shown(text)}", [f"they have the numbers 1 to {len(options)}"]
            )
        near = tuple(
            f"did you mean `{each.text}`?" for each in options if loose(text) and loose(text) in loose(each.text)
        )
        near = near[:2] or did_you_mean(text, [each.text for each in options], 2)
        help_ = (*near, f"write a number from 1 to {len(options)}, or an option's words")
        raise name_error("E012", f"no option reads {shown(text)}", help_)

    def _fitting(self, options: Sequence[Option], text: str) -> list[Option]:
        """The options that a text names: by id to the letter, by number, or by its words, strictly or loosely."""
        for each in options:
            if each.id == text:
                return [each]
        if match := _NUMBER.fullmatch(text):
            number = int(match[1])
            return [options[number - 1]] if 1 <= number <= len(options) else []
        for fold in (key, loose):
            wanted = fold(text)
            if found := [each for each in options if wanted and wanted in (fold(each.text), fold(each.id))]:
                return found
        meant = self._meaning(text)
        return [each for each in options if meant and meant == each.id]

    def _meaning(self, text: str) -> str:
        """The finding that a text names, by a synonym perhaps, in canonical form; empty where it names none."""
        try:
            return str(self.names.said(text))
        except UsageError:
            return ""

    # ---------------------------------------------------------------- names

    def named(self, what: str, text: str) -> tuple[str, ...]:
        """What a text names, each once, in canonical form.

        Args:
            what: as `Entry.what`.
            text: names, between commas, semicolons or `and`.

        Raises:
            UsageError: names are unknown or ambiguous (E012 to E016).
        """
        if what == "block":
            return self._each(text, lambda part: str(self.names.node(_VERB.sub("", part, count=1))))
        if what == "condition":
            return tuple(map(str, findings_of(self.names, Part(text), lambda _offset: None)))
        return tuple(dict.fromkeys(each.strip() for each in re.split(r"[,;\n]", text) if each.strip()))

    @staticmethod
    def _each(text: str, read: Callable[[str], str]) -> tuple[str, ...]:
        """What the parts of a text name; one that is a name as it stands is not divided at its `and`."""
        problems: list[Problem] = []
        found: list[str] = []
        for part in filter(None, re.split(r"\s*[,;\n]\s*", text)):
            try:
                found.append(read(part))
            except UsageError as error:
                parts = _AND.split(part)
                for each in parts if len(parts) > 1 else ():
                    try:
                        found.append(read(each))
                    except UsageError as wrong:
                        problems += wrong.problems
                problems += error.problems if len(parts) == 1 else ()
        if problems:
            raise UsageError(problems)
        return tuple(dict.fromkeys(found))


T = TypeVar("T", str, tuple[str, ...])


def _something(found: T) -> T:
    if not found:
        raise _no_answer("the answer is empty")
    return found


def _most(entry: Entry, found: tuple[str, ...], what: str) -> tuple[str, ...]:
    if entry.most is not None and len(found) > entry.most:
        raise _no_answer(f"at most {plural(entry.most, what)} may stand here, not {len(found)}")
    return found


def _text(options: Sequence[Option], id_: str) -> str:
    return next(each.text for each in options if each.id == id_)


def _no_answer(message: str, *help_: str) -> UsageError:
    return UsageError(Problem("E332", message, None, help_))
