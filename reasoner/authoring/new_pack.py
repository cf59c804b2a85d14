"""The files of a new pack: they load as they are, and say what to write where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reasoner.knowledge.as_yaml import prose, scalar

_SOURCE = """\
# The work that the rules of this pack cite. Answers put its id before every sentence of it: `{id} P1 [3]`.
id: {id}
title: {title}
{more}\
# A row for each sentence that a rule cites: its id, its section, the references that it gives, and how many statements
# it makes. `reasoner kb new-rule --new-row SECTION` adds one together with its rule.
#   - {{id: P1, section: Results, refs: [3], statements: 1}}
rows: []
"""
_RULES = """\
# Rules of one topic. They may use every name of the knowledge base that the pack is added to, and of the pack itself.
# `reasoner kb new-rule --into THIS_FILE ...` looks up the names and adds a rule that loads.
topic: {topic}
rules: []
"""
_CITES_BASE = """\
# Rules of one topic. This pack has no facts/source.yaml: it cites the source of the knowledge base, row by row.
# `reasoner kb new-rule --into THIS_FILE ...` looks up the names and adds a rule that loads.
topic: {topic}
rules: []
"""
_EXTEND = """\
# What this pack adds to entities of the knowledge base: further names and parents. New entities stand in files of
# their own, one for each kind, as `kind: process` and `entities: [...]`.
#   - {id: SOME_ENTITY, synonyms: [a name that is used here], is_a: [some_parent]}
extend: []
"""


@dataclass(frozen=True)
class NewPack:
    """What is known of a new pack.

    Attributes:
        source: the id of its source; empty where it cites that of the knowledge base.
        title, url, year: of the source.
        topic: of its first rules.
    """

    source: str
    title: str
    url: str = ""
    year: int | None = None
    topic: str = "First topic"


def source_id(name: str) -> str:
    """An id for a source, from the name of a folder."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "my-source"


def pack_files(pack: NewPack) -> Mapping[str, str]:
    """The files of the pack, by their paths in it."""
    topic = prose(pack.topic)
    rules = f"rules/10-{source_id(pack.topic)}.yaml"
    if not pack.source:
        return {rules: _CITES_BASE.format(topic=topic), "facts/extend.yaml": _EXTEND}
    more = "".join(
        f"{key}: {value}\n" for key, value in (("year", pack.year), ("url", pack.url and scalar(pack.url))) if value
    )
    source = _SOURCE.format(id=pack.source, title=prose(pack.title), more=more)
    return {"facts/source.yaml": source, "facts/extend.yaml": _EXTEND, rules: _RULES.format(topic=topic)}
