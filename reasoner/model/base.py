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

from reasoner.values import Value

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
        takes: the type of what may come, for the JSON schema, where that is another than the value's own.
    """

    def __init__(self, function: Callable[[Any], Any], takes: Any = None) -> None:
        self.function = function
        self.takes = takes

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        from pydantic_core import core_schema

        taken = None if self.takes is None else handler.generate_schema(self.takes)
        return core_schema.no_info_before_validator_function(
            self.function, handler(source), json_schema_input_schema=taken
        )


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record(Value):
    """A frozen value that refuses keys it does not know.

    A call takes values that have the types of the fields, which mypy sees to; it looks at their names, and at what
    `__post_init__` asks, if a record has one. What comes from outside goes through `model_validate`. Methods are named
    as pydantic names them.
    """

    if TYPE_CHECKING:
        model_fields: ClassVar[Mapping[str, dataclasses.Field[Any]]]
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - an annotation would be one more type to work out

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.model_fields = {field.name: field for field in dataclasses.fields(cast("Any", cls))}
        for name, default in cls._defaults.items():
            if type(default).__module__.startswith("pydantic"):
                raise TypeError(f"{cls.__name__}.{name}: the `Field` of a record is that of {__name__}, not pydantic's")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if check := getattr(self, "__post_init__", None):
            check()

    @classmethod
    def of(cls, **values: Any) -> Self:
        """A record of values that are known to fit: not even their names are looked at."""
        made = object.__new__(cls)
        content = made.__dict__
        content.update(cls._defaults)
        content.update(values)
        for name, make in cls._factories.items():
            if name not in content:
                content[name] = make()
        return made

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
