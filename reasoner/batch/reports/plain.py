"""A run for people: as text, and as one line for each failure, which editors and scripts understand."""

from __future__ import annotations

from reasoner.batch.report import RunEnd, RunItem, Status
from reasoner.batch.reports.base import Writer
from reasoner.batch.reports.words import change, remarks, tally, told
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.output import Output


class TextReport(Writer):
    """What is wrong, scenario by scenario, and how many there are of each kind."""

    by_line = True

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._sources: set[str] = set()
        self._advice = ""

    def item(self, item: RunItem) -> None:
        """Tell of a scenario, unless all is well with it."""
        from reasoner.batch.text import is_told, item_blocks

        if item.result:
            from reasoner.render.words import cited_in

            self._advice = self._advice or item.result.advice
            self._sources |= cited_in(self.kb, item.result)
        if self.verbose or self.listing or is_told(item):
            self.out.show(item_blocks(self.kb, item, verbose=self.verbose))

    def end(self, end: RunEnd) -> None:
        """Sum up."""
        from reasoner.batch.text import summary

        self.out.show(summary(self.kb, end, self._sources, advice=self._advice))


class ConciseReport(Writer):
    """`PATH:LINE:COLUMN: what`, one line for each thing that is wrong."""

    by_line = True

    def item(self, item: RunItem) -> None:
        """Write what is wrong with a scenario."""
        if item.status is Status.xfailed:
            return
        word = "warning: " if item.status is Status.warned else ""
        new = f" ({change(item)})" if change(item) else ""
        for each in told(item):
            self.out.line(f"{each.where}: {word}{each.text}{new}")
        if item.status is Status.collected and self.listing:
            self.out.line(f"{item.path}:{item.line}: {item.title or f'scenario {item.number}'}")

    def end(self, end: RunEnd) -> None:
        """Sum up in one line."""
        self.out.line(" ".join([tally(end.counts), *remarks(end), DISCLAIMER]))
