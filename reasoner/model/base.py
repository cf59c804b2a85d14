"""What every record of the model has in common: frozen, closed to unknown keys, written and read as plain data.

Records are dataclasses of the standard library. pydantic checks what comes from outside and gives the JSON schemas, by
the same annotations; it is imported when that is first asked for, since its import and its classes would take longer
than all the rest of a short command.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, cast, dataclass_transform, get_type_hints

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

_MISSING: Any = dataclasses.MISSING


def Field(*, default: Any = _MISSING, default_factory: Any = _MISSING, **checked: Any) -> Any:
    """The default of a field, and what pydantic is to check of its value or to say of it in the JSON schema.

    Args:
        default: of the field; without one, and without a factory, its value must be given.
        default_factory: makes the default, anew for each record.
        **checked: arguments of pydantic's `Field`, as `pattern`, `min_length` and `description`.
    """
    return dataclasses.field(default=default, default_factory=default_factory, metadata=checked)


class Checked:
    """In an annotation, what pydantic is to check there: `Annotated[tuple[str, ...], Checked(min_length=2)]`.

    Args:
        **checked: arguments of pydantic's `Field`.
    """

    def __init__(self, **checked: Any) -> None:
        self.checked = checked

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic checks it."""
        from pydantic import Field as field

        return handler.generate_schema(Annotated[source, field(**self.checked)])


class Before:
    """In an annotation, what is done with a value from outside before it is checked.

    Args:
        function: takes the value as it comes and returns it as it is to be checked.
    """

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.function, handler(source))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """A frozen value that refuses keys it does not know.

    A call takes values that have the types of the fields, which mypy sees to; it looks at their names, and at what
    `__post_init__` asks, if a record has one. What comes from outside goes through `model_validate`. Methods are named
    as pydantic names them.
    """

    model_fields: ClassVar[Mapping[str, dataclasses.Field[Any]]] = {}
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    _defaults: ClassVar[dict[str, Any]] = {}
    _factories: ClassVar[dict[str, Callable[[], Any]]] = {}
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        # Only the fields are wanted: to write, compile and run methods for each class takes most of a dataclass's time.
        dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
        cls.model_fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
        fields = cls.model_fields.items()
        cls._defaults = {name: field.default for name, field in fields if field.default is not _MISSING}
        cls._factories = {name: field.default_factory for name, field in fields if callable(field.default_factory)}
        if wrong := [
            name for name, default in cls._defaults.items() if type(default).__module__.startswith("pydantic")
        ]:
            raise TypeError(f"{cls.__name__}.{wrong[0]}: the `Field` of a record is that of {__name__}, not pydantic's")
        cls._required = frozenset(cls.model_fields) - cls._defaults.keys() - cls._factories.keys()

    def __init__(self, **values: Any) -> None:
        if missing := self._required - values.keys():
            raise TypeError(f"{type(self).__name__} needs {', '.join(sorted(missing))}")
        if unknown := values.keys() - self.model_fields:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self._fill(values)
        if check := getattr(self, "__post_init__", None):
            check()

    @classmethod
    def of(cls, **values: Any) -> Self:
        """A record of values that are known to fit: not even their names are looked at."""
        made = object.__new__(cls)
        made._fill(values)
        return made

    def _fill(self, values: dict[str, Any]) -> None:
        content = {**self._defaults, **values}
        for name, make in self._factories.items():
            if name not in content:
                content[name] = make()
        object.__setattr__(self, "__dict__", content)

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} cannot be deleted")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.model_fields)})"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self is other or self._values() == cast("Self", other)._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def _values(self) -> tuple[Any, ...]:
        """The fields' values, without what a record remembers of them."""
        return tuple(map(self.__dict__.__getitem__, self.model_fields))

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """The record with other values in some fields; these are known to fit."""
        return self.of(**{**{name: self.__dict__[name] for name in self.model_fields}, **update})

    # ---------------------------------------------------------------- plain data

    def model_dump(
        self, *, mode: Literal["json"] = "json", exclude: Collection[str] = (), exclude_defaults: bool = False
    ) -> dict[str, Any]:
        """The record as data that JSON knows: mappings, lists, texts, numbers, truth values and None.

        Args:
            mode: there is no other.
            exclude: fields that are left out.
            exclude_defaults: fields that hold their defaults are left out, at every depth.
        """
        found: dict[str, Any] = {}
        for name in self.model_fields:
            value = self.__dict__[name]
            if name not in exclude and not (exclude_defaults and self._is_default(name, value)):
                found[name] = _plain(value, exclude_defaults)
        return found

    def _is_default(self, name: str, value: Any) -> bool:
        make = self._factories.get(name)
        return bool(value == (make() if make else self._defaults.get(name, _MISSING)))

    def model_dump_json(
        self, *, indent: int | None = None, exclude: Collection[str] = (), exclude_defaults: bool = False
    ) -> str:
        """The record as JSON text, without spaces unless it is indented."""
        separators = (",", ":") if indent is None else None
        data = self.model_dump(exclude=exclude, exclude_defaults=exclude_defaults)
        return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)

    # ---------------------------------------------------------------- pydantic

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """A record of data from outside.

        Raises:
            pydantic.ValidationError: it is none.
        """
        return cast("Self", adapter(cls).validate_python(data))

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """A record of JSON text.

        Raises:
            pydantic.ValidationError: it is none.
        """
        return cast("Self", adapter(cls).validate_json(text))

    @classmethod
    def model_json_schema(cls, mode: str = "validation") -> dict[str, Any]:
        """The JSON schema of what is read (`validation`) or written (`serialization`)."""
        return adapter(cls).json_schema(mode=cast("Any", mode))


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
_TYPES: dict[Any, dict[str, Any]] = {}


def adapter(of: Any) -> TypeAdapter[Any]:
    """What checks data of a type, made once."""
    if of not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[of] = TypeAdapter(of)
    return _ADAPTERS[of]


def types(of: type[Record]) -> Mapping[str, Any]:
    """The type of each field, without what is to be checked of it."""
    if of not in _TYPES:
        hints = get_type_hints(of)
        _TYPES[of] = {name: hints[name] for name in of.model_fields}
    return _TYPES[of]


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any, exclude_defaults: bool) -> Any:
    """A value as data that JSON knows; enumerations, findings and decimals are written as texts."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [_plain(item, exclude_defaults) for item in value]
    if kind is dict:
        return {str(key): _plain(item, exclude_defaults) for key, item in value.items()}
    return value.model_dump(exclude_defaults=exclude_defaults) if isinstance(value, Record) else str(value)
