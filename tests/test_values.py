"""Values: frozen, made in one call, equal by their fields."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field, replace
from functools import cached_property

import pytest

from reasoner.values import Value


class Point(Value):
    """A point."""

    x: int
    y: int = 0
    names: dict[str, int] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """How far it is."""
        return abs(self.x) + abs(self.y)


class Far(Point):
    """A point with more to it."""

    how: str = "far"


class Elsewhere(Value):
    """A point of another class."""

    x: int
    y: int = 0


class Here(Value):
    """The same fields as those of another class."""

    x: int
    y: int = 0


class Bare(Value):
    """Nothing."""


def test_fields_are_given_by_place_or_by_name() -> None:
    made = [Point(1, 2), Point(1, y=2), Point(x=1, y=2, names={}), replace(Point(1), y=2)]
    assert all(each == made[0] for each in made)
    assert (made[0].x, made[0].y, made[0].names) == (1, 2, {})
    assert (Far(1, 2, {}, "so").how, Far(1).how) == ("so", "far")
    assert Point(1).names is not Point(1).names
    assert Bare() == Bare()


@pytest.mark.parametrize(
    ("args", "values", "words"),
    [
        ((), {}, "Point needs x"),
        ((), {"y": 1}, "Point needs x"),
        ((), {"y": 1, "z": 2}, "Point has no z"),
        ((1,), {"z": 2}, "Point has no z"),
        ((1,), {"x": 2}, "Point is given x twice"),
        ((1, 2, {}, 4), {}, "Point takes 3 values, not 4"),
        ((1, 2, {}, 4), {"x": 1}, "Point takes 3 values, not 4"),
    ],
)
def test_every_field_is_given_once_and_nothing_else(
    args: tuple[object, ...], values: dict[str, object], words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        Point(*args, **values)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Bare takes 0 values, not 1|Bare has no x"):
        Bare(*args[:1], **({} if args else {"x": 1}))  # type: ignore[call-arg]


def test_values_are_frozen_but_may_remember() -> None:
    point = Point(1, -2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    assert point.size == 3
    assert point == Point(1, -2)
    assert replace(point, y=5).size == 6
    assert copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point


def test_values_are_equal_within_their_class() -> None:
    assert Point(1) != Far(1)
    assert Here(1, 2) != Elsewhere(1, 2)
    assert len({Here(1, 2), Elsewhere(1, 2), Here(1, 2), Here(2, 1)}) == 3
    assert Point(1) != (1, 0, {})
    assert hash(Bare()) == hash(Bare())
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))
    assert repr(Far(1, 2)) == "Far(x=1, y=2, names={}, how='far')"
