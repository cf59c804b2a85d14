"""Generated knowledge bases: layers of causal rules over conditions, the same at every run for a size and a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from reasoner.model.entity import Entity, Kind
from reasoner.model.evidence import Evidence, Wording
from reasoner.model.finding import Finding, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule

LAYERS = 8
PREMISES = (1, 2, 3)
PREMISE_WEIGHTS = (55, 33, 12)
NEGATED_SHARE = 0.1
NEAR_SHARE = 0.7
"""The share of premises that come from the layer just below; the others come from any layer below."""
WORDINGS = (*[Wording.states] * 6, Wording.suggests, Wording.correlates, Wording.hypothesises)


def generated(size: int, seed: int, *, negation: bool) -> KnowledgeBase:
    """A knowledge base of a given size.

    A tenth as many conditions as rules, half as many concluded entities, in layers: a rule's premises and exceptions
    lie below its conclusion. Two rules conclude each entity on average. No places, no taxonomy: a rule is one ground
    rule.

    Args:
        size: how many rules; at least 20.
        seed: of the random choices.
        negation: whether a tenth of the rules has an exception; without it the same rules lack them.
    """
    rng = random.Random(f"{seed}/{size}")
    conditions = [f"c{number}" for number in range(size // 10)]
    concluded = [f"m{number}" for number in range(size // 2)]
    layers = [conditions, *_split(concluded, LAYERS)]
    everything = [*conditions, *concluded]
    starts = [0, *accumulate(map(len, layers))]
    heads = [*concluded, *rng.choices(concluded, k=size - len(concluded))]
    level = {entity: number for number, layer in enumerate(layers) for entity in layer}
    rules = [
        _rule(number, head, _Below(everything, starts[level[head] - 1], starts[level[head]]), rng)
        for number, head in enumerate(heads)
    ]
    if not negation:
        rules = [rule.model_copy(update={"unless": ()}) for rule in rules]
    entities = [Entity(id=name, label=name, kind=Kind.condition) for name in conditions]
    entities += [Entity(id=name, label=name, kind=Kind.molecule) for name in concluded]
    return KnowledgeBase(entities={entity.id: entity for entity in entities}, rules=tuple(rules))


def positive_part(kb: KnowledgeBase) -> KnowledgeBase:
    """A knowledge base without the rules that have exceptions."""
    fields = {name: getattr(kb, name) for name in type(kb).model_fields}
    return KnowledgeBase(**{**fields, "rules": tuple(rule for rule in kb.rules if not rule.unless)})


def _split(items: Sequence[str], parts: int) -> list[Sequence[str]]:
    return [items[len(items) * part // parts : len(items) * (part + 1) // parts] for part in range(parts)]


class _Below(NamedTuple):
    """What lies below a conclusion: the entities before an end, of which those from a start on are the layer below."""

    everything: Sequence[str]
    near: int
    end: int

    def draw(self, rng: random.Random, *, near: bool) -> str:
        """One of them at random, of the layer just below or of all."""
        return self.everything[rng.randrange(self.near if near else 0, self.end)]


def _rule(number: int, head: str, below: _Below, rng: random.Random) -> Rule:
    (count,) = rng.choices(PREMISES, PREMISE_WEIGHTS)
    premises = dict.fromkeys(below.draw(rng, near=rng.random() < NEAR_SHARE) for _ in range(count))
    exception = below.draw(rng, near=False) if rng.random() < NEGATED_SHARE else None
    return Rule(
        id=f"rule-{number:05}",
        claim=f"{' and '.join(premises)} raise {head}",
        when=tuple((Premise(Finding(entity)),) for entity in premises),
        then=(Finding(head),),
        unless=(Finding(exception),) if exception and exception not in premises else (),
        evidence=(_evidence(number, rng),),
    )


def _evidence(number: int, rng: random.Random) -> Evidence:
    """Two rules share a row, one to three references stand behind each."""
    refs = tuple(rng.randint(1, 400) for _ in range(rng.randint(1, 3)))
    row = f"S{number // 2:05}"
    return Evidence(at=row, refs=refs, find="words of the row", wording=rng.choice(WORDINGS), source="generated")
