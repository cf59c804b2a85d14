"""Nodes, findings and measurements: what can be given, inferred and asked for."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

_ID = r"[A-Za-z][A-Za-z0-9_]*"
_FINDING = re.compile(rf"({_ID})( down)?(?: in ({_ID}))?")
_MEASUREMENT = re.compile(r"(.+?)\s*=\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*(\S.*?)?")


class Node(NamedTuple):
    """An entity in a place; `place` None is the top place, above all others."""

    entity: str
    place: str | None = None

    def __str__(self) -> str:
        return f"{self.entity} in {self.place}" if self.place else self.entity

    @classmethod
    def parse(cls, text: str) -> Node:
        """Read `ENTITY [in PLACE]` in canonical ids.

        Raises:
            ValueError: the text is no node.
        """
        finding = Finding.parse(text)
        if finding.down:
            raise ValueError("expected a node without a direction, as `ENTITY` or `ENTITY in PLACE`")
        return finding.node

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return _text_schema(cls)


class Finding(NamedTuple):
    """A node with a direction: `HIF2A`, `TNC down`, `IL6 in endothelial_cell`."""

    entity: str
    place: str | None = None
    down: bool = False

    @property
    def node(self) -> Node:
        """The node without the direction."""
        return Node(self.entity, self.place)

    @property
    def contrary(self) -> Finding:
        """The finding of the other direction at the same node."""
        return Finding(self.entity, self.place, not self.down)

    def __str__(self) -> str:
        down = " down" if self.down else ""
        return f"{self.entity}{down} in {self.place}" if self.place else f"{self.entity}{down}"

    @classmethod
    def parse(cls, text: str) -> Finding:
        """Read `ENTITY [down] [in PLACE]` in canonical ids.

        Raises:
            ValueError: the text is no finding.
        """
        match = _FINDING.fullmatch(text)
        if not match:
            raise ValueError("expected a finding, as `ENTITY`, `ENTITY down` or `ENTITY down in PLACE`")
        return cls(match[1], match[3], bool(match[2]))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return _text_schema(cls)


class Premise(NamedTuple):
    """A finding that a rule needs, in this phase or (`before`) in an earlier one."""

    finding: Finding
    before: bool = False

    def __str__(self) -> str:
        return f"before {self.finding}" if self.before else str(self.finding)

    @classmethod
    def parse(cls, text: str) -> Premise:
        """Read `[before] FINDING`.

        Raises:
            ValueError: the text is no premise.
        """
        before = text.startswith("before ")
        return cls(Finding.parse(text.removeprefix("before ")), before)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return _text_schema(cls)


class Measurement(NamedTuple):
    """A number that was measured: `oxygen = 1 %`."""

    measure: str
    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.measure} = {self.value} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Measurement:
        """Read `MEASURE = NUMBER UNIT`.

        Raises:
            ValueError: the text is no measurement.
        """
        match = _MEASUREMENT.fullmatch(text.strip())
        if not match or not match[3]:
            raise ValueError("expected a number with its unit, as `oxygen = 1 %`")
        try:
            return cls(match[1], Decimal(match[2]), match[3])
        except InvalidOperation as error:  # pragma: no cover - the pattern admits decimals only
            raise ValueError("expected a decimal number") from error

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return _text_schema(cls)


def _text_schema(cls: Any) -> CoreSchema:
    """Read from text, written as text: files and JSON show findings as people write them."""
    from pydantic_core import core_schema

    return core_schema.no_info_before_validator_function(
        lambda value: cls.parse(value) if isinstance(value, str) else value,
        core_schema.is_instance_schema(cls),
        serialization=core_schema.to_string_ser_schema(),
        json_schema_input_schema=core_schema.str_schema(),
    )
