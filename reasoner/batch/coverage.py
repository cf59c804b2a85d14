"""How far a base covers its sources: section by section, with every gap by name; the answer to `kb coverage`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from reasoner.knowledge.accounts import Account, Gap, accounts
from reasoner.model.base import Record
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import SCHEMA_VERSION

State = Literal["cited", "set aside", "cited and set aside", "open"]


class Tally(Record):
    """Some rows of a source, counted.

    Attributes:
        rows: how many.
        cited: those that something encodes.
        set_aside: those that are listed as not encoded, by reason.
        counted: those whose statements are counted.
        statements, encoded: statements counted, and encoded.
        references: the references that the rows cite.
        carried: those of them that something encoded carries, from whichever row.
    """

    rows: int
    cited: int
    set_aside: dict[str, int]
    counted: int
    statements: int
    encoded: int
    references: int
    carried: int


class Section(Tally):
    """A section of a source."""

    source: str
    section: str


class RowName(Record):
    """A row, by name."""

    source: str
    row: str


class Miscounted(RowName):
    """A row with another number of statements than are encoded."""

    statements: int
    encoded: int


class LeftOut(RowName):
    """A row that is cited, with those of its references that nothing carries from there and no entry sets aside."""

    refs: tuple[int, ...]


class Uncarried(Record):
    """A reference that nothing encoded carries, with the rows that cite it."""

    source: str
    ref: int
    rows: tuple[str, ...]


class CoveredRow(RowName):
    """A row with its account.

    Attributes:
        section: the section it stands in.
        state: whether something encodes it, or it is set aside.
        reason, note: why it, or the part of it with the references `aside`, is set aside.
        statements: as counted; None where they are not.
        encoded: how many are.
        refs, carried, aside: its references; those that something carries from here; those of a part set aside.
        by: the ids of what encodes it.
    """

    section: str
    state: State
    reason: str = ""
    note: str = ""
    statements: int | None = None
    encoded: int = 0
    refs: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()
    aside: tuple[int, ...] = ()
    by: tuple[str, ...] = ()


class Coverage(Record):
    """The answer to `kb coverage`.

    Attributes:
        sections: in the order of the sources.
        total: of all rows.
        unaccounted: rows neither cited nor set aside.
        both: rows, or parts of rows, that are set aside and encoded all the same.
        miscounted: rows whose number of statements is not that of those encoded.
        not_counted: rows whose statements are not counted.
        left_out: rows that are cited without some of their references.
        uncarried: references that nothing encoded carries.
        rows: every row, where they were asked for.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    sections: tuple[Section, ...]
    total: Tally
    unaccounted: tuple[RowName, ...] = ()
    both: tuple[RowName, ...] = ()
    miscounted: tuple[Miscounted, ...] = ()
    not_counted: tuple[RowName, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    uncarried: tuple[Uncarried, ...] = ()
    rows: tuple[CoveredRow, ...] = ()


def coverage(kb: KnowledgeBase, *, rows: bool = False) -> Coverage:
    """Account for every row and every reference.

    Args:
        kb: the knowledge base.
        rows: whether every row is listed, too.
    """
    every = list(accounts(kb))
    carried = {(account.source, ref) for account in every for ref in account.carried}
    sections: dict[tuple[str, str], list[Account]] = {}
    for account in every:
        sections.setdefault((account.source, account.row.section), []).append(account)
    return Coverage(
        knowledge_base=kb.digest,
        sections=tuple(
            _section(source, name, _tally(members, carried)) for (source, name), members in sections.items()
        ),
        total=_tally(every, carried),
        unaccounted=_named(every, lambda account: Gap.unaccounted in account.gaps),
        both=_named(every, lambda account: Gap.both in account.gaps),
        miscounted=tuple(
            Miscounted(source=each.source, row=each.row.id, statements=each.row.statements or 0, encoded=each.encoded)
            for each in every
            if Gap.miscounted in each.gaps
        ),
        not_counted=_named(every, lambda account: Gap.not_counted in account.gaps),
        left_out=tuple(
            LeftOut(source=each.source, row=each.row.id, refs=each.left_out) for each in every if each.left_out
        ),
        uncarried=_uncarried(every, carried),
        rows=tuple(map(_row, every)) if rows else (),
    )


def _tally(members: Sequence[Account], carried: set[tuple[str, int]]) -> Tally:
    refs = {(account.source, ref) for account in members for ref in account.row.refs}
    reasons = Counter(str(each.aside.reason) for each in members if each.aside and each.set_aside)
    return Tally(
        rows=len(members),
        cited=sum(bool(account.parts) for account in members),
        set_aside=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        counted=sum(account.row.statements is not None for account in members),
        statements=sum(account.row.statements or 0 for account in members),
        encoded=sum(account.encoded for account in members),
        references=len(refs),
        carried=len(refs & carried),
    )


def _section(source: str, name: str, tally: Tally) -> Section:
    return Section.of(source=source, section=name, **{each: getattr(tally, each) for each in Tally.model_fields})


def _named(every: Iterable[Account], test: Callable[[Account], bool]) -> tuple[RowName, ...]:
    return tuple(RowName(source=account.source, row=account.row.id) for account in every if test(account))


def _uncarried(every: Iterable[Account], carried: set[tuple[str, int]]) -> tuple[Uncarried, ...]:
    citing: dict[tuple[str, int], list[str]] = {}
    for account in every:
        for ref in account.row.refs:
            citing.setdefault((account.source, ref), []).append(account.row.id)
    order = {account.source: number for number, account in enumerate(every)}
    return tuple(
        Uncarried(source=source, ref=ref, rows=tuple(dict.fromkeys(rows)))
        for (source, ref), rows in sorted(citing.items(), key=lambda item: (order[item[0][0]], item[0][1]))
        if (source, ref) not in carried
    )


def _row(account: Account) -> CoveredRow:
    entry = account.aside
    whole: State = "cited and set aside" if account.parts else "set aside"
    other: State = "cited" if account.parts else "open"
    return CoveredRow(
        source=account.source,
        row=account.row.id,
        section=account.row.section,
        state=whole if account.set_aside else other,
        reason=str(entry.reason) if entry else "",
        note=entry.note if entry else "",
        statements=account.row.statements,
        encoded=account.encoded,
        refs=account.row.refs,
        carried=tuple(ref for ref in account.row.refs if ref in account.carried),
        aside=entry.refs if entry else (),
        by=tuple(part.name for part in account.parts),
    )
