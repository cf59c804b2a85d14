"""Which scenarios are run: by words, by tags, and by having failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from reasoner.batch.last_failed import failed_before, identities
from reasoner.errors import Problem, UsageError
from reasoner.knowledge.scenarios import ScenarioFileItem
from reasoner.values import Value

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_DEEPEST = 50

Test = Callable[[str], bool]
Select = Callable[[ScenarioFileItem, int], bool]


class Selection(Value):
    """What is to be run.

    Attributes:
        words: an expression over title, path and tags, as `hypoxia and not (slow or old)`; empty fits all.
        tags: of which a scenario must have one; none fits all.
        last_failed: whether only what failed when it was last run is.
    """

    words: str = ""
    tags: tuple[str, ...] = ()
    last_failed: bool = False

    @property
    def is_all(self) -> bool:
        """Whether everything is selected."""
        return not (self.words or self.tags or self.last_failed)

    def of(self, path: str) -> Select:
        """Tells of the documents of a file, and their numbers in it, whether they are selected.

        A document that cannot be read is, unless it is known not to have failed: nobody can say what it is about.

        Args:
            path: the file, as the user named it.

        Raises:
            UsageError: the expression cannot be read (E270).
        """
        fits = expression(self.words) if self.words else None
        failed = failed_before(path) if self.last_failed else None
        tags = frozenset(self.tags)

        def selected(item: ScenarioFileItem, number: int) -> bool:
            scenario = item.scenario
            title = scenario.title if scenario else ""
            if failed is not None and failed.isdisjoint(identities(title, number)):
                return False
            if scenario is None:
                return True
            if tags and tags.isdisjoint(scenario.tags):
                return False
            return fits is None or fits("\n".join([title, path, *scenario.tags]))

        return selected

    def anywhere(self) -> Select:
        """The same for documents of any file."""
        of = lru_cache(maxsize=1)(self.of)
        return lambda item, number: of(item.position.path)(item, number)


def expression(text: str) -> Test:
    """What an expression says of a text: words are looked for in it, whatever their case.

    Args:
        text: words with `and`, `or`, `not` and parentheses.

    Raises:
        UsageError: it cannot be read (E270).
    """
    tokens = _TOKEN.findall(text)
    found, rest = _either(tokens, 0)
    if rest:
        raise _unreadable(f"`{rest[0][:40]}` is not expected there")
    return found


def _either(tokens: Sequence[str], depth: int) -> tuple[Test, Sequence[str]]:
    return _joined(tokens, depth, "or", _both, any)


def _both(tokens: Sequence[str], depth: int) -> tuple[Test, Sequence[str]]:
    return _joined(tokens, depth, "and", _single, all)


def _joined(
    tokens: Sequence[str],
    depth: int,
    word: str,
    part: Callable[[Sequence[str], int], tuple[Test, Sequence[str]]],
    how: Callable[[list[bool]], bool],
) -> tuple[Test, Sequence[str]]:
    first, rest = part(tokens, depth)
    parts = [first]
    while rest and rest[0].lower() == word:
        further, rest = part(rest[1:], depth)
        parts.append(further)
    return (first if len(parts) == 1 else lambda text: how([each(text) for each in parts])), rest


def _single(tokens: Sequence[str], depth: int) -> tuple[Test, Sequence[str]]:
    negated = False
    while tokens and tokens[0].lower() == "not":
        negated, tokens = not negated, tokens[1:]
    if not tokens:
        raise _unreadable("it ends where a word should come")
    word, rest = tokens[0].lower(), tokens[1:]
    if word == "(":
        if depth == _DEEPEST:
            raise _unreadable("its parentheses are nested too deeply")
        inner, rest = _either(rest, depth + 1)
        if not rest or rest[0] != ")":
            raise _unreadable("a parenthesis is not closed")
        rest = rest[1:]
    elif word in (")", "and", "or"):
        raise _unreadable(f"`{word}` stands where a word should come")
    else:

        def inner(text: str) -> bool:
            return word in text.lower()

    return (lambda text: inner(text) is not negated), rest


def _unreadable(why: str) -> UsageError:
    help_ = ("for example: -k 'hypoxia and not (CXCR4 or CAF)'",)
    return UsageError(Problem("E270", f"the expression of -k cannot be read: {why}", None, help_))
