"""`kb coverage` as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reasoner.batch.coverage import Coverage, CoveredRow, RowName, Tally
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.source import ranges
from reasoner.render.layout import BLANK, FIRM, Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, counted, listed

_HEADS = ("", "rows", "cited", "set aside", "statements", "encoded", "references", "carried")


def coverage_blocks(kb: KnowledgeBase, found: Coverage) -> Iterator[Block]:
    """The table of sections, then the gaps, or that there are none; then the rows, where they are there."""
    rows = [_numbers(_titled(kb, each.source, each.section), each) for each in found.sections]
    heads = Row(tuple(styled(name, DIM) for name in _HEADS))
    works = listed([source.id for source in kb.sources], " and ")
    yield Rows([heads, *rows, _numbers("All", found.total)], 0, styled(f"Sections of {works}", HEAD))
    yield BLANK
    gaps = list(_gaps(kb, found))
    yield from gaps or [Para(styled("No gap: every row is counted, and either encoded in full or set aside.", HEAD))]
    yield from _references(kb, found)
    if found.rows:
        yield BLANK
        yield from _rows(kb, found.rows)


def _gaps(kb: KnowledgeBase, found: Coverage) -> Iterator[Block]:
    """Rows that are not accounted for: what `kb check` calls errors."""
    for title, rows in (
        ("neither cited nor set aside", found.unaccounted),
        ("set aside and encoded all the same", found.both),
        ("whose statements are not counted", found.not_counted),
    ):
        if rows:
            names = ", ".join(_runs(kb, rows))
            yield Para(join([styled(f"{counted(len(rows), 'row')} {title}: ", HEAD), styled(f"{names}.")]))
    if found.miscounted:
        yield Para(styled(f"{counted(len(found.miscounted), 'row')} with another number of statements encoded:", HEAD))
        for row in found.miscounted:
            text = f"{_name(kb, row)}: {counted(row.statements, 'statement')}, {row.encoded} encoded"
            yield Para(styled(text), indent=2)


def _references(kb: KnowledgeBase, found: Coverage) -> Iterator[Block]:
    """References that are not carried: what may be so, and what `kb check` warns of."""
    if found.left_out:
        whose = "its" if len(found.left_out) == 1 else "their"
        yield Para(styled(f"{counted(len(found.left_out), 'row')} cited without all of {whose} references:", HEAD))
        yield Para(
            styled("; ".join(f"{_name(kb, row)} {_numbered(row.refs)}" for row in found.left_out) + "."),
            indent=2,
            hang=0,
        )
    if found.uncarried:
        title = (
            f"{counted(len(found.uncarried), 'reference')} that nothing encoded carries, with the rows that cite them:"
        )
        yield Para(styled(title, HEAD))
        cited = ((each, ", ".join(_place(kb, each.source, row) for row in each.rows)) for each in found.uncarried)
        yield Para(styled("; ".join(f"[{each.ref}]{FIRM}{rows}" for each, rows in cited) + "."), indent=2, hang=0)


def _rows(kb: KnowledgeBase, rows: Iterable[CoveredRow]) -> Iterator[Block]:
    for (source, section), members in groupby(rows, key=lambda row: (row.source, row.section)):
        lines = [
            Row(
                (
                    styled(_name(kb, row)),
                    styled(row.state),
                    styled(f"{row.encoded} of {'?' if row.statements is None else row.statements}"),
                    styled(_told(row)),
                )
            )
            for row in members
        ]
        yield Rows(lines, 3, styled(_titled(kb, source, section), HEAD), widest=0)


def _told(row: CoveredRow) -> str:
    """What encodes a row, why it or a part of it is set aside, and which references are left."""
    parts = [", ".join(row.by)]
    if row.reason:
        about = f"{_numbered(row.aside)} set aside: " if row.aside else ""
        parts.append(f"{about}{row.reason}{f' ({row.note})' if row.note else ''}")
    left = [ref for ref in row.refs if ref not in (*row.carried, *row.aside)]
    if left and row.state == "cited":
        parts.append(f"without {_numbered(left)}")
    return "; ".join(filter(None, parts))


def _numbered(refs: Iterable[int]) -> str:
    spans = (str(first) if first == last else f"{first}-{last}" for first, last in ranges(refs))
    return f"[{', '.join(spans)}]"


def _runs(kb: KnowledgeBase, rows: Sequence[RowName]) -> Iterator[str]:
    """Names of rows, those that follow on each other in the source as `S001 to S109`."""
    order = {key: number for number, key in enumerate(kb.rows)}
    runs: list[list[RowName]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        follows = last and last.source == row.source and order[row.source, row.row] == order[last.source, last.row] + 1
        if follows:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        if len(run) > 2:
            yield f"{_name(kb, run[0])} to {run[-1].row}"
        else:
            yield from (_name(kb, row) for row in run)


def _name(kb: KnowledgeBase, row: RowName) -> str:
    return _place(kb, row.source, row.row)


def _place(kb: KnowledgeBase, source: str, row: str) -> str:
    return row if source == kb.home_source else f"{source} {row}"


def _titled(kb: KnowledgeBase, source: str, section: str) -> str:
    return section if source == kb.home_source else f"{source}: {section}"


def _numbers(name: str, tally: Tally) -> Row:
    values = (
        tally.rows,
        tally.cited,
        sum(tally.set_aside.values()),
        tally.statements if tally.counted else "?",
        tally.encoded,
        tally.references,
        tally.carried,
    )
    reasons = ", ".join(f"{number} {reason}" for reason, number in tally.set_aside.items())
    return Row(
        (styled(name), *(styled(str(value)) for value in values)), tail=styled(f"({reasons})" if reasons else "", DIM)
    )
