"""Answers in a document that is somebody else's, as a notebook: HTML with a look of its own, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from reasoner.model.pictures import Picture
from reasoner.render.block_html import LOOK, block_html
from reasoner.render.block_markdown import blocks_markdown
from reasoner.render.layout import Block
from reasoner.render.markup import Markup, element, joined, own
from reasoner.render.pictures.svg import svg

_RULE = re.compile(r"\s*([^{}]+?)\s*\{([^{}]*)\}")
# Colours are those of the document, light or dark; a notebook's own look of tables gives way.
_OWN = """
div { --dim: color-mix(in srgb, currentColor 72%, transparent); line-height: 1.45; max-width: 60rem; }
table { font-size: inherit; border: none; }
tr, tbody tr:nth-child(even), tbody tr:hover { background: none; border: none; }
caption, td { text-align: left; white-space: normal; max-width: none; border: none; color: inherit; }
caption { font-size: inherit; padding: 0; caption-side: top; white-space: nowrap; }
svg { max-width: 100%; height: auto; }
figure { margin: .6rem 0; }
"""


def within(css: str, name: str) -> str:
    """Style rules that hold within elements of a class only; `div` is such an element itself.

    Args:
        css: plain rules, without @-rules.
        name: of the class.
    """
    rules = []
    for selectors, content in _RULE.findall(css):
        parts = (each.strip() for each in selectors.split(","))
        mine = ", ".join(f"div.{name}" if each == "div" else f"div.{name} {each}" for each in parts)
        rules.append(f"{mine} {{{content}}}")
    return "\n".join(rules)


CLASS = "reasoner"
_STYLE = within(LOOK + _OWN, CLASS)


def embedded(*parts: str | None) -> Markup:
    """Markup of one's own as one element, which brings its look along."""
    return element("div", own("style", _STYLE), *parts, class_=CLASS)


def embedded_html(blocks: Iterable[Block | str], pictures: Iterable[Picture] = ()) -> Markup:
    """Blocks, and pictures beneath them, as one element that stands in any document: no script, nothing loaded."""
    told = joined(filter(None, map(block_html, blocks)), "\n")
    return embedded(told, *map(figure, pictures))


def figure(picture: Picture) -> Markup:
    """A picture, with ids that follow from what it shows, since others may stand in the same document."""
    digest = sha256(picture.model_dump_json().encode()).hexdigest()
    return element("figure", svg(picture, f"picture-{digest[:12]}"))


def embedded_markdown(blocks: Iterable[Block | str]) -> str:
    """Blocks as Markdown. Pictures are left out: the blocks say what they show."""
    return "\n\n".join(blocks_markdown(blocks)) + "\n"
