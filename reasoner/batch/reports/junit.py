"""A run as JUnit XML, which build servers read: a suite a file, a test case a scenario."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reasoner.batch.report import RunEnd, RunItem, Status
from reasoner.batch.reports.base import SpoolWriter
from reasoner.batch.reports.words import change, name, remarks, told, why_skipped
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.markup import Markup, element, escaped, lines
from reasoner.render.output import Output

_OUTCOMES = {
    Status.failed: "failure",
    Status.xpassed: "failure",
    Status.invalid: "error",
    Status.error: "error",
    Status.xfailed: "skipped",
    Status.unjudged: "skipped",
    Status.collected: "skipped",
}
_NAMES = {"tests": "tests", "failure": "failures", "error": "errors", "skipped": "skipped"}


@dataclass
class _Suite:
    path: str
    counts: Counter[str] = field(default_factory=Counter)
    length: int = 0


class JUnitReport(SpoolWriter):
    """The cases wait in a temporary file, since the numbers of a suite stand before them."""

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._suites: list[_Suite] = []

    def item(self, item: RunItem) -> None:
        """Take a scenario."""
        if not self._suites or self._suites[-1].path != item.path:
            self._suites.append(_Suite(item.path))
        suite = self._suites[-1]
        suite.counts.update(["tests", *([_OUTCOMES[item.status]] if item.status in _OUTCOMES else [])])
        suite.length += self.spool.write(f"    {_case(item)}\n")

    def end(self, end: RunEnd) -> None:
        """Write it all."""
        total = sum((suite.counts for suite in self._suites), Counter[str]())
        self.out.ready('<?xml version="1.0" encoding="UTF-8"?>\n')
        self.out.ready(f"<!-- {' '.join([DISCLAIMER, *remarks(end)])} -->\n")
        self.out.ready(f"<testsuites{_attributes('reasoner run', total)}>\n")
        self.spool.rewind()
        for suite in self._suites:
            self.out.ready(f"  <testsuite{_attributes(suite.path, suite.counts)}>\n    {_properties(end)}\n")
            self.spool.pour(self.out, suite.length)
            self.out.ready("  </testsuite>\n")
        self.out.ready("</testsuites>\n")


def _attributes(title: str, counts: Counter[str]) -> str:
    numbers = "".join(f' {word}="{counts[kind]}"' for kind, word in _NAMES.items())
    return f' name="{escaped(title)}"{numbers}'


def _properties(end: RunEnd) -> Markup:
    said = {"knowledge_base": end.knowledge_base, "engine": end.engine}
    said |= {each: "true" for each in ("interrupted", "stopped") if getattr(end, each)}
    return element("properties", *(element("property", name=key, value=value) for key, value in said.items()))


def _case(item: RunItem) -> Markup:
    """A case; that a scenario of severity `warn` fails is no failure, but stands in what it printed."""
    found = [line for each in told(item) for line in (f"{each.where}: {each.text}", *each.help)]
    outcome = _OUTCOMES.get(item.status)
    inner: Markup | None = None
    if outcome == "skipped":
        inner = element("skipped", message=why_skipped(item))
    elif outcome:
        first = next(iter(told(item))).text
        message = f"{change(item)}: {first}" if change(item) else first
        inner = element(outcome, lines(found), message=message, type=item.status.value)
    elif found:
        inner = element("system-out", lines(found))
    return element("testcase", inner, classname=item.path, name=f"{item.number}: {name(item)}")
