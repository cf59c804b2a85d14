"""How the rows of a source are accounted for: what encodes each, what is set aside and why, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule, RuleKind
from reasoner.model.source import NotEncoded, SourceRow


class Part(NamedTuple):
    """Something that encodes statements of a row."""

    row: tuple[str, str]
    name: str
    statements: int


class Gap(StrEnum):
    """What is amiss with a row.

    `not_counted`: its statements are not counted. `unaccounted`: nothing cites it, and it is not set aside. `both`: it
    is set aside, and something cites it all the same. `miscounted`: the statements counted are not those encoded.
    """

    not_counted = "not counted"
    unaccounted = "neither cited nor set aside"
    both = "cited and set aside"
    miscounted = "counted otherwise than encoded"


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a row.

    Attributes:
        source: id of the work.
        row: the row.
        parts: what cites it, by order of the base.
        aside: its entry among the rows that are not encoded; one with references sets aside only what stands before
            these.
        carried: those of its references that something carries which cites them here.
    """

    source: str
    row: SourceRow
    parts: tuple[Part, ...]
    aside: NotEncoded | None
    carried: frozenset[int]

    @property
    def encoded(self) -> int:
        """How many statements are encoded."""
        return sum(part.statements for part in self.parts)

    @property
    def set_aside(self) -> bool:
        """Whether the whole row is set aside."""
        return self.aside is not None and not self.aside.refs

    @property
    def left_out(self) -> tuple[int, ...]:
        """Of a row that is cited: the references that nothing carries from here, and that no entry sets aside."""
        if not self.parts:
            return ()
        known = self.carried.union(self.aside.refs if self.aside else ())
        return tuple(ref for ref in self.row.refs if ref not in known)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is amiss; nothing where the row is accounted for."""
        found = []
        if self.row.statements is None:
            found.append(Gap.not_counted)
        if not self.parts and not self.set_aside:
            found.append(Gap.unaccounted)
        elif self.row.statements is not None and self.row.statements != self.encoded:
            found.append(Gap.miscounted)
        if self.parts and self.aside and (self.set_aside or self.carried.intersection(self.aside.refs)):
            found.append(Gap.both)
        return tuple(found)


def statements(rule: Rule) -> int:
    """How many statements a rule encodes: choices among `any` times conclusions, needs, or denied conclusions.

    That something holds now or held earlier is one choice: what follows a treatment does so
    whether or not it goes on.
    """
    if rule.kind is RuleKind.requirement:
        return len(rule.needs)
    if rule.kind is RuleKind.denial:
        return len(rule.then)
    choices = {frozenset(premise.finding for premise in variant) for variant in rule.variants}
    return len(choices) * (len(rule.then) + bool(rule.outcomes))


def parts(kb: KnowledgeBase) -> Iterator[Part]:
    """Everything that cites a row, once for each row that it cites.

    What a pack adds to the base's own source is left out: the statements of its rows were counted without that pack.
    """
    for rule in kb.rules:
        if rule.pack and rule.source == kb.home_source:
            continue
        for row in dict.fromkeys((item.source, item.at) for item in rule.evidence):
            yield Part(row, rule.id, statements(rule))
        if rule.reverts:
            yield Part((rule.reverts.source, rule.reverts.at), f"{rule.id} (reverts)", 1)
    for group in kb.groups:
        if group.pack and group.source == kb.home_source:
            continue
        for row in dict.fromkeys((item.source, item.at) for item in group.evidence):
            yield Part(row, group.id, len(group.options))
    for entity in kb.entities.values():
        for threshold in entity.thresholds:
            for row in dict.fromkeys((item.source, item.at) for item in threshold.evidence):
                yield Part(row, f"{entity.id} {threshold.text}", 1)


def carried(kb: KnowledgeBase) -> dict[tuple[str, str], set[int]]:
    """For each row the references that something carries from it: its own, or those that a neighbour's item takes."""
    found: dict[tuple[str, str], set[int]] = {}
    for item in kb.evidence():
        found.setdefault((item.source, item.refs_at or item.at), set()).update(item.refs)
    return found


def accounts(kb: KnowledgeBase) -> Iterator[Account]:
    """The account of every row, in the order of the sources."""
    by_row: dict[tuple[str, str], list[Part]] = {}
    for part in parts(kb):
        by_row.setdefault(part.row, []).append(part)
    taken = carried(kb)
    aside = {(entry.source, entry.at): entry for entry in kb.not_encoded}
    for source in kb.sources:
        for row in source.rows:
            key = (source.id, row.id)
            yield Account(source.id, row, tuple(by_row.get(key, ())), aside.get(key), frozenset(taken.get(key, ())))
