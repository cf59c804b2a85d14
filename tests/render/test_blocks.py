"""Answers in documents: foreign readers of HTML and Markdown find every word, every address, and nothing that acts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import justhtml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.style import Style
from rich.text import Text

from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation
from reasoner.render.block_html import block_html
from reasoner.render.block_markdown import blocks_markdown, code_markdown
from reasoner.render.citing import cited, texts_of
from reasoner.render.clean import clean
from reasoner.render.layout import FIRM, Block, Fit, Para, Row, Rows, styled
from reasoner.render.pieces import pieces
from reasoner.render.words import citations
from tests.shell import pack

WORDS = st.one_of(
    st.text(max_size=12),
    st.text("*_`[]<>&!#+-=~|\\$()1.: ab\u00a0", max_size=10),
    st.sampled_from(
        ["1. a", "- a", "+ a", "# a", "===", "---", "<b>", "&lt;", "![a](b)", "[a]: b", "``", "2) b", "a:"]
    ),
)
LINKS = st.sampled_from(["https://example.org/a", "https://e.org/(x)<y>&amp;\\z'\"#:~:text=a%20b", "javascript:x"])
STYLES = st.sampled_from(["", "bold", "dim", "bold green", "italic"]) | st.builds(lambda url: Style(link=url), LINKS)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    whole = Text()
    for words, style in draw(st.lists(st.tuples(WORDS, STYLES), max_size=4)):
        whole.append_text(styled(words))
        whole.stylize(style, len(whole) - len(clean(words)))
    return whole


PARAS = st.builds(Para, texts(), st.integers(0, 4))


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    columns = draw(st.integers(1, 3))
    row = st.builds(Row, st.tuples(*[texts()] * columns), st.integers(0, 4), texts())
    rows, lead = draw(st.lists(row, max_size=4)), draw(st.integers(0, columns - 1))
    return Rows(rows, lead, draw(texts()), draw(texts()), tree=draw(st.booleans()))


BLOCKS = st.lists(PARAS | tables() | st.text(max_size=12), max_size=4)


def letters(text: str) -> str:
    """A text without its blanks and without what separates cells."""
    return "".join(each for each in text.replace(FIRM, " ") if not each.isspace() and each not in ";()")


def said(blocks: list[Block | str]) -> str:
    """All that blocks say, in the order in which documents do."""
    parts: list[str] = []
    for block in blocks:
        parts += [clean(block)] if isinstance(block, str) else [text.plain for text in texts_of(block)]
    return "".join(sorted(letters("".join(parts))))


def addresses(blocks: list[Block | str]) -> set[str]:
    found = (piece for block in blocks for text in texts_of(block) for piece in pieces(text))
    return {piece.link for piece in found if piece.link and piece.text.replace(FIRM, " ").strip()}


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


@given(BLOCKS)
@settings(max_examples=200, deadline=None)
def test_markdown(blocks: list[Block | str]):
    tokens = list(flat(MarkdownIt("commonmark").parse("\n\n".join(blocks_markdown(blocks)))))
    kinds = {token.type for token in tokens}
    inside = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "fence"}
    inside |= {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    inside |= {"strong_open", "strong_close", "link_open", "link_close"}
    assert kinds <= inside
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special", "fence"))
    assert "".join(sorted(letters(shown))) == said(blocks)
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert len(set(links)) == len(addresses(blocks))
    assert all(link.startswith("https://") for link in links)


@given(BLOCKS)
@settings(max_examples=200, deadline=None)
def test_html(blocks: list[Block | str]):
    body = "\n".join(block_html(each) for each in blocks)
    whole = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    page = justhtml.JustHTML(whole, sanitize=False, strict=True)
    (found,) = page.query("body")
    shown = found.to_text(separator="", strip=False)
    assert "".join(sorted(letters(shown))) == said(blocks)
    assert {node.attrs["href"] for node in page.query("a")} == addresses(blocks)
    assert not page.query("script, img, style")


@given(WORDS)
def test_a_line_as_code(line: str):
    tokens = list(flat(MarkdownIt("commonmark").parse(f"## {code_markdown('x' + line)}")))
    assert [token.content for token in tokens if token.type == "code_inline"] == [clean("x" + line)]


def test_weight_is_shown_where_markdown_can():
    def markdown(*parts: tuple[str, str]) -> str:
        return next(blocks_markdown([Para(Text.assemble(*parts))]))

    assert markdown(("a", "bold"), (": b", "")) == "**a**: b"
    assert markdown(("a", "bold"), ("b", "bold green"), (" c", "")) == "**ab** c"
    assert markdown(("a:", "bold"), ("b", "")) == "a:b"
    assert markdown(("a: ", "bold"), ("b", "")) == "**a:** b"


def test_a_list_goes_in_step_by_step():
    rows = [Row((styled(name),), depth) for name, depth in (("a", 3), ("b", 5), ("c", 0), ("d", 2))]
    assert list(blocks_markdown([Rows(rows)])) == ["- a\n  - b\n- c\n  - d"]


def test_rows_of_a_tree_hang_from_each_other():
    rows = [Row((styled(name),), depth) for name, depth in (("a", 0), ("b", 2), ("c", 1), ("d", 0))]
    inner = "<ul><li>b</li><li>c</li></ul>"
    assert block_html(Rows(rows, tree=True)) == f'<ul class="tree"><li>a{inner}</li><li>d</li></ul>'


class Picture:
    def lines(self, width: int, fit: Fit) -> Iterator[Text]:
        yield Text(f"{'#' * 3} `<b>`")


def test_other_blocks_stand_as_they_are_laid_out():
    assert block_html(Picture()) == "<pre>### `&lt;b&gt;`</pre>"
    assert list(blocks_markdown([Picture()])) == ["```\n### `<b>`\n```"]


# ---------------------------------------------------------------- what is cited


@pytest.fixture(scope="module")
def review() -> KnowledgeBase:
    return load()


def test_of_a_range_every_reference_is_cited(review: KnowledgeBase):
    rule = next(rule for rule in review.rules for each in rule.evidence if _is_run(each.refs))
    item = next(each for each in rule.evidence if _is_run(each.refs))
    source = review.sources_by_id[item.source]
    place = Citation(
        source=item.source,
        row=item.at,
        find=item.find,
        link=source.sentence_link(item.find),
        refs=item.refs,
        reference_links=tuple(source.reference_link(ref) for ref in item.refs),
    )
    shown = citations(review, [place])
    assert f"{item.refs[0]}-{item.refs[-1]}" in shown.plain
    assert names(cited(review, [Para(shown)])) == [item.at, *(f"[{ref}]" for ref in item.refs)]


def _is_run(refs: tuple[int, ...]) -> bool:
    return len(refs) > 2 and refs == tuple(range(refs[0], refs[-1] + 1))


def names(blocks: Iterator[Block]) -> list[str]:
    return [row.cells[0].plain for block in blocks if isinstance(block, Rows) for row in block.rows]


def test_a_source_without_an_address_is_cited_by_names(tmp_path: Path):
    pack.write(tmp_path)
    about = tmp_path / "facts" / "source.yaml"
    lines = about.read_text(encoding="utf-8").splitlines(keepends=True)
    about.write_text("".join(line for line in lines if not line.startswith(("url", "reference_anchor"))), "utf-8")
    kb = load(tmp_path)
    shown = [Para(styled("as in S1 [1, 2], XS3 [3] and S4b; S2 (no reference)"))]
    assert names(cited(kb, shown)) == ["S1", "S2", "[1]", "[2]"]
    assert not list(cited(kb, [Para(styled("nothing")), "S1 [1]"]))


def test_a_sentence_of_several_places_is_cited_once(review: KnowledgeBase):
    source = review.sources[0]
    finds: dict[str, set[str]] = {}
    for rule in review.rules:
        for each in rule.evidence:
            finds.setdefault(each.at, set()).add(each.find)
    row = next(row for row, each in finds.items() if len(each) > 1)
    spots = [
        Citation(source=source.id, row=row, find=find, link=source.sentence_link(find), refs=(), reference_links=())
        for find in sorted(finds[row])
    ]
    assert names(cited(review, [Para(citations(review, [each])) for each in spots])) == [row]
