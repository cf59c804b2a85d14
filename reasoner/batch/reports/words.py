"""What every report says of a scenario, in words; needs nothing that makes text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reasoner.batch.report import Change, FindingChange, RunEnd, RunItem, Status
from reasoner.values import Value

QUIET = (Status.passed, Status.unjudged, Status.xfailed, Status.collected)
_COUNTED = {
    Status.passed: "passed",
    Status.failed: "failed",
    Status.xpassed: "passed although marked xfail",
    Status.invalid: "invalid",
    Status.error: "ended in an error",
    Status.warned: "failed with severity warn",
    Status.xfailed: "failed as expected",
    Status.unjudged: "without expectations",
    Status.collected: "read and not run",
}
CHANGES: Mapping[Change, str] = {
    "newly_failing": "newly failing",
    "newly_passing": "newly passing",
    "new": "new",
}


class Told(Value):
    """Something that is to be said of a scenario.

    Attributes:
        path, line, column: where it stands.
        text: it, in one line.
        help: what may help.
        code: of a problem; empty for an expectation that is not met.
    """

    path: str
    line: int
    column: int
    text: str
    help: tuple[str, ...] = ()
    code: str = ""

    @property
    def where(self) -> str:
        """`PATH:LINE:COLUMN`, as far as it is known."""
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


def told(item: RunItem) -> Iterator[Told]:
    """What is wrong with a scenario."""
    for failure in item.failures:
        phase = f"phase {failure.phase}: " if item.phases > 1 else ""
        place = (failure.path, failure.line, failure.column) if failure.line else (item.path, item.line, 0)
        yield Told(*place, phase + failure.text, (f"hint: {failure.hint}",) if failure.hint else ())
    for problem in item.problems:
        place = (problem.path or item.path, problem.line, problem.column)
        help_ = tuple(f"help: {line}" for line in problem.help[:3])
        yield Told(*place, f"error[{problem.code}]: {problem.message}", help_, problem.code)
    if item.status is Status.xpassed:
        text = f"marked xfail ({item.xfail}), yet every expectation is met: take the mark away"
        yield Told(item.path, item.line, 0, text)


def name(item: RunItem) -> str:
    """The title, or the number where there is none."""
    return item.title or f"scenario {item.number}"


def where(item: RunItem) -> str:
    """Where a scenario begins."""
    return f"{item.path}:{item.line}" if item.line else item.path


def why_skipped(item: RunItem) -> str:
    """Why a scenario is neither passed nor failed, where it is skipped."""
    if item.status is Status.xfailed:
        return f"fails as expected: {item.xfail}"
    return "expects nothing" if item.status is Status.unjudged else "read, not run"


def change(item: RunItem) -> str:
    """How a scenario changed against a former report, in words."""
    return CHANGES.get(item.against.change, "") if item.against else ""


def finding_change(change: FindingChange) -> str:
    """How a finding changed."""
    if change.was is None:
        return f"gained {change.label} ({change.now})"
    return (
        f"lost {change.label} ({change.was})"
        if change.now is None
        else f"{change.label}: {change.now}, was {change.was}"
    )


def tally(counts: Mapping[str, int]) -> str:
    """How many scenarios there are of each kind."""
    parts = [f"{counts[status.value]} {words}" for status, words in _COUNTED.items() if counts.get(status.value)]
    number = sum(counts.values())
    return f"{number} scenario{'' if number == 1 else 's'}: {', '.join(parts) or 'none'}."


def remarks(end: RunEnd) -> Iterator[str]:
    """What else is to be said at the end: whether the run is whole, and what changed against a former report."""
    if end.interrupted:
        yield "Interrupted: this is what was done until then."
    if end.stopped:
        yield "Stopped: as many failed as were allowed; what follows was not run."
    if end.changes is not None:
        parts = [f"{end.changes[each]} {words}" for each, words in CHANGES.items() if end.changes.get(each)]
        parts += [f"{len(end.gone)} gone"] if end.gone else []
        yield f"Against the former report: {', '.join(parts) or 'nothing changed'}."
