"""Answers as JSON: the same bytes for the same answer, and nothing in them that acts on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from json.encoder import encode_basestring as _quoted
from typing import Any

from reasoner.model.base import Record, adapter

_WORDS = {None: "null", True: "true", False: "false"}
_LINES = re.compile(r"[^\n]+")


def to_json(answer: Record) -> str:
    """An answer as JSON text that ends with a line break.

    Readable letters stay as they are; control characters, bidi controls and other characters that cannot be seen are
    written as JSON's own escapes, so that the text reads back to the same value.
    """
    return _safe(_written(answer, "\n", {}))


def line(answer: Record) -> str:
    """An answer as JSON on one line."""
    return _safe(answer.model_dump_json())


def within(answer: Record, indent: int) -> str:
    """An answer as JSON text to stand within another, as `to_json` would write it there; no line break ends it.

    Args:
        answer: it.
        indent: how many spaces the lines begin with; the first line has none.
    """
    return _safe(_written(answer, "\n" + " " * indent, {}))[:-1]


def _written(value: Any, line: str, known: dict[tuple[int, str], str]) -> str:
    """A value of an answer as JSON text, as `json.dumps` with an indent of 2 would write what `model_dump` gives.

    That would take twice as long: it is written in Python too, and does not know that a place is cited again and again.

    Args:
        value: it.
        line: a line break with the spaces before the value.
        known: the records that are written already, by what they are and where they begin.
    """
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int or kind is float:
        return repr(value)
    further = line + "  "
    if kind is tuple or kind is list:
        items = [_written(each, further, known) for each in value]
        return f"[{further}{f',{further}'.join(items)}{line}]" if items else "[]"
    if isinstance(value, Record):
        key = (id(value), line)
        if key not in known:
            known[key] = _object(((name, getattr(value, name)) for name in value.model_fields), line, known)
        return known[key]
    return _object(value.items(), line, known) if kind is dict else _quoted(str(value))


def _object(items: Iterable[tuple[Any, Any]], line: str, known: dict[tuple[int, str], str]) -> str:
    further = line + "  "
    found = [f"{_quoted(str(name))}: {_written(value, further, known)}" for name, value in items]
    return f"{{{further}{f',{further}'.join(found)}{line}}}" if found else "{}"


def from_data(data: Any) -> str:
    """The same for plain data."""
    return _safe(json.dumps(data, ensure_ascii=False, indent=2))


def _safe(text: str) -> str:
    if not text.replace("\n", "").isprintable():
        text = _LINES.sub(lambda line: _escaped(line[0]), text)
    return text + "\n"


def _escaped(line: str) -> str:
    return line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


def line_of(data: Any) -> str:
    """Plain data as JSON on one line."""
    return _safe(json.dumps(data, ensure_ascii=False))


def schema(of: Any, *, files: bool = False) -> str:
    """The JSON schema of answers of a type, or of the files that it reads."""
    found = adapter(of).json_schema(mode="validation" if files else "serialization")
    return from_data({"$schema": "https://json-schema.org/draft/2020-12/schema", **found})


def ascii_only(text: str) -> str:
    """JSON text in ASCII, for streams that can write nothing else."""
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
