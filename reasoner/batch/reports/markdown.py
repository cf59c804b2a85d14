"""A run as Markdown: a table of how many there are of each kind, then what is wrong."""

from __future__ import annotations

from collections import Counter

from reasoner.batch.report import RunEnd, RunItem
from reasoner.batch.reports.base import SpoolWriter
from reasoner.batch.reports.words import QUIET, change, finding_change, name, remarks, tally, told, where
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.book.markdown import escaped
from reasoner.render.output import Output


class MarkdownReport(SpoolWriter):
    """What is wrong waits in a temporary file, since the table stands before it."""

    def __init__(self, kb: KnowledgeBase, out: Output, *, verbose: bool = False, listing: bool = False) -> None:
        super().__init__(kb, out, verbose=verbose, listing=listing)
        self._files: dict[str, Counter[str]] = {}

    def item(self, item: RunItem) -> None:
        """Take a scenario."""
        self._files.setdefault(item.path, Counter())[item.status.value] += 1
        changed = item.against.findings if item.against else ()
        if item.status in QUIET and not change(item) and not changed and not self.verbose and not self.listing:
            return
        new = f" ({change(item)})" if change(item) else ""
        self.spool.write(f"- **{item.status.value}** {escaped(name(item))}, {escaped(where(item))}{new}\n")
        said = [line for each in told(item) for line in (f"{each.where}: {each.text}", *each.help)]
        for line in [*said, *map(finding_change, changed), *self._holding(item)]:
            self.spool.write(f"  - {escaped(line)}\n")

    def _holding(self, item: RunItem) -> list[str]:
        if not self.verbose or item.result is None:
            return []
        return [
            *(f"{each.label}: {each.support}" for each in item.result.findings),
            *filter(None, [item.result.advice]),
        ]

    def end(self, end: RunEnd) -> None:
        """Write it all."""
        heads = list(end.counts)
        out = self.out
        out.ready(f"# Scenarios\n\n{tally(end.counts)}\n\n{DISCLAIMER}\n\n")
        for remark in remarks(end):
            out.ready(f"{remark}\n\n")
        if heads:
            out.ready(f"| file | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}\n")
        for path, counts in self._files.items():
            out.ready(f"| {escaped(path)} | {' | '.join(str(counts[head]) for head in heads)} |\n")
        self.spool.rewind()
        out.ready("\n## In detail\n\n")
        self.spool.pour(out)
        for gone in end.gone:
            out.ready(f"- **gone** {escaped(gone.title or f'scenario {gone.number}')}, {escaped(gone.path)}\n")
