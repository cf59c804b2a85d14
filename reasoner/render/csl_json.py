"""Entries of a bibliography as CSL-JSON, for Zotero, pandoc and other processors of citation styles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reasoner.render.as_json import from_data
from reasoner.render.bibliography import Entry, Name


def csl_json(entries: Iterable[Entry]) -> str:
    """The text of a CSL-JSON file: a list of items.

    Args:
        entries: in the order in which they are to stand.
    """
    return from_data([_item(each) for each in entries])


def _item(entry: Entry) -> dict[str, Any]:
    """An item in the terms of CSL 1.0.2; a work of which no journal is known is a plain document."""
    item: dict[str, Any] = {
        "id": entry.key,
        "type": "article-journal" if entry.journal else "document",
        "title": entry.title,
        "author": [_name(each) for each in entry.authors],
        "container-title": entry.journal,
        "issued": {"date-parts": [[entry.year]]} if entry.year else None,
        "volume": entry.volume,
        "page": entry.pages,
        "DOI": entry.doi,
        "PMID": entry.pmid,
        "PMCID": entry.pmcid,
        "URL": entry.url,
        "note": entry.note,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {"family": name.family, **({"given": name.given} if name.given else {})}
