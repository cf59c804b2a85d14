"""help, exit."""

from __future__ import annotations

import re

from reasoner.model.scenario import Scenario
from reasoner.render.shell_parts import help_text, overview, plain_list
from reasoner.shell.commands import table
from reasoner.shell.interpreter import Shell
from reasoner.shell.outlet import Leave
from reasoner.shell.parser import Piece, first_word
from reasoner.shell.phrasing import PHRASES
from reasoner.shell.table import Command, Slot
from reasoner.shell.tour import tour as begun

_GROUP = "Help"
_BESIDE = re.compile(r"[:;]\s")


def help_(shell: Shell, rest: Piece) -> None:
    """Show the verbs, or one with its examples."""
    verbs = table()
    if not rest.text:
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in verbs.commands:
            if not command.name.endswith("!"):
                groups.setdefault(command.group, []).append((command.name, brief(command.summary)))
        shell.out.show(overview(groups))
        return
    word = first_word(rest)[0]
    if word.casefold() in ("phrases", "phrase", "words"):
        shell.out.show(plain_list("Plain words that are understood", phrases()))
        return
    found = verbs.get(word)
    if found is None:
        near = [f"did you mean `help {each}`?" for each in verbs.near(word)]
        shown = rest.text if len(rest.text) < 40 else f"{rest.text[:39]}…"
        raise shell.reader.error("E012", f"there is no verb `{shown}`", rest, *near, "help lists the verbs")
    summary = found.summary[:1].upper() + found.summary[1:] + "."
    shell.out.show(help_text(found.usage, summary, found.more, found.also, found.choices, found.examples))


def brief(summary: str) -> str:
    """What a verb does, without what `help VERB` says beside."""
    return _BESIDE.split(summary)[0]


def phrases() -> list[tuple[str, str]]:
    """Examples of all phrases, each with the verb that it means."""
    return [(each.example, each.verb) for each in PHRASES if each.example]


def tour(shell: Shell, rest: Piece) -> None:
    """Begin the tour, or go to a step of it, or end it."""
    if rest.text.casefold() in ("end", "off", "stop"):
        shell.say("The tour is over." if shell.tour else "There is no tour to end.")
        shell.tour = None
        return
    whole = begun(shell)
    if whole is None:
        shell.say("This base has no conditions to begin a tour with.")
        return
    number = shell.reader.count(rest, "tour")
    if number > len(whole.steps):
        raise shell.reader.error("E200", f"the tour has {len(whole.steps)} steps", rest, "tour begins it")
    if shell.scenario != Scenario() and not rest.text:
        shell.take("reset", Scenario())
        shell.say("The tour begins with nothing given. (undo, or load last, brings back what was)")
    shell.tour = whole.to(number - 1)
    shell.show_step()


def more(shell: Shell, rest: Piece) -> None:
    """Show what is left of the last answer, or say whether answers stop at a full screen."""
    word = rest.text.casefold()
    if word in ("on", "off"):
        shell.paged = word == "on"
        shell.say(f"Answers {'stop at a full screen' if shell.paged else 'are shown whole'}.")
        return
    if word not in ("", "all"):
        raise shell.reader.error("E200", "`more` takes all, on or off", rest, "help more")
    if not shell.left:
        shell.say("Nothing is left to show.")
        return
    left, shell.left = shell.left, []
    shell.out.go_on(left, everything=word == "all")


def clear(shell: Shell, rest: Piece) -> None:
    """Clear the screen, where there is one."""
    shell.reader.nothing_more(rest, "clear")
    shell.out.wipe()


def leave(shell: Shell, rest: Piece) -> None:
    """End the session."""
    shell.reader.nothing_more(rest, "exit")
    raise Leave


COMMANDS = (
    Command(
        "help",
        "help [VERB | phrases]",
        "show the verbs, or one with examples, or what is understood in plain words",
        help_,
        Slot.verb,
        ("help why",),
        ("?", "h"),
        _GROUP,
    ),
    Command(
        "tour",
        "tour [N | end]",
        "be shown around, one line to type at a time",
        tour,
        Slot.nothing,
        ("tour", "tour 2", "tour end"),
        (),
        _GROUP,
        more=("An empty line types what the step asks for. Any other line is answered, too; `tour end` leaves it.",),
    ),
    Command(
        "more",
        "more [all | off | on]",
        "show the next screen of an answer that was too long for one, or all that is left",
        more,
        Slot.words,
        ("findings", "more"),
        (),
        _GROUP,
        ("all", "off", "on"),
        more=("So does an empty line. `more off`: answers no longer stop at a full screen.",),
    ),
    Command(
        "clear",
        "clear",
        "clear the screen; what is given stays",
        clear,
        Slot.nothing,
        (),
        ("cls",),
        _GROUP,
    ),
    Command("exit", "exit", "leave", leave, Slot.nothing, (), ("quit", "q", "bye"), _GROUP),
)
