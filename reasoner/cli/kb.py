"""The `kb` commands that ask: check, count, account for, show, search. `cite` and `index` have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common

if TYPE_CHECKING:
    from reasoner.cli.kb_check import CheckAnswer


def check_options(parser: Parser) -> None:
    """The options of `kb check`."""
    parser.add_argument(
        "--source",
        metavar="FILE",
        action="append",
        default=[],
        help="the source's text (columns id, section, refs, text): checks every locator; SOURCE=FILE for another",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check too")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    add_common(parser)


def check(context: Context) -> int:
    """Check the knowledge base."""
    from reasoner.cli.kb_check import check as checked
    from reasoner.render.problems import show_problems

    options = context.options
    found, problems = checked(options.kb, options.extra, options.source)
    if context.is_json:
        context.out.json(found)
    else:
        show_problems(problems, context.out)
        for line in _summary(found):
            context.out.line(line)
    context.out.flush()
    failed = found.errors or (options.strict and found.warnings)
    return exits.BROKEN if failed and not options.exit_zero else exits.OK


def _summary(found: CheckAnswer) -> Iterator[str]:
    """What was looked at, and what was found."""
    yield f"Knowledge base: {found.folder} ({found.origin})"
    yield from (f"  with {folder}" for folder in found.added)
    if found.sources:
        yield f"  citing {', '.join(found.sources)}"
    if found.counts:
        yield "  " + ", ".join(f"{number} {name}" for name, number in found.counts.items() if ":" not in name)
    from reasoner.render.words import counted

    with_text = (
        "held against the source's text" if found.with_text else "not held against the source's text (--source FILE)"
    )
    yield f"  locators {with_text}"
    yield f"{counted(found.errors, 'error')}, {counted(found.warnings, 'warning')}."


def stats_options(parser: Parser) -> None:
    """The options of `kb stats`."""
    parser.add_argument(
        "--all", action="store_true", dest="everything", help="fold nothing: every premise and phenotype"
    )
    add_common(parser)


def stats(context: Context) -> int:
    """Count what there is and what it leads to."""
    from reasoner.batch.stats import stats as stats_of

    found = stats_of(context.reasoner)
    if context.is_json:
        context.out.json(found)
    else:
        from reasoner.batch.stats_text import stats_blocks

        context.out.show(stats_blocks(context.kb, found, everything=context.options.everything))
    context.out.flush()
    return exits.OK


def coverage_options(parser: Parser) -> None:
    """The options of `kb coverage`."""
    parser.add_argument("--rows", action="store_true", help="list every row with what encodes it")
    add_common(parser)


def coverage(context: Context) -> int:
    """Account for every row and reference of the sources."""
    from reasoner.batch.coverage import coverage as coverage_of

    found = coverage_of(context.kb, rows=context.options.rows)
    if context.is_json:
        context.out.json(found)
    else:
        from reasoner.batch.coverage_text import coverage_blocks

        context.out.show(coverage_blocks(context.kb, found))
    context.out.flush()
    return exits.OK


def show_options(parser: Parser) -> None:
    """The options of `kb show`."""
    parser.add_argument("name", nargs="+", metavar="ID", help="an entity (any of its names), rule, sentence or group")
    add_common(parser)


def show(context: Context) -> int:
    """Everything known of one thing."""
    from reasoner.render.kb_queries import show as view_of

    view = view_of(context.kb, " ".join(context.options.name), context.names.entity)
    if context.is_json:
        context.out.json(view)
    else:
        from reasoner.render.kb import shown

        context.out.show(shown(context.kb, view))
    context.out.flush()
    return exits.OK


def search_options(parser: Parser) -> None:
    """The options of `kb search`."""
    parser.add_argument(
        "words", nargs="+", metavar="WORD", help="all of them must stand in a name, definition or claim"
    )
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many hits to show (default: 20)")
    add_common(parser)


def search(context: Context) -> int:
    """Search the knowledge base."""
    from reasoner.render.kb_queries import search as found_for

    view = found_for(context.kb, " ".join(context.options.words), context.options.most)
    if context.is_json:
        context.out.json(view)
    else:
        from reasoner.render.kb import searched

        context.out.show(searched(context.kb, view))
    context.out.flush()
    return exits.OK
