"""`sweep`: many scenarios of one kind."""

from __future__ import annotations

import gc
import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from reasoner.batch.journal import SUFFIX
from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.files import write
from reasoner.cli.parser import Parser, add_common, add_scenario
from reasoner.cli.pictures import add_pictures, check_pictures, pictures
from reasoner.errors import InputError, Position, Problem, UsageError

if TYPE_CHECKING:
    from reasoner.batch.row_files import RowFile
    from reasoner.model.finding import Finding
    from reasoner.model.sensitivity import Sensitivity
    from reasoner.model.sweep import Sweep
    from reasoner.sweeps.claims import Claimed
    from reasoner.sweeps.plan import Planned
    from reasoner.sweeps.sweeper import Swept

PICTURES = ("effects", "bars")
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
    group.add_argument("--seed", type=int, metavar="S", help="of the sample (default: 0)")
    group.add_argument("--all", action="store_true", dest="everything", help="fold nothing in the summary")
    questions = parser.add_argument_group(
        "questions", "What all these scenarios show; each is answered over all of them."
    )
    questions.add_argument(
        "--sensitivity",
        action="store_true",
        help="what each factor brings and ends over all settings of the others, what two do together, which suffice",
    )
    for name, words in (("never", "no scenario"), ("always", "every scenario")):
        questions.add_argument(
            f"--{name}",
            metavar="F",
            help=f"claim that a finding holds in {words}: a counter-example, and exit code 1, where it does not",
            **many,  # type: ignore[arg-type]
        )
    questions.add_argument("--support", metavar="GRADE", help="what is claimed is about findings so firm at least")
    questions.add_argument("--counter-example", metavar="FILE", help="write counter-examples as a scenario file")
    add_pictures(questions, PICTURES)
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
    work.add_argument(
        "--block-size", type=int, metavar="N", help="scenarios evaluated at once (default: what suits the rules)"
    )
    add_scenario(parser)
    add_common(parser)


def sweep(context: Context) -> int:
    """How often findings hold over many scenarios."""
    from reasoner.batch.interruption import Interruption

    gc.enable()  # `__main__` leaves it off for short commands
    _check(context)
    check_pictures(context)
    _nothing_there(context.options)
    with Interruption(anywhere=True):
        try:
            return _sweep(context)
        except KeyboardInterrupt:  # at whatever moment: all that was opened is closed again
            _interrupted(context)
            return exits.INTERRUPTED


def _sweep(context: Context) -> int:
    from reasoner.batch.executors import executor
    from reasoner.batch.sweeping import sweep as run
    from reasoner.render.progress import progress

    options = context.options
    claims = _claims(context)
    planned = _planned(context, [each.finding for each in claims])
    printed = _PRINTED in options.output
    with ExitStack() as stack:
        workers = options.workers or (_IN_FLIGHT if options.dask else 1)
        ahead = workers if options.dask or workers == 1 else 2 * workers
        pool = stack.enter_context(executor(workers, options.dask))
        files = []
        for file, known in _files(context, planned):
            stack.callback(file.close)
            files.append((file, known))
        asked = stack.enter_context(_Asked(context, planned, claims))
        done = min((known.scenarios for _, known in files), default=0)
        try:
            with progress(context.err, "scenarios", planned.design.size, done) as told:
                block = options.block_size
                answer = run(planned, files, pool, ahead=ahead, block=block, progress=told, watching=asked.watching)
            answer = asked.answered(answer)
        except InputError as error:
            if options.scenario is not None or options.table is not None:
                raise
            raise UsageError(error.problems) from error  # no file is at fault, but the command line
        except BrokenPipeError:  # whoever read the rows has read enough
            return exits.OK
    if not printed:
        context.tell(answer)
    asked.show(answer)
    return exits.OK if answer.claims is None or answer.claims.hold else exits.FAILED


class _Asked:
    """What is asked of all scenarios of a sweep beside how often findings hold."""

    def __init__(self, context: Context, planned: Planned, claims: Sequence[Claimed]) -> None:
        from reasoner.sweeps.claims import ClaimCheck
        from reasoner.sweeps.kept import Kept

        options = context.options
        self._context, self._planned = context, planned
        self._check = ClaimCheck(planned, planned.design, claims) if claims else None
        wanted = options.sensitivity or options.pictures
        self._kept = Kept(planned.design.size, len(planned.targets)) if wanted else None
        self._found: Sensitivity | None = None
        parts = (self._check, self._kept)
        self.watching: list[Callable[[Swept], None]] = [part.put for part in parts if part is not None]

    def answered(self, answer: Sweep) -> Sweep:
        """The answer of a sweep with what was asked beside it."""
        if self._kept:
            from reasoner.sweeps.sensitivity import sensitivity

            self._found = sensitivity(self._planned, self._planned.design, self._kept)
        return answer.model_copy(
            update={
                "claims": self._check.answer() if self._check else None,
                "sensitivity": self._found if self._context.options.sensitivity else None,
            }
        )

    def show(self, answer: Sweep) -> None:
        """Write counter-examples and pictures."""
        path = self._context.options.counter_example
        examples = [each.counter_example for each in (answer.claims.claims if answer.claims else ())]
        if path and any(examples):
            write(path, "---\n".join(each.scenario for each in examples if each))
        if (found := self._found) is not None and self._context.options.pictures:
            from reasoner.render.pictures.content import effect_map, sweep_bars

            pictures(self._context, {"effects": lambda: effect_map(found), "bars": lambda: sweep_bars(found)})

    def __enter__(self) -> _Asked:
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept:
            self._kept.close()


