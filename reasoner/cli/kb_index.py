"""`kb index`: the rule book, in Markdown beside the rules and as one HTML file; and whether it is current."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.files import read, write
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.packs import find
from reasoner.model.base import Record
from reasoner.model.result import SCHEMA_VERSION
from reasoner.render.problems import show_problems


class IndexFile(Record):
    """A file of the rule book.

    Attributes:
        path: as it was named, or as messages name files of the pack.
        form: its format.
        current: whether it held just what it should before.
        written: whether it was written now.
    """

    path: str
    form: Literal["markdown", "html"]
    current: bool
    written: bool


class IndexAnswer(Record):
    """What `kb index` wrote, or found to be current or not."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    files: tuple[IndexFile, ...] = ()


def index_options(parser: Parser) -> None:
    """The options of `kb index`."""
    parser.add_argument(
        "--markdown", metavar="FILE", help="write the Markdown here, not to rules/README.md of the base"
    )
    parser.add_argument(
        "--html", metavar="FILE", help="write the rule book as one HTML file, and no Markdown unless named"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is not current")
    add_common(parser)


def index(context: Context) -> int:
    """Write the rule book, or check that it is current."""
    from reasoner.render.book.content import book
    from reasoner.render.book.html import html
    from reasoner.render.book.markdown import markdown

    options = context.options
    whole = book(context.kb)
    makers: dict[str, Callable[[], str]] = {"markdown": lambda: markdown(whole), "html": lambda: html(whole)}
    targets: list[tuple[Literal["markdown", "html"], str]] = []
    if options.markdown or not options.html:
        targets.append(("markdown", options.markdown or _home(context)))
    if options.html:
        targets.append(("html", options.html))
    files = []
    for form, path in targets:
        text = makers[form]()
        current = read(path) == text
        wanted = not (options.check or current)
        if wanted:
            write(path, text)
        files.append(IndexFile(path=path, form=form, current=current, written=wanted))
    return _tell(context, IndexAnswer(knowledge_base=context.kb.digest, files=tuple(files)))


def _home(context: Context) -> str:
    """Where the Markdown of a base belongs.

    Raises:
        UsageError: the base is the packaged one, or more than the base is loaded (E200).
    """
    pack = find(context.options.kb)
    help_ = ("name a file: --markdown FILE or --html FILE",)
    if context.options.extra:
        raise UsageError(Problem("E200", "rules/README.md is of one base alone, without --with", None, help_))
    if pack.origin == "package":
        raise UsageError(Problem("E200", "the packaged knowledge base is not written to", None, help_))
    return pack.shown(pack.folder / "rules" / "README.md")


def _tell(context: Context, answer: IndexAnswer) -> int:
    stale = [each for each in answer.files if not (each.current or each.written)]
    if context.is_json:
        context.out.json(answer)
    else:
        for each in answer.files:
            if each not in stale:
                context.out.line(f"{each.path}: {'written' if each.written else 'current'}")
    context.out.flush()
    show_problems([_stale(each) for each in stale], context.err)
    return exits.FAILED if stale else exits.OK


def _stale(file: IndexFile) -> Problem:
    again = "`reasoner kb index` writes it anew" if file.path.endswith("README.md") else "write it anew without --check"
    return Problem(
        "E206", "this is not the rule book of the knowledge base as it is now", Position(file.path), (again,)
    )
