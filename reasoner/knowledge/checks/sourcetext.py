"""Reads the source's own text, a table of tab-separated columns: id, section, refs, text."""

from __future__ import annotations

from pathlib import Path

from reasoner.errors import InputError, Position, Problem
from reasoner.knowledge.checks.context import TextRow
from reasoner.knowledge.reader import unreadable
from reasoner.knowledge.wording import shown

_COLUMNS = ["id", "section", "refs", "text"]


def read(path: Path) -> dict[str, TextRow]:
    """The rows by id.

    Raises:
        InputError: the file cannot be read (E001), is no UTF-8 (E002) or no such table (E010): all its problems.
    """
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except OSError as error:
        raise InputError(unreadable(str(path), error)) from error
    except UnicodeDecodeError as error:
        raise InputError(Problem("E002", "this is no text in UTF-8", Position(str(path)))) from error
    if lines[0].split("\t") != _COLUMNS:
        message = f"expected a table with the columns {', '.join(_COLUMNS)}, separated by tabs"
        raise InputError(Problem("E010", message, Position(str(path), 1)))
    rows: dict[str, TextRow] = {}
    problems = []
    for number, line in enumerate(lines[1:], start=2):
        where = Position(str(path), number)
        cells = line.split("\t")
        refs = cells[2].split() if len(cells) == len(_COLUMNS) else ["?"]
        if not all(ref.isdecimal() for ref in refs):
            problems.append(Problem("E010", "expected an id, a section, numbers of references and a text", where))
        elif cells[0] in rows:
            message = f"the row {shown(cells[0])} stands here and already at {rows[cells[0]].where}"
            problems.append(Problem("E030", message, where))
        else:
            rows[cells[0]] = TextRow(cells[0], cells[1], tuple(map(int, refs)), cells[3], where)
    if problems:
        raise InputError(problems)
    return rows
