"""Tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from reasoner.render.clean import clean

_FORMULA = ("=", "+", "-", "@")


def csv_row(cells: Iterable[str | int]) -> str:
    """A row as CSV text with its line break.

    Text is cleaned, and gets an apostrophe before it where a spreadsheet would take it for a formula.
    """
    found = io.StringIO()
    csv.writer(found, lineterminator="\n").writerow([each if isinstance(each, int) else _cell(each) for each in cells])
    return found.getvalue()


def _cell(text: str) -> str:
    shown = clean(text)
    return f"'{shown}" if len(shown) > 1 and shown.lstrip().startswith(_FORMULA) else shown
