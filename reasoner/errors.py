"""The one error tree: a `Problem` says what is wrong where and what helps; one error carries many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from reasoner.values import Value


class Position(Value):
    """A place in an input: a path (or `-`, `<argument>`), and a line and column counted from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


class Problem(Value):
    """One thing that is wrong.

    Attributes:
        code: `E...` for errors, `W...` for warnings; `reasoner.codes` explains each.
        message: one line, lower case, without a full stop.
        where: the position, if the problem has one.
        help: up to three suggestions, one line each.
        subject: the finding, node or measure that it is about, in canonical ids; readers of files find its position by
            it.
        phase: the number of the phase, from 0, that it arose in.
    """

    code: str
    message: str
    where: Position | None = None
    help: tuple[str, ...] = ()
    subject: str = ""
    phase: int = 0

    @property
    def is_error(self) -> bool:
        """Whether this is an error and not a warning."""
        return self.code.startswith("E")

    def at(self, where: Position | None) -> Problem:
        """The same problem at a position; one that it already has stays."""
        return self if self.where or not where else replace(self, where=where)

    def in_phase(self, number: int) -> Problem:
        """The same problem, said to have arisen in a phase."""
        return replace(self, phase=number)

    def __str__(self) -> str:
        word = "error" if self.is_error else "warning"
        place = f"{self.where}: " if self.where else ""
        lines = [f"{place}{word}[{self.code}]: {self.message}"]
        lines += [f"  help: {line}" for line in self.help[:3]]
        return "\n".join(lines)


def sort_key(problem: Problem) -> tuple[str, int, int, str, str]:
    """Orders problems by file, line, column, then code and message."""
    where = problem.where or Position("")
    return (where.path, where.line, where.column, problem.code, problem.message)


class ReasonerError(Exception):
    """The root of the tree: carries every problem that was found, in the order of their positions."""

    exit_code: ClassVar[int] = 4

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(dict.fromkeys(found), key=sort_key))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(ReasonerError):
    """A command, an option or a name on the command line is wrong, or a path does not exist (exit code 2)."""

    exit_code = 2


class InputError(ReasonerError):
    """A scenario, or another file of the user's, is invalid (exit code 3)."""

    exit_code = 3


class KnowledgeError(ReasonerError):
    """A knowledge base is invalid (exit code 4)."""

    exit_code = 4


class EngineError(ReasonerError):
    """An engine failed (exit code 4)."""

    exit_code = 4


class OutputError(ReasonerError):
    """What was to be written cannot be: the disk is full, say (exit code 4)."""

    exit_code = 4


def name_error(code: str, message: str, help: Iterable[str] = ()) -> UsageError:
    """A `UsageError` of one problem, for a caller that knows no position."""
    return UsageError(Problem(code, message, None, tuple(help)))
