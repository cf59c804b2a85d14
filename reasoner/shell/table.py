"""What a verb is: its words, what can stand behind it, its help, and what it does."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reasoner.shell.interpreter import Shell
    from reasoner.shell.parser import Piece


class Slot(Enum):
    """What can stand behind a verb: decides what completion offers."""

    nothing = auto()
    finding = auto()
    node = auto()
    given = auto()
    fixed = auto()
    cancer = auto()
    stage = auto()
    site = auto()
    assumption = auto()
    group = auto()
    change = auto()
    held = auto()
    shown = auto()
    words = auto()
    file = auto()
    verb = auto()


@dataclass(frozen=True)
class Command:
    """A verb.

    Attributes:
        name: the word.
        usage: how it is written, with what can follow.
        summary: what it does, in one line that begins with a verb.
        run: does it; gets the shell and what follows the word.
        slot: what can follow.
        examples: lines that work, in this order, in a new session.
        also: other words for it.
        group: the heading that help lists it under.
        choices: the words that can follow, where `slot` is `words`.
        more: further lines of help.
    """

    name: str
    usage: str
    summary: str
    run: Callable[[Shell, Piece], None]
    slot: Slot = Slot.nothing
    examples: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    group: str = ""
    choices: tuple[str, ...] = ()
    more: tuple[str, ...] = field(default=())


class Table:
    """The verbs.

    Args:
        commands: all of them.
    """

    def __init__(self, commands: tuple[Command, ...]) -> None:
        self.commands = commands

    @cached_property
    def by_word(self) -> dict[str, Command]:
        """Verbs by each of their words."""
        return {word: command for command in self.commands for word in (command.name, *command.also)}

    def get(self, word: str) -> Command | None:
        """The verb of a word, in upper or lower case."""
        return self.by_word.get(word.casefold())

    def near(self, word: str, followed: bool = False) -> list[str]:
        """Words of verbs that look like a word; one that something follows may be no verb, and has to look more so."""
        return difflib.get_close_matches(word.casefold()[:40], self.by_word, n=2, cutoff=0.78 if followed else 0.7)
