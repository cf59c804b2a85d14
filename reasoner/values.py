"""Frozen values that are made fast: dataclasses whose methods are the same for all.

`@dataclass(frozen=True)` writes, compiles and runs six methods for each class, half a millisecond each time the program
starts; with some thirty classes that would be a tenth of a short command.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast, dataclass_transform

_MISSING: Any = dataclasses.MISSING


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
class Value:
    """What a frozen dataclass is: its fields, set once; equal to another of its class with equal fields."""

    if TYPE_CHECKING:  # else whoever asks for the types of fields would work these out as well, for each class
        _names: ClassVar[tuple[str, ...]]
        _required: ClassVar[frozenset[str]]
        _defaults: ClassVar[dict[str, Any]]
        _factories: ClassVar[dict[str, Callable[[], Any]]]

    def __init_subclass__(cls) -> None:
        dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
        fields = dataclasses.fields(cast("Any", cls))
        cls._names = tuple(field.name for field in fields)
        cls._defaults = {field.name: field.default for field in fields if field.default is not _MISSING}
        cls._factories = {field.name: field.default_factory for field in fields if callable(field.default_factory)}
        cls._required = frozenset(cls._names) - cls._defaults.keys() - cls._factories.keys()

    def __init__(self, *args: Any, **values: Any) -> None:
        content = self.__dict__
        if not values and len(args) == len(self._names):  # nothing is left to be looked at
            content.update(zip(self._names, args, strict=True))
            return
        content.update(self._defaults)
        content.update(zip(self._names, args, strict=False))
        content.update(values)
        for name, make in self._factories.items():
            if name not in content:
                content[name] = make()
        if len(content) != len(self._names) or len(args) > len(content) or values:
            self._look(len(args), values)

    def _look(self, positional: int, values: dict[str, Any]) -> None:
        """Whether each field was given once, and nothing else.

        Raises:
            TypeError: it was not.
        """
        named = type(self).__name__
        if positional > len(self._names):
            raise TypeError(f"{named} takes {len(self._names)} values, not {positional}")
        if twice := values.keys() & self._names[:positional]:
            raise TypeError(f"{named} is given {', '.join(sorted(twice))} twice")
        if unknown := values.keys() - set(self._names):
            raise TypeError(f"{named} has no {', '.join(sorted(unknown))}")
        if missing := self._required - self.__dict__.keys():
            raise TypeError(f"{named} needs {', '.join(sorted(missing))}")

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} cannot be deleted")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names)})"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self is other or self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def _values(self) -> tuple[Any, ...]:
        """What is in the fields, without what a value remembers of it."""
        return tuple(map(self.__dict__.__getitem__, self._names))
