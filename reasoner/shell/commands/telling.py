"""What becomes of answers: format, tee, export."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from reasoner.errors import UsageError
from reasoner.shell.dialogue import Turn
from reasoner.shell.files import path_of, there_already, write_file
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.retracing import lead_to, lines_to
from reasoner.shell.state import Told
from reasoner.shell.table import Command, Slot
from reasoner.shell.transcript import Transcript

_GROUP = "The session"
_ENDINGS = (".md", ".markdown", ".html", ".htm")
_FORMATS = ("text", "json")
_NONE = "No transcript is written. (tee FILE begins one)"


def format_(shell: Shell, rest: Piece) -> None:
    """Say how answers are written, or change it."""
    word = rest.text.casefold()
    if not word:
        shell.say(f"Answers are written as {'JSON' if shell.as_json else 'text'}.")
        return
    if word not in _FORMATS:
        raise shell.reader.error("E200", "answers are written as text or as json", rest, "format json")
    shell.as_json = word == "json"
    shell.say(f"Answers are written as {'JSON' if shell.as_json else 'text'}.")


def tee(shell: Shell, rest: Piece, *, replace: bool = False) -> None:
    """Write the conversation to a file from here on, as a script that does the same again; or end that."""
    if not rest.text:
        shell.say(f"The conversation is written to {shell.transcript.path}." if shell.transcript else _NONE)
        return
    if rest.text.casefold() in ("off", "end", "none"):
        shell.say(f"The transcript is in {shell.transcript.path}." if shell.transcript else _NONE)
        shell.end_transcript()
        return
    named = _target(shell, rest, "tee", replace)
    if named is None:
        return
    path, replace = named
    lines = lines_to(shell)
    note = "" if lead_to(shell, lines, shell.session) else "What came before cannot be run again from here:"
    try:
        stream = path.open("w" if replace else "x", encoding="utf-8", errors="backslashreplace", newline="\n")
        transcript = Transcript(path, stream)
        transcript.begin(shell.base.kb.digest, lines, note)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise shell.reader.error("E200", f"`{path}` cannot be written: {reason}", rest) from error
    shell.end_transcript()
    shell.transcript = transcript
    shell.reader.last = ()  # a list that stands before the transcript has no numbers in it
    shell.told = Told()  # nor does a legend that was shown before
    again = f"reasoner shell -f {quote(str(path))}"
    shell.say(f"From here on the conversation is written to {path} (tee off ends it; {again}).")
    if note:
        shell.say("What came before could not be written so that it runs again; save it beside.")


def tee_over(shell: Shell, rest: Piece) -> None:
    """The same, and replace what is there."""
    tee(shell, rest, replace=True)


def export(shell: Shell, rest: Piece, *, replace: bool = False) -> None:
    """Write the conversation so far as a document."""
    from reasoner.render import handout

    if not rest.text:
        raise shell.reader.error("E200", "expected a file, as `export talk.html` or `export talk.md`", rest)
    if not rest.text.strip("\"'").casefold().endswith(_ENDINGS):
        message = "a conversation is written as Markdown or HTML: the name ends in .md or .html"
        raise shell.reader.error("E200", message, rest, "export talk.html")
    turns = [turn for turn in shell.dialogue.turns if _is_told(turn)]
    if not turns:
        shell.say("Nothing was said yet.")
        return
    named = _target(shell, rest, "export", replace)
    if named is None:
        return
    path, replace = named
    said = [(turn.line, turn.answer) for turn in turns]
    advice = any(turn.advice for turn in turns)
    write = handout.markdown if path.suffix.casefold() in _ENDINGS[:2] else handout.html
    try:
        write_file(path, write(shell.kb, said, shell.kb.no_advice if advice else ""), replace=replace)
    except UsageError as error:
        raise UsageError(problem.at(shell.reader.where(rest.column)) for problem in error.problems) from error
    shell.say(f"Exported: {path}")


def export_over(shell: Shell, rest: Piece) -> None:
    """The same, and replace what is there."""
    export(shell, rest, replace=True)


def _is_told(turn: Turn) -> bool:
    """Whether a reader of the conversation wants it."""
    return bool(turn.answer) and turn.verb not in ("export", "export!", "tee", "tee!", "more", "format")


def _target(shell: Shell, rest: Piece, verb: str, replace: bool) -> tuple[Path, bool] | None:
    """The path that is named, and whether what is there may be replaced; None where the user says no.

    Raises:
        UsageError: this can be no path, or there is something that must not be replaced.
    """
    path = shell.reader.one(path_of, rest)
    if replace or not os.path.lexists(path):
        return path, replace
    if shell.ask is None:
        raise UsageError(there_already(path, verb).at(shell.reader.where(rest.column)))
    if shell.ask(f"{path} is there already. Replace it?"):
        return path, True
    shell.say("Not written.")
    return None


COMMANDS = (
    Command(
        "format",
        "format text | json",
        "write answers as text, or as JSON: an object a line, as the command line gives it",
        format_,
        Slot.words,
        ("format json", "hypoxia", "format text"),
        (),
        _GROUP,
        _FORMATS,
    ),
    Command(
        "tee",
        "tee FILE | off",
        "write the conversation to a file as it goes: a script that does the same again",
        tee,
        Slot.file,
        ("tee talk.txt", "hypoxia", "tee off"),
        (),
        _GROUP,
        more=("Answers stand in it as comments, lines that went wrong too. `tee! FILE` replaces a file.",),
    ),
    Command("tee!", "tee! FILE", "the same, and replace a file that is there", tee_over, Slot.file, (), (), _GROUP),
    Command(
        "export",
        "export FILE.html | FILE.md",
        "write the conversation so far as a document, with all that it cites",
        export,
        Slot.file,
        ("hypoxia", "why 1", "export talk.html"),
        (),
        _GROUP,
        more=("`export! FILE` replaces a file.",),
    ),
    Command(
        "export!", "export! FILE", "the same, and replace a file that is there", export_over, Slot.file, (), (), _GROUP
    ),
)
