"""Forward chaining made visible: run, step, matches, agenda, break, watch."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import replace

from reasoner.errors import UsageError
from reasoner.knowledge.wording import did_you_mean
from reasoner.model.finding import Finding
from reasoner.model.rule import Rule, RuleKind
from reasoner.render.stepping import AT_A_GLANCE, agenda_text, fired_text, matches_text
from reasoner.render.words import counted, listed
from reasoner.shell.interpreter import Shell
from reasoner.shell.matching import Matching
from reasoner.shell.parser import Piece, first_word, words
from reasoner.shell.stepping import WATCHABLE, Stepping
from reasoner.shell.table import Command, Slot

_GROUP = "Forward chaining"
_AGENDA = 15
_MOST = 3
_UNTIL = "until"


def run(shell: Shell, rest: Piece) -> None:
    """Fire so many rules, or all that are left, or those up to one that gives a finding; stop at a break."""
    word, behind = first_word(rest)
    if word.casefold() != _UNTIL:
        _fire(shell, shell.reader.count(rest, "run") if rest.text else None, shell.breaks)
        return
    if not behind.text:
        raise shell.reader.error("E200", "expected a finding behind `until`", rest, "run until EMT in CSC")
    chosen = _findings(shell, behind)
    if len(chosen) > 1:
        raise shell.reader.error("E200", f"number {behind.text} stands for several findings: name one", behind)
    run_ = _stepping(shell)
    name, before = shell.kb.label(chosen[0]), run_.origin(chosen[0])
    if before is not None:
        shell.say(f"Holds already, and nothing was fired: {name}, {before}.")
        return
    _fire(shell, None, shell.breaks, chosen[0])
    origin = run_.origin(chosen[0])
    if origin is not None:
        shell.say(f"Holds now: {name}, {origin}.")
    elif not run_.agenda():
        shell.say(f"Nothing gave it: {name}. (whynot {behind.text})")


def step(shell: Shell, rest: Piece) -> None:
    """Fire one rule, or so many."""
    _fire(shell, shell.reader.count(rest, "step"))


def agenda(shell: Shell, rest: Piece) -> None:
    """Show what is ready to fire."""
    everything = rest.text.casefold() == "all"
    if not everything:
        shell.reader.nothing_more(rest, "agenda")
    most = 0 if everything else _AGENDA
    shell.out.show(agenda_text(shell.kb, _stepping(shell).agenda(), "Ready to fire", most))


def matches(shell: Shell, rest: Piece) -> None:
    """Show what of a rule is matched: its premises, what stops it, whether it fired."""
    everything = rest.text.casefold().endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    rules = _rules(shell, asked, "matches")
    run_, when = shell.stepping, "In the run as far as it is"
    if run_ is None:
        run_, when = Stepping.of(shell, shell.scenario), "In the finished run"
        deque(run_.fire(), 0)
    matching = Matching(shell, run_)
    found = [(rule, sorted(matching.of(rule), key=lambda match: match.nearness)) for rule in rules]
    found.sort(key=lambda each: each[1][0].nearness)
    shown = found if everything else found[:_MOST]
    begins = "" if shell.stepping else " (`step` begins one from the start)"
    shell.say(f"{when}, with {run_.count} fired{begins}:")
    for count, (rule, its) in enumerate(shown):
        if count:
            shell.out.line()
        backed = matching.backing(rule)
        shell.out.show(matches_text(shell.kb, rule, its, backed.grade, backed.items, afar=backed.extrapolated))
    if left := len(found) - len(shown):
        shell.say(f"{counted(left, 'more rule')} can give it (matches {asked.text} all).")


def break_(shell: Shell, rest: Piece) -> None:
    """Have the run stop before rules fire; without one, say before which it does."""
    if rest.text.casefold() in ("none", "off"):
        shell.breaks = ()
    elif rest.text:
        shell.breaks = tuple(dict.fromkeys((*shell.breaks, *(rule.id for rule in _rules(shell, rest, "break")))))
    shell.say(f"The run stops before: {listed(shell.breaks) if shell.breaks else 'nothing'}.")


def _rules(shell: Shell, asked: Piece, verb: str) -> list[Rule]:
    """The rule of an id, or the rules that conclude a finding."""
    kb = shell.kb
    if not asked.text:
        message = "expected the id of a rule, a finding or its number"
        raise shell.reader.error("E200", message, asked, f"help {verb}")
    if rule := kb.rules_by_id.get(asked.text.casefold()):
        if rule.kind is not RuleKind.rule or not rule.fires:
            message = f"{rule.id} never fires: it concludes nothing"
            raise shell.reader.error("E200", message, asked, f"rule {rule.id}")
        return [rule]
    try:
        chosen = _findings(shell, asked)
    except UsageError as error:
        near = did_you_mean(asked.text, list(kb.rules_by_id))
        raise UsageError(replace(problem, help=(*near, *problem.help)[:3]) for problem in error.problems) from error
    found = [rule for rule in kb.rules if rule.fires and any(each in rule.then for each in chosen)]
    if not found:
        names = listed(shell.kb.label(each) for each in chosen)
        raise shell.reader.error("E200", f"no rule concludes {names}", asked, f"about {asked.text}")
    return found


def _findings(shell: Shell, asked: Piece) -> tuple[Finding, ...]:
    return shell.reader.numbered(asked) or (shell.reader.one(shell.names.said, asked),)


def restart(shell: Shell, rest: Piece) -> None:
    """Begin the run anew, with nothing fired."""
    shell.reader.nothing_more(rest, "restart")
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


def _fire(shell: Shell, limit: int | None, breaks: Collection[str] = (), until: Finding | None = None) -> None:
    run_ = _stepping(shell)
    fired = list(run_.fire(limit, breaks, until))
    shell.out.show(fired_text(shell.kb, fired))
    ready = run_.agenda()
    if "agenda" in shell.watched:
        shell.out.show(agenda_text(shell.kb, ready, "Ready to fire", AT_A_GLANCE))
    if not ready:
        structure = f"{run_.structure} of them by definition or place"
        shell.say(f"Nothing is left to fire: {run_.count} fired, {structure}. A change, or `restart`, begins anew.")
    elif len(fired) != limit and not (until and run_.origin(until)) and ready[0].rule:
        shell.say(f"Stopped at a break: {ready[0].rule.id} is the next to fire. (step, run, break none)")


COMMANDS = (
    Command(
        "run",
        "run [N | until F]",
        "fire N rules of the production run, all that are left, or those until a finding holds",
        run,
        Slot.change,
        ("hypoxia", "run 2", "run until CSC enrichment", "run"),
        (),
        _GROUP,
        more=("The run starts anew when the scenario changes. It stops at a `break`.",),
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
        "break",
        "break RULE | F | none",
        "have `run` stop before a rule, or the rules that give a finding, fire",
        break_,
        Slot.shown,
        ("hypoxia", "break hypoxia-emt", "run", "step", "break none"),
        (),
        _GROUP,
        more=("`step` and the next `run` go past it. Without a rule: says before which the run stops.",),
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
