"""Packs -> a knowledge base that holds together, or every problem of every file at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from reasoner.errors import KnowledgeError
from reasoner.knowledge.collect import collect
from reasoner.knowledge.digest import digest
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.invariants import citations, cycles, extensions, rules, vocabulary
from reasoner.knowledge.packs import Pack, find_all
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.source import Source

T = TypeVar("T")

_INVARIANTS = (vocabulary.check, extensions.check, cycles.check, rules.check, citations.check)


def load(folder: str | os.PathLike[str] | None = None, extra: Iterable[str | os.PathLike[str]] = ()) -> KnowledgeBase:
    """Load a knowledge base from its files.

    Args:
        folder: the pack; None finds it (see `packs.find`).
        extra: packs that are added: they may extend the vocabulary, add rules, and cite a source of their own.

    Returns:
        The knowledge base: every name in it exists, and nothing runs in circles. Entities, rules and groups are in the
        order of their ids, whatever files they come from; its digest is a hash of the content.

    Raises:
        UsageError: a folder does not exist, or is named twice.
        KnowledgeError: a folder is no pack, or something is wrong in the files: all problems of all files.
    """
    return build(draft(find_all(folder, extra)))


def draft(packs: Sequence[Pack]) -> Draft:
    """Read packs, the knowledge base first, and check what must hold of every knowledge base.

    Returns:
        The draft; its `problems` say what is wrong.
    """
    found = collect(packs)
    for check in _INVARIANTS:
        found.problems.extend(check(found))
    return found


def build(found: Draft) -> KnowledgeBase:
    """The knowledge base of a draft.

    Raises:
        KnowledgeError: the draft has errors among its problems.
    """
    errors = [problem for problem in found.problems if problem.is_error]
    if errors:
        raise KnowledgeError(errors)
    kb = KnowledgeBase(
        entities=found.vocabulary,
        rules=_ordered(found.rules),
        groups=_ordered(found.groups),
        incompatible=tuple(sorted((each.value for each in found.incompatible), key=lambda each: each.members)),
        sources=_sources(found),
        references=_ordered(found.references),
        not_encoded=_ordered(found.not_encoded),
        deprecated=_ordered(found.deprecated),
    )
    return kb.model_copy(update={"digest": digest(kb)})


def _sources(found: Draft) -> tuple[Source, ...]:
    """The base's own source first; the others by id, whatever order their packs were named in."""
    own, *others = (each.value for each in found.sources.values())
    return (own, *sorted(others, key=lambda source: source.id))


def _ordered(records: Mapping[Any, Located[T]]) -> tuple[T, ...]:
    return tuple(records[key].value for key in sorted(records))
