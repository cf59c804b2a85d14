"""`run`: scenario files and their expectations."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_engine
from reasoner.errors import Problem, UsageError

if TYPE_CHECKING:
    from reasoner.batch.report import RunItem


def run_options(parser: Parser) -> None:
    """The options of `run`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, patterns, or - for standard input")
    parser.add_argument("-v", "--verbose", action="store_true", help="also tell what holds, phase by phase")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 also where expectations or files fail")
    add_engine(parser, "columns")
    add_common(parser)


def run(context: Context) -> int:
    """Run scenarios and judge what they expect."""
    from reasoner.batch.run import run as run_all
    from reasoner.cli.paths import STDIN, scenario_files

    gc.enable()  # `__main__` leaves it off for short commands; a stream of scenarios may be any length
    options = context.options
    files = scenario_files(options.paths)
    sources: list[str | IO[bytes]] = [sys.stdin.buffer if path == STDIN else path for path in files]
    items = run_all(context.reasoner, sources, names=context.names, engine=options.engine, results=options.verbose)
    counts = _as_json(context, items) if context.is_json else _as_text(context, items)
    context.out.flush()
    if not counts:
        raise NothingToRun(Problem("E204", "there is nothing to run", None, ("no YAML file is there",)))
    code = exits.worst(_CODES.get(status, exits.OK) for status in counts)
    return exits.OK if options.exit_zero and code in (exits.FAILED, exits.INVALID) else code


class NothingToRun(UsageError):
    """No scenario was found (exit code 5)."""

    exit_code = exits.NOTHING


_CODES = {"failed": exits.FAILED, "xpassed": exits.FAILED, "invalid": exits.INVALID, "error": exits.BROKEN}


def _as_text(context: Context, items: Iterable[RunItem]) -> dict[str, int]:
    from reasoner.batch.text import item_blocks, summary
    from reasoner.render.words import cited_in

    counts: Counter[str] = Counter()
    advice = ""
    sources: set[str] = set()
    for item in items:
        counts[item.status.value] += 1
        if item.result:
            advice = advice or item.result.advice
            sources |= cited_in(context.kb, item.result)
        context.out.show(item_blocks(context.kb, item, verbose=context.options.verbose))
    if counts:
        context.out.show(summary(context.kb, counts, sources, advice=advice))
    return counts


def _as_json(context: Context, items: Iterable[RunItem]) -> dict[str, int]:
    from reasoner.batch.report import RunReport

    found = tuple(items)
    counts = dict(sorted(Counter(item.status.value for item in found).items()))
    if found:
        context.out.json(
            RunReport(knowledge_base=context.kb.digest, engine=context.options.engine, counts=counts, items=found)
        )
    return counts
