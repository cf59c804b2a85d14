"""`teach export`: exercises as files for learning management systems, and as a page for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.exercises import add_choosing, chosen
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import InputError, Problem, UsageError
from reasoner.render.quiz.formats import FORMATS, Format

if TYPE_CHECKING:
    from reasoner.render.quiz.carried import Loss, Naming
    from reasoner.teach.question import Question

PAGE = Format(
    name="html",
    module="reasoner.teach.page.exporting",
    function="page",
    about="one page for a browser, which works from a disk, marks answers and tries scenarios out",
    without_keys=True,
    readable=True,
)
WRITTEN = {**FORMATS, PAGE.name: PAGE}


def export_options(parser: Parser) -> None:
    """The options of `teach export`."""
    about = "; ".join(f"{each.name}: {each.about}" for each in WRITTEN.values())
    parser.add_argument("to", choices=WRITTEN, metavar="FORMAT", help=about)
    add_choosing(parser)
    parser.add_argument("--output", metavar="FILE", required=True, help="the file to write")
    parser.add_argument("--strict", action="store_true", help="write nothing if the format cannot carry everything")
    parser.add_argument("--no-keys", action="store_true", help="leave out what is right")
    add_common(parser, formats=False)


def export(context: Context) -> int:
    """Write exercises in another format, and say what it cannot carry."""
    from reasoner.cli.files import write_bytes
    from reasoner.teach.page.exporting import page

    options = context.options
    format = WRITTEN[options.to]
    if options.no_keys and not format.without_keys:
        able = ", ".join(each.name for each in WRITTEN.values() if each.without_keys)
        message = f"{format.name} is of no use without keys: its questions are marked by them"
        raise UsageError(Problem("E321", message, None, (f"without keys: {able}",)))
    questions = _questions(context)
    if format is PAGE:
        made = page(context.desk, questions, keys=not options.no_keys)
    else:
        pairs = [(each.item, each.key) for each in questions]
        made = format.write(pairs, _naming(context), keys=not options.no_keys)
    lost = list(_told(format, made.losses, len(questions)))
    if lost and options.strict:
        raise InputError([Problem("E320", message) for message in lost])
    write_bytes(options.output, made.content)
    for message in lost:
        context.err.line(str(Problem("W320", message)))
    whole = len(questions) - len({loss.exercise for loss in made.losses})
    context.err.line(f"{options.output}: {_counted(len(questions))}, {whole} of them carried in full")
    if format.note:
        context.err.line(f"{format.name}: {format.note}")
    if format.readable and not options.no_keys:
        message = f"the keys are in the file: whoever has {options.output} can read them"
        context.err.line(str(Problem("W321", message)))
    context.err.flush()
    return exits.OK


def _counted(number: int) -> str:
    return "1 exercise" if number == 1 else f"{number} exercises"


def _told(format: Format, losses: Sequence[Loss], number: int) -> Iterator[str]:
    """What is not carried, one line each, with the exercises of which it is so."""
    told: dict[str, dict[str, None]] = {}
    for loss in losses:
        told.setdefault(loss.what, {})[loss.exercise] = None
    for what, exercises in told.items():
        of = f"all {number} exercises" if len(exercises) == number > 1 else ", ".join(exercises)
        yield f"{format.name} does not carry {what} (in {of})"


def _questions(context: Context) -> list[Question[Any]]:
    """The exercises that are named, or those of the knowledge base, with their keys.

    Raises:
        UsageError: a file or an id does not exist, or no exercise is left.
        InputError: an exercise is broken.
    """
    from reasoner.teach.reading import questions

    return questions(chosen(context))


def _naming(context: Context) -> Naming:
    """How the knowledge base puts names."""
    from reasoner.render.quiz.carried import Naming

    kb, names = context.kb, context.names

    def spelt(name: str) -> tuple[str, ...]:
        entity = kb.entities.get(name)
        if entity:
            return (entity.label, *entity.synonyms)
        try:
            return (kb.label(names.said(name)),)
        except UsageError:
            return ()

    return Naming(spelt=spelt, row=lambda citation: kb.row_name(citation.source, citation.row))
