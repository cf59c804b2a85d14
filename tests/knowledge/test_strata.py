"""Cycles through `unless` as loading finds them, against the strata of the program made of the same rules."""

from __future__ import annotations

from collections import Counter
from random import Random

from reasoner.errors import KnowledgeError
from reasoner.knowledge.draft import Draft, Located
from reasoner.knowledge.invariants import cycles
from reasoner.knowledge.nodes import Document, Mapping
from reasoner.model.entity import Entity, Kind
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.program.build import Grounder

CELLS = ["c0", "c1", "c2"]
MOLECULES = [f"m{number}" for number in range(6)]
EVIDENCE = [{"at": "S1", "find": "a b c", "wording": "states"}]


def random_entities(random: Random) -> dict[str, Entity]:
    found = {}
    for number, id_ in enumerate(CELLS):
        parents = tuple(cell for cell in CELLS[:number] if random.random() < 0.5)
        found[id_] = Entity(id=id_, label=id_, kind=Kind.cell, is_a=parents)
    for number, id_ in enumerate(MOLECULES):
        earlier = MOLECULES[:number]
        record = {
            "is_a": [other for other in earlier if random.random() < 0.2],
            "implies": [other + random.choice(["", " down"]) for other in earlier if random.random() < 0.15],
        }
        found[id_] = Entity.model_validate({"id": id_, "label": id_, "kind": Kind.molecule, **record})
    return found


def random_rule(random: Random, number: int) -> Rule:
    def finding() -> str:
        place = f" in {random.choice(CELLS)}" if random.random() < 0.4 else ""
        return random.choice(MOLECULES) + random.choice(["", "", "", " down"]) + place

    effect = random.choice(["causes", "causes", "correlates", "marks"])
    before = "before " if random.random() < 0.1 and effect != "marks" else ""
    return Rule.model_validate(
        {
            "id": f"r{number}",
            "claim": "C.",
            "effect": effect,
            "when": [before + finding() for _ in range(1 if effect == "marks" else random.randint(1, 2))],
            "then": [finding() for _ in range(random.randint(1, 2))],
            "unless": [finding() for _ in range(random.choice([0, 0, 1, 1, 2]))],
            "evidence": EVIDENCE,
        }
    )


def test_what_is_refused_is_what_has_no_strata():
    counts: Counter[bool] = Counter()
    for seed in range(300):
        random = Random(seed)
        entities = random_entities(random)
        rules = [random_rule(random, number) for number in range(random.randint(2, 6))]
        document, tree = Document("x"), Mapping(1, 1)
        draft = Draft(
            entities={id_: Located(entity, tree, document) for id_, entity in entities.items()},
            rules={rule.id: Located(rule, tree, document) for rule in rules},
        )
        refused = any(problem.code == "E033" for problem in cycles.check(draft))
        try:
            Grounder(KnowledgeBase(entities=entities, rules=tuple(rules))).program(Setting())
            stratified = True
        except KnowledgeError:
            stratified = False
        assert refused is not stratified, seed
        counts[refused] += 1
    assert min(counts.values()) > 80
