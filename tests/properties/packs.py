"""Generated bases written as the files of a pack."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from .adapter import rows_named


def write(base: dict[str, Any], folder: Path) -> Path:
    """Write a base as a pack and return its folder."""
    (folder / "facts").mkdir(parents=True)
    (folder / "rules").mkdir()
    entities = sorted(base["entities"], key=lambda entity: entity["kind"])
    for kind, members in groupby(entities, key=lambda entity: entity["kind"]):
        plain = [{key: part for key, part in member.items() if key != "kind"} for member in members]
        _dump(folder / "facts" / f"{kind}.yaml", {"kind": kind, "entities": plain})
    _dump(folder / "facts" / "incompatible.yaml", {"incompatible": base.get("incompatible", [])})
    refs = [str(number) for number in range(1, 60)]
    rows = [
        {"id": row, "section": "made up", "refs": refs, "sha256": "0" * 64}
        for row in sorted({*rows_named(base), *base["source"].get("summary_rows", [])})
    ]
    source = {"id": "made", "title": "made up", "url": "https://example.org/made", "rows": rows}
    _dump(folder / "facts" / "source.yaml", {**source, **base["source"]})
    _dump(folder / "rules" / "10-made.yaml", {"topic": "made up", "rules": base["rules"]})
    _dump(folder / "rules" / "_hypotheses.yaml", {"groups": base.get("groups", [])})
    return folder


def _dump(path: Path, document: dict[str, Any]) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    path.write_text(yaml.dump(document, Dumper=Plain, sort_keys=False, allow_unicode=True), encoding="utf-8")
