"""Opens the reports that a command asks for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from reasoner.batch.report import RunEnd, RunItem
from reasoner.batch.reports.base import Writer
from reasoner.batch.reports.target import File, Stream, unwritable
from reasoner.errors import Position, Problem, UsageError
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output

FORMATS = {
    "text": ("plain", "TextReport"),
    "concise": ("plain", "ConciseReport"),
    "json": ("machine", "JsonReport"),
    "jsonl": ("machine", "JsonLinesReport"),
    "csv": ("machine", "CsvReport"),
    "junit": ("junit", "JUnitReport"),
    "markdown": ("markdown", "MarkdownReport"),
    "html": ("html", "HtmlReport"),
}


class Opened:
    """A report and where it goes; where that takes no more, the others go on.

    Attributes:
        problem: why it could not be written, if so.
    """

    def __init__(self, report: Writer, target: Stream | File) -> None:
        self._report = report
        self._target = target
        self._open = True
        self.problem: Problem | None = None

    def item(self, item: RunItem) -> None:
        """Take a scenario."""
        self._try(lambda: self._report.item(item), self._target.hand_over)

    def end(self, end: RunEnd) -> None:
        """Take the end."""
        self._try(lambda: self._report.end(end), self._target.finish)
        self._open = False

    def close(self) -> None:
        """Give back what it holds; where it was not ended, a file that stood in its place stays as it was."""
        if self._open:
            self._open = False
            self._target.drop(by_line=False)
        self._report.close()

    def _try(self, *acts: Callable[[], object]) -> None:
        try:
            for act in acts if self._open else ():
                act()
        except OSError as error:
            self.problem = unwritable(self._target.path, error)
            self._open = False
            self._target.drop(by_line=self._report.by_line)


def wanted(specs: Sequence[str], default: str) -> list[tuple[str, str]]:
    """The formats and paths that `--report` names; an empty path is standard output.

    Args:
        specs: each `FORMAT` or `FORMAT:PATH`.
        default: the format that goes to standard output where no other does.

    Raises:
        UsageError: a format is unknown, a path is empty, or two reports go to one place (E272).
    """
    found: list[tuple[str, str]] = []
    for spec in specs:
        name, colon, path = spec.partition(":")
        if name not in FORMATS:
            help_ = (f"formats: {', '.join(FORMATS)}", "--report junit:results.xml writes a file")
            raise UsageError(Problem("E272", f"there is no report `{name[:40]}`", None, help_))
        if colon and not path:
            way = (f"`{name}` alone goes to standard output, `{name}:FILE` to a file",)
            raise UsageError(Problem("E272", f"no path follows the colon of `--report {spec}`", None, way))
        found.append((name, "" if path == "-" else path))
    if default != "text" or all(path for _, path in found):
        found.insert(0, (default, ""))
    places = [os.path.realpath(path) if path else "" for _, path in found]
    if twice := [path for (_, path), place in zip(found, places, strict=True) if places.count(place) > 1]:
        where = f"`{twice[0]}`" if twice[0] else "standard output"
        way_out = ("--report FORMAT:PATH writes one to a file",)
        raise UsageError(Problem("E272", f"two reports go to {where}", None, way_out))
    return found


@contextmanager
def opened(
    reports: Sequence[tuple[str, str]],
    kb: KnowledgeBase,
    out: Output,
    inputs: Collection[str],
    *,
    verbose: bool,
    listing: bool,
) -> Iterator[list[Opened]]:
    """Open reports, for as long as the block lasts.

    Args:
        reports: what `wanted` gave.
        kb: the knowledge base.
        out: standard output.
        inputs: the scenario files, none of which a report may replace.
        verbose: whether what holds is told as well.
        listing: whether scenarios with which all is well are listed.

    Raises:
        UsageError: a file cannot be written (E205), or is a scenario file (E272): all of them, of one kind.
    """
    read = {os.path.realpath(each) for each in inputs}
    problems = [
        Problem("E272", "a report would replace a scenario file", Position(path))
        for _, path in reports
        if path and os.path.realpath(path) in read
    ]
    found: list[Opened] = []
    try:
        for name, path in reports if not problems else ():
            module, kind = FORMATS[name]
            make: type[Writer] = getattr(import_module(f"reasoner.batch.reports.{module}"), kind)
            try:
                target = File(path) if path else Stream(out)
            except UsageError as error:
                problems += error.problems
                continue
            found.append(Opened(make(kb, target.out, verbose=verbose, listing=listing), target))
        if problems:
            raise UsageError(problems)
        yield found
    finally:
        for each in found:
            each.close()
