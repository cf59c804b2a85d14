"""Questions about what does not hold: whynot."""

from __future__ import annotations

from reasoner.errors import UsageError, name_error
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import Piece
from reasoner.shell.table import Command, Slot


def whynot(shell: Shell, rest: Piece) -> None:
    """Tell what stands in the way of a finding."""
    from reasoner.questions.whynot import why_not
    from reasoner.render.shell_parts import in_shell_words
    from reasoner.render.whynot import body

    everything = rest.text.endswith((" all", " --all"))
    asked = rest.part(0, rest.text.rindex(" ")) if everything else rest
    if not asked.text:
        raise shell.reader.error("E200", "expected a finding", rest, "help whynot")
    finding = shell.reader.one(shell.names.said, asked)
    try:
        answer = why_not(shell.reasoner, shell.moment.evaluation, finding)
    except UsageError as error:
        problem = error.problems[0]
        raise name_error(problem.code, problem.message, (f"ask why: why {asked.text}",)) from error
    shell.record(answer)
    blocks = body(shell.kb, answer, everything=everything)
    shell.out.show(in_shell_words(blocks, f"whynot {asked.text} all"))
    graded = any(way.grade is not None for way in answer.ways)
    shell.close(answer, graded=graded, therapy=bool(answer.advice))


COMMANDS = (
    Command(
        "whynot",
        "whynot F [all]",
        "tell what stands in the way of a finding, and the smallest changes that would give it",
        whynot,
        Slot.finding,
        ("whynot CSC enrichment", "whynot EMT in CSC all"),
        (),
        "Questions",
        more=("`all` shows every statement that could give it, and all changes.",),
    ),
)
