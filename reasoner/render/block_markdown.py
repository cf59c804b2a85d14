"""Blocks as Markdown (CommonMark): paragraphs, lists, and links; nothing in the text of data acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from reasoner.render.clean import clean
from reasoner.render.layout import FIRM, Block, Para, Rows, lay_out, styled
from reasoner.render.pieces import Piece, pieces

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~$!])")
_STARTS = re.compile(r"([-+=#]|[0-9]+[.)])")
_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "&": "&amp;"})
_WIDTH = 100


def blocks_markdown(blocks: Iterable[Block | str]) -> Iterator[str]:
    """Blocks, and lines of plain text, as parts of a document; an empty line belongs between any two of them."""
    for plain, group in groupby(blocks, lambda each: isinstance(each, str)):
        if plain:
            said = [clean(each) for each in group if isinstance(each, str)]
            if any(line.strip() for line in said):
                yield _fenced(said)
        else:
            for each in group:
                if isinstance(each, Para):
                    if text := text_markdown(each.text):
                        yield f"- {text}" if each.indent else text
                elif isinstance(each, Rows):
                    yield from _rows(each)
                elif not isinstance(each, str):
                    yield _fenced([line.plain.rstrip() for line in lay_out([each], _WIDTH, clean)])


def plain_markdown(text: str) -> str:
    """Plain text as Markdown."""
    return text_markdown(styled(text))


def code_markdown(text: str) -> str:
    """Text as code within a line: between more backticks than stand in it."""
    shown = clean(text)
    fence = "`" * (_longest([shown]) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _fenced(lines: list[str]) -> str:
    fence = "`" * max(3, _longest(lines) + 1)
    return "\n".join([fence, *lines, fence])


def _longest(lines: Iterable[str]) -> int:
    return max((len(run) for line in lines for run in re.findall("`+", line)), default=0)


def text_markdown(text: Text) -> str:
    """A styled text as one line that begins no list and no heading."""
    parts = [(each, _escaped(each)) for each in _merged(text)]
    told = []
    for place, (each, inner) in enumerate(parts):
        before = parts[place - 1][1][-1:] if place else " "
        after = parts[place + 1][1][:1] if place + 1 < len(parts) else " "
        told.append(_bold(inner, before, after) if each.bold else inner)
    return _begun("".join(told).strip())


def _escaped(piece: Piece) -> str:
    """A piece without its weight: what would act is escaped, its address is written behind it."""
    shown = piece.text.replace(FIRM, " ")
    inner = _SPECIAL.sub(r"\\\1", shown)
    return f"[{inner.strip()}](<{piece.link.translate(_IN_ADDRESS)}>)" if piece.link and inner.strip() else inner


def _merged(text: Text) -> Iterator[Piece]:
    """The pieces of a text, those together that differ in nothing that Markdown can show."""
    for (bold, link), group in groupby(pieces(text), lambda each: (each.bold, each.link)):
        yield Piece("".join(each.text for each in group), bold=bold, link=link)


def _bold(inner: str, before: str, after: str) -> str:
    """Markup that is bold, where Markdown can make it so: it asks what stands around the asterisks."""
    core = inner.strip()
    if not core:
        return inner
    begin, end = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    opens = core[0].isalnum() or not (begin or before).isalnum()
    closes = core[-1].isalnum() or not (end or after).isalnum()
    return f"{begin}**{core}**{end}" if opens and closes else inner


def _begun(text: str) -> str:
    match = _STARTS.match(text)
    return f"{match[0][:-1]}\\{match[0][-1]}{text[match.end() :]}" if match else text


def _rows(block: Rows) -> Iterator[str]:
    over = f" ({text_markdown(block.over)})" if block.over else ""
    if title := text_markdown(block.title) + over:
        yield title.strip()
    lines, depth = [], -1
    for row in block.rows:
        cells = [text_markdown(cell) for cell in (*row.cells, row.tail)]
        first = " ".join(filter(None, cells[: block.lead + 1]))
        told = "; ".join(filter(None, [first, *cells[block.lead + 1 :]]))
        if told:
            depth = min(row.depth, depth + 1)  # a list goes in by one step at a time
            lines.append(f"{'  ' * depth}- {told}")
    if lines:
        yield "\n".join(lines)
