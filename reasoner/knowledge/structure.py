"""The structural steps of a vocabulary: along `is_a`, `implies` and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reasoner.model.entity import PLACES, Entity
from reasoner.model.finding import Finding


class Structure:
    """What the vocabulary makes follow from what.

    Args:
        entities: by id. Parents and implications that are not among them are passed over; cycles do no harm.
    """

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._ancestors: dict[str, frozenset[str]] = {}

    def knows(self, finding: Finding) -> bool:
        """Whether the entity and the place of a finding exist."""
        return finding.entity in self._entities and (finding.place is None or finding.place in self._entities)

    def ancestors(self, entity: str) -> frozenset[str]:
        """The entity and everything above it along `is_a`."""
        if entity not in self._ancestors:
            seen, todo = {entity}, [entity]
            while todo:
                known = self._entities.get(todo.pop())
                for parent in known.is_a if known else ():
                    if parent not in seen:
                        seen.add(parent)
                        todo.append(parent)
            self._ancestors[entity] = frozenset(seen)
        return self._ancestors[entity]

    def place_within(self, place: str | None, other: str | None) -> bool:
        """Whether a place is at or below another; no place is above all."""
        return other is None or (place is not None and other in self.ancestors(place))

    def steps(self, finding: Finding) -> list[Finding]:
        """What follows from a finding in one step: parents, implications, wider places. From `down` follows nothing."""
        if finding.down or not self.knows(finding):
            return []
        entity = self._entities[finding.entity]
        found = [Finding(parent, finding.place) for parent in entity.is_a if parent in self._entities]
        found += [
            Finding(implied.entity, finding.place, implied.down)
            for implied in entity.implies
            if implied.entity in self._entities
        ]
        if finding.place is not None:
            parents = self._entities[finding.place].is_a
            wider = [p for p in parents if p in self._entities and self._entities[p].kind in PLACES]
            found += [Finding(finding.entity, place) for place in (*wider, None)]
        return found

    def closure(self, findings: Iterable[Finding]) -> set[Finding]:
        """Findings with everything that follows from them."""
        seen = set(findings)
        todo = list(seen)
        while todo:
            for above in self.steps(todo.pop()):
                if above not in seen:
                    seen.add(above)
                    todo.append(above)
        return seen

    def places(self, findings: Iterable[Finding]) -> dict[str, set[str | None]]:
        """In which places each entity can come up, given the nodes that are named: structure carries nodes upwards."""
        todo = [Finding(finding.entity, finding.place) for finding in findings]
        seen = set(todo)
        while todo:
            for above in self.steps(todo.pop()):
                if (node := above._replace(down=False)) not in seen:  # nodes are carried on whatever the direction
                    seen.add(node)
                    todo.append(node)
        found: dict[str, set[str | None]] = {}
        for node in seen:
            found.setdefault(node.entity, {None}).add(node.place)
        return found
