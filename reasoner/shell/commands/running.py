"""Forward chaining made visible: run, step, agenda, watch."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice

from reasoner.errors import UsageError
from reasoner.knowledge.wording import did_you_mean
from reasoner.model.rule import Rule, RuleKind
from reasoner.render.stepping import agenda_text, fired_text, matches_text
from reasoner.render.words import counted, listed
from reasoner.shell.interpreter import Shell
from reasoner.shell.matching import matches_of
from reasoner.shell.parser import Piece, words
from reasoner.shell.stepping import WATCHABLE, Stepping
from reasoner.shell.table import Command, Slot

_GROUP = "Forward chaining"
_AGENDA = 25
_MOST = 3


def run(shell: Shell, rest: Piece) -> None:
    """Fire so many rules, or all that are left."""
    limit = shell.count(rest, "run") if rest.text else None
    _fire(shell, limit)


def step(shell: Shell, rest: Piece) -> None:
    """Fire one rule, or so many."""
    _fire(shell, shell.count(rest, "step"))


def agenda(shell: Shell, rest: Piece) -> None:
    """Show what is ready to fire."""
    everything = rest.text.casefold() == "all"
    if not everything:
        shell.nothing_more(rest, "agenda")
    most = 0 if everything else _AGENDA
    shell.out.show(agenda_text(shell.kb, _stepping(shell).agenda(), "Ready to fire", most))


def matches(shell: Shell, rest: Piece) -> None:
    """Show what of a rule is matched: its premises, what stops it, whether it fired."""
    if not rest.text:
        raise shell.reader.error("E200", "expected the id of a rule, a finding or its number", rest, "help matches")
    everything = rest.text.endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    rules = _rules(shell, asked)
    run_, when = shell.stepping, "In the run as far as it is."
    if run_ is None:
        run_, when = Stepping.of(shell, shell.scenario), "In the finished run. (step begins one from the start)"
        deque(run_.fire(None), 0)
    shown = rules if everything else rules[:_MOST]
    for count, rule in enumerate(shown):
        if count:
            shell.out.line()
        shell.out.show(matches_text(shell.kb, rule, matches_of(shell, run_, rule), when))
    if left := len(rules) - len(shown):
        shell.say(f"{counted(left, 'more rule')} can give it (matches {asked.text} all).")


def _rules(shell: Shell, asked: Piece) -> list[Rule]:
    """The rule of an id, or the rules that conclude a finding."""
    kb = shell.kb
    if rule := kb.rules_by_id.get(asked.text.casefold()):
        if rule.kind is not RuleKind.rule or not rule.fires:
            raise shell.reader.error("E200", f"{rule.id} never fires: it is no rule that concludes something", asked)
        return [rule]
    try:
        chosen = shell.reader.numbered(asked) or (shell.reader.one(shell.names.said, asked),)
    except UsageError as error:
        near = did_you_mean(asked.text, list(kb.rules_by_id))
        help_ = (*near, *error.problems[0].help)[:3]
        raise UsageError(replace(problem, help=help_) for problem in error.problems) from error
    found = [rule for rule in kb.rules if rule.fires and any(each in rule.then for each in chosen)]
    if not found:
        names = listed(shell.kb.label(each) for each in chosen)
        raise shell.reader.error("E200", f"no rule concludes {names}", asked, f"about {asked.text}")
    return found


def restart(shell: Shell, rest: Piece) -> None:
    """Begin the run anew, with nothing fired."""
    shell.nothing_more(rest, "restart")
    shell.stepping = None
    _stepping(shell)


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
        shell.say(f"Nothing is left to fire: {counted(run_.count, 'rule')} fired. A change, or `restart`, begins anew.")


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
        "matches",
        "matches RULE | F | N",
        "show what of a rule, or of the rules that give a finding, is met, and what stops it",
        matches,
        Slot.shown,
        ("hypoxia", "matches HIF2A", "step", "matches EMT in CSC"),
        (),
        _GROUP,
        more=("In the run as far as `step` took it; where none was begun, in the finished one.",),
    ),
    Command(
        "restart", "restart", "begin the run anew", restart, Slot.nothing, ("hypoxia", "run", "restart"), (), _GROUP
    ),
    Command(
        "agenda",
        "agenda [all]",
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
