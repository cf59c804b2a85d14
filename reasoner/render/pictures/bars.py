"""Bars, drawn: the share of scenarios in which findings hold, the firmest support first in each bar."""

from __future__ import annotations

from reasoner.model.evidence import Grade
from reasoner.model.pictures import Bar, Bars
from reasoner.render.pictures.drawing import LABEL, SMALL, Drawing, Placed, Shape, label, label_width
from reasoner.render.pictures.measure import width
from reasoner.render.pictures.signs import percent

_LONG, _HIGH, _ROW, _GAP = 300, 14, 22, 8
_SHADES = {Grade.strong: 0.95, Grade.moderate: 0.65, Grade.limited: 0.4, Grade.hypothesis: 0.2}
LEGEND = (
    "Each bar: the share of scenarios in which the finding holds; from left to right with strong, moderate, limited, "
    "hypothetical support: of the weakest step behind a finding."
)


def bars(picture: Bars) -> Drawing:
    """The bars laid out, each with its numbers behind it."""
    left = max((label_width(each.label) for each in picture.bars), default=0.0) + _GAP
    texts: list[Placed] = []
    shapes: list[Shape] = []
    right = left + _LONG
    for number, bar in enumerate(picture.bars):
        y = number * _ROW
        told = numbers(bar, picture.total)
        texts.append(label(bar.label, left - _GAP, y + _ROW / 2 + LABEL / 3, anchor="end"))
        texts.append(Placed(told, left + _LONG + _GAP, y + _ROW / 2 + SMALL / 3, SMALL))
        right = max(right, left + _LONG + _GAP + width(told, SMALL))
        shapes.append(Shape("line", left, y + (_ROW - _HIGH) / 2, _LONG, _HIGH))
        x = left
        for grade in reversed(Grade):
            long = _LONG * bar.supports[grade] / max(1, picture.total)
            if long:
                title = f"{bar.label}: {bar.supports[grade]} of {picture.total}, {grade}"
                shapes.append(Shape("more", x, y + (_ROW - _HIGH) / 2, long, _HIGH, _SHADES[grade], title))
            x += long
    said = f"{LEGEND} " + "; ".join(f"{bar.label}: {numbers(bar, picture.total)}" for bar in picture.bars) + "."
    return Drawing(right, _ROW * len(picture.bars), tuple(texts), tuple(shapes), LEGEND, said)


def numbers(bar: Bar, total: int) -> str:
    """What a bar says: `62 %: 50 strong, 12 limited`."""
    parts = [f"{bar.supports[grade]} {grade}" for grade in reversed(Grade) if bar.supports[grade]]
    share = percent(bar.held / total) if total else "0"
    return f"{share} %" + (f": {', '.join(parts)}" if parts else "")
