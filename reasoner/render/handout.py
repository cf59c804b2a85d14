"""A conversation as a document, in HTML or Markdown: what was typed, the answers, and all that they cite."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.render.block_html import LOOK, NARROW, block_html
from reasoner.render.block_markdown import blocks_markdown, code_markdown, plain_markdown
from reasoner.render.citing import cited
from reasoner.render.layout import Block
from reasoner.render.markup import element, head, joined
from reasoner.version import __version__

Said = tuple[str, Sequence[Block | str]]
"""A line that was typed, and what was answered: blocks, and lines of plain text."""

TITLE = "A conversation with reasoner"
CITED = "Cited"
_LOOK = f"""
:root {{ color-scheme: light dark; --dim: #5f6368; --rule: #8884; }}
@media (prefers-color-scheme: dark) {{ :root {{ --dim: #a5aab0; }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ border-top: 1px solid var(--rule); padding-top: .8rem; margin: 1.6rem 0 .4rem; overflow-wrap: anywhere; }}
h2 {{ font: 600 1.2rem/1.5 system-ui, sans-serif; break-after: avoid; }}
.typed {{ font: 600 1rem/1.5 ui-monospace, monospace; white-space: pre-wrap; }}
.typed::before {{ content: "\\203A\\00A0"; color: var(--dim); }}
{LOOK}
@media (max-width: 36rem) {{ {NARROW} }}
@media print {{
body {{ max-width: none; margin: 0; font-size: 11pt; }} tr, p {{ break-inside: avoid; }} a {{ color: inherit; }}
.cited table, .cited tbody, .cited tr, .cited td {{ display: block; }}
.cited td {{ display: inline; }}
.cited a:not(.address)::after {{ content: " " attr(href); font-size: 70%; overflow-wrap: anywhere; }}
}}
"""


def _base(kb: KnowledgeBase) -> str:
    return f"reasoner {__version__}, knowledge base {kb.digest}"


def _all_cited(kb: KnowledgeBase, said: Sequence[Said]) -> list[Block]:
    return list(cited(kb, (block for _, blocks in said for block in blocks)))


def html(kb: KnowledgeBase, said: Sequence[Said], advice: str, title: str = TITLE, *, typed: bool = True) -> str:
    """The document in HTML that needs nothing else: no network, and no script.

    Args:
        kb: the knowledge base.
        said: the conversation.
        advice: that it is none, where a therapy was talked about; empty where none was.
        title: of the document.
        typed: whether what stands above answers was typed; else it is a heading.
    """
    notes = [element("p", element("strong", DISCLAIMER))] + ([element("p", advice)] if advice else [])
    parts = [element("header", element("h1", title), *notes)]
    for line, blocks in said:
        told = joined((block_html(each) for each in blocks), "\n")
        parts.append(element("section", element("h2", line, class_="typed" if typed else None), told))
    if sources := _all_cited(kb, said):
        told = joined((block_html(each) for each in sources), "\n")
        parts.append(element("section", element("h2", CITED), told, class_="cited"))
    parts.append(element("footer", element("p", _base(kb), class_="dim"), *notes))
    body = element("body", element("main", *parts))
    return f'<!DOCTYPE html>\n<html lang="en">{head(title, _LOOK)}{body}</html>\n'


def markdown(kb: KnowledgeBase, said: Sequence[Said], advice: str, title: str = TITLE, *, typed: bool = True) -> str:
    """The document in Markdown (CommonMark).

    Args:
        kb: the knowledge base.
        said: the conversation.
        advice: that it is none, where a therapy was talked about; empty where none was.
        title: of the document.
        typed: whether what stands above answers was typed; else it is a heading.
    """
    notes = [f"**{plain_markdown(DISCLAIMER)}**", *([plain_markdown(advice)] if advice else [])]
    parts = [f"# {plain_markdown(title)}", *notes]
    for line, blocks in said:
        parts += [f"## {code_markdown(line) if typed else plain_markdown(line)}", *blocks_markdown(blocks)]
    if sources := _all_cited(kb, said):
        parts += [f"## {CITED}", *blocks_markdown(sources)]
    return "\n\n".join([*parts, "---", plain_markdown(_base(kb)), *notes]) + "\n"
