"""Pictures in a terminal, of signs and letters alone: colour only repeats what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.model.evidence import Grade
from reasoner.model.pictures import Bar, Bars, Cell, EffectMap, Picture, ProofMap, Spell, Timeline
from reasoner.render.layout import BLANK, Block, Fit, Para, Row, Rows, fitted, join, styled
from reasoner.render.pictures import bars as bar_words
from reasoner.render.pictures.proof import told as steps_told
from reasoner.render.pictures.signs import TIMES, cell_signs, percent, spell_sign
from reasoner.render.words import DIM, HEAD, STYLES, listed
from reasoner.values import Value

_FILLED = {Grade.strong: "█", Grade.moderate: "▓", Grade.limited: "▒", Grade.hypothesis: "░"}
_LEAST, _GAP, _INDENT = 22, 2, 2  # rows with a leading column that is narrower are stacked
_SHORTEST, _LONGEST = 6, 40
_SIGNS = listed(f"{sign} {grade}" for grade, sign in _FILLED.items())
FILLING = f"{_SIGNS} support: of the weakest step behind a finding."


def told(picture: Picture) -> Iterator[Block]:
    """A picture as blocks, with what it is for at its end."""
    yield Para(styled(picture.title, HEAD))
    match picture:
        case EffectMap():
            yield from _effects(picture)
        case Bars():
            yield from _bars(picture)
        case Timeline():
            yield from _timeline(picture)
        case ProofMap():
            yield from (Para(styled(line)) for line in steps_told(picture))
    yield BLANK
    yield from (Para(styled(line, DIM), hang=0) for line in (picture.disclaimer, picture.advice) if line)


class Grid(Value):
    """Rows of short cells, in as many columns as there is room for; further columns follow beneath.

    Attributes:
        rows: labels.
        columns: labels, which stand above as numbers.
        cells: row by row.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[Text]]

    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        """The grid, part by part, each with the names of its columns."""
        cells = [[fitted(cell, fit) for cell in row] for row in self.cells]
        numbers = [str(number) for number in range(1, len(self.columns) + 1)]
        wide = max([len(numbers[-1]) if numbers else 1, *(cell.cell_len for row in cells for cell in row)])
        wanted = max([1, *(styled(row).cell_len for row in self.rows)])
        room = width - _INDENT - min(wanted, max(_LEAST, width // 3))
        many = max(1, room // (wide + _GAP))
        for first in range(0, len(self.columns), many):
            part = range(first, min(first + many, len(self.columns)))
            names = [styled(f"{numbers[n]} {self.columns[n]}") for n in part]
            yield from Para(join([styled("Columns: ", HEAD), join(names, "; "), "."])).lines(width, fit)
            rows = [Row((Text(), *(styled(numbers[n].ljust(wide), DIM) for n in part)))]
            rows += [Row((styled(label), *(row[n] for n in part))) for label, row in zip(self.rows, cells, strict=True)]
            lead = width - _INDENT - len(part) * (wide + _GAP)
            yield from Rows(rows, widest=max(1, lead)).lines(width, fit)


def _effects(picture: EffectMap) -> Iterator[Block]:
    """Rows in which there is nothing are named beneath."""
    idle = [not any(cell_signs(cell) for cell in row) for row in picture.cells]
    rows = [label for label, nothing in zip(picture.rows, idle, strict=True) if not nothing]
    cells = [row for row, nothing in zip(picture.cells, idle, strict=True) if not nothing]
    if rows:
        yield Grid(rows, picture.columns, [[_cell(cell) for cell in row] for row in cells])
    if nothing := [label for label, none in zip(picture.rows, idle, strict=True) if none]:
        yield Para(join([styled("Nothing from: ", HEAD), listed(nothing), "."]))
    yield Para(styled(picture.note, DIM), hang=0)


def _cell(cell: Cell) -> Text:
    if cell.support is not None:
        return styled(cell_signs(cell)[0], STYLES[cell.support])
    return join([styled(sign, "blue" if sign.startswith("+") else "red") for sign in cell_signs(cell)])


class _BarRow(Value):
    """A bar as long as there is room for, with its label before and its share behind."""

    bars: Bars

    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        wanted = max([1, *(styled(bar.label).cell_len for bar in self.bars.bars)])
        label = min(wanted, max(_LEAST, width // 3))
        long = max(_SHORTEST, min(_LONGEST, width - _INDENT - label - 2 * _GAP - len(">99 %")))
        rows = [
            Row(
                (styled(bar.label), _filled(bar, self.bars.total, long), styled(f"{_share(bar, self.bars.total):>5}")),
                tail=styled(bar_words.numbers(bar, self.bars.total).partition(": ")[2], DIM),
            )
            for bar in self.bars.bars
        ]
        yield from Rows(rows, widest=label).lines(width, fit)


def _share(bar: Bar, total: int) -> str:
    return f"{percent(bar.held / total) if total else '0'} %"


def _filled(bar: Bar, total: int, long: int) -> Text:
    """The bar, in cells that add up: each part ends where its sum does, rounded; what is there is never left out."""
    parts, done, cells = [], 0, 0
    for grade in reversed(Grade):
        done += bar.supports[grade]
        upto = round(long * done / max(1, total))
        if done and not upto:
            upto = 1
        parts.append(styled(_FILLED[grade] * (upto - cells), STYLES[grade]))
        cells = upto
    return join([*parts, " " * (long - cells)])


def _bars(picture: Bars) -> Iterator[Block]:
    yield _BarRow(picture)
    yield Para(styled(FILLING, DIM), hang=0)


def _timeline(picture: Timeline) -> Iterator[Block]:
    rows = [f"({each.label})" for each in picture.setup] + [each.label for each in picture.lanes]
    cells = [[styled("on" if there else "", DIM) for there in each.phases] for each in picture.setup]
    cells += [[_spell(spell) for spell in each.spells] for each in picture.lanes]
    yield Grid(rows, [_without_number(name) for name in picture.phases], cells)
    yield Para(styled(f"In brackets: what is given or set. {TIMES}", DIM), hang=0)


def _without_number(phase: str) -> str:
    return phase.partition(" ")[2]


def _spell(spell: Spell | None) -> Text:
    style = STYLES[spell.support] if spell and spell.support is not None else ""
    return styled(spell_sign(spell), style)
