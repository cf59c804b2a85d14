"""Records: frozen, closed, equal by their fields; checked by pydantic where they come from outside."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from decimal import Decimal
from functools import cached_property
from typing import Annotated

import pydantic
import pytest
from pydantic import TypeAdapter, ValidationError

from reasoner.model.base import Before, Checked, Field, Record, adapter, types
from reasoner.model.entity import Kind, Threshold
from reasoner.model.evidence import Grade, as_list
from reasoner.model.finding import Finding


class Leaf(Record):
    """A leaf."""

    name: str = Field(min_length=1)
    grade: Grade = Grade.strong


class Tree(Record):
    """A tree."""

    leaf: Leaf
    kind: Kind = Kind.process
    finding: Finding | None = None
    size: Annotated[tuple[Annotated[int, Checked(ge=0)], ...], Before(as_list)] = ()
    more: tuple[Tree, ...] = ()
    known: dict[str, Grade] = Field(default_factory=dict, description="what is known")
    height: Decimal = Decimal(1)

    @cached_property
    def depth(self) -> int:
        """How deep it is."""
        return 1 + max((each.depth for each in self.more), default=0)


LEAF = Leaf(name="a")
TREE = Tree(leaf=LEAF, finding=Finding("EMT", "CSC", True), size=(1, 2), more=(Tree(leaf=LEAF),))


def test_records_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        LEAF.name = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del LEAF.name
    with pytest.raises(dataclasses.FrozenInstanceError):
        LEAF.other = 1  # type: ignore[attr-defined]
    assert LEAF.name == "a"


def test_a_call_looks_at_names() -> None:
    with pytest.raises(TypeError, match="Leaf needs name"):
        Leaf()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Leaf has no nam"):
        Leaf(name="a", nam="b")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="either `below` or `above`"):
        Threshold(unit="%", gives="hypoxia")


def test_defaults_are_each_record_s_own() -> None:
    first, second = Tree(leaf=LEAF), Tree.of(leaf=LEAF)
    assert first == second
    assert first.known is not second.known
    assert (first.kind, first.size, first.known) == (Kind.process, (), {})


def test_records_are_equal_by_their_fields_whatever_they_remember() -> None:
    other = copy.deepcopy(TREE)
    assert TREE.depth == 2
    assert other == TREE
    assert pickle.loads(pickle.dumps(TREE)) == TREE
    assert other != TREE.model_copy(update={"kind": Kind.cell})
    assert hash(Leaf(name="a")) == hash(LEAF)
    assert len({LEAF, Leaf(name="a"), Leaf(name="b")}) == 2
    assert ("a", Grade.strong) != LEAF
    assert repr(LEAF) == f"Leaf(name='a', grade={Grade.strong!r})"


def test_a_copy_remembers_nothing_of_the_original() -> None:
    assert TREE.depth == 2
    copied = TREE.model_copy(update={"more": ()})
    assert copied.depth == 1
    assert (copied.leaf, copied.size) == (TREE.leaf, TREE.size)
    with pytest.raises(TypeError, match="unhashable"):
        hash(TREE)  # it holds a dictionary


def test_what_is_written_reads_back_and_is_what_pydantic_writes() -> None:
    text = TREE.model_dump_json()
    assert text == TypeAdapter(Tree).dump_json(TREE).decode()
    assert TREE.model_dump_json(indent=2) == TypeAdapter(Tree).dump_json(TREE, indent=2).decode()
    assert json.loads(text) == TREE.model_dump() == TypeAdapter(Tree).dump_python(TREE, mode="json")
    assert Tree.model_validate_json(text) == TREE
    assert Tree.model_validate(TREE) is TREE


def test_parts_are_left_out_of_what_is_written() -> None:
    assert TREE.model_dump(exclude={"leaf"}).keys() == TREE.model_fields.keys() - {"leaf"}
    sparse = TREE.model_dump(exclude_defaults=True)
    assert sparse == {
        "leaf": {"name": "a"},
        "finding": "EMT down in CSC",
        "size": [1, 2],
        "more": [{"leaf": {"name": "a"}}],
    }
    assert Tree.model_validate(sparse) == TREE


@pytest.mark.parametrize(
    ("data", "where", "kind"),
    [
        ({"leaf": {"name": ""}}, ("leaf", "name"), "string_too_short"),
        ({"leaf": {}}, ("leaf", "name"), "missing"),
        ({"leaf": {"name": "a", "nam": 1}}, ("leaf", "nam"), "unexpected_keyword_argument"),
        ({"leaf": {"name": "a"}, "other": 1}, ("other",), "unexpected_keyword_argument"),
        ({"leaf": 1}, ("leaf",), "dataclass_type"),
        ({"leaf": {"name": "a"}, "size": -1}, ("size", 0), "greater_than_equal"),
        ({"leaf": {"name": "a"}, "finding": "EMT down down"}, ("finding",), "value_error"),
        ({"leaf": {"name": "a"}, "known": {"x": "sure"}}, ("known", "x"), "enum"),
        ({"leaf": {"name": "a"}, "kind": "thing"}, ("kind",), "enum"),
        ({"leaf": {"name": "a"}, "more": [{"leaf": {"name": "b", "grade": 9}}]}, ("more", 0, "leaf", "grade"), "enum"),
    ],
)
def test_what_comes_from_outside_is_checked_at_every_depth(data: object, where: tuple[object, ...], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Tree.model_validate(data)
    (error,) = caught.value.errors()
    assert (error["loc"], error["type"]) == (where, kind)


def test_one_value_may_stand_for_a_list_and_names_for_grades() -> None:
    read = Tree.model_validate({"leaf": {"name": "a", "grade": "limited"}, "size": "3", "known": {"x": "moderate"}})
    assert (read.leaf.grade, read.size, read.known) == (Grade.limited, (3,), {"x": Grade.moderate})


def test_the_schema_says_what_is_checked() -> None:
    schema = Tree.model_json_schema()
    assert schema["$defs"]["Leaf"] == {
        "additionalProperties": False,
        "description": "A leaf.",
        "properties": {
            "name": {"minLength": 1, "title": "Name", "type": "string"},
            "grade": {
                "default": "strong",
                "enum": ["hypothesis", "limited", "moderate", "strong"],
                "type": "string",
            },
        },
        "required": ["name"],
        "title": "Leaf",
        "type": "object",
    }
    assert schema["$defs"]["Tree"]["properties"]["known"]["description"] == "what is known"
    assert schema["$defs"]["Tree"]["properties"]["size"]["items"] == {"minimum": 0, "type": "integer"}


def test_a_default_that_only_pydantic_understands_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Wrong.a: the `Field` of a record"):
        type("Wrong", (Record,), {"__doc__": "Wrong.", "__annotations__": {"a": "str"}, "a": pydantic.Field("")})


def test_types_are_those_of_the_fields() -> None:
    assert types(Leaf) == {"name": str, "grade": Grade}
    assert adapter(Leaf) is adapter(Leaf)
