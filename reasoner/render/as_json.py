"""Answers as JSON: the same bytes for the same answer, and nothing in them that acts on a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

_LINES = re.compile(r"[^\n]+")


def to_json(answer: BaseModel) -> str:
    """An answer as JSON text that ends with a line break.

    Readable letters stay as they are; control characters, bidi controls and other characters that cannot be seen are
    written as JSON's own escapes, so that the text reads back to the same value.
    """
    return _safe(answer.model_dump_json(indent=2))


def from_data(data: Any) -> str:
    """The same for plain data."""
    return _safe(json.dumps(data, ensure_ascii=False, indent=2))


def _safe(text: str) -> str:
    if not text.replace("\n", "").isprintable():
        text = _LINES.sub(lambda line: _escaped(line[0]), text)
    return text + "\n"


def _escaped(line: str) -> str:
    return line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


def schema(model: type[BaseModel], *, files: bool = False) -> str:
    """The JSON schema of answers of a model, or of the files that it reads."""
    found = model.model_json_schema(mode="validation" if files else "serialization")
    return from_data({"$schema": "https://json-schema.org/draft/2020-12/schema", **found})


def ascii_only(text: str) -> str:
    """JSON text in ASCII, for streams that can write nothing else."""
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
