"""Rows of the sources: each is counted, and is encoded as often as it has statements or set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.errors import Problem
from reasoner.knowledge.accounts import Account, Gap, Part, accounts
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.wording import plural

_LISTED = 3
_LISTS = "rules/not_encoded.yaml"


def check(context: Context) -> Iterator[Problem]:
    """The accounts of all rows: gaps are errors; a reference that a cited row has and nothing carries is a warning."""
    numbers = {(source.id, row.id): n for source in context.kb.sources for n, row in enumerate(source.rows)}
    for account in accounts(context.kb):
        number = numbers[account.source, account.row.id]
        yield from _gaps(context, account, number)
        if left := account.left_out:
            refs = ", ".join(map(str, left))
            message = f"row {account.row.id} cites {refs}, but nothing that is encoded from it does"
            where = context.draft.sources[account.source].where("rows", number, "refs")
            help_ = f"or say in {_LISTS}, with these `refs`, why that part of the row is left out"
            yield Problem("W046", message, where, ("add what is missing to the `refs` of an evidence item", help_))


def _gaps(context: Context, account: Account, number: int) -> Iterator[Problem]:
    row, gaps = account.row, account.gaps
    source = context.draft.sources[account.source]
    where = source.where("rows", number)
    entry = context.draft.not_encoded[account.source, row.id] if account.aside else None
    if Gap.not_counted in gaps:
        yield Problem("E054", f"the statements of row {row.id} are not counted", where, _count_help(account))
    elif Gap.unaccounted in gaps:
        made = plural(row.statements, "statement") if row.statements else "no statements"
        message = f"row {row.id} makes {made}, but nothing cites it and {_LISTS} does not list it"
        if entry:
            message = f"row {row.id} is listed as not encoded in part, but nothing cites the rest"
        yield Problem("E051", message, source.where("rows", number, "statements"))
    if Gap.miscounted in gaps:
        counted = plural(row.statements or 0, "statement")
        if account.set_aside and entry and not account.parts:
            yield Problem("E051", f"row {row.id} is listed as not encoded, but makes {counted}", entry.where("at"))
        else:
            message = f"row {row.id} makes {counted}, but {account.encoded} are encoded"
            yield Problem("E050", message, source.where("rows", number, "statements"), _tally(account.parts))
    if Gap.both in gaps and account.aside and entry:
        if account.set_aside:
            message = f"row {row.id} is listed as not encoded, but {account.parts[0].name} cites it"
        else:
            refs = sorted(account.carried.intersection(account.aside.refs))
            message = f"the part of row {row.id} with {', '.join(map(str, refs))} is listed as not encoded, but encoded"
        yield Problem("E051", message, entry.where("at" if account.set_aside else "refs"))


def _count_help(account: Account) -> tuple[str, ...]:
    if account.set_aside and not account.parts:
        return (f"{_LISTS} lists it: write `statements: 0`",)
    help_ = f"read it, then write `statements: N`{' before it is encoded' if not account.parts else ''}"
    return (help_, f"{account.parts[0].name} cites it") if account.parts else (help_,)


def _tally(found: Sequence[Part]) -> tuple[str, ...]:
    lines = [f"{part.name}: {part.statements}" for part in found]
    if len(lines) > _LISTED:
        lines = [*lines[: _LISTED - 1], "; ".join(lines[_LISTED - 1 :])]
    return tuple(lines)
