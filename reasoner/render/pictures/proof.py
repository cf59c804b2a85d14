"""A proof, drawn: what is given above, what is shown below, and arrows from premises to conclusions.

It is drawn in rows, in which an arrow that passes one has a place, too (layered drawing, after Sugiyama).
"""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.pictures import ProofMap
from reasoner.render.clean import clean
from reasoner.render.pictures.drawing import LABEL, SMALL, Arrow, Drawing, Placed, Shape
from reasoner.render.pictures.measure import wrapped
from reasoner.values import Value

READING = "Arrows lead from what is needed to what follows. A full frame is a statement, a dashed one a definition."
_WIDE, _PASSING, _GAP = 168, 10, 14
_BETWEEN = 34
_PAD = 7


class _Spot(Value):
    """A place in a row: that of a step, or (None) of an arrow that passes the row on its way to `below`."""

    step: int | None
    below: tuple[_Spot, ...] = ()


def proof(picture: ProofMap) -> Drawing:
    """The proof laid out."""
    texts = [_lines(each.label, each.note) for each in picture.steps]
    rows = _rows(picture)
    width = max((_across(row) for row in rows), default=0.0)
    ways: dict[int, list[tuple[tuple[float, float], ...]]] = {}  # for each spot how arrows go on from its upper edge
    placed: list[Placed] = []
    shapes: list[Shape] = []
    arrows: list[Arrow] = []
    bottom = sum(_height(row, texts) for row in rows) + _BETWEEN * max(0, len(rows) - 1)
    y = bottom
    for row in rows:  # from what is shown upwards
        high = _height(row, texts)
        y -= high
        x = (width - _across(row)) / 2
        for spot in row:
            wide = _PASSING if spot.step is None else _WIDE
            middle = x + wide / 2
            onwards = [((middle, y + high), *way) for other in spot.below for way in ways[id(other)]]
            if spot.step is None:
                ways[id(spot)] = [((middle, y), *way) for way in onwards]
            else:
                ways[id(spot)] = [((middle, y),)]
                arrows += map(Arrow, onwards)
            if spot.step is not None:
                step = picture.steps[spot.step]
                kind = "setup" if not step.premises and not step.cited else "box" if step.cited else "edge"
                shapes.append(Shape(kind, x, y, wide, high, title=f"{step.label}: {step.note}"))
                placed += _placed(texts[spot.step], middle, y, high)
            x += wide + _GAP
        y -= _BETWEEN
    return Drawing(width, bottom, tuple(placed), tuple(shapes), READING, " ".join(told(picture)), tuple(arrows))


def told(picture: ProofMap) -> Iterator[str]:
    """The proof in words, a line a step: what the drawing shows, for those who do not see it."""
    for number, step in enumerate(picture.steps, start=1):
        needs = " and ".join(str(each + 1) for each in step.premises)
        yield f"{number}. {clean(step.label)}: {f'from {needs}, ' if needs else ''}{clean(step.note)}."


def _lines(label: str, note: str) -> list[tuple[str, int]]:
    """The lines of a box with their sizes."""
    room = _WIDE - 2 * _PAD
    return [
        *((line, LABEL) for line in wrapped(clean(label), LABEL, room)),
        *((line, SMALL) for line in wrapped(clean(note), SMALL, room)),
    ]


def _rows(picture: ProofMap) -> list[list[_Spot]]:
    """The spots of each row, from what is shown upwards; each stands above the middle of what it leads to."""
    if not picture.steps:
        return []
    level = [0] * len(picture.steps)
    needing: list[list[int]] = [[] for _ in picture.steps]
    for number in reversed(range(len(picture.steps))):  # what needs a step stands behind it
        for premise in picture.steps[number].premises:
            level[premise] = max(level[premise], level[number] + 1)
            needing[premise].append(number)
    spots: dict[int, _Spot] = {}
    rows: list[list[_Spot]] = []
    passing: list[tuple[int, _Spot]] = []  # arrows from a premise further up, with what they lead to in the row below
    for height in range(max(level) + 1):
        here: list[_Spot] = []
        still: list[tuple[int, _Spot]] = []
        for number, own in enumerate(level):
            below = tuple(spot for premise, spot in passing if premise == number)
            if own == height:
                spots[number] = _Spot(number, below)
                here.append(spots[number])
                still += [(premise, spots[number]) for premise in dict.fromkeys(picture.steps[number].premises)]
            elif below:
                through = _Spot(None, below)
                here.append(through)
                still.append((number, through))
        if rows:
            places = {id(spot): number for number, spot in enumerate(rows[-1])}
            here.sort(key=lambda spot: sum(places[id(each)] for each in spot.below) / max(1, len(spot.below)))
        rows.append(here)
        passing = still
    return rows


def _across(row: list[_Spot]) -> float:
    return sum(_PASSING if spot.step is None else _WIDE for spot in row) + _GAP * (len(row) - 1)


def _height(row: list[_Spot], texts: list[list[tuple[str, int]]]) -> float:
    boxes = [sum(size + 4 for _, size in texts[spot.step]) for spot in row if spot.step is not None]
    return max(boxes, default=0) + 2 * _PAD


def _placed(lines: list[tuple[str, int]], middle: float, top: float, high: float) -> Iterator[Placed]:
    y = top + (high - sum(size + 4 for _, size in lines)) / 2
    for text, size in lines:
        y += size + 4
        yield Placed(text, middle, y - 4, size, "middle")
