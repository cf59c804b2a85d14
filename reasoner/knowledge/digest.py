"""The hash of what a knowledge base says: the same however its files are laid out and its records are ordered."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from reasoner.model.knowledge import KnowledgeBase

# Where a record stands is no part of what it says.
_LAYOUT = {"pack", "path", "line", "topic"}


def digest(kb: KnowledgeBase) -> str:
    """SHA-256, in hexadecimal, of the content."""
    data = kb.model_dump(mode="json", exclude={"digest"})
    for name, records in data.items():
        if isinstance(records, list) and name != "sources":  # the first source is the base's own: their order counts
            data[name] = sorted((_bare(record) for record in records), key=_text)
    for source in data["sources"]:
        source["rows"] = sorted(source["rows"], key=_text)
    return hashlib.sha256(_text(data).encode()).hexdigest()


def _bare(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in _LAYOUT}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
