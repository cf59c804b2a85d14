"""What the packs say, record by record with positions, before it is known to hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from reasoner.errors import Position, Problem
from reasoner.knowledge import nodes
from reasoner.knowledge.names import Names
from reasoner.knowledge.nodes import Document, Tree
from reasoner.model.entity import Entity, Extension, Kind
from reasoner.model.evidence import Evidence, Reversal
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.model.source import Deprecated, Incompatible, NotEncoded, Reference, Source

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A record with the tree it was read from, and where those parts of it stand that other files have added."""

    value: T_co
    tree: Tree
    document: Document
    elsewhere: Mapping[tuple[int | str, ...], Position] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the record was written with a key, be its value the default."""
        return isinstance(self.tree, nodes.Mapping) and key in self.tree.values

    def where(self, *steps: int | str) -> Position:
        """The position of what lies at a path below the record."""
        return self.elsewhere.get(steps) or self.document.where(self.tree, *steps)

    def where_key(self, *steps: int | str) -> Position:
        """The position of the key that a path ends in."""
        return self.elsewhere.get(steps) or self.document.where_key(self.tree, *steps)


@dataclass(slots=True)
class Cited:
    """An evidence item or a reversal, where it stands and what it is for."""

    item: Evidence | Reversal
    owner: Located[Rule | HypothesisGroup | Entity]
    steps: tuple[int | str, ...]

    def where(self, *steps: int | str) -> Position:
        """The position of a part of the item."""
        return self.owner.where(*self.steps, *steps)


@dataclass
class Draft:
    """The content of all packs, home first; of records with one id the first is kept, and the others are problems.

    Attributes:
        extensions: what packs add to entities that stand elsewhere; already part of the entities.
        pack_of: for each file, by what problems call it, the number of its pack; 0 is the home pack.
        declared: ids of entities whose records are broken: named elsewhere, they are not unknown.
        unread: whether some file of facts could not be read, so that a name may be unknown because of that.
        problems: everything that is wrong so far.
    """

    entities: dict[str, Located[Entity]] = field(default_factory=dict)
    rules: dict[str, Located[Rule]] = field(default_factory=dict)
    groups: dict[str, Located[HypothesisGroup]] = field(default_factory=dict)
    incompatible: list[Located[Incompatible]] = field(default_factory=list)
    sources: dict[str, Located[Source]] = field(default_factory=dict)
    references: dict[tuple[str, int], Located[Reference]] = field(default_factory=dict)
    not_encoded: dict[tuple[str, str], Located[NotEncoded]] = field(default_factory=dict)
    deprecated: dict[str, Located[Deprecated]] = field(default_factory=dict)
    extensions: list[Located[Extension]] = field(default_factory=list)
    pack_of: dict[str, int] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    broken_groups: set[str] = field(default_factory=set)
    unread: bool = False
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def vocabulary(self) -> dict[str, Entity]:
        """The entities by id."""
        return {id_: located.value for id_, located in sorted(self.entities.items())}

    @cached_property
    def names(self) -> Names:
        """The names of the entities."""
        return Names.of(self.vocabulary)

    def pack(self, where: Position) -> int:
        """The number of the pack that something stands in."""
        return self.pack_of.get(where.path, 0)

    def kind(self, entity: str) -> Kind | None:
        """The kind of an entity; None where it is unknown or broken."""
        located = self.entities.get(entity)
        return located.value.kind if located else None

    def unknown(self, entity: str) -> bool:
        """Whether an id names nothing, as far as the files could be read."""
        return entity not in self.entities and entity not in self.declared and not self.unread

    def unknown_name(self, text: str, where: Position) -> Problem:
        """The problem of an unknown id, with suggestions; a synonym of a known one leads to its id."""
        return Problem("E012", f"unknown entity `{text}`", where, self.names.suggestions(text))

    def citations(self) -> Iterator[Cited]:
        """Every evidence item and reversal with its owner."""
        for rule in self.rules.values():
            for number, item in enumerate(rule.value.evidence):
                yield Cited(item, rule, ("evidence", number))
            if rule.value.reverts:
                yield Cited(rule.value.reverts, rule, ("reverts",))
        for group in self.groups.values():
            for number, item in enumerate(group.value.evidence):
                yield Cited(item, group, ("evidence", number))
        for entity in self.entities.values():
            for bound, threshold in enumerate(entity.value.thresholds):
                for number, item in enumerate(threshold.evidence):
                    yield Cited(item, entity, ("thresholds", bound, "evidence", number))
