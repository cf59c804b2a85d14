"""Pictures as SVG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reasoner.model.pictures import Bars, EffectMap, Picture, ProofMap, Timeline
from reasoner.render.markup import Markup
from reasoner.render.pictures.bars import bars
from reasoner.render.pictures.drawing import Drawing, document, framed
from reasoner.render.pictures.effects import effects
from reasoner.render.pictures.proof import proof
from reasoner.render.pictures.timeline import timeline

_DRAWN: dict[type[Picture], Callable[[Any], Drawing]] = {
    EffectMap: effects,
    Bars: bars,
    Timeline: timeline,
    ProofMap: proof,
}


def drawn(picture: Picture) -> Drawing:
    """A picture laid out, with title, legend and what it is for."""
    return framed(_DRAWN[type(picture)](picture), picture.title, filter(None, (picture.disclaimer, picture.advice)))


def svg(picture: Picture, key: str = "picture") -> Markup:
    """A picture as an SVG element, to stand in a document.

    Args:
        picture: it.
        key: what its ids begin with: another one for each picture of a document.
    """
    return document(drawn(picture), picture, key)


def svg_file(picture: Picture) -> str:
    """A picture as the text of an SVG file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(picture)}\n'
