"""What must not run in circles: definitions, therapies that block therapies, and rules through their exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reasoner.errors import Position, Problem
from reasoner.knowledge.draft import Draft
from reasoner.knowledge.graph import components, cycles, path
from reasoner.knowledge.structure import Structure
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding


def check(draft: Draft) -> Iterator[Problem]:
    """Cycles along `is_a` and `implies`, among therapies, and through `unless`."""
    definitions = list(_definitions(draft))
    yield from definitions
    yield from _therapies(draft)
    if not definitions:
        yield from _exceptions(draft)


def _definitions(draft: Draft) -> Iterator[Problem]:
    graph = {
        id_: [
            *(parent for parent in entity.value.is_a if parent in draft.entities),
            *(found.entity for found in entity.value.implies if not found.down and found.entity in draft.entities),
        ]
        for id_, entity in sorted(draft.entities.items())
    }
    for cycle in cycles(graph):
        message = f"`is_a` and `implies` run in a circle: {' -> '.join(cycle)}"
        added = (where for edge in pairwise(cycle) if (where := _added(draft, *edge)))
        entity = draft.entities[cycle[0]]
        part = "is_a" if cycle[1] in entity.value.is_a else "implies"
        yield Problem("E032", message, next(added, None) or entity.where_key(part))


def _added(draft: Draft, id_: str, parent: str) -> Position | None:
    """Where a pack gives an entity of another one a parent; None where the entity has it of its own."""
    entity = draft.entities[id_]
    number = entity.value.is_a.index(parent) if parent in entity.value.is_a else -1
    return entity.elsewhere.get(("is_a", number))


def _therapies(draft: Draft) -> Iterator[Problem]:
    """A therapy, with what any therapy above it blocks, must not bear on itself: those that bear on others go first."""
    structure = Structure(draft.vocabulary)
    therapies = [id_ for id_, entity in draft.vocabulary.items() if entity.kind is Kind.therapy]
    graph = {
        id_: [
            other
            for above in sorted(structure.ancestors(id_) & draft.vocabulary.keys())
            for node in draft.vocabulary[above].blocks
            for other in therapies
            if node.entity in structure.ancestors(other) or other in structure.ancestors(node.entity)
        ]
        for id_ in therapies
    }
    for cycle in cycles(graph):
        message = f"therapies block each other in a circle: {' -> '.join(cycle)}"
        yield Problem("E034", message, draft.entities[cycle[0]].where_key("blocks"))


def _exceptions(draft: Draft) -> Iterator[Problem]:
    """A rule's conclusion must not depend on the absence of what depends on it.

    Taken together are all rules that fire, whatever their guards, hypotheses and contexts, and the structural steps. An
    exception is met in any place at or below its own. Earlier phases (`before`) and the backward reading of `marks`,
    which reads observations alone, close no cycle.
    """
    structure = Structure(draft.vocabulary)
    rules = [
        rule
        for _, rule in sorted(draft.rules.items())
        if rule.value.fires and all(structure.knows(finding) for finding in rule.value.findings())
    ]
    places = structure.places(finding for rule in rules for finding in rule.value.findings())
    # From premise to conclusion; `why` remembers the rule of an edge, for the words.
    graph: dict[Finding, dict[Finding, str]] = {}
    negative: list[tuple[Finding, Finding, int, str]] = []
    for rule in rules:
        for head in rule.value.then:
            for item in rule.value.when:
                for premise in item:
                    if not premise.before:
                        graph.setdefault(premise.finding, {}).setdefault(head, rule.value.id)
            for number, exception in enumerate(rule.value.unless):
                for place in places.get(exception.entity, {None}):
                    if structure.place_within(place, exception.place):
                        stopped_by = exception._replace(place=place)
                        graph.setdefault(stopped_by, {}).setdefault(head, rule.value.id)
                        negative.append((stopped_by, head, number, rule.value.id))
    todo = list({*graph, *(head for heads in graph.values() for head in heads)})
    seen = set(todo)
    while todo:
        finding = todo.pop()
        for above in structure.steps(finding):
            graph.setdefault(finding, {}).setdefault(above, "")
            if above not in seen:
                seen.add(above)
                todo.append(above)
    ordered = {finding: sorted(graph[finding], key=str) for finding in sorted(graph, key=str)}
    component = {finding: number for number, members in enumerate(components(ordered)) for finding in members}
    reported: set[int] = set()
    for exception, head, number, id_ in sorted(negative, key=lambda edge: (edge[3], str(edge[0]), str(edge[1]))):
        if component[exception] == component[head] and component[head] not in reported:
            reported.add(component[head])
            members = component[head]
            inside = {finding: [f for f in above if component[f] == members] for finding, above in ordered.items()}
            cycle = [exception, *path(inside, head, exception)]
            text = f"{cycle[0]} stops {id_}, which gives {cycle[1]}"
            for lower, upper in pairwise(cycle[1:]):
                rule_id = graph[lower][upper]
                text += f" -> {upper}" + (f" ({rule_id})" if rule_id else " (by definition)")
            message = f"rules run in a circle through `unless`: {text}"
            yield Problem("E033", message, draft.rules[id_].where("unless", number))
