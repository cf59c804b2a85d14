"""`kb cite`: what is known of references, and the bibliography for reference managers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.files import write
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Problem, UsageError
from reasoner.render.output import Output

if TYPE_CHECKING:
    from reasoner.render.kb_views import CitesView, CiteView
    from reasoner.render.layout import Block

EXPORTS = ("bibtex", "csl-json")


def cite_options(parser: Parser) -> None:
    """The options of `kb cite`."""
    parser.add_argument(
        "number", nargs="*", metavar="N", help="numbers of references in the source's list; SOURCE/N for another's"
    )
    parser.add_argument("--all", action="store_true", dest="everything", help="all references of the source")
    parser.add_argument("--in", metavar="SOURCE", dest="source", default="", help="the source, if not the base's own")
    parser.add_argument("--output", metavar="FILE", help="write the answer to a file instead")
    add_common(parser, more_formats=EXPORTS)


def cite(context: Context) -> int:
    """What is known of references."""
    from reasoner.render.kb_views import CitesView
    from reasoner.render.references import cite as view_of
    from reasoner.render.references import cite_all

    options = context.options
    numbers = list(dict.fromkeys(_number(text, options.source) for text in options.number))
    if bool(numbers) == options.everything:
        what = "either numbers of references or --all, not both" if numbers else "numbers of references, or --all"
        raise UsageError(Problem("E200", f"expected {what}", None, ("as `reasoner kb cite 71`",)))
    if options.everything:
        view: CiteView | CitesView = cite_all(context.kb, options.source)
    elif len(numbers) == 1:
        view = view_of(context.kb, *numbers[0])
    else:
        views = tuple(view_of(context.kb, *each) for each in numbers)
        view = CitesView(knowledge_base=context.kb.digest, source=views[0].source, references=views)
    out = Output(io.StringIO(), "never") if options.output else context.out
    if options.format in EXPORTS:
        _export(context, view.references if isinstance(view, CitesView) else (view,), out)
    elif context.is_json:
        out.json(view)
    else:
        out.show(_blocks(context, view))
    if isinstance(out.stream, io.StringIO):
        write(options.output, out.stream.getvalue())
    out.flush()
    return exits.OK


def _export(context: Context, views: Sequence[CiteView], out: Output) -> None:
    """Write the source and the references that have an entry; say how many have none."""
    from reasoner.render.bibliography import entries
    from reasoner.render.references import source_of

    sources = [each.source for each in views] or [source_of(context.kb, context.options.source).id]
    found = entries(context.kb, [(each.source, each.ref) for each in views], sources)
    if context.options.format == "bibtex":
        from reasoner.render.bibtex import bibtex

        for line in bibtex(found).splitlines():
            out.line(line)
    else:
        from reasoner.render.csl_json import csl_json

        out.machine(csl_json(found))
    if left := sum(each.reference is None for each in views):
        context.err.line(f"left out: {left} of {len(views)} references, of which nothing is verified but the number")
        context.err.flush()


def _number(text: str, source: str) -> tuple[int, str]:
    """The number that a text names, and the source in whose list it is."""
    named, _, number = text.rpartition("/")
    number = number.strip("[] ,")
    if not (number.isascii() and number.isdigit()):
        raise UsageError(Problem("E200", f"a reference is a number, as `reasoner kb cite 71`; got `{number[:40]}`"))
    return int(number[:9]), named or source


def _blocks(context: Context, view: CiteView | CitesView) -> Iterator[Block]:
    from reasoner.render.kb import cited, cited_all
    from reasoner.render.kb_views import CitesView
    from reasoner.render.layout import BLANK

    if not isinstance(view, CitesView):
        yield from cited(context.kb, view)
    elif context.options.everything:
        yield from cited_all(context.kb, view)
    else:
        for number, each in enumerate(view.references):
            if number:
                yield BLANK
            yield from cited(context.kb, each)
