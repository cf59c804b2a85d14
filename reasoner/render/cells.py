"""Cells of CSV files: what spreadsheets would take for formulas is written so that they do not."""

from __future__ import annotations

from reasoner.render.clean import clean

_FORMULA = ("=", "+", "-", "@")
_SPECIAL = frozenset(',"')


def cell(text: str) -> str:
    """A text as a cell: clean, with an apostrophe before what would be a formula, quoted where it must be."""
    shown = clean(text)
    if shown.lstrip().startswith(_FORMULA):
        shown = f"'{shown}"
    return '"' + shown.replace('"', '""') + '"' if _SPECIAL.intersection(shown) or shown != shown.strip() else shown
