"""`seek`, `targets` and `discriminate`: searches for minimal sets of changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_scenario
from reasoner.errors import Problem, UsageError

if TYPE_CHECKING:
    from reasoner.model.search import Discriminate, Seek, Targets
    from reasoner.search.minimal import Progress

_LIMIT = 1000


def _bounds(parser: Parser, what: str) -> None:
    parser.add_argument(
        "-k", dest="most", type=int, default=2, metavar="N", help=f"{what} in a set, 1 to 6 (default: 2)"
    )
    parser.add_argument("--limit", type=int, default=_LIMIT, metavar="N", help=f"sets at most (default: {_LIMIT})")
    parser.add_argument("--all", action="store_true", dest="everything", help="fold nothing")


def seek_options(parser: Parser) -> None:
    """The options of `seek`."""
    many = {"nargs": "+", "action": "extend", "default": [], "metavar": "F"}
    parser.add_argument("findings", nargs="*", metavar="F", help="findings that are to hold, all of them")
    parser.add_argument("--not", dest="unwanted", help="findings that are not to hold", **many)  # type: ignore[arg-type]
    least = "the least support of those that are to hold"
    parser.add_argument("--support", metavar="GRADE", default="hypothesis", help=least)
    parser.add_argument(
        "--from",
        dest="among",
        help="what may be given (default: every condition but relatives of the goals)",
        **many,  # type: ignore[arg-type]
    )
    _bounds(parser, "conditions")
    add_scenario(parser)
    add_common(parser)


def seek(context: Context) -> int:
    """What would bring findings about."""
    from reasoner.knowledge.names import grade
    from reasoner.questions.seek import seek as ask

    options = context.options
    scenario = context.scenario()  # first: the base has what it supposes from here on
    answer = ask(
        context.reasoner,
        scenario,
        context.findings(options.findings),
        context.findings(options.unwanted),
        support=grade(options.support),
        among=context.findings(options.among) or None,
        most=options.most,
        limit=options.limit,
        progress=_progress(context),
    )
    context.tell(answer)
    return _code(answer)


def targets_options(parser: Parser) -> None:
    """The options of `targets`."""
    many = {"nargs": "+", "action": "extend", "default": []}
    parser.add_argument("finding", metavar="F", help="the finding that is to end")
    parser.add_argument("--below", metavar="GRADE", help="it need only be weaker than this")
    parser.add_argument("--keep", metavar="F", help="findings that are to go on holding", **many)  # type: ignore[arg-type]
    parser.add_argument("--kind", metavar="KIND", help="kinds of what may be blocked", **many)  # type: ignore[arg-type]
    parser.add_argument(
        "--among",
        metavar="X",
        help="what may be blocked: ENTITY [in PLACE]",
        **many,  # type: ignore[arg-type]
    )
    parser.add_argument("--allow-force", action="store_true", help="also what may be switched on")
    parser.add_argument(
        "--scenarios",
        metavar="PATH",
        help="several scenarios at once: files, folders, patterns",
        **many,  # type: ignore[arg-type]
    )
    _bounds(parser, "blocks")
    add_scenario(parser)
    add_common(parser)


def targets(context: Context) -> int:
    """What would end a finding."""
    from reasoner.knowledge.names import grade, kind
    from reasoner.questions.targets import Wish
    from reasoner.questions.targets import targets as ask

    options = context.options
    wish = Wish(
        context.findings([options.finding])[0],
        grade(options.below) if options.below else None,
        tuple(context.findings(options.keep)),
        tuple(map(kind, options.kind)),
        tuple(context.names.node(each) for each in options.among) or None,
        options.allow_force,
        options.most,
        options.limit,
    )
    scenarios = context.scenarios(options.scenarios) if options.scenarios else [context.scenario()]
    answer = ask(context.reasoner, scenarios, wish, _progress(context))
    context.tell(answer)
    return _code(answer)


def discriminate_options(parser: Parser) -> None:
    """The options of `discriminate`."""
    many = {"nargs": "+", "action": "extend", "default": []}
    parser.add_argument("group", nargs="?", metavar="GROUP", help="a hypothesis group; or --scenarios")
    parser.add_argument(
        "--scenarios",
        metavar="FILE",
        help="scenarios as competing models instead; FILE#2 is the second in a file",
        **many,  # type: ignore[arg-type]
    )
    parser.add_argument(
        "--from",
        dest="among",
        metavar="F",
        help="what may be given (default: every condition)",
        **many,  # type: ignore[arg-type]
    )
    parser.add_argument("--interventions", action="store_true", help="set-ups may inhibit something, too")
    _bounds(parser, "changes")
    add_scenario(parser)
    add_common(parser)


def discriminate(context: Context) -> int:
    """Which set-ups and observations tell models apart."""
    from reasoner.questions.discriminate import discriminate as ask

    options = context.options
    if options.group and options.scenarios:
        raise UsageError(Problem("E200", "expected a hypothesis group or scenarios, not both"))
    group = context.names.group(options.group) if options.group else None
    scenarios = context.scenarios(options.scenarios) if options.scenarios else [context.scenario()]
    answer = ask(
        context.reasoner,
        scenarios,
        group,
        among=context.findings(options.among) or None,
        interventions=options.interventions,
        most=options.most,
        limit=options.limit,
        progress=_progress(context),
    )
    context.tell(answer)
    return _code(answer)


# ---------------------------------------------------------------- parts


def _progress(context: Context) -> Progress | None:
    """A line on standard error, on a terminal only, that is written over by the next."""
    if not context.err.terminal:
        return None

    def show(size: int, found: int) -> None:
        sys.stderr.write(f"\r\x1b[Kof {size}: looking ... {found} found so far (Ctrl-C ends the search)\r")
        sys.stderr.flush()

    return show


def _code(answer: Seek | Targets | Discriminate) -> int:
    return exits.INTERRUPTED if answer.cut == "interrupted" else exits.OK
