"""Answers name options of the command line; elsewhere the same is had in other words, which are put in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rich.text import Text

from reasoner.render.layout import Block, Para, Rows

ALL_SHOWN = "--all shows them"
"""What answers say where they fold something."""


def reworded(blocks: Iterable[Block], words: Mapping[str, str]) -> Iterator[Block]:
    """Blocks with other words in them.

    Args:
        blocks: they.
        words: for each piece of text what stands in its place.
    """

    def anew(text: Text) -> Text:
        for old, new in words.items():
            if old in text.plain:
                text = Text(new, text.style).join(text.split(old, allow_blank=True))
        return text

    for block in blocks:
        if isinstance(block, Para):
            yield replace(block, text=anew(block.text))
        elif isinstance(block, Rows):
            rows = [replace(row, cells=tuple(map(anew, row.cells)), tail=anew(row.tail)) for row in block.rows]
            yield replace(block, rows=rows)
        else:
            yield block
