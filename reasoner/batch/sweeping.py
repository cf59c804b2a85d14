"""Runs a sweep: hands out its blocks, counts what they show, and writes their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor

from reasoner.batch.executors import surviving
from reasoner.batch.row_files import RowFile
from reasoner.model.sweep import Sweep
from reasoner.sweeps import pages
from reasoner.sweeps.plan import Planned, swept
from reasoner.sweeps.sweeper import Swept
from reasoner.sweeps.tally import Tally

Progress = Callable[[int], None]


def sweep(
    planned: Planned,
    files: Sequence[tuple[RowFile, Sweep]],
    executor: Executor,
    *,
    ahead: int = 1,
    block: int | None = None,
    progress: Progress | None = None,
    watching: Sequence[Callable[[Swept], None]] = (),
) -> Sweep:
    """Evaluate all scenarios of a sweep and write their rows.

    Args:
        planned: the sweep.
        files: what rows are written to, each with what its rows show so far; it is gone on from the shortest.
        executor: does the evaluations.
        ahead: how many blocks are handed out at a time.
        block: how many scenarios a block has; as many as suit the program, unless it says so. Neither answer nor files
            depend on it.
        progress: is told how many scenarios are evaluated.
        watching: are shown every block that is evaluated.

    Raises:
        InputError: the scenario contradicts itself without any factor, or a table has changed (E265).
        OutputError: rows cannot be written (E205).
        EngineError: a process that did the work has ended (E405).
    """
    known = min((sweep for _, sweep in files), key=lambda each: each.scenarios, default=None)
    tally = Tally(planned, known)
    found = swept(planned, executor, start=tally.scenarios, block=block, ahead=ahead)
    blocks = surviving(found, help_="fewer processes need less memory: -j; what is written is gone on with by --resume")
    for page in pages.paged(_told(blocks, progress, watching), pages.WIDTH):
        tally.add(page)
        if files:
            answer, rows = tally.answer(), pages.Page.of(planned, page)
        for file, had in files:
            if page.start >= had.scenarios:
                file.write(rows, answer)
    for file, _ in files:
        file.finish()
    return tally.answer()


def _told(
    blocks: Iterable[Swept], progress: Progress | None, watching: Sequence[Callable[[Swept], None]]
) -> Iterator[Swept]:
    for block in blocks:
        for watch in watching:
            watch(block)
        if progress:
            progress(block.start + block.width)
        yield block
