"""What `findings` is narrowed by, against the properties of the findings themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.errors import Position, UsageError
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.shell.completion import Completion
from reasoner.shell.filters import Filter
from reasoner.shell.parser import Piece
from tests.shell.driving import Inside

CASES = {
    "strong": lambda f: f.support == Grade.strong,
    "at least moderate": lambda f: f.support >= Grade.moderate,
    "moderate or better": lambda f: f.support >= Grade.moderate,
    "steps 1": lambda f: f.steps == 1,
    "steps 1-2": lambda f: 1 <= f.steps <= 2,
    "steps 2+": lambda f: f.steps >= 2,
    "in CSC": lambda f: f.place == "CSC",
    "in cancer cells": lambda f: f.place in ("CSC", "cancer_cell"),
    "phenotypes": lambda f: f.kind is Kind.phenotype,
    "stated": lambda f: f.stated,
    '"EMT"': lambda f: "EMT" in f.label,
    "enrichment": lambda f: "enrichment" in f.label,
}


@given(st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=3, unique=True))
@settings(deadline=None, max_examples=60)
def test_filters_add_up(kb, texts: list[str]):
    say = Inside(kb)
    say.shell.run("hypoxia, CSC")
    words = [text for text in texts if text in ('"EMT"', "enrichment")]
    if len(words) > 1:
        texts = [text for text in texts if text not in words[1:]]
    read = Filter.read(say.shell.reader, Piece(" ".join(texts)))
    wanted = [f.finding for f in say.shell.moment.result.findings if all(CASES[text](f) for text in texts)]
    picked = [f.finding for f in read.pick(say.shell.moment.view)]
    assert set(picked) <= set(wanted)
    assert bool(picked) == bool(wanted)
    listed = {f.finding for f in say.shell.moment.view.concluded}
    assert {f for f in wanted if f in listed} <= set(picked)


def test_words_are_echoed_and_an_empty_list_says_what_empties_it(say: Inside):
    say("hypoxia")
    assert "1 finding: in CSCs, at least moderate." in say("findings in CSCs at least moderate")
    answer = say("findings in CSC steps 9")
    assert "0 findings: in CSCs, steps 9." in answer
    assert "Without “steps 9” there would be some." in answer
    assert "Without" not in say("findings zzz")


@pytest.mark.parametrize(
    ("line", "column"),
    [("in nowhere", 4), ("steps", 1), ("steps x", 7), ("at least", 1), ("at least EMT", 10), ("stated in hypoxia", 11)],
)
def test_what_is_no_filter_is_refused_where_it_stands(say: Inside, line: str, column: int):
    say.shell.reader.where = lambda at: Position("s", 1, at)
    with pytest.raises(UsageError) as caught:
        Filter.read(say.shell.reader, Piece(line))
    assert caught.value.problems[0].where == Position("s", 1, column)


def test_grades_are_offered_behind_at_least(say: Inside):
    offered = [each.text for each in Completion(say.shell).candidates("findings stated at least mo")]
    assert offered == ["moderate"]
    assert "processes" in [each.text for each in Completion(say.shell).candidates("findings pro")]


def test_places_are_offered_behind_in(say: Inside):
    say("hypoxia")
    assert "CSC" in [each.text for each in Completion(say.shell).candidates("findings stated in C")]


def test_more_words_than_anybody_says_are_refused_at_once(kb):
    with pytest.raises(UsageError, match="40 words at most"):
        Inside(kb).shell.run("findings " + "in CSC " * 21)
    Inside(kb).shell.run("findings " + "in CSC " * 20)


def test_what_follows_by_definition_is_counted_and_can_be_had(say: Inside):
    say("hypoxia")
    shown = say("findings EMT")
    assert "1 finding: “EMT”." in shown
    assert "2 more follow by definition (findings EMT all)." in shown
    whole = say("findings EMT all")
    assert "3 findings: “EMT”." in whole
    assert "more follow" not in whole
    assert "more follow" not in say("findings zzz")
