"""Generated bases written as the files of a pack."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import yaml

from .adapter import rows_named


def write(base: dict[str, Any], folder: Path, rng: random.Random | None = None) -> Path:
    """Write a base as a pack and return its folder.

    With `rng`, rules and entities stand in any order, spread over several files of any name, their keys in any order.
    """
    (folder / "facts").mkdir(parents=True)
    (folder / "rules").mkdir()
    entities = sorted(base["entities"], key=lambda entity: entity["kind"])
    for kind, members in groupby(entities, key=lambda entity: entity["kind"]):
        plain = [{key: part for key, part in member.items() if key != "kind"} for member in members]
        for name, part in _spread(f"{kind}", plain, rng):
            _dump(folder / "facts" / f"{name}.yaml", {"kind": kind, "entities": part})
    _dump(folder / "facts" / "incompatible.yaml", {"incompatible": base.get("incompatible", [])})
    refs = [str(number) for number in range(1, 60)]
    rows = [
        {"id": row, "section": "made up", "refs": refs, "sha256": "0" * 64}
        for row in sorted({*rows_named(base), *base["source"].get("summary_rows", [])})
    ]
    source = {"id": "made", "title": "an invented work", "url": "https://example.org/made", "rows": rows}
    _dump(folder / "facts" / "source.yaml", {**source, **base["source"]})
    for name, part in _spread("10-made", base["rules"], rng):
        _dump(folder / "rules" / f"{name}.yaml", {"topic": "made up", "rules": part})
    _dump(folder / "rules" / "_hypotheses.yaml", {"groups": base.get("groups", [])})
    return folder


def _spread(
    name: str, documents: list[dict[str, Any]], rng: random.Random | None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Documents of one file, or of several in any order."""
    if rng is None:
        yield name, documents
        return
    mixed = [dict(rng.sample(list(each.items()), len(each))) for each in rng.sample(documents, len(documents))]
    cuts = sorted(rng.sample(range(1, len(mixed)), min(2, len(mixed) - 1)))
    for start, end in pairwise([0, *cuts, len(mixed)]):
        yield f"{rng.randrange(10**6):06d}-{name}", mixed[start:end]


def _dump(path: Path, document: dict[str, Any]) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    path.write_text(yaml.dump(document, Dumper=Plain, sort_keys=False, allow_unicode=True), encoding="utf-8")
