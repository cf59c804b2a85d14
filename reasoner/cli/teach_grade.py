"""`teach grade`: marks for whatever was handed in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.exercises import named
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.wording import plural

if TYPE_CHECKING:
    from reasoner.model.grading import Graded
    from reasoner.render.output import Output

_FORMATS = ("text", "json", "jsonl", "csv")


def grade_options(parser: Parser) -> None:
    """The options of `teach grade`."""
    parser.add_argument(
        "submissions", nargs="+", metavar="FILE", help="JSON lines, JSON, folders of either, or - for standard input"
    )
    parser.add_argument(
        "--exercises",
        nargs="+",
        action="extend",
        default=[],
        metavar="WHAT",
        help="exercises, files of exercises, courses or lessons (default: all of the knowledge base)",
    )
    parser.add_argument(
        "--format", choices=_FORMATS, help="how to write the marks (default: by the name of the output, else text)"
    )
    parser.add_argument("--output", metavar="FILE", help="write the marks to a file")
    parser.add_argument("--no-keys", action="store_true", help="messages do not tell what would be right")
    add_common(parser, formats=False)


def grade(context: Context) -> int:
    """Mark submissions."""
    from reasoner.batch.reports.target import File, Stream, unwritable
    from reasoner.teach.marking import Marking
    from reasoner.teach.submissions import submissions

    options = context.options
    _see_to(options.submissions, options.output)
    form = options.format or _form(options.output or "")
    stdin = None
    if "-" in options.submissions:
        from reasoner.cli.paths import standard_input

        stdin = standard_input()
    marking = Marking(named(context, options.exercises), keys=not options.no_keys)
    target = File(options.output) if options.output else Stream(context.out)
    try:
        graded = marking.graded(submissions(options.submissions, stdin))
        _write(context, target.out, form, graded)
        target.finish()
    except OSError as error:
        target.drop(by_line=False)
        raise UsageError(unwritable(target.path, error)) from error
    except BaseException:
        if options.output:
            target.drop(by_line=False)
        raise
    if marking.crossed:
        several = "takes the place of one" if marking.crossed == 1 else "take the places of others"
        context.err.line(f"{plural(marking.crossed, 'submission')} {several} in another file; their messages say which")
        context.err.line("Whoever writes a file says whose it is: see that nobody has handed in for somebody else.")
    return _code(context, graded, marking.broken)


def _form(path: str) -> str:
    suffix = Path(path).suffix.removeprefix(".").casefold()
    return suffix if suffix in _FORMATS else "text"


def _see_to(paths: Iterable[str], output: str | None) -> None:
    """See that all paths are there, and that the marks replace none of them.

    Raises:
        UsageError: one is not there (E001), or would be replaced (E334).
    """
    problems = [
        Problem("E001", "no such file or folder", Position(path))
        for path in paths
        if path != "-" and not os.path.exists(path)
    ]
    real = os.path.realpath(output) if output else ""
    for path in paths if output else ():
        folder = os.path.realpath(path)
        if path != "-" and (real == folder or (os.path.isdir(folder) and real.startswith(folder + os.sep))):
            message = "the marks would stand among the submissions"
            problems.append(Problem("E334", message, Position(output or ""), ("write them to another folder",)))
    if problems:
        raise UsageError(problems)


def _write(context: Context, out: Output, form: str, graded: list[Graded]) -> None:
    from reasoner.teach.marking import grading

    if form == "csv":
        from reasoner.render.grading import csv_rows

        for row in csv_rows(graded):
            out.ready(row)
    elif form == "jsonl":
        from reasoner.render.as_json import line

        for each in graded:
            out.machine(line(each))
    elif form == "json":
        out.json(grading(context.kb.digest, graded))
    else:
        from reasoner.render.grading import told

        out.show(told(grading(context.kb.digest, graded)))


def _code(context: Context, graded: list[Graded], broken: int) -> int:
    """What to exit with: 3 where something could not be graded, 4 where the program was to blame."""
    unread = sum(not each.mark.exercise_digest for each in graded)
    if unread and (context.options.output or context.options.format not in (None, "text")):
        context.err.line(f"{unread} of {len(graded)} submissions could not be graded; their messages say why")
    if broken:
        return exits.BROKEN
    return exits.INVALID if unread else exits.OK if graded else exits.NOTHING
