"""A timeline, drawn: findings over the phases of a scenario, beneath what is given and set."""

from __future__ import annotations

from reasoner.model.evidence import Grade
from reasoner.model.pictures import Timeline
from reasoner.render.pictures.drawing import LABEL, SMALL, Drawing, Placed, Shape, label, label_width
from reasoner.render.pictures.measure import width
from reasoner.render.pictures.signs import TIMES, spell_sign, spell_words

_ROW, _GAP, _LEAST = 22, 8, 90
GIVEN = "Grey: what is given or set."


def timeline(picture: Timeline) -> Drawing:
    """The timeline laid out."""
    labels = [*(each.label for each in picture.setup), *(each.label for each in picture.lanes)]
    left = max(map(label_width, labels), default=0.0) + _GAP
    signs = [spell_sign(spell) for lane in picture.lanes for spell in lane.spells]
    across = max(
        [_LEAST, *(label_width(name) + 2 * _GAP for name in picture.phases), *(width(s, SMALL) + 16 for s in signs)]
    )
    texts = [label(name, left + number * across + 4, LABEL + 2) for number, name in enumerate(picture.phases)]
    shapes: list[Shape] = []
    y = float(LABEL + _GAP)
    for setup in picture.setup:
        texts.append(_row_label(setup.label, left, y))
        for number, there in enumerate(setup.phases):
            if there:
                shapes.append(Shape("setup", left + number * across, y + 3, across, _ROW - 6, title=setup.label))
                texts.append(Placed("on", left + number * across + 4, y + _ROW / 2 + SMALL / 3, SMALL))
        y += _ROW
    y += _GAP if picture.setup else 0
    for lane in picture.lanes:
        texts.append(_row_label(lane.label, left, y))
        for number, spell in enumerate(lane.spells):
            if spell is None:
                continue
            x = left + number * across
            told = f"{lane.label}, phase {picture.phases[number]}: {spell_words(spell)}"
            if spell.support is not None:
                high = 4 + (_ROW - 8) * (spell.support + 1) / len(Grade)
                shapes.append(Shape("more", x, y + (_ROW - high) / 2, across, high, 0.4, told))
                if spell.persisting:
                    shapes.append(Shape("edge", x + 1, y + 2, across - 2, _ROW - 4))
            texts.append(Placed(spell_sign(spell), x + 4, y + _ROW / 2 + SMALL / 3, SMALL, whole=told))
        y += _ROW
    shapes += [
        Shape("line", left + number * across, LABEL + _GAP, across, y - LABEL - _GAP)
        for number in range(len(picture.phases))
    ]
    said = f"{TIMES} {GIVEN} {len(picture.lanes)} findings, phases: {', '.join(picture.phases)}."
    return Drawing(left + across * len(picture.phases), y, tuple(texts), tuple(shapes), f"{TIMES} {GIVEN}", said)


def _row_label(text: str, left: float, y: float) -> Placed:
    return label(text, left - _GAP, y + _ROW / 2 + LABEL / 3, anchor="end")
