"""Random bases with scenarios that were evaluated, and random changes of these."""

from __future__ import annotations

import random
from collections.abc import Iterator

from reasoner.errors import InputError
from reasoner.knowledge.names import Names
from reasoner.model.entity import Kind
from reasoner.model.knowledge import KnowledgeBase
from reasoner.pipeline import Evaluation, Reasoner
from tests.properties import adapter, generator, oracle


def evaluations(seeds: range, engine: str = "columns") -> Iterator[tuple[int, Reasoner, Names, Evaluation]]:
    """The seeds whose base and scenario are sound, evaluated."""
    for seed in seeds:
        base, document = generator.case(seed)
        try:
            oracle.check_base(base)
            reasoner = Reasoner(adapter.knowledge_base(base))
            yield seed, reasoner, Names(reasoner.kb), reasoner.evaluate(adapter.scenario(base, document), engine)
        except (oracle.Refused, InputError):
            continue


def changes(rng: random.Random, kb: KnowledgeBase, evaluation: Evaluation) -> list[str]:
    """One to three changes, in the words that `whatif` reads; most of them can be made."""
    now = evaluation.last.situation.inputs
    held = [str(finding) for finding in evaluation.last.findings if not finding.down]
    entities = {kind: [each.id for each in kb.entities.values() if each.kind is kind] for kind in Kind}
    things = [*held * 2, *(entities[Kind.molecule] + entities[Kind.process] + entities[Kind.cell])]
    pools = {
        "give": [*map(str, kb.conditions), *(f"{each} down" for each in entities[Kind.molecule]), "oxygen = 1 %"],
        "remove": [*map(str, now.given), *(each.measure for each in now.measured)],
        "block": things,
        "force": things,
        "release": [str(node) for node in (*now.block, *now.force)],
        "cancer": [*entities[Kind.cancer], "none"],
        "stage": [*entities[Kind.stage], "none"],
        "site": [*entities[Kind.site], "none"],
        "assume": [*(f"{group.id}/{option.id}" for group in kb.groups for option in group.options), "none"],
    }
    verbs = [verb for verb, pool in pools.items() if pool]
    weights = {"give": 3, "remove": 4, "block": 4, "release": 4, "cancer": 2}
    drawn = rng.choices(verbs, [weights.get(verb, 1) for verb in verbs], k=rng.choice([1, 1, 2, 3]))
    return [f"{verb} {rng.choice(pools[verb])}" for verb in drawn]
