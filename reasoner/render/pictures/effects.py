"""The effect map, drawn: rows of conditions, columns of findings, a sign and a shade in each cell."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin

from reasoner.model.evidence import Grade
from reasoner.model.pictures import Cell, EffectMap
from reasoner.render.pictures.drawing import LABEL, SMALL, Drawing, Placed, Shape, label, label_width
from reasoner.render.pictures.measure import width
from reasoner.render.pictures.signs import cell_signs, cell_words

ANGLE = 60
_GAP = 6
_FIRMEST = 0.55  # how much colour a cell has at most: its sign must stand out


def effects(picture: EffectMap) -> Drawing:
    """The map laid out: column labels lean, so that any number of them fits above narrow columns."""
    signs = [[cell_signs(cell) for cell in row] for row in picture.cells]
    texts = [text for row in signs for cell in row for text in cell]
    across = max([26.0, *(width(text, SMALL) + 6 for text in texts)])
    down = max(20, (SMALL + 2) * max((len(cell) for row in signs for cell in row), default=1) + 4)
    left = max(map(label_width, picture.rows), default=0.0) + _GAP
    lean = radians(ANGLE)
    top = max(map(label_width, picture.columns), default=0.0) * sin(lean) + LABEL * cos(lean) + _GAP
    right = max(
        [
            left + (number + 0.5) * across + label_width(text) * cos(lean) + LABEL
            for number, text in enumerate(picture.columns)
        ],
        default=left,
    )
    placed = [
        label(text, left + (number + 0.5) * across + LABEL / 3, top - _GAP, angle=-ANGLE)
        for number, text in enumerate(picture.columns)
    ]
    placed += [
        label(text, left - _GAP, top + (number + 0.5) * down + LABEL / 3, anchor="end")
        for number, text in enumerate(picture.rows)
    ]
    shapes = list(_grid(picture, left, top, across, down))
    for number, row in enumerate(picture.cells):
        for column, cell in enumerate(row):
            x, y = left + column * across, top + number * down
            shapes += _shades(cell, x, y, across, down, f"{picture.rows[number]} → {picture.columns[column]}")
            placed += _signs(signs[number][column], x + across / 2, y, down)
    return Drawing(
        max(right, left + len(picture.columns) * across),
        top + len(picture.rows) * down,
        tuple(placed),
        tuple(shapes),
        picture.note,
        f"{picture.note} {len(picture.rows)} rows, {len(picture.columns)} columns.",
    )


def _grid(picture: EffectMap, left: float, top: float, across: float, down: float) -> Iterator[Shape]:
    for number in range(len(picture.rows)):
        yield Shape("line", left, top + number * down, len(picture.columns) * across, down)
    for number in range(len(picture.columns)):
        yield Shape("line", left + number * across, top, across, len(picture.rows) * down)


def _shades(cell: Cell, x: float, y: float, across: float, down: float, what: str) -> Iterator[Shape]:
    """The colours of a cell: what is gained above what is lost where there are both."""
    firm = 0.0 if cell.support is None else (cell.support + 1) / len(Grade)
    parts = [(kind, share) for kind, share in (("more", cell.gained or firm), ("less", cell.lost)) if share]
    for number, (kind, share) in enumerate(parts):
        height = down / len(parts)
        shade = 0.1 + (_FIRMEST - 0.1) * share
        yield Shape(kind, x, y + number * height, across, height, shade, f"{what}: {cell_words(cell)}")


def _signs(signs: list[str], middle: float, y: float, down: float) -> Iterator[Placed]:
    each = down / max(1, len(signs))
    for number, text in enumerate(signs):
        yield Placed(text, middle, y + (number + 0.5) * each + SMALL * 0.36, SMALL, "middle")
