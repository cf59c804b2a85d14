"""Packs beside each other: what is extended exists, and no pack changes what a name of another one means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reasoner.errors import Position, Problem
from reasoner.knowledge.draft import Draft
from reasoner.knowledge.wording import shown


class _Name(NamedTuple):
    """A name of an entity, with the pack that gives it; sorted, names of earlier packs come first."""

    pack: int
    entity: str
    where: Position
    text: str


def check(draft: Draft) -> Iterator[Problem]:
    """Extensions of entities that are not there, and names by which two packs call different things."""
    for extension in draft.extensions:
        if draft.unknown(extension.value.id):
            yield draft.unknown_name(extension.value.id, extension.where("id"))
        if not (extension.value.synonyms or extension.value.is_a):
            message = "nothing is added: an extension has `synonyms`, `is_a` or both"
            yield Problem("E013", message, extension.where())
    if len(set(draft.pack_of.values())) > 1:
        yield from _shared(draft)


def _shared(draft: Draft) -> Iterator[Problem]:
    """Within a pack a homonym may be meant; a name that was clear before a pack was added must stay clear."""
    reported = {problem.where for problem in draft.problems if problem.code == "E046"}  # by `invariants.vocabulary`
    for group in draft.names.sharing():
        names = [name for text, entity in group for name in _name(draft, entity, text)]
        first = min(names, key=lambda name: (name.pack, name.entity))
        if reported.isdisjoint(name.where for name in names):
            for name in names:
                if name.pack != first.pack and name.entity != first.entity:
                    message = (
                        f"the name {shown(name.text)} of `{name.entity}` reads the same as {shown(first.text)} of "
                        f"`{first.entity}`, at {first.where}"
                    )
                    yield Problem("E046", message, name.where, ("choose a name that no other pack uses",))


def _name(draft: Draft, entity: str, text: str) -> Iterator[_Name]:
    """A name with its pack and its place, as often as it stands there."""
    located = draft.entities[entity]
    value = located.value
    parts: list[tuple[tuple[int | str, ...], str]] = [(("id",), value.id), (("label",), value.label)]
    parts += [(("synonyms", number), synonym) for number, synonym in enumerate(value.synonyms)]
    for steps, name in parts:
        if name == text:
            where = located.where(*steps)
            yield _Name(draft.pack(where), entity, where, text)
