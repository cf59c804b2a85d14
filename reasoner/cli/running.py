"""`run`: scenario files and their expectations."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_engine
from reasoner.errors import Problem, UsageError

if TYPE_CHECKING:
    from reasoner.batch.baseline import Baseline
    from reasoner.batch.report import RunEnd, RunItem
    from reasoner.batch.reporting import Progress
    from reasoner.batch.selection import Selection


def run_options(parser: Parser) -> None:
    """The options of `run`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, patterns, or - for standard input")
    parser.add_argument("-v", "--verbose", action="store_true", help="also tell what holds, phase by phase")
    parser.add_argument("-j", type=_count, default=1, dest="workers", metavar="N", help="run on N processes")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 also where expectations or files fail")
    choice = parser.add_argument_group("selection")
    choice.add_argument(
        "-k",
        default="",
        dest="words",
        metavar="EXPR",
        help="only what has these words, as 'hypoxia and not (CAF or old)'",
    )
    choice.add_argument("--tag", action="append", default=[], metavar="T", help="only what has this tag; repeatable")
    choice.add_argument("--lf", action="store_true", help="only what failed when it was last run")
    until = choice.add_mutually_exclusive_group()
    until.add_argument("-x", action="store_const", const=1, default=0, dest="most", help="stop at the first failure")
    until.add_argument("--maxfail", type=_count, default=0, dest="most", metavar="N", help="stop at N failures")
    only = choice.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="only read the files: nothing is evaluated")
    only.add_argument("--collect-only", action="store_true", help="list what would be run")
    telling = parser.add_argument_group("reports")
    telling.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT[:PATH]",
        help="text, concise, json, jsonl, csv, junit, markdown or html, to standard output or a file; repeatable",
    )
    telling.add_argument(
        "--baseline", metavar="FILE", help="a former report (json or jsonl): tell what changed, fail for that only"
    )
    add_engine(parser, "columns")
    add_common(parser)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) < 10**6):
        raise argparse.ArgumentTypeError(f"`{text[:20]}` is no number from 1 up")
    return int(text)


def run(context: Context) -> int:
    """Run scenarios and judge what they expect."""
    from reasoner.batch.interruption import Interruption
    from reasoner.batch.last_failed import LastFailed
    from reasoner.batch.reporting import report
    from reasoner.batch.reports.opening import opened, wanted
    from reasoner.batch.selection import Selection
    from reasoner.render.problems import show_problems
    from reasoner.render.progress import Counter

    options = context.options
    if options.baseline is not None and not _evaluated(options):
        message = "--baseline compares what is evaluated, and with --check and --collect-only nothing is"
        raise UsageError(Problem("E200", message))
    places = wanted(options.report, options.format)
    selection = Selection(options.words, tuple(options.tag), options.lf)
    selection.of("")  # an expression that cannot be read is told before anything else
    files = _files(options.paths, last_failed=options.lf)
    baseline = _baseline(options.baseline)
    # `__main__` leaves it off for short commands; a stream of scenarios may be any length. What is there already is not
    # looked at again, and as scenarios leave no circles behind, what they leave is looked at rarely.
    _ = context.names, context.reasoner
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()
    counter = Counter(context.err, "scenarios")
    context.out.before_writing = counter.hide if context.out.terminal else None
    shown = {"verbose": options.verbose, "listing": options.collect_only}
    with (
        opened(places, context.kb, context.out, files, **shown) as reports,
        Interruption() as interruption,  # before the processes, so that these are ended whatever follows a signal
        _source(context, files, selection) as items,
    ):
        found = baseline.compared(items) if baseline else items
        notes = [LastFailed(whole=not (options.words or options.tag))] if _evaluated(options) else []
        progress = report(
            counter.over(found),
            [*reports, *notes],
            lambda done: _end(context, done, baseline, whole=selection.is_all),
            interruption,
            most=options.most,
        )
    unwritten = [each.problem for each in reports if each.problem]
    show_problems([*unwritten, *(baseline.warnings() if baseline else ())], context.err)
    return _code(context, progress, broken=bool(unwritten))


class NothingToRun(UsageError):
    """No scenario was found (exit code 5)."""

    exit_code = exits.NOTHING


def _nothing(message: str, help_: str) -> NothingToRun:
    return NothingToRun(Problem("E204", message, None, (help_,)))


def _files(paths: Iterable[str], *, last_failed: bool) -> list[str]:
    from reasoner.cli.paths import STDIN, scenario_files

    files = scenario_files(paths)
    if last_failed:
        from reasoner.batch.last_failed import failed_before

        files = [path for path in files if path != STDIN and failed_before(path)]
        if not files:
            raise _nothing("nothing failed when this was last run", "without --lf all of it is run")
    return files


def _baseline(path: str | None) -> Baseline | None:
    if path is None:
        return None
    from reasoner.batch.baseline import Baseline

    return Baseline(path)


def _evaluated(options: argparse.Namespace) -> bool:
    return not (options.check or options.collect_only)


@contextmanager
def _source(context: Context, files: Iterable[str], selection: Selection) -> Iterator[Iterator[RunItem]]:
    """The scenarios as they are run: in this process, or on several."""
    from reasoner.cli.paths import STDIN, standard_input

    options = context.options
    sources: list[str | IO[bytes]] = [standard_input() if path == STDIN else path for path in files]
    how = {"engine": options.engine, "results": options.verbose, "evaluated": _evaluated(options)}
    if options.workers == 1:
        from reasoner.batch.run import run as run_all

        select = None if selection.is_all else selection.anywhere()
        yield run_all(context.reasoner, sources, names=context.names, select=select, **how)
        return
    from reasoner.batch.executors import executor
    from reasoner.batch.parallel import Job, run_on

    most = 0 if options.baseline else options.most  # what failed before does not count, and workers do not know it
    job = Job(options.kb, tuple(options.extra), context.kb.digest, selection=selection, most=most, **how)
    with executor(options.workers) as pool:
        yield run_on(pool, job, sources, ahead=2 * options.workers)


def _end(context: Context, done: Progress, baseline: Baseline | None, *, whole: bool) -> RunEnd:
    from reasoner.batch.report import RunEnd

    whole = whole and not (done.interrupted or done.stopped)
    return RunEnd(
        knowledge_base=context.kb.digest,
        engine=context.options.engine,
        counts=dict(sorted(done.counts.items())),
        interrupted=done.interrupted,
        stopped=done.stopped,
        changes=dict(sorted(done.changes.items())) if baseline else None,
        gone=baseline.gone() if baseline and whole else (),
    )


_CODES = {"failed": exits.FAILED, "xpassed": exits.FAILED, "invalid": exits.INVALID, "error": exits.BROKEN}


def _code(context: Context, progress: Progress, *, broken: bool) -> int:
    """What to exit with.

    Raises:
        NothingToRun: there was nothing (E204).
        ReasonerError: what ended the run.
    """
    if progress.error:
        raise progress.error
    if progress.interrupted:
        context.err.line("interrupted")
        return exits.INTERRUPTED
    if not progress.counts:
        options = context.options
        if options.words or options.tag or options.lf:
            raise _nothing("no scenario is selected", "without -k, --tag and --lf all are run")
        raise _nothing("there is nothing to run", "no YAML file is there")
    code = exits.worst(_CODES[status] for status in progress.against)
    if context.options.exit_zero and code in (exits.FAILED, exits.INVALID):
        code = exits.OK
    return exits.worst([code, exits.BROKEN if broken else exits.OK])
