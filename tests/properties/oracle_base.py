"""The oracle's reading of a knowledge base: findings, vocabulary, rules as documents, and what must be refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Document = dict[str, Any]
Atom = tuple[str, str]  # (layer, text of a finding)

CONDITION_KINDS = ("condition", "therapy", "cell")


class Refused(Exception):
    """The knowledge base or the scenario is invalid; ``reason`` says how."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class Finding(NamedTuple):
    """An entity in a place ("" is the top place), up or down."""

    entity: str
    direction: str
    place: str

    def __str__(self) -> str:
        """The canonical text: ``ENTITY [down] [in PLACE]``."""
        text = self.entity + (" down" if self.direction == "down" else "")
        return text + (f" in {self.place}" if self.place else "")

    @property
    def contrary(self) -> Finding:
        """The other direction of the same node."""
        return self._replace(direction="up" if self.direction == "down" else "down")


def parse(text: str) -> Finding:
    """Read ``ENTITY [down] [in PLACE]``."""
    match = re.fullmatch(r"\s*(\w+)(\s+down)?(?:\s+in\s+(\w+))?\s*", text)
    if match is None:
        raise ValueError(f"not a finding: {text!r}")
    return Finding(match[1], "down" if match[2] else "up", match[3] or "")


def listed(value: Any) -> list[Any]:
    """A list, from nothing, one value or a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def truth(value: Any) -> bool:
    """A flag that may still be text."""
    return value is True or str(value).lower() == "true"


class Vocabulary:
    """The entities of a base and what the structural rules make of them."""

    def __init__(self, base: Document) -> None:
        self.entities: dict[str, Document] = {entity["id"]: entity for entity in base["entities"]}
        self.parents = {name: listed(entity.get("is_a")) for name, entity in self.entities.items()}
        self.implied = {
            name: [parse(text) for text in listed(entity.get("implies"))] for name, entity in self.entities.items()
        }
        self.places = [name for name, entity in self.entities.items() if entity["kind"] in ("cell", "site")]
        self.measures = {name for name, entity in self.entities.items() if entity["kind"] == "measure"}

    def ancestors(self, name: str) -> set[str]:
        """The entity and all that it is."""
        found, todo = {name}, [name]
        while todo:
            for parent in self.parents.get(todo.pop(), []):
                if parent not in found:
                    found.add(parent)
                    todo.append(parent)
        return found

    def related(self, one: str, other: str) -> bool:
        """Equal, or one an ancestor of the other."""
        return one in self.ancestors(other) or other in self.ancestors(one)

    def is_condition(self, finding: Finding) -> bool:
        """Up, without place, of a kind (or with a mark) that makes it carry over between phases."""
        entity = self.entities[finding.entity]
        chosen = entity["kind"] in CONDITION_KINDS or bool(entity.get("input"))
        return chosen and finding.direction == "up" and not finding.place

    def steps(self, finding: Finding) -> Iterator[tuple[Finding, str]]:
        """The structural steps from a finding, with their kind; from `up` only."""
        if finding.direction == "down":
            return
        for parent in self.parents[finding.entity]:
            yield finding._replace(entity=parent), "isa"
        if finding.place:
            for place in ["", *self.parents[finding.place]]:
                yield finding._replace(place=place), "place"
        for implied in self.implied[finding.entity]:
            yield implied._replace(place=finding.place), "implies"

    def upwards(self, findings: Iterable[Finding]) -> set[Finding]:
        """The findings with all that lies structurally above them, nothing cut."""
        found, todo = set(), list(findings)
        while todo:
            finding = todo.pop()
            if finding not in found:
                found.add(finding)
                todo.extend(above for above, _ in self.steps(finding))
        return found


def premises_of(rule: Document) -> list[list[str]]:
    """The texts of the premises, one list for each variant that `any` makes."""
    variants: list[list[str]] = [[]]
    for item in listed(rule.get("when")):
        choices = listed(item["any"]) if isinstance(item, dict) else [item]
        variants = [[*variant, choice] for variant in variants for choice in choices]
    return variants


def kind_of(rule: Document) -> str:
    """rule, requirement or denial."""
    return str(rule.get("kind", "rule"))


def effect_of(rule: Document) -> str:
    """The effect of a rule; causes where it says nothing."""
    return str(rule.get("effect", "causes"))


def fires_at_all(rule: Document) -> bool:
    """Whether a rule may ever conclude something."""
    return kind_of(rule) == "rule" and effect_of(rule) in ("causes", "correlates", "marks")


def premise(text: str, layer: str = "all") -> Atom:
    """A premise as the layer and the finding that it looks for."""
    if text.startswith("before "):
        return "past", str(parse(text.removeprefix("before ")))
    return layer, str(parse(text))


def named_in_rule(rule: Document) -> Iterator[Finding]:
    """Every finding that a rule of any kind names."""
    for variant in premises_of(rule):
        for text in variant:
            yield parse(text.removeprefix("before "))
    for key in ("then", "unless", "outcomes", "needs"):
        yield from map(parse, listed(rule.get(key)))


def named_in_base(base: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Every finding that the knowledge base names; every entity is named in the top place."""
    for name, entity in vocabulary.entities.items():
        yield Finding(name, "up", "")
        yield from map(parse, listed(entity.get("blocks")))
        yield from (parse(threshold["gives"]) for threshold in listed(entity.get("thresholds")))
    for rule in base["rules"]:
        yield from named_in_rule(rule)


