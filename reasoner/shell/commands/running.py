"""Forward chaining made visible: run, step, agenda, watch."""

from __future__ import annotations

from itertools import islice

from reasoner.render.shell_parts import agenda_text, fired_text
from reasoner.render.words import counted, listed
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece, words
from reasoner.shell.stepping import WATCHABLE, Stepping
from reasoner.shell.table import Command, Slot

_GROUP = "Forward chaining"


def run(shell: Shell, rest: Piece) -> None:
    """Fire so many rules, or all that are left."""
    limit = shell.count(rest, "run") if rest.text else None
    _fire(shell, limit)


def step(shell: Shell, rest: Piece) -> None:
    """Fire one rule, or so many."""
    _fire(shell, shell.count(rest, "step"))


def agenda(shell: Shell, rest: Piece) -> None:
    """Show what is ready to fire."""
    shell.nothing_more(rest, "agenda")
    shell.out.show(agenda_text(shell.kb, _stepping(shell).agenda(), "Ready to fire"))


def watch(shell: Shell, rest: Piece) -> None:
    """Switch on or off what is told of the run behind every change."""
    said_words = [piece.text.casefold() for piece in words(rest)]
    off = "off" in said_words
    named = [word for word in said_words if word not in ("on", "off")]
    wanted = set(WATCHABLE) if "all" in named or (off and not named) else set(named)
    if unknown := wanted - set(WATCHABLE):
        message = f"`watch` knows {listed(WATCHABLE)} and all"
        raise shell.reader.error("E200", f"{message}; got `{sorted(unknown)[0][:40]}`", rest, "watch rules on")
    shell.watched = shell.watched - wanted if off else shell.watched | wanted
    watched = [word for word in WATCHABLE if word in shell.watched]
    shell.say(f"Watched: {listed(watched) if watched else 'nothing'}.")


def _stepping(shell: Shell) -> Stepping:
    if shell.stepping is None:
        shell.stepping = Stepping.of(shell, shell.scenario)
        shell.say("A run from what is given, nothing fired yet. Answers above are of the finished run.")
    return shell.stepping


def _fire(shell: Shell, limit: int | None) -> None:
    run_ = _stepping(shell)
    fired = list(islice(run_.fire(limit), limit))
    shell.out.show(fired_text(shell.kb, fired))
    if "agenda" in shell.watched:
        shell.out.show(agenda_text(shell.kb, run_.agenda(), "Ready to fire"))
    if not run_.agenda():
        shell.say(f"Nothing is left to fire: {counted(run_.count, 'rule')} fired.")


COMMANDS = (
    Command(
        "run",
        "run [N]",
        "fire N rules of the production run, or all that are left",
        run,
        Slot.nothing,
        ("hypoxia", "run 2", "run"),
        (),
        _GROUP,
        more=("The run starts anew when the scenario changes.",),
    ),
    Command("step", "step [N]", "fire the next rule", step, Slot.nothing, ("hypoxia", "step"), (), _GROUP),
    Command(
        "agenda",
        "agenda",
        "show the rules that are ready to fire, the next first",
        agenda,
        Slot.nothing,
        ("hypoxia", "agenda"),
        (),
        _GROUP,
    ),
    Command(
        "watch",
        "watch rules|facts|agenda|all [on|off]",
        "tell with every change which rules fired, which facts came, what was ready",
        watch,
        Slot.words,
        ("watch rules on", "hypoxia", "watch off"),
        (),
        _GROUP,
        (*WATCHABLE, "all", "on", "off"),
    ),
)
