"""help, exit."""

from __future__ import annotations

from reasoner.render.shell_parts import help_text, overview
from reasoner.shell.commands import table
from reasoner.shell.interpreter import Leave, Shell
from reasoner.shell.parser import Piece, first_word
from reasoner.shell.table import Command, Slot

_GROUP = "Help"


def help_(shell: Shell, rest: Piece) -> None:
    """Show the verbs, or one with its examples."""
    verbs = table()
    if not rest.text:
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in verbs.commands:
            if command.name != "save!":
                groups.setdefault(command.group, []).append((command.usage, command.summary))
        shell.out.show(overview(groups))
        return
    word = first_word(rest)[0]
    found = verbs.get(word)
    if found is None:
        near = [f"did you mean `help {each}`?" for each in verbs.near(word)]
        shown = rest.text if len(rest.text) < 40 else f"{rest.text[:39]}…"
        raise shell.reader.error("E012", f"there is no verb `{shown}`", rest, *near, "help lists the verbs")
    summary = found.summary[:1].upper() + found.summary[1:] + "."
    shell.out.show(help_text(found.usage, summary, found.more, found.also, found.choices, found.examples))


def leave(shell: Shell, rest: Piece) -> None:
    """End the session."""
    shell.nothing_more(rest, "exit")
    raise Leave


COMMANDS = (
    Command(
        "help",
        "help [VERB]",
        "show the verbs, or one with examples",
        help_,
        Slot.verb,
        ("help why",),
        ("?", "h"),
        _GROUP,
    ),
    Command("exit", "exit", "leave", leave, Slot.nothing, (), ("quit", "q", "bye"), _GROUP),
)
