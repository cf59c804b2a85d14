"""A drawing: texts and shapes at places, and the SVG document that they make.

The document stands alone or within HTML. Text is text, colours follow the reader's scheme, a title and a description
are there for those who do not see it, and what comes from data is escaped by `markup.py`. It has no script and loads
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reasoner.model.pictures import Picture
from reasoner.render.clean import clean
from reasoner.render.markup import Markup, element, joined, own
from reasoner.render.pictures.measure import clipped, width, wrapped
from reasoner.values import Value

LABEL, SMALL, TITLE = 12, 10, 15
TIP = 6
MARGIN = 12
LEAST = 420
"""How wide a picture is at least, so that its title and legend can be read."""
STYLE = """
.pic{color-scheme:light dark;font-family:Verdana,"DejaVu Sans",sans-serif}
.pic .paper{fill:#fff}
.pic text{fill:#1b1b1b}
.pic .line{stroke:#c9c9c9;fill:none}
.pic .more{fill:#0072b2}
.pic .less{fill:#d55e00}
.pic .edge{fill:none;stroke:#1b1b1b;stroke-dasharray:3 2}
.pic .setup{fill:#7a7a7a;fill-opacity:.25}
.pic .box{fill:none;stroke:#1b1b1b}
.pic .link{fill:none;stroke:#6a6a6a}
.pic .tip{fill:#6a6a6a}
@media (prefers-color-scheme:dark){
.pic .paper{fill:#16181d}
.pic text{fill:#f0f0f0}
.pic .line{stroke:#4a4d55}
.pic .more{fill:#56b4e9}
.pic .less{fill:#e69f00}
.pic .edge,.pic .box{stroke:#f0f0f0}
.pic .link{stroke:#a6a9b0}
.pic .tip{fill:#a6a9b0}
}
"""


class Placed(Value):
    """A text at a place: `x` and `y` are where its baseline begins, or ends where `anchor` is `end`.

    `angle` turns it around that point, in degrees clockwise.
    """

    text: str
    x: float
    y: float
    size: int = LABEL
    anchor: str = "start"
    angle: float = 0
    whole: str = ""
    bold: bool = False


class Shape(Value):
    """A rectangle; `shade` from 0 to 1 is how much of its colour is seen, `title` is told of it."""

    class_: str
    x: float
    y: float
    width: float
    height: float
    shade: float = 1.0
    title: str = ""


class Arrow(Value):
    """A line through points, with a tip at its end, which is reached from above."""

    points: tuple[tuple[float, float], ...]


class Drawing(Value):
    """What a picture consists of, without its title and what stands beneath it.

    Attributes:
        width, height: of all of it.
        texts, shapes: they; shapes lie beneath texts, in their order.
        legend: what the signs mean.
        description: what it shows, in words.
        arrows: they; beneath all else.
    """

    width: float
    height: float
    texts: tuple[Placed, ...]
    shapes: tuple[Shape, ...]
    legend: str
    description: str
    arrows: tuple[Arrow, ...] = ()


def label(text: str, x: float, y: float, anchor: str = "start", angle: float = 0) -> Placed:
    """A label, clipped where it is too long to be drawn."""
    text = clean(text)
    drawn = clipped(text, LABEL)
    return Placed(drawn, x, y, anchor=anchor, angle=angle, whole=text if drawn != text else "")


def framed(drawing: Drawing, title: str, below: Iterable[str]) -> Drawing:
    """The drawing with its title above, legend and further lines beneath, and margins around."""
    room = max(drawing.width, LEAST)
    texts, y = [], float(MARGIN)
    for line in wrapped(clean(title), TITLE, room / 1.1):  # a bold letter is wider
        y += TITLE + 4
        texts.append(Placed(line, MARGIN, y, TITLE, bold=True))
    y += 10
    texts += [replace(each, x=each.x + MARGIN, y=each.y + y) for each in drawing.texts]
    shapes = tuple(replace(each, x=each.x + MARGIN, y=each.y + y) for each in drawing.shapes)
    arrows = tuple(Arrow(tuple((px + MARGIN, py + y) for px, py in each.points)) for each in drawing.arrows)
    y += drawing.height + 4
    for text in (drawing.legend, *below):
        for line in wrapped(clean(text), SMALL, room):
            y += SMALL + 4
            texts.append(Placed(line, MARGIN, y, SMALL))
        y += 4
    return Drawing(room + 2 * MARGIN, y + MARGIN, tuple(texts), shapes, drawing.legend, drawing.description, arrows)


def document(drawing: Drawing, picture: Picture, key: str) -> Markup:
    """The SVG element of a drawing that is framed.

    Args:
        drawing: it.
        picture: what it shows.
        key: what ids begin with, so that several pictures may stand in one document.
    """
    across, down = _number(drawing.width), _number(drawing.height)
    return element(
        "svg",
        element("title", picture.title, id=f"{key}-title"),
        element("desc", f"{drawing.description} {picture.disclaimer}", id=f"{key}-desc"),
        own("style", STYLE),
        element("rect", class_="paper", width=across, height=down),
        *map(_arrow, drawing.arrows),
        *map(_rectangle, drawing.shapes),
        *map(_text, drawing.texts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {across} {down}",
        width=across,
        height=down,
        class_="pic",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
    )


def _rectangle(shape: Shape) -> Markup:
    return element(
        "rect",
        element("title", shape.title) if shape.title else None,
        class_=shape.class_,
        x=_number(shape.x),
        y=_number(shape.y),
        width=_number(shape.width),
        height=_number(shape.height),
        fill_opacity=None if shape.shade == 1 else _number(shape.shade),
    )


def _arrow(arrow: Arrow) -> Markup:
    *_, (x, y) = arrow.points
    way = " ".join(
        f"{'L' if number else 'M'}{_number(px)} {_number(py)}" for number, (px, py) in enumerate(arrow.points)
    )
    tip = f"M{_number(x - TIP / 2)} {_number(y - TIP)}h{TIP}L{_number(x)} {_number(y)}z"
    return joined([element("path", class_="link", d=way), element("path", class_="tip", d=tip)])


def _text(placed: Placed) -> Markup:
    x, y = _number(placed.x), _number(placed.y)
    return element(
        "text",
        element("title", placed.whole) if placed.whole else None,
        placed.text,
        x=x,
        y=y,
        font_size=str(placed.size),
        font_weight="bold" if placed.bold else None,
        text_anchor=None if placed.anchor == "start" else placed.anchor,
        transform=f"rotate({_number(placed.angle)} {x} {y})" if placed.angle else None,
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def label_width(text: str) -> float:
    """How much room a label takes."""
    return width(clipped(clean(text), LABEL), LABEL)
