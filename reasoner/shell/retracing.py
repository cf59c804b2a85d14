"""Lines that lead a new session to where one is."""

from __future__ import annotations

import io
from collections.abc import Iterable

from reasoner.errors import ReasonerError
from reasoner.render.output import Output
from reasoner.shell.interpreter import Shell
from reasoner.shell.session import Session


def lines_to(shell: Shell) -> list[str]:
    """The lines that lead to what is given and was taken back, to what is watched, and as far as a run or a tour is."""
    lines = shell.session.lines
    if shell.watched:
        lines.append(f"watch {' '.join(sorted(shell.watched))}")
    if shell.stepping:
        lines.append(f"step {shell.stepping.count}" if shell.stepping.count else "restart")
    lines += [f"break {rule}" for rule in shell.breaks]
    if shell.tour:
        lines.append(f"tour {shell.tour.at + 1}")
    if shell.as_json:
        lines.append("format json")
    return lines


def lead_to(shell: Shell, lines: Iterable[str], session: Session) -> bool:
    """Whether lines lead a new session, with the base of this one, through the same scenarios as a session."""
    other = Shell(shell.base.kb, Output(io.StringIO(), "never", 80, {}))
    try:
        for line in lines:
            if line == "load last":  # another time this is another one
                return False
            other.run(line)
    except ReasonerError:
        return False
    return other.session.is_like(session)
