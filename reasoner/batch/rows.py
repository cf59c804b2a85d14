"""Rows of a sweep as text: CSV for spreadsheets and data frames, JSONL for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from reasoner.model.evidence import Grade
from reasoner.render.cells import cell
from reasoner.sweeps.pages import Page
from reasoner.sweeps.plan import Planned, has_titles
from reasoner.sweeps.reading import is_switch
from reasoner.values import Value

_SWITCH = ("false", "true")
GRADES = tuple(map(str, Grade))


class RowText(Value):
    """How pages are written: each row is one piece of text for each column, of which there are few to choose from.

    Attributes:
        header: stands before the rows.
        number, title: how those of a scenario are written.
        pieces: for each factor, for each target and for `refused` how each value is written.
        between: stands between pieces.
    """

    header: str
    number: Callable[[int], str]
    title: Callable[[str], str]
    pieces: tuple[tuple[str, ...], ...]
    between: str

    def text(self, page: Page) -> str:
        """The rows of a page, each with a line break at its end."""
        values = (*page.levels, *page.supports, page.refused)
        columns: list[Iterable[str]] = [map(self.number, range(page.start + 1, page.start + page.width + 1))]
        columns += [map(self.title, page.titles)] if page.titles else []
        columns += [map(pieces.__getitem__, each) for pieces, each in zip(self.pieces, values, strict=True)]
        return "\n".join([*map(self.between.join, zip(*columns, strict=True)), ""])


def csv_text(planned: Planned) -> RowText:
    """A column for number and title of a scenario, each factor, the support of each target, and `refused`."""
    names = ["scenario", *(["title"] if has_titles(planned.design) else [])]
    names += [factor.name for factor in planned.factors]
    names += [f"support of {finding}" for finding in planned.targets]
    pieces = [tuple(cell(level.name) for level in factor.levels) for factor in planned.factors]
    pieces += [("", *GRADES) for _ in planned.targets]
    return RowText(",".join(map(cell, (*names, "refused"))) + "\n", str, cell, (*pieces, _SWITCH), ",")


def jsonl_text(planned: Planned) -> RowText:
    """An object a line, as `{"scenario": 1, "factors": {"hypoxia": true}, "support": {"EMT": "limited"}, ...}`."""
    factors = [
        (factor.name, _SWITCH if is_switch(factor) else [json.dumps(level.name) for level in factor.levels])
        for factor in planned.factors
    ]
    targets = [(str(target), ["null", *(f'"{grade}"' for grade in GRADES)]) for target in planned.targets]
    refused = tuple(f'"refused": {each}}}' for each in _SWITCH)
    return RowText(
        "",
        '{{"scenario": {}'.format,
        lambda title: f'"title": {json.dumps(title)}',
        (*_object("factors", factors), *_object("support", targets), refused),
        ", ",
    )


def _object(name: str, entries: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, ...]]:
    """The pieces of an object within a row: for each entry its key with each value."""
    found = []
    for number, (key, values) in enumerate(entries):
        before = f'"{name}": {{' if number == 0 else ""
        after = "}" if number == len(entries) - 1 else ""
        found.append(tuple(f"{before}{json.dumps(key)}: {value}{after}" for value in values))
    return found
