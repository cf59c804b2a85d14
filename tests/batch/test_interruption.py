"""Signals: the first ends the work, and what is being written is written to its end, however many follow at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from reasoner.batch import interruption
from reasoner.batch.interruption import uninterrupted
from reasoner.batch.report import RunEnd, RunItem, Status
from reasoner.batch.reporting import Progress, report

SIGNALS = [signal.SIGINT, signal.SIGTERM]


def items(asked: signal.Signals) -> Iterator[RunItem]:
    for number in (1, 2, 3):
        if number == 2:
            os.kill(os.getpid(), asked)
        yield RunItem(path="a.yaml", line=1, number=number, status=Status.passed)


class Told:
    """A report that is asked to stop while it writes."""

    def __init__(self, asked: signal.Signals) -> None:
        self.asked = asked
        self.lines: list[str] = []

    def item(self, item: RunItem) -> None:
        self.lines.append(f"{item.number}")

    def end(self, end: RunEnd) -> None:
        os.kill(os.getpid(), self.asked)
        self.lines.append("end")


def end(done: Progress) -> RunEnd:
    return RunEnd(counts=dict(done.counts), interrupted=done.interrupted)


@pytest.mark.parametrize("asked", SIGNALS)
def test_a_second_signal_at_once_loses_nothing(asked: signal.Signals) -> None:
    before, told = signal.getsignal(asked), Told(asked)
    with interruption.Interruption() as taken:
        done = report(items(asked), [told], end, taken)
        os.kill(os.getpid(), asked)  # also while all is closed
    assert (done.interrupted, told.lines) == (True, ["1", "end"])
    assert signal.getsignal(asked) is before


@pytest.mark.parametrize("asked", SIGNALS)
def test_a_later_signal_ends_what_does_not_end(asked: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruption, "SECOND", 0.0)
    told = Told(asked)
    with pytest.raises(KeyboardInterrupt), interruption.Interruption() as taken:
        report(items(asked), [told], end, taken)
    assert told.lines == ["1"]


@pytest.mark.parametrize("asked", SIGNALS)
def test_where_all_may_be_interrupted_it_is_once(asked: signal.Signals) -> None:
    with interruption.Interruption(anywhere=True):
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), asked)
        os.kill(os.getpid(), asked)


@pytest.mark.parametrize("asked", SIGNALS)
def test_what_must_not_be_left_half_done_is_not_interrupted(asked: signal.Signals) -> None:
    before = signal.getsignal(asked)
    with uninterrupted():
        os.kill(os.getpid(), asked)
    assert signal.getsignal(asked) is before
