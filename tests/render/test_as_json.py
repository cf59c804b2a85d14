"""Answers as JSON: readable, the same as the standard library would write, and nothing in them acts on a terminal."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.model.base import Field, Record
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.render.as_json import to_json


class Leaf(Record):
    """A leaf."""

    text: str = ""


class Tree(Record):
    """A tree."""

    value: Any = None
    leaves: tuple[Leaf, ...] = ()
    known: dict[str, Any] = Field(default_factory=dict)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: (
        st.tuples(inner, inner) | st.lists(inner) | st.dictionaries(TEXTS, inner) | st.builds(Leaf, text=TEXTS)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_it_is_what_the_standard_library_writes(value: Any) -> None:
    tree = Tree(value=value)
    text = to_json(tree)
    usual = json.dumps(tree.model_dump(), ensure_ascii=False, indent=2)
    assert json.loads(text) == json.loads(usual)
    if usual.replace("\n", "").isprintable():
        assert text == usual + "\n"
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("value", [Finding("EMT", "CSC", True), Grade.limited, Kind.cell, Decimal("1.50")])
def test_findings_enumerations_and_decimals_are_texts(value: Any) -> None:
    assert json.loads(to_json(Tree(value=value)))["value"] == str(value)


def test_a_record_that_stands_at_several_depths_is_indented_at_each() -> None:
    leaf = Leaf(text="again")
    tree = Tree(value=(leaf, (leaf,), {"a": leaf}), leaves=(leaf, leaf))
    assert to_json(tree) == json.dumps(tree.model_dump(), indent=2) + "\n"
