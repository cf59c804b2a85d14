"""Groups of rows: one study told over neighbouring rows (`refs_at`) counts as one row."""

from __future__ import annotations

from reasoner.model.knowledge import KnowledgeBase


def row_groups(kb: KnowledgeBase) -> dict[tuple[str, str], int]:
    """For each cited row (source id, row id) the number of its group, numbered in the order of row ids.

    Rows that only sum up come last: where another row says the same, that one is shown.
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(row: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(row, row) != row:
            row = parent[row]
        return row

    for item in kb.evidence():
        first, second = root((item.source, item.at)), root((item.source, item.refs_at or item.at))
        parent[max(first, second)] = min(first, second)
    roots = sorted({root(row) for row in parent}, key=lambda row: (row in kb.summary_rows, row))
    number = {row: index for index, row in enumerate(roots)}
    return {row: number[root(row)] for row in sorted(parent)}


def joins_more(before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]) -> bool:
    """Whether rows that are apart in the groups of one base are together in those of another, which has more rules."""
    seen: dict[int, int] = {}
    return any(seen.setdefault(after[row], group) != group for row, group in before.items())
