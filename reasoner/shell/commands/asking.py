"""Questions about what holds: findings, why."""

from __future__ import annotations

from itertools import islice

from reasoner.errors import UsageError, name_error
from reasoner.model.finding import Finding
from reasoner.render.shell_parts import in_shell_words, numbered_together, scenario_line
from reasoner.render.shell_text import findings_answer
from reasoner.render.why import why as why_blocks
from reasoner.shell.filters import FILTERS, Filter
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.table import Command, Slot

_GROUP = "Questions"
_MOST = 3


def findings(shell: Shell, rest: Piece) -> None:
    """List what holds."""
    moment = shell.moment
    wanted = Filter.read(shell.reader, rest)
    picked = wanted.pick(moment.view)
    answer = findings_answer(
        moment.view,
        moment.result,
        picked,
        wanted.words,
        everything=wanted.everything,
        emptied_by=wanted.emptied_by(moment.view),
        further=wanted.further(moment.view, picked),
        asked=rest.text,
    )
    shell.reader.last = answer.numbered
    shell.record(moment.result.model_copy(update={"findings": tuple(picked)}) if wanted.tests else moment.result)
    shell.out.show(answer.blocks)
    shell.close(moment.result, graded=bool(answer.numbered), therapy=bool(moment.result.advice), always=True)


def given(shell: Shell, rest: Piece) -> None:
    """Show the scenario."""
    shell.reader.nothing_more(rest, "scenario")
    shell.say(scenario_line(shell.moment.view, shell.moment.result))


def why(shell: Shell, rest: Piece) -> None:
    """Prove a finding."""
    everything = rest.text.endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    if not asked.text:
        raise shell.reader.error("E200", "expected a finding, or its number in the last list", rest, "help why")
    chosen = shell.reader.numbered(asked) or (shell.reader.one(shell.names.said, asked),)
    for count, finding in enumerate(chosen[:_MOST]):
        if count:
            shell.out.line()
        _why(shell, finding, asked, everything)
    if len(chosen) > 1:
        shell.out.show(numbered_together(shell.kb, chosen, chosen[_MOST:]))
    held = shell.moment.view.found
    shell.close([held[finding] for finding in chosen if finding in held], graded=True, therapy=False)


def _why(shell: Shell, finding: Finding, piece: Piece, everything: bool) -> None:
    moment = shell.moment
    try:
        answer = shell.reasoner.why(moment.evaluation, finding, None if everything else _MOST)
    except UsageError as error:
        raise _does_not_hold(shell, finding, error) from error
    shell.record(answer)
    blocks = why_blocks(moment.view, answer, everything=everything, closing=False)
    blocks = islice(blocks, 1, None)  # the first says what is given, as the session has just shown
    shell.out.show(in_shell_words(blocks, f"why {piece.text} all"))


def _does_not_hold(shell: Shell, finding: Finding, error: UsageError) -> UsageError:
    """The error, with what holds of the same entity."""
    problem = error.problems[0]
    related = [each.finding for each in shell.moment.result.findings if each.entity == finding.entity]
    near = [f"why {each}: {shell.kb.label(each)}" for each in related if each != finding.contrary]
    missing = f"whynot {finding} tells what is missing"
    return name_error(problem.code, problem.message, [*near[:1], missing, *near[1:], *problem.help][:3])


COMMANDS = (
    Command(
        "findings",
        "findings [FILTER ...]",
        "list what holds; filters: stated, combined, all, kinds, grades, steps, places, or a text",
        findings,
        Slot.words,
        (
            "hypoxia",
            "findings",
            "findings stated",
            "findings all",
            "findings molecules",
            "findings at least moderate in CSC",
            "findings steps 1",
            "findings resistance",
        ),
        ("list", "ls"),
        _GROUP,
        FILTERS,
        (
            "Filters add up, kinds are alternatives: `findings stated phenotypes processes`.",
            "`at least moderate`; `steps 2`, `steps 2-3`, `steps 4+`, of the proof shown; `in CSC`, a place.",
            "Other words, and what stands in quotation marks, are looked for in names.",
            "The numbers of the list serve `why`, and all other verbs.",
        ),
    ),
    Command(
        "scenario",
        "scenario",
        "show what is given and set, and where",
        given,
        Slot.nothing,
        ("hypoxia", "scenario"),
        ("status",),
        _GROUP,
    ),
    Command(
        "why",
        "why F [all] | why N",
        "prove a finding, step by step, with its citations; N is a number of the last list",
        why,
        Slot.held,
        ("hypoxia", "why 1", "why HIF-2α"),
        (),
        _GROUP,
        more=("`all` shows every rule that gives it, with its whole proof.",),
    ),
)
