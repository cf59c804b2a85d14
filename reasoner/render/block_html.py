"""Blocks as HTML: paragraphs, tables, and links; for any document that answers stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.render.clean import clean
from reasoner.render.layout import Block, Para, Row, Rows, lay_out
from reasoner.render.markup import Markup, element, escaped, joined, lines, outside
from reasoner.render.pieces import Piece, pieces

_DEEPEST = 12
_WIDTH = 100
LOOK = """
p { margin: .3rem 0; }
pre { margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .3rem 0 .3rem 1rem; }
caption { text-align: left; font-weight: 600; }
caption .dim { font-weight: 400; padding-left: 1rem; }
td { padding: .1rem .8rem .1rem 0; vertical-align: top; }
ul.tree, .tree ul { margin: .1rem 0 .1rem 1.2rem; padding: 0; }
ul.tree { margin: .3rem 0 .3rem 2.2rem; }
.address { overflow-wrap: anywhere; }
.in1 { margin-left: 1rem; } .in2 { margin-left: 2rem; } .in3 { margin-left: 3rem; }
.dim { color: var(--dim); }
""" + "".join(f".d{depth} > .lead {{ padding-left: {1.2 * depth:.1f}rem; }}\n" for depth in range(1, _DEEPEST + 1))
NARROW = """
table, tbody, tr, caption { display: block; } tr { padding: .2rem 0 .2rem 1rem; text-indent: -1rem; }
td { display: inline; padding: 0 .4rem 0 0; } small { padding-left: 0; }
""" + "".join(
    f".d{depth} {{ margin-left: {0.8 * min(depth, 5):.1f}rem; }} .d{depth} > .lead {{ padding-left: 0; }}\n"
    for depth in range(1, _DEEPEST + 1)
)
"""How it looks, in any window and in a narrow one; `--dim` is the colour of what can be passed over."""


def block_html(block: Block | str) -> Markup:
    """A block, or a line of plain text, as an element; one that is empty as nothing."""
    if isinstance(block, str):
        return element("pre", block) if clean(block).strip() else Markup("")
    if isinstance(block, Para):
        indent = min(block.indent // 2, 3)
        inner = text_html(block.text)
        return element("p", inner, class_=f"in{indent}" if indent else None) if inner else Markup("")
    if isinstance(block, Rows):
        return _table(block)
    return element("pre", lines(line.plain for line in lay_out([block], _WIDTH, clean)))


def text_html(text: Text) -> Markup:
    """A styled text as markup."""
    return joined(_piece(piece) for piece in pieces(text))


def _piece(piece: Piece) -> Markup:
    address = "address" if piece.text == piece.link else None  # may be broken anywhere
    inner = outside(piece.text, piece.link, address) if piece.link else escaped(piece.text)
    if piece.bold:
        inner = element("strong", inner)
    return element("span", inner, class_="dim") if piece.dim else inner


def _table(block: Rows) -> Markup:
    over = element("span", text_html(block.over), class_="dim") if block.over else None
    title = joined([text_html(block.title), " " if over else None, over])
    if not block.rows:
        return element("p", title) if title else Markup("")
    if block.tree:
        heading = element("p", title) if title else None
        return joined([heading, element("ul", *_branches(block.rows, block.lead), class_="tree")])
    caption = element("caption", title) if title else None
    return element("table", caption, element("tbody", *(_row(row, block.lead) for row in block.rows)))


def _row(row: Row, lead: int) -> Markup:
    cells = [text_html(cell) for cell in row.cells]
    if row.tail:
        cells[lead] = joined([cells[lead], element("br"), element("small", text_html(row.tail))])
    told = (element("td", cell, class_="lead" if place == lead else None) for place, cell in enumerate(cells))
    return element("tr", joined(told, " "), class_=f"d{min(row.depth, _DEEPEST)}" if row.depth else None)


def _branches(rows: Sequence[Row], lead: int) -> Iterator[Markup]:
    """Rows as items of a list, each with a list of those that hang from it."""
    start = 0
    while start < len(rows):
        row = rows[start]
        end = next((n for n in range(start + 1, len(rows)) if rows[n].depth <= row.depth), len(rows))
        cells = [text_html(cell) for cell in row.cells]
        head = joined(filter(None, cells[: lead + 1]), " ")
        told = joined(filter(None, [head, *cells[lead + 1 :]]), "; ")
        tail = joined([element("br"), element("small", text_html(row.tail))]) if row.tail else None
        below = list(_branches(rows[start + 1 : end], lead))
        yield element("li", told, tail, element("ul", *below) if below else None)
        start = end
