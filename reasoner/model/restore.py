"""Plain data that this program wrote itself -> the records that it was, without the checks for what comes from outside.

Names of keys and the forms of values are looked at as far as reading needs them; patterns, lengths and bounds are not.
"""

from __future__ import annotations

import types as kinds
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

from reasoner.model.base import Record, types

R = TypeVar("R", bound=Record)
Reader = Callable[[Any], Any]


def restored(of: type[R], data: Any) -> R:
    """The record whose `model_dump` the data is, with or without defaults.

    Args:
        of: the type of the record.
        data: what JSON read.

    Raises:
        ValueError: the data is of no such record, as far as that is looked at.
    """
    try:
        found: R = _reader(of)(data)
    except (TypeError, AttributeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"this is no {of.__name__}") from error
    return found


def _reader(of: Any) -> Reader:
    """What reads values of a type."""
    origin, arguments = get_origin(of), get_args(of)
    if origin is tuple:
        return _tuple(arguments)
    if origin is dict:
        return _dict(_reader(arguments[1]))
    if origin in (Union, kinds.UnionType):
        return _or_none(_reader(next(each for each in arguments if each is not kinds.NoneType)))
    if isinstance(of, type) and issubclass(of, Record):
        return _RECORDS.get(of) or _RECORDS.setdefault(of, _record(of))
    if isinstance(of, type) and issubclass(of, Enum):
        return {str(member): member for member in of}.__getitem__
    if of is Decimal:
        return Decimal
    parse: Reader | None = getattr(of, "parse", None)  # findings and the like, as text
    return cache(parse) if parse else _same


_RECORDS: dict[Any, Reader] = {}


def _same(value: Any) -> Any:
    """What stands for itself."""
    return value


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if arguments[-1] is not Ellipsis:
        readers = [_reader(each) for each in arguments]
        return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))
    read = _reader(arguments[0])
    return tuple if read is _same else lambda values: tuple(map(read, values))


def _dict(read: Reader) -> Reader:
    return lambda values: {key: read(value) for key, value in values.items()}


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _record(of: type[Record]) -> Reader:
    readers: dict[str, Reader] = {}

    def read(data: Mapping[str, Any]) -> Record:
        if not readers:  # not before: a record may hold others of its own type
            readers.update((name, _reader(each)) for name, each in types(of).items())
        if not data.keys() >= of._required:
            raise KeyError(*of._required - data.keys())
        made = of.of()  # the defaults
        content = vars(made)
        for name, value in data.items():
            content[name] = readers[name](value)
        return made

    return read
