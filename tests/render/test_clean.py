"""The output seam: text from data never acts, whatever it is."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from rich.text import Text

from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.entity import Entity, Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Origin, Result
from reasoner.render.clean import clean, encodable, is_safe_link
from reasoner.render.infer import infer
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.output import Output
from reasoner.render.words import linked

ACTING = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
NASTY = st.one_of(
    st.text(st.characters(codec=None), max_size=20),
    st.text(
        st.sampled_from("\x1b\x00\x07\x08\r\n\t\x7f\x85\x9b\u202e\u2066\u200b\ufeff\u2028\ud800 [red]a"), max_size=20
    ),
    st.sampled_from(
        ["[red]x[/red]", "[link=https://e.org]x[/link]", ":smile:", "\x1b]8;;https://e.org\x1b\\x", "\ue000"]
    ),
)


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(blocks: list[Block], width: int, *, color: bool) -> str:
    stream = Terminal() if color else io.StringIO()
    Output(stream, "always" if color else "never", width, {}).show(blocks)
    return stream.getvalue()


def acting(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character) in ACTING and character != "\n"]


@given(NASTY)
def test_clean_text_has_nothing_that_acts_and_fits_one_line(text: str) -> None:
    assert not acting(clean(text))
    assert "\n" not in clean(text)
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30))
def test_clean_leaves_readable_text_alone(text: str) -> None:
    assert clean(text) == text


def test_escapes_can_be_read() -> None:
    assert clean("a\x1b[31m\u202eb\U000e0001\x7f\x9b\ud800") == "a\\x1b[31m\\u202eb\\U000e0001\\x7f\\x9b\\ud800"
    assert clean("one\r\ntwo\tthree") == "one two three"


def test_what_the_readers_of_files_refuse_is_cleaned_too() -> None:
    for code in range(0x110000):
        if FORBIDDEN.fullmatch(chr(code)) and chr(code) not in "\t\n":
            assert clean(f"a{chr(code)}b") != f"a{chr(code)}b"


@given(st.lists(NASTY, min_size=4, max_size=4), st.integers(40, 120), st.booleans())
@settings(max_examples=300)
def test_whatever_is_in_blocks_nothing_acts(texts: list[str], width: int, color: bool) -> None:
    one, two, three, four = texts
    blocks: list[Block] = [
        Para(styled(one, "bold"), indent=2),
        Para(join([one, styled(two, "red"), three])),
        Para(Text(two) + Text(three)),
        Rows(
            [Row((styled(one), styled(two), linked(three, f"https://e.org/{four}")), 1, styled(four))],
            title=styled(three),
            over=styled(one),
        ),
    ]
    written = shown(blocks, width, color=color)
    links = r"\x1b\]8;id=\d+-?\d*;https://[\x21-\x7e]+\x1b\\|\x1b\]8;;\x1b\\"
    bare = re.sub(rf"{links}|\x1b\[[0-9;]*m", "", written) if color else written
    assert not acting(bare)


@given(NASTY)
@settings(max_examples=100, deadline=None)
def test_whatever_a_label_is_it_cannot_act_in_an_answer(label: str) -> None:
    entity = Entity.of(id="x", label=label or "x", kind=Kind.phenotype, is_a=(), synonyms=(), words=None)
    kb = KnowledgeBase.of(entities={"x": entity}, rules=(), groups=(), incompatible=(), sources=())
    found = FindingResult.of(
        finding=Finding("x"),
        label=label,
        entity="x",
        direction="up",
        place=None,
        kind=Kind.phenotype,
        origin=Origin.derived,
        stated=True,
        rows=(),
        support=Grade.strong,
        steps=1,
        extrapolated=False,
        contested=False,
        rests_on_contested=False,
        against_requirement=False,
        mixed_context=False,
        rules=(),
        refs=(),
        citations=(),
    )
    result = Result(given=("x",), findings=(found,), title=label.encode("utf-8", "replace").decode())
    assert not acting(shown(list(infer(kb, result)), 80, color=False))


def test_what_rich_would_drop_without_a_word_is_shown() -> None:
    assert shown([Para(styled("a\x07\x08\x0b\x0cb"))], 80, color=False) == "a\\x07\\x08 b\n"


def test_markup_is_shown_as_it_is() -> None:
    text = "[red]x[/red] :smile: [link=https://e.org]y[/link]"
    assert shown([Para(styled(text))], 80, color=False) == f"{text}\n"
    assert "\x1b" not in shown([Para(styled(text))], 80, color=True)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a#:~:text=b%20c", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://e.org/\x1b\\", False),
        ("https://e.org/a b", False),
        ("https://e.org/\u202e", False),
        ("HTTPS://e.org", False),
        ("xhttps://e.org", False),
        ("https://e.org\nx", False),
    ],
)
def test_only_plain_https_becomes_a_link(url: str, safe: bool) -> None:
    assert is_safe_link(url) is safe
    assert ("\x1b]8" in shown([Para(linked("text", url))], 80, color=True)) is safe
    forced = Text("text", style=Style(link=url))
    assert ("\x1b]8" in shown([Para(forced)], 80, color=True)) is safe


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("HIF-2α, TGF-β", "ascii", "HIF-2alpha, TGF-beta"),
        ("HIF-2α", "utf-8", "HIF-2α"),
        ("Δ", "ascii", "Delta"),
        ("96–98 … ≥ ×", "ascii", "96-98 ... >= x"),
        ("naïve café", "ascii", "naive cafe"),
        ("naïve α", "latin-1", "naïve alpha"),
        ("漢", "ascii", "\\u6f22"),
        ("a\u00a0b", "ascii", "a b"),
    ],
)
def test_streams_that_cannot_write_everything(text: str, encoding: str, expected: str) -> None:
    assert encodable(text, encoding) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_what_is_encodable_can_be_encoded(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)
