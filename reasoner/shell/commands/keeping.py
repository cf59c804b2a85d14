"""The session itself: undo, redo, diff, reset, save, load, source."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from reasoner.errors import UsageError
from reasoner.knowledge.cache import state_folder
from reasoner.knowledge.scenario_text import scenario_text
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.scenario import Scenario
from reasoner.render.phases import story
from reasoner.render.shell_parts import in_shell_words, said, scenario_line, states
from reasoner.render.words import counted
from reasoner.shell.files import fingerprint, free_path, path_of, read_lines, there_already, write_file
from reasoner.shell.interpreter import Shell
from reasoner.shell.journal import left_behind, settle
from reasoner.shell.parser import Piece
from reasoner.shell.retracing import lead_to
from reasoner.shell.scripts import run_lines
from reasoner.shell.state import Saved
from reasoner.shell.table import Command, Slot

_GROUP = "The session"
_DEEPEST = 8
_SEVERAL = 10_000


def undo(shell: Shell, rest: Piece) -> None:
    """Take back the last changes."""
    number = shell.session.depth if rest.text.casefold() == "all" else shell.reader.count(rest, "undo")
    if not shell.session.depth:
        shell.say("Nothing to take back.")
        return
    shell.undo(number)


def redo(shell: Shell, rest: Piece) -> None:
    """Make changes again."""
    number = len(shell.session.undone) if rest.text.casefold() == "all" else shell.reader.count(rest, "redo")
    if not shell.session.undone:
        shell.say("Nothing was taken back, so there is nothing to make again.")
        return
    shell.redo(number)


def diff(shell: Shell, rest: Piece) -> None:
    """Compare with the state some changes ago, or with the start."""
    depth = shell.session.depth
    number = depth if rest.text.casefold() == "start" else shell.reader.count(rest, "diff")
    point = shell.session.before(number)
    if not depth or point is None:
        shell.say(f"There {'is' if depth == 1 else 'are'} {counted(depth, 'change')} to compare with.")
        return
    since = [each.words for each in shell.session.done[-number:]]
    shell.answer(shell.evaluate(point.scenario), shell.moment, f"Since then: {', '.join(f'`{w}`' for w in since)}.")


def history(shell: Shell, rest: Piece) -> None:
    """List the changes of the session, and those that were taken back."""
    shell.reader.nothing_more(rest, "history")
    session = shell.session
    done = [(str(session.depth - number), point.words) for number, point in enumerate(session.done[1:])]
    undone = [(str(number), point.words) for number, point in enumerate(reversed(session.undone), start=1)]
    if not done and not undone:
        shell.say("Nothing was changed yet. (a name asserts it, as hypoxia)")
    if done:
        shell.out.show(
            states("Changes: undo N takes one back with all behind it, diff N compares with before it", done)
        )
    if undone:
        shell.out.show(states("Taken back: redo N makes them again", undone))


def reset(shell: Shell, rest: Piece) -> None:
    """Begin anew; undo brings back what was."""
    shell.reader.nothing_more(rest, "reset")
    shell.change("reset", Scenario(), "Nothing is given. (undo brings back what was)")


def save(shell: Shell, rest: Piece, *, replace: bool = False) -> None:
    """Write the session as a scenario file."""
    at = shell.reader.where(rest.column)
    try:
        path = path_of(rest.text) if rest.text else (shell.saved.path if shell.saved else free_path())
        text = scenario_text(shell.scenario)
        own = shell.saved is not None and path == shell.saved.path and fingerprint(path) == shell.saved.fingerprint
        if not own and not replace and os.path.lexists(path):
            if shell.ask is None:
                raise UsageError(there_already(path))
            if not shell.ask(f"{path} is there already. Replace it?"):
                shell.say("Not saved.")
                return
            replace = True
        write_file(path, text, replace=own or replace)
    except UsageError as error:
        raise UsageError(problem.at(at) for problem in error.problems) from error
    shell.saved = Saved(path, fingerprint(path))
    shell.say(f"Saved: {path} (reasoner run {quote(str(path))} runs it).")


def save_over(shell: Shell, rest: Piece) -> None:
    """The same, and replace what is there."""
    save(shell, rest, replace=True)


def load(shell: Shell, rest: Piece) -> None:
    """Become a scenario of a file, or the session that was left last."""
    if not rest.text:
        raise shell.reader.error("E200", "expected a scenario file, as `load hypoxia.yaml`", rest, "help load")
    if rest.text.casefold() == "last":
        _load_last(shell, rest)
        return
    path, number = file_and_number(rest)
    scenario, several = scenario_of(shell, path, number, rest)
    moment = shell.evaluate(scenario)  # what contradicts itself is not announced
    if several:
        shell.say(f"The file has {several} scenarios; this is number {number or 1} (load {path} 2).")
    if scenario.title:
        shell.out.show([said(scenario.title, strong=True)])
    if len(scenario.phases) == 1:
        shell.change(f"load {rest.text}", scenario, scenario_line(moment.view, moment.result))
        return
    after = shell.take(f"load {rest.text}", scenario)
    shell.reader.last = ()
    shell.record(after.result)
    shell.out.show(in_shell_words(story(shell.kb, after.result)))
    shell.close(after.result, graded=True, therapy=bool(after.result.advice))


def file_and_number(rest: Piece) -> tuple[Path, int]:
    """`FILE`, `FILE 2` or `FILE#2`."""
    whole = path_of(rest.text)
    if not os.path.lexists(whole):
        for mark in ("#", " "):
            name, found, number = rest.text.rpartition(mark)
            if found and number.isascii() and number.isdigit() and int(number[:6]) and name.strip():
                return path_of(name), int(number[:6])
    return whole, 0


def scenario_of(shell: Shell, path: Path, number: int, rest: Piece) -> tuple[Scenario, int]:
    """The scenario with a number, and how many there are, if several.

    Raises:
        UsageError: there is no such file, something is wrong in it, or it has fewer.
    """
    if path.exists() and not path.is_file():
        raise shell.reader.error("E001", f"`{path}` is no file", rest)
    wanted, count = None, 0
    for item in read_scenarios(path, shell.kb, names=shell.names):
        count += 1
        if count == max(number, 1):
            wanted = item
        if count >= _SEVERAL:
            break
    if wanted is None:
        raise shell.reader.error("E200", f"the file has {counted(count, 'scenario')}, and no number {number}", rest)
    if wanted.scenario is None:
        raise UsageError(wanted.problems)
    return wanted.scenario, count if count > 1 else 0


def _load_last(shell: Shell, rest: Piece) -> None:
    left = left_behind(state_folder() / "journal", shell.kb)
    if not left:
        raise shell.reader.error("E200", "no earlier session was left behind", rest)
    last = left[0]
    if shell.transcript:  # which is last when it runs again, nobody knows
        lines = last.session.lines
        anew = ["reset"] if shell.session.depth else []
        shell.dialogue.instead([*anew, *lines] if lead_to(shell, lines, last.session) else ())
    if shell.session.depth:
        shell.change("load last", last.session.scenario, f"The session of {last.when}.")
        return
    before = shell.moment
    shell.restore(last.session)
    settle(last)
    echo = f"The session of {last.when}, with {counted(last.session.depth, 'change')} to take back."
    shell.answer(before, shell.moment, echo)


def source(shell: Shell, rest: Piece) -> None:
    """Run the lines of a script."""
    if not rest.text:
        raise shell.reader.error("E200", "expected a script, as `source demo.txt`", rest, "help source")
    path = shell.reader.one(path_of, rest)
    real = Path(os.path.realpath(path))
    if real in shell.sources or len(shell.sources) >= _DEEPEST:
        raise shell.reader.error("E200", f"`{path}` is running already, or scripts call each other too deeply", rest)
    before = shell.sources
    shell.sources = (*before, real)
    try:
        lines = read_lines(path, str(path))
        shell.dialogue.instead(())
        run_lines(shell, lines, str(path))
    finally:
        shell.sources = before


COMMANDS = (
    Command("undo", "undo [N | all]", "take back the last change", undo, Slot.nothing, ("hypoxia", "undo"), (), _GROUP),
    Command(
        "redo",
        "redo [N | all]",
        "make a change again that was taken back",
        redo,
        Slot.nothing,
        ("hypoxia", "undo", "redo"),
        (),
        _GROUP,
    ),
    Command(
        "diff",
        "diff [N | start]",
        "compare with the state before the last change, N changes ago, or at the start",
        diff,
        Slot.nothing,
        ("hypoxia", "block HIF2A", "diff 2"),
        (),
        _GROUP,
    ),
    Command(
        "history",
        "history",
        "list the changes of the session, and what was taken back",
        history,
        Slot.nothing,
        ("hypoxia", "block HIF2A", "undo", "history"),
        ("changes",),
        _GROUP,
        more=("The numbers serve `diff`, `undo` and `redo`.",),
    ),
    Command("reset", "reset", "begin anew", reset, Slot.nothing, ("hypoxia", "reset"), (), _GROUP),
    Command(
        "save",
        "save [FILE]",
        "write the session as a scenario file; `save! FILE` replaces one that is there",
        save,
        Slot.file,
        ("hypoxia", "save"),
        (),
        _GROUP,
    ),
    Command("save!", "save! FILE", "the same, and replace a file that is there", save_over, Slot.file, (), (), _GROUP),
    Command(
        "load",
        "load FILE [N] | last",
        "become a scenario of a file (its number, where it has several), or the session left last",
        load,
        Slot.file,
        (),
        ("open",),
        _GROUP,
    ),
    Command("source", "source FILE", "run the lines of a script", source, Slot.file, (), (), _GROUP),
)