def phases_of(scenario: Document) -> list[Document]:
    """The phases; a scenario without any is its own only phase."""
    return list(scenario.get("phases") or [scenario])


def is_number(text: str) -> bool:
    """Whether a given text is a measure's number."""
    return "=" in text


def named_in_scenario(scenario: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Every node that a scenario names, in whatever phase, with a direction that does not matter."""
    texts = listed(scenario.get("history"))
    for phase in phases_of(scenario):
        for key in ("given", "remove", "block", "force", "release"):
            texts += listed(phase.get(key))
    yield from (parse(text) for text in texts if not is_number(text))


def universe(base: Document, scenario: Document, vocabulary: Vocabulary) -> set[Finding]:
    """Both directions of every node that is named, or that structural rules reach from a named one."""
    named = list(named_in_base(base, vocabulary)) + list(named_in_scenario(scenario, vocabulary))
    nodes: set[tuple[str, str]] = set()
    todo = [(finding.entity, finding.place) for finding in named]
    while todo:  # node by node, whatever the direction
        node = todo.pop()
        if node not in nodes:
            nodes.add(node)
            above = vocabulary.steps(Finding(node[0], "up", node[1]))
            todo.extend((finding.entity, finding.place) for finding, _ in above)
    return {Finding(entity, direction, place) for entity, place in nodes for direction in ("up", "down")}


def is_cyclic(graph: dict[Any, set[Any]]) -> bool:
    """Whether a directed graph has a cycle: take away what leads nowhere until nothing is left, or nothing goes."""
    left = {node: set(successors) for node, successors in graph.items()}
    while left:
        ends = {node for node, successors in left.items() if not successors & left.keys()}
        if not ends:
            return True
        for node in ends:
            del left[node]
    return False


def check_base(base: Document) -> None:
    """Refuse a base with a cyclic structure, cyclic therapies or a cycle through `unless`."""
    vocabulary = Vocabulary(base)
    structure: dict[Any, set[Any]] = {
        name: set(vocabulary.parents[name]) | {f.entity for f in vocabulary.implied[name] if f.direction == "up"}
        for name in vocabulary.entities
    }
    if is_cyclic(structure):
        raise Refused("structure cycle")
    blocking = {  # a therapy blocks what any therapy above it blocks
        name: [text for above in vocabulary.ancestors(name) for text in vocabulary.entities[above].get("blocks", [])]
        for name, entity in vocabulary.entities.items()
        if entity["kind"] == "therapy"
    }
    therapies: dict[Any, set[Any]] = {
        one: {two for two in blocking for text in listed(blocks) if vocabulary.related(parse(text).entity, two)}
        for one, blocks in blocking.items()
    }
    if is_cyclic(therapies):
        raise Refused("therapy cycle")
    check_unless(base, vocabulary)


def check_unless(base: Document, vocabulary: Vocabulary) -> None:
    """Refuse a cycle through `unless`, over all rules that may fire and all structural steps."""
    findings = universe(base, {}, vocabulary)
    leads: dict[Finding, set[Finding]] = {f: {above for above, _ in vocabulary.steps(f)} for f in findings}
    stops: set[tuple[Finding, Finding]] = set()
    for rule in filter(fires_at_all, base["rules"]):
        heads = [parse(text) for text in listed(rule["then"])]
        for text in {text for variant in premises_of(rule) for text in variant if not text.startswith("before ")}:
            leads[parse(text)].update(heads)
        for exception in map(parse, listed(rule.get("unless"))):
            for finding in findings:
                if meets_exception(finding, exception, vocabulary):
                    leads[finding].update(heads)
                    stops.update((finding, head) for head in heads)
    for finding, head in stops:
        seen, todo = {head}, [head]
        while todo:
            fresh = leads[todo.pop()] - seen
            seen |= fresh
            todo.extend(fresh)
        if finding in seen:
            raise Refused("unless cycle", f"{finding} and {head}")


def meets_exception(finding: Finding, exception: Finding, vocabulary: Vocabulary) -> bool:
    """Whether a finding is the exception's, in a place at or below the exception's."""
    inside = not exception.place or (bool(finding.place) and exception.place in vocabulary.ancestors(finding.place))
    return inside and finding[:2] == exception[:2]
