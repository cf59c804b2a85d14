"""Errors and warnings as people read them on standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reasoner.errors import Problem

if TYPE_CHECKING:
    from reasoner.render.output import Output


def problem_lines(problem: Problem) -> list[str]:
    """A problem as lines: where it is, what it is, what helps."""
    word = "error" if problem.is_error else "warning"
    place = f"{problem.where}: " if problem.where else ""
    return [f"{place}{word}[{problem.code}]: {problem.message}", *(f"  help: {line}" for line in problem.help[:3])]


def show_problems(problems: Iterable[Problem], output: Output) -> None:
    """Write problems, each on a line of its own; never wrapped, so that editors find positions."""
    for problem in problems:
        for number, line in enumerate(problem_lines(problem)):
            mark = "31" if problem.is_error else "33"
            output.line(line, mark if number == 0 else "2")
