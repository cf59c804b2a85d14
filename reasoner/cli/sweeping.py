"""`sweep`: many scenarios of one kind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.parser import Parser, add_common, add_scenario
from reasoner.errors import Problem, UsageError

if TYPE_CHECKING:
    from reasoner.batch.row_files import RowFile
    from reasoner.model.finding import Finding
    from reasoner.model.sweep import Sweep
    from reasoner.sweeps.plan import Planned

_PRINTED = "-"
_IN_FLIGHT = 32


def sweep_options(parser: Parser) -> None:
    """The options of `sweep`."""
    many = {"nargs": "+", "action": "extend", "default": []}
    group = parser.add_argument_group(
        "sweep",
        "Every combination of the factors is a scenario, unless a table or a sample says which.\n"
        "A factor is a finding that is given or not, 'block X', 'force X', 'oxygen = 1 %',\n"
        "'cancer=C,C' (also stage and site; `cancer` is every one), 'assume G/O', or 'assume G'\n"
        "for all options of a group. `conditions`, `cells` and `therapies` stand for all of them.",
    )
    group.add_argument("--factor", dest="factors", metavar="X", help="what is switched", **many)  # type: ignore[arg-type]
    group.add_argument(
        "--target",
        dest="targets",
        metavar="F",
        help="findings that are looked at (default: phenotypes and outcomes that rules conclude, in no place)",
        **many,  # type: ignore[arg-type]
    )
    group.add_argument("--table", metavar="FILE", help="a scenario a row, a factor a column: CSV or JSONL")
    group.add_argument("--sample", type=int, metavar="N", help="so many combinations, at random, each at most once")
    group.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample (default: 0)")
    group.add_argument("--all", action="store_true", dest="everything", help="fold nothing in the summary")
    output = parser.add_argument_group("output", "Without --output the answer is a summary, and nothing is kept.")
    output.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="a row a scenario: .csv, .jsonl or .parquet, with what it holds in FILE.json; - prints CSV (with "
        "--format json JSONL) instead of the summary; repeatable",
    )
    output.add_argument("--resume", action="store_true", help="go on with what an interrupted sweep has written")
    output.add_argument("--overwrite", action="store_true", help="replace files that are there")
    work = parser.add_argument_group("work", "No answer and no file depends on these.")
    work.add_argument("-j", dest="workers", type=int, metavar="N", help="processes (default: 1)")
    work.add_argument(
        "--dask", metavar="ADDRESS", help="the Dask scheduler that does it; -j: tasks at a time (default: 32)"
    )
    work.add_argument("--block-size", type=int, metavar="N", help="scenarios evaluated at once (default: 65536)")
    add_scenario(parser)
    add_common(parser)


def sweep(context: Context) -> int:
    """How often findings hold over many scenarios."""
    from reasoner.batch.executors import executor
    from reasoner.batch.sweeping import sweep as run
    from reasoner.render.progress import progress
    from reasoner.sweeps.plan import BLOCK

    gc.enable()  # `__main__` leaves it off for short commands
    options = context.options
    _check(context)
    planned = _planned(context)
    printed = _PRINTED in options.output
    with ExitStack() as stack:
        workers = options.workers or (_IN_FLIGHT if options.dask else 1)
        ahead = workers if options.dask or workers == 1 else 2 * workers
        pool = stack.enter_context(executor(workers, options.dask))
        files = []
        for file, known in _files(context, planned):
            stack.callback(file.close)
            files.append((file, known))
        done = min((known.scenarios for _, known in files), default=0)
        try:
            with progress(context.err, "scenarios", planned.design.size, done) as told:
                block = options.block_size or BLOCK
                answer = run(planned, files, pool, ahead=ahead, block=block, progress=told)
        except KeyboardInterrupt:
            _interrupted(context)
            return exits.INTERRUPTED
        except BrokenPipeError:  # whoever read the rows has read enough
            return exits.OK
    if not printed:
        context.tell(answer)
    return exits.OK


def _check(context: Context) -> None:
    """Refuse options that do not go together, all of them at once."""
    options = context.options
    problems = []
    if options.resume and options.overwrite:
        problems.append("what is replaced is not gone on with: --resume stands without --overwrite")
    for name, value in (("-j", options.workers), ("--block-size", options.block_size)):
        if value is not None and value < 1:
            problems.append(f"{name} takes 1 or more; got {value}")
    real = [os.path.realpath(path) for path in options.output if path != _PRINTED]
    if len(set(real)) < len(real) or options.output.count(_PRINTED) > 1:
        problems.append("one file is named twice: --output takes a file once")
    if options.table and os.path.realpath(options.table) in real:
        problems.append("the rows would be written over the table: --output takes another file")
    if problems:
        raise UsageError([Problem("E200", each) for each in problems])


def _planned(context: Context) -> Planned:
    from reasoner.sweeps.plan import Planned, designed, usual_targets

    options = context.options
    scenario = context.scenario()  # first: the base has what it supposes from here on
    problems: list[Problem] = []
    targets: tuple[Finding, ...] = ()
    try:
        targets = tuple(dict.fromkeys(context.findings(options.targets))) or usual_targets(context.kb)
        if not targets:
            help_ = ("name one with --target",)
            problems = [Problem("E200", "no rule concludes a phenotype or an outcome", None, help_)]
    except UsageError as error:
        problems += error.problems
    try:
        names, kb = context.names, context.kb
        design = designed(
            names, kb, scenario, options.factors, table=options.table, sample=options.sample, seed=options.seed
        )
    except UsageError as error:
        problems += error.problems
    if problems:
        raise UsageError(problems)
    return Planned(context.reasoner, scenario, design, targets)


def _files(context: Context, planned: Planned) -> Iterator[tuple[RowFile, Sweep]]:
    """What rows are written to, with what they show that are there already."""
    from reasoner.batch.row_files import Printed, row_files
    from reasoner.batch.rows import csv_text, jsonl_text
    from reasoner.sweeps.tally import Tally

    options = context.options
    paths = [path for path in options.output if path != _PRINTED]
    yield from row_files(paths, planned, resume=options.resume, overwrite=options.overwrite)
    if _PRINTED in options.output:
        form = (jsonl_text if context.is_json else csv_text)(planned)
        yield Printed(context.out, form), Tally(planned).answer()


def _interrupted(context: Context) -> None:
    """Say that nothing is lost, and how to go on."""
    kept = [path for path in context.options.output if path != _PRINTED]
    context.err.line("interrupted")
    if kept:
        context.err.line(f"  help: the same command with --resume goes on with {' and '.join(kept)}")
