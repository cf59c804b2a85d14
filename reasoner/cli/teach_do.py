"""`teach do`: exercises and lessons in the terminal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.exercises import add_choosing, selecting, wanted
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Position, Problem, UsageError

if TYPE_CHECKING:
    from reasoner.teach.sitting import Sitting

TITLE = "Exercises on cancer stem cells"


def do_options(parser: Parser) -> None:
    """The options of `teach do`."""
    add_choosing(parser)
    parser.add_argument(
        "--resume", action="store_true", help="go on: what is answered counts; alone, with what was asked for last"
    )
    parser.add_argument(
        "--transcript",
        metavar="FILE",
        help="what was asked, answered and marked: .md, .html, or text; as .jsonl the answers alone, to be handed in",
    )
    add_common(parser, formats=False)


def do(context: Context) -> int:
    """Ask exercises one after the other."""
    from reasoner.knowledge.cache import state_folder
    from reasoner.shell.guided import Guided
    from reasoner.shell.lines import reader
    from reasoner.teach.answers import Answers
    from reasoner.teach.asking import Exercise
    from reasoner.teach.progress import Keeper
    from reasoner.teach.sitting import End, Sitting

    options = context.options
    keeper = Keeper(state_folder())
    if keeper.aside:
        context.err.line(f"What was kept of earlier answers cannot be read, and is put aside: {keeper.aside}")
        context.err.flush()
    *asked, difficulty = wanted(context)
    names, topics, types = asked
    if options.resume and not any(asked):
        last = keeper.progress
        names, topics, types = last.names, last.topics, last.types
    stops = selecting(context, Exercise).stops(names, topics, types, difficulty)
    transcript = _Transcript(context, options.transcript) if options.transcript else None
    keeper.begin(names, topics, types)
    sitting = Sitting(
        stops,
        Answers(context.kb, context.names),
        context.out,
        reader(context.out, options.color),
        keeper,
        lambda: Guided(context.kb, context.out),
    )
    whole = True
    try:
        end = sitting.go(resume=options.resume)
    finally:
        if transcript:
            whole = transcript.write(sitting)
    if end is End.finished:
        from reasoner.render.exercises import closing

        context.out.show(closing())
        context.out.flush()
    if end is End.interrupted:
        return exits.INTERRUPTED
    return exits.worst([exits.OK if whole else exits.USAGE, exits.INVALID if sitting.broken else exits.OK])


class _Transcript:
    """A transcript; that it can be written is seen to before anything is asked.

    Raises:
        UsageError: it cannot be, or would replace another (E205).
    """

    def __init__(self, context: Context, path: str) -> None:
        from reasoner.batch.reports.target import File

        if os.path.isfile(path) and not context.options.resume:  # it may be what is to be handed in
            help_ = ("give another name, or --resume: what these exercises were answered with before is written again",)
            raise UsageError(Problem("E205", "the file is there already", Position(path), help_))
        self._context = context
        self._form = Path(path).suffix.casefold()
        self._target = File(path)

    def write(self, sitting: Sitting) -> bool:
        """Write what was asked, answered and marked; whether that could be done, else the reason is shown."""
        from reasoner.batch.reports.target import unwritable
        from reasoner.render.problems import show_problems

        try:
            self._target.out.ready(self._text(sitting))
            self._target.finish()
        except OSError as error:
            self._target.drop(by_line=False)
            show_problems([unwritable(self._target.path, error)], self._context.err)
            return False
        return True

    def _text(self, sitting: Sitting) -> str:
        from reasoner.render import handout
        from reasoner.render.as_json import line
        from reasoner.render.clean import clean
        from reasoner.render.exercises import closing, record
        from reasoner.render.layout import Para, lay_out, styled

        if self._form == ".jsonl":
            return "".join(map(line, sitting.submissions))
        kb = self._context.kb
        said: list[handout.Said] = [
            (f"{number}. {each.item.title}", list(record(kb, each.item, kept.answer, kept.hints, kept.mark)))
            for number, (each, kept) in enumerate(sitting.told, 1)
        ]
        said.append(("Result", [Para(styled(sitting.state))]))
        if self._form in (".md", ".markdown", ".html", ".htm"):
            write = handout.markdown if self._form in (".md", ".markdown") else handout.html
            return write(kb, said, "", TITLE, typed=False)
        lines = [TITLE, ""]
        for head, blocks in said:
            lines += [clean(head)]
            for each in blocks:
                lines += [clean(each)] if isinstance(each, str) else [x.plain.rstrip() for x in lay_out([each], 80)]
            lines.append("")
        lines += [line.plain.rstrip() for line in lay_out(closing(), 80)]
        return "\n".join(lines) + "\n"
