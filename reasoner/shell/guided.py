"""A session in which the lines of a lesson run: all that the shell can tell, and nothing that touches files."""

from __future__ import annotations

from reasoner.errors import ReasonerError, name_error
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output
from reasoner.render.problems import problem_lines
from reasoner.render.shell_parts import mistake
from reasoner.shell.interpreter import Shell
from reasoner.shell.parser import strip_line
from reasoner.shell.table import Slot
from reasoner.shell.understanding import understood

_NOT_HERE = ("exit", "tour", "more", "clear")


class Guided:
    """Runs lines, whatever comes of them.

    Args:
        kb: the knowledge base.
        out: where answers go.
    """

    def __init__(self, kb: KnowledgeBase, out: Output) -> None:
        self._shell = Shell(kb, out)

    def __call__(self, line: str) -> bool:
        """Run a line, and say whether all went well."""
        try:
            refuse(self._shell, line)
            self._shell.run(line)
        except ReasonerError as error:
            for problem in error.problems:
                self._shell.out.show(mistake(problem_lines(problem)))
            return False
        return True


def refuse(shell: Shell, line: str) -> None:
    """Refuse a line that reads or writes files, or has to do with the prompt.

    Raises:
        UsageError: it does (E200), or is not understood.
    """
    piece = strip_line(line)
    if not piece.text:
        return
    command, _, _ = understood(shell.reader, piece)
    if command.slot is Slot.file or command.name in _NOT_HERE:
        raise name_error("E200", f"`{command.name}` does not run within a lesson", ["type it in `reasoner shell`"])
