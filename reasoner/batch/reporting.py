"""Hands the scenarios of a run to its reports, and sees to it that these are ended, however the run ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reasoner.batch.interruption import Interruption
from reasoner.batch.report import RunEnd, RunItem
from reasoner.batch.reports.base import Report
from reasoner.errors import ReasonerError


@dataclass
class Progress:
    """How far a run has come.

    Attributes:
        counts: of every status; `against` of those that make the run fail.
        changes: against a former report.
        interrupted, stopped: as in `RunEnd`.
        error: what ended the run, if something did.
    """

    counts: Counter[str] = field(default_factory=Counter)
    against: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    stopped: bool = False
    error: ReasonerError | None = None

    def add(self, item: RunItem) -> None:
        """Count a scenario."""
        self.counts[item.status.value] += 1
        if item.counts_against:
            self.against[item.status.value] += 1
        if item.against and item.against.change:
            self.changes[item.against.change] += 1


def report(
    items: Iterable[RunItem],
    reports: Sequence[Report],
    ending: Callable[[Progress], RunEnd],
    interruption: Interruption,
    *,
    most: int = 0,
) -> Progress:
    """Run to the end, to an interruption, or to as many failures as are allowed.

    Args:
        items: the scenarios, run as they are asked for.
        reports: all get every scenario, and then the end; nothing where nothing was run.
        ending: makes the end.
        interruption: within whose block this is called.
        most: at how many failures to stop; 0 never does.
    """
    progress = Progress()
    try:
        for item in interruption.awaited(items):
            progress.add(item)
            for each in reports:
                each.item(item)
            if most and progress.against.total() >= most:
                progress.stopped = True
                break
    except KeyboardInterrupt:
        progress.interrupted = True
    except ReasonerError as error:
        progress.interrupted, progress.error = True, error
    if progress.counts or progress.interrupted:
        end = ending(progress)
        for each in reports:
            each.end(end)
    return progress
