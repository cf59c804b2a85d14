"""Close names, held to comparing the text with each of them."""

from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from reasoner.knowledge.closeness import Closeness

WORDS = st.text("abc", min_size=1, max_size=12)


@given(WORDS, st.lists(WORDS, unique=True, max_size=12))
def test_no_close_name_is_missed_and_none_scores_more_than_was_said(text: str, names: list[str]) -> None:
    wanted = {}
    for name in names:
        score = SequenceMatcher(a=name, b=text, autojunk=False).ratio()
        if len(text) > 2:
            score += 0.25 if name.startswith(text) else 0.15 if text in name else 0.0
        if score >= 0.6:
            wanted[name] = score
    found = list(Closeness(names).scores(text))
    assert {name: score for _, score, name in found} == wanted
    assert all(score <= most for most, score, _ in found)
    bounds = [most for most, _, _ in found]
    assert bounds == sorted(bounds, reverse=True)
