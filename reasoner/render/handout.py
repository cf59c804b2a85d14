"""A conversation as a document, in HTML or Markdown: what was typed, the answers, and all that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.clean import clean, is_safe_link
from reasoner.render.layout import FIRM, Block, Para, Row, Rows
from reasoner.render.markup import Markup, element, escaped, fingerprint, joined, outside, own
from reasoner.version import __version__

Said = tuple[str, Sequence[Block | str]]
"""A line that was typed, and what was answered: blocks, and lines of plain text."""

TITLE = "A conversation with reasoner"
_POLICY = "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'"
_LOOK = """
:root { color-scheme: light dark; --dim: #5f6368; --rule: #8884; }
@media (prefers-color-scheme: dark) { :root { --dim: #a5aab0; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font: 600 1rem/1.5 ui-monospace, monospace; border-top: 1px solid var(--rule); }
h2 { padding-top: .8rem; margin: 1.6rem 0 .4rem; }
h2::before { content: "\\203A\\00A0"; color: var(--dim); }
h2.plain { font: 600 1.2rem/1.5 system-ui, sans-serif; }
h2.plain::before { content: none; }
p { margin: .3rem 0; }
.in1 { margin-left: 1rem; } .in2 { margin-left: 2rem; } .in3 { margin-left: 3rem; }
table { border-collapse: collapse; margin: .3rem 0 .3rem 1rem; }
caption { text-align: left; font-weight: 600; }
td { padding: .1rem .8rem .1rem 0; vertical-align: top; }
.dim, .note { color: var(--dim); }
.mistake { font-family: ui-monospace, monospace; white-space: pre-wrap; }
.cited li { overflow-wrap: anywhere; }
@media print { body { max-width: none; margin: 0; } h2, tr { break-inside: avoid; } a { color: inherit; } }
"""
_DIGITS = re.compile(r"(\d+)")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$])")
_STARTS = re.compile(r"^(\s*)([-=]|\d+[.)])")


# ---------------------------------------------------------------- pieces of text


def _pieces(text: Text) -> Iterator[tuple[str, Style]]:
    """The pieces of a text that are of one style each."""
    edges = sorted({0, len(text), *(edge for span in text.spans for edge in (span.start, span.end))})
    whole = Style.parse(text.style) if isinstance(text.style, str) else text.style
    for start, end in pairwise(edges):
        styles = [span.style for span in text.spans if span.start <= start and end <= span.end]
        style = Style.combine([whole, *(Style.parse(each) if isinstance(each, str) else each for each in styles)])
        if piece := clean(text.plain[start:end]):
            yield piece, style


def _link(style: Style) -> str:
    return style.link if style.link and is_safe_link(style.link) else ""


def links(blocks: Iterable[Block | str]) -> list[tuple[str, str]]:
    """The addresses in blocks, each behind the text that leads to it."""
    texts = (text for block in blocks for text in _texts(block))
    return [(piece, link) for text in texts for piece, style in _pieces(text) if (link := _link(style))]


def _texts(block: Block | str) -> Iterator[Text]:
    if isinstance(block, Para):
        yield block.text
    elif isinstance(block, Rows):
        yield block.title
        for row in block.rows:
            yield from (*row.cells, row.tail)


def _cited(kb: KnowledgeBase, said: Iterable[Said]) -> Iterator[tuple[str, str, str]]:
    """What the answers cite: its name, what is known of it, its address; sentences before references."""
    numbers = {
        source.reference_link(ref): (source.id, ref) for source in kb.sources for row in source.rows for ref in row.refs
    }
    found = [pair for _, blocks in said for pair in links(blocks)]
    sentences: dict[str, str] = {}
    for name, link in found:
        if link not in numbers and name != link:
            sentences.setdefault(name, link)
    for name in sorted(sentences, key=lambda each: [int(p) if p.isdigit() else p for p in _DIGITS.split(each)]):
        yield name, "", sentences[name]
    known = sorted({(numbers[link], link) for _, link in found if link in numbers})
    for (source, ref), link in known:
        other = "" if source == kb.home_source else f"{source} "
        record = kb.references_by_number.get((source, ref))
        parts = (f"{record.first_author} {record.year or ''}".strip(), record.title, record.journal) if record else ()
        yield f"{other}[{ref}]", ". ".join(part.strip().removesuffix(".") for part in parts if part), link


def _base(kb: KnowledgeBase) -> str:
    return f"reasoner {__version__}, knowledge base {kb.digest}"


# ---------------------------------------------------------------- HTML


def html(kb: KnowledgeBase, said: Sequence[Said], advice: str) -> str:
    """The document in HTML that needs nothing else: no network, and no script.

    Args:
        kb: the knowledge base.
        said: the conversation.
        advice: that it is none, where a therapy was talked about.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY.format(fingerprint(_LOOK))),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", TITLE),
        own("style", _LOOK),
    )
    notes = [element("p", element("strong", DISCLAIMER))] + ([element("p", advice)] if advice else [])
    parts = [element("header", element("h1", TITLE), *notes)]
    for line, blocks in said:
        told = joined((_html_block(each) for each in blocks), "\n")
        parts.append(element("section", element("h2", line), told))
    cited = [element("li", outside(name, link), f" {about}" if about else "") for name, about, link in _cited(kb, said)]
    if cited:
        parts.append(element("section", element("h2", "Cited", class_="plain"), element("ul", *cited, class_="cited")))
    parts.append(element("footer", element("p", _base(kb), class_="note"), *notes))
    body = element("body", element("main", *parts))
    return f'<!DOCTYPE html>\n<html lang="en">{head}{body}</html>\n'


def _html_text(text: Text) -> Markup:
    return joined(_html_piece(piece, style) for piece, style in _pieces(text))


def _html_piece(piece: str, style: Style) -> Markup:
    inner = outside(piece, link) if (link := _link(style)) else escaped(piece)
    if style.bold:
        inner = element("strong", inner)
    return element("span", inner, class_="dim") if style.dim else inner


def _html_block(block: Block | str) -> Markup:
    if isinstance(block, str):
        return element("p", block, class_="mistake") if block.strip() else Markup("")
    if isinstance(block, Para):
        indent = min(block.indent // 2, 3)
        inner = _html_text(block.text)
        return element("p", inner, class_=f"in{indent}" if indent else None) if inner else Markup("")
    if isinstance(block, Rows):
        caption = element("caption", _html_text(block.title)) if block.title else Markup("")
        rows = [_html_row(row, block.lead) for row in block.rows]
        return element("table", caption, *rows) if rows else element("p", _html_text(block.title))
    return Markup("")


def _html_row(row: Row, lead: int) -> Markup:
    cells = [_html_text(cell) for cell in row.cells]
    steps = Markup("&#160;" * 4 * row.depth)
    tail = joined([element("br"), steps, element("small", _html_text(row.tail))]) if row.tail else Markup("")
    shown = (joined([steps, each, tail]) if place == lead else each for place, each in enumerate(cells))
    return element("tr", *(element("td", each) for each in shown))


# ---------------------------------------------------------------- Markdown


def markdown(kb: KnowledgeBase, said: Sequence[Said], advice: str) -> str:
    """The document in Markdown (CommonMark).

    Args:
        kb: the knowledge base.
        said: the conversation.
        advice: that it is none, where a therapy was talked about.
    """
    notes = [f"**{_plain(DISCLAIMER)}**", *([_plain(advice)] if advice else [])]
    parts = [f"# {TITLE}", *notes]
    for line, blocks in said:
        parts.append(f"## {_code(line)}")
        parts += [part for each in blocks if (part := _markdown_block(each))]
    cited = [
        f"- [{_plain(name)}](<{link}>){' ' + _plain(about) if about else ''}" for name, about, link in _cited(kb, said)
    ]
    if cited:
        parts += ["## Cited", "\n".join(cited)]
    return "\n\n".join([*parts, "---", _plain(_base(kb))]) + "\n"


def _code(line: str) -> str:
    """A line as code: between more backticks than stand in it."""
    text = clean(line)
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _plain(text: str) -> str:
    """Text in which nothing acts."""
    return _begun(_SPECIAL.sub(r"\\\1", clean(text)))


def _begun(text: str) -> str:
    """Text that begins no list and no heading."""
    return _STARTS.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", text)


def _markdown_text(text: Text) -> str:
    return "".join(_markdown_piece(piece, style) for piece, style in _pieces(text))


def _markdown_piece(piece: str, style: Style) -> str:
    piece = piece.replace(FIRM, " ")
    core = piece.strip()
    if not core:
        return piece
    inner = _SPECIAL.sub(r"\\\1", core)
    if link := _link(style):
        inner = f"[{inner}](<{link}>)"
    if style.bold:
        inner = f"**{inner}**"
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    return f"{before}{inner}{after}"


def _markdown_block(block: Block | str) -> str:
    if isinstance(block, str):
        return "    " + clean(block) if block.strip() else ""
    if isinstance(block, Para):
        text = _markdown_text(block.text).strip()
        return _begun(text)
    if isinstance(block, Rows):
        title = _markdown_text(block.title).strip()
        rows = "\n".join(_markdown_row(row) for row in block.rows)
        return "\n\n".join(filter(None, [title, rows]))
    return ""


def _markdown_row(row: Row) -> str:
    cells = [part for cell in (*row.cells, row.tail) if (part := _markdown_text(cell).strip())]
    return "  " * row.depth + "- " + "; ".join([" ".join(cells[:2]), *cells[2:]])
