"""A run for programs: as JSON, as JSON Lines, and as a table."""

from __future__ import annotations

from reasoner.batch.report import RunEnd, RunItem
from reasoner.batch.reports.base import Writer
from reasoner.batch.reports.words import told
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.as_json import line, to_json, within
from reasoner.render.cells import cell
from reasoner.render.output import Output


class JsonReport(Writer):
    """A `RunReport`, its items first, so that none has to be kept."""

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._before = '{\n  "items": [\n    '

    def item(self, item: RunItem) -> None:
        """Write a scenario."""
        self.out.machine(self._before + within(item, 4))
        self._before = ",\n    "

    def end(self, end: RunEnd) -> None:
        """Close the list, and write what is known at the end."""
        opening = '{\n  "items": [],' if "items" in self._before else "\n  ],"
        self.out.machine(opening + to_json(end).removeprefix("{"))


class JsonLinesReport(Writer):
    """A scenario a line, and a `RunEnd` as the last."""

    by_line = True

    def item(self, item: RunItem) -> None:
        """Write a scenario."""
        self.out.machine(line(item))

    def end(self, end: RunEnd) -> None:
        """Write the last line."""
        self.out.machine(line(end))


COLUMNS = (
    "path",
    "line",
    "number",
    "title",
    "tags",
    "severity",
    "xfail",
    "status",
    "was",
    "change",
    "failures",
    "what",
)


class CsvReport(Writer):
    """A scenario a row. What the table is for stands as the title of a last, empty column."""

    by_line = True

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._header = f"{','.join([*COLUMNS, cell(DISCLAIMER)])}\n"

    def item(self, item: RunItem) -> None:
        """Write a row."""
        was = item.against.was if item.against else None
        change = item.against.change if item.against else ""
        found = list(told(item))
        row = [
            *(cell(item.path), str(item.line), str(item.number), cell(item.title), cell(", ".join(item.tags))),
            *(item.severity, cell(item.xfail), item.status.value, was.value if was else "", change, str(len(found))),
            *(cell("; ".join(f"{each.where}: {each.text}" for each in found)), ""),
        ]
        self.out.ready(f"{self._header}{','.join(row)}\n")
        self._header = ""

    def end(self, end: RunEnd) -> None:
        """Write the header where there is no row."""
        self.out.ready(self._header)
