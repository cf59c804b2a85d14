"""Layout: nothing is lost, nothing is too wide."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reasoner.model.source import ranges
from reasoner.render.layout import FIRM, Block, Para, Row, Rows, join, lay_out, styled
from reasoner.render.why import folded
from reasoner.render.words import counted, listed, ordinal, sentence

WORDS = st.lists(st.text("abcdeα漢-", min_size=1, max_size=30), max_size=12).map(" ".join)


def lines(block: Block, width: int) -> list[str]:
    return [line.plain for line in lay_out([block], width)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(WORDS, st.integers(40, 120), st.integers(0, 6), st.integers(0, 6))
def test_a_paragraph_keeps_its_words_and_its_width(text: str, width: int, indent: int, hang: int) -> None:
    found = lines(Para(styled(text), indent, hang), width)
    assert all(cell_len(line) <= width for line in found)
    assert squeezed("".join(found)) == squeezed(text)


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS, st.integers(0, 8)), max_size=5),
    st.integers(40, 120),
    st.integers(0, 2),
    st.sampled_from([0, 44]),
)
@settings(max_examples=300)
def test_a_table_keeps_its_words_and_its_width(
    texts: list[tuple[str, str, str, str, int]], width: int, lead: int, widest: int
) -> None:
    rows = [Row((styled(a), styled(b), styled(c)), depth, styled(d)) for a, b, c, d, depth in texts]
    found = lines(Rows(rows, lead, styled("title"), styled("over"), widest=widest), width)
    assert all(cell_len(line) <= width for line in found)
    whole = "title" + "".join("".join(row[:4]) for row in texts)
    told = squeezed("".join(found)).replace("over", "")
    assert sorted(told.replace("·", "")) == sorted(squeezed(whole).replace("·", ""))


def test_columns_are_aligned_and_tails_stand_behind_or_below() -> None:
    rows = [
        Row((styled("one"), styled("strong")), tail=styled("short")),
        Row((styled("another"), styled("weak")), tail=styled("long " * 20)),
    ]
    found = lines(Rows(rows, title=styled("Title"), over=styled("support")), 60)
    assert found[0] == "Title      support"
    assert found[1] == "  one      strong  short"
    assert found[2] == "  another  weak"
    assert found[3].startswith("    · long long")


def test_a_row_of_nothing_but_a_tail_shows_it() -> None:
    assert lines(Rows([Row((styled(""),), tail=styled("note"))]), 60) == ["  note"]


def test_where_columns_do_not_fit_rows_are_stacked() -> None:
    rows = [Row((styled("a name"), styled("x" * 30), styled("y" * 8)))]
    assert lines(Rows(rows), 45) == ["  a name", f"      {'x' * 30}", f"        {'y' * 8}"]


def test_firm_spaces_hold_lines_together_and_are_written_as_spaces() -> None:
    found = lines(Para(styled(f"{'x' * 35} S119{FIRM}[55,{FIRM}80]"), hang=0), 45)
    assert found == ["x" * 35, "S119 [55, 80]"]


def test_styles_survive_cleaning_and_wrapping() -> None:
    text = join(["plain \x1b ", styled("bold \u202e words", "bold"), " plain"])
    (line,) = lay_out([Para(text)], 80)
    bold = "".join(line.plain[span.start : span.end] for span in line.spans if span.style == "bold")
    assert bold == "bold \\u202e words"


def test_ranges_are_of_three_and_more() -> None:
    assert ranges([98, 96, 97]) == [(96, 98)]
    assert ranges([55, 80]) == [(55, 55), (80, 80)]
    assert ranges([63, 64]) == [(63, 63), (64, 64)]
    assert ranges([1, 2, 3, 5, 6, 8, 9, 10]) == [(1, 3), (5, 5), (6, 6), (8, 10)]
    assert ranges([]) == []


def test_small_words() -> None:
    assert listed(["a", "b", "c"], " and ") == "a, b and c"
    assert listed(["a"], " and ") == "a"
    assert listed([]) == ""
    assert counted(1, "sentence") == "1 sentence"
    assert counted(2, "sentence") == "2 sentences"
    assert sentence("hIF is high") == "HIF is high."
    assert sentence("done.") == "Done."
    assert ordinal(2) == "Second"
    assert ordinal(12) == "No. 12"


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(1, 30))
def test_a_long_proof_is_folded_and_no_step_of_it_goes_uncounted(jumps: list[int], most: int) -> None:
    depths = [0]
    for jump in jumps:
        depths.append(max(1, min(jump, depths[-1] + 1)))
    rows = [Row((styled(str(number)),), depth) for number, depth in enumerate(depths)]
    shown = folded(rows, most)
    if len(rows) <= most:
        assert shown == rows
        return
    counts = [int(found[1]) for row in shown if (found := re.search(r"(\d+) steps? below", row.tail.plain))]
    assert len(shown) + sum(counts) == len(rows)
    assert len(shown) <= max(most, 1 + depths.count(1))
    kept = [int(row.cells[0].plain) for row in shown]
    assert kept == [number for number, depth in enumerate(depths) if depth <= max(depths[each] for each in kept)]