def _claims(context: Context) -> list[Claimed]:
    """What is claimed of all scenarios."""
    from reasoner.knowledge.names import grade
    from reasoner.model.evidence import Grade
    from reasoner.sweeps.claims import Claimed

    options = context.options
    context.scenario()  # the base has what it supposes from here on
    support = grade(options.support) if options.support else Grade.hypothesis
    return [
        Claimed(finding, always, support)
        for texts, always in ((options.never, False), (options.always, True))
        for finding in dict.fromkeys(context.findings(texts))
    ]


def _check(context: Context) -> None:
    """Refuse options that do not go together, all of them at once."""
    options = context.options
    problems = []
    if options.resume and options.overwrite:
        problems.append("what is replaced is not gone on with: --resume stands without --overwrite")
    for name, value in (("-j", options.workers), ("--block-size", options.block_size)):
        if value is not None and value < 1:
            problems.append(f"{name} takes 1 or more; got {value}")
    if options.output.count(_PRINTED) > 1:
        problems.append("rows are printed once: --output - is there twice")
    problems += _files_apart(options)
    claimed = options.never or options.always
    for name, value in (("--support", options.support), ("--counter-example", options.counter_example)):
        if value and not claimed:
            problems.append(f"{name} is about claims: name one with --never or --always")
    if options.resume and _questions(options):
        problems.append("claims, sensitivity and pictures look at all scenarios: ask for them without --resume")
    if _PRINTED in options.output and (claimed or options.sensitivity or any(not path for _, path in options.pictures)):
        problems.append("rows would be printed in place of other answers: write them to a file with --output FILE")
    if options.seed is not None and options.sample is None:
        problems.append("--seed is that of a sample: --sample N draws one")
    if problems:
        raise UsageError([Problem("E200", each) for each in problems])


def _questions(options: Namespace) -> bool:
    """Whether something is asked of all scenarios together."""
    return bool(options.never or options.always or options.sensitivity or options.pictures)


def _files_apart(options: Namespace) -> Iterator[str]:
    """What is wrong with the files that are read and written: none is written twice, or over what is read."""
    written = [(path, "--output") for path in options.output if path != _PRINTED]
    written += [(f"{path}{SUFFIX}", "the journal of --output") for path, _ in written]
    written += [(path, "--picture") for _, path in options.pictures if path]
    written += [(options.counter_example, "--counter-example")] if options.counter_example else []
    read = [(options.table, "the table")] if options.table else []
    read += [(options.scenario.partition("#")[0], "the scenario")] if options.scenario else []
    seen = {os.path.realpath(path): what for path, what in read}
    for path, what in written:
        if (other := seen.get(os.path.realpath(path))) is not None:
            yield f"{what} would be written over {other}: {path}"
        seen[os.path.realpath(path)] = what


def _nothing_there(options: Namespace) -> None:
    """Refuse pictures and counter-examples that would be written over something, or into no folder.

    Raises:
        UsageError: a file is there already (E266), or there is no such folder (E205).
    """
    problems = []
    for path in (*(path for _, path in options.pictures), options.counter_example):
        if path and os.path.lexists(path) and not options.overwrite and not _is_special(path):
            help_ = ("`--overwrite` replaces it",)
            problems.append(Problem("E266", "there is a file of this name already", Position(path), help_))
        elif path and not os.path.isdir(os.path.dirname(path) or "."):
            problems.append(Problem("E205", "the answer cannot be written: there is no such folder", Position(path)))
    if problems:
        raise UsageError(problems)


def _is_special(path: str) -> bool:
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _planned(context: Context, claimed: Sequence[Finding]) -> Planned:
    from reasoner.sweeps.plan import Planned, designed, usual_targets

    options = context.options
    scenario = context.scenario()  # first: the base has what it supposes from here on
    problems: list[Problem] = []
    targets: tuple[Finding, ...] = ()
    try:
        targets = tuple(dict.fromkeys((*context.findings(options.targets), *claimed))) or usual_targets(context.kb)
        if not targets:
            help_ = ("name one with --target",)
            problems = [Problem("E200", "no rule concludes a phenotype or an outcome", None, help_)]
    except UsageError as error:
        problems += error.problems
    try:
        names, kb = context.names, context.kb
        design = designed(
            names, kb, scenario, options.factors, table=options.table, sample=options.sample, seed=options.seed or 0
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
    options = context.options
    kept = [path for path in options.output if path != _PRINTED]
    context.err.line("interrupted")
    if kept:
        how = "--resume instead of --overwrite" if options.overwrite else "--resume"
        if _questions(options):
            how += ", and without claims, --sensitivity and --picture,"
        context.err.line(f"  help: the same command with {how} goes on with {' and '.join(kept)}")
