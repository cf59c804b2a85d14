"""A small base to search in, and how scenarios and sets are written down."""

from __future__ import annotations

from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from tests.explain.making import item, rule
from tests.properties import adapter

F = Finding.parse


def given(*texts: str, **more: object) -> Scenario:
    return adapter.scenario({"entities": [{"id": "oxygen", "kind": "measure"}]}, {"given": list(texts), **more})


def items(sets: object) -> list[list[str]]:
    return sorted(sorted(change.item for change in each.changes) for each in sets)


BASE = (
    rule("hypoxia-emt", ["hypoxia"], "EMT", item("S010", 1), unless=["CAF"]),
    rule("both-emt", ["inflammation", "CSC"], "EMT", item("S011", 2, 3)),
    rule("hypoxia-hif", ["hypoxia"], "HIF1A", item("S012", 4)),
    rule("hif-vegf", ["HIF1A"], "VEGF", item("S013", 5)),
    rule("vegf-angiogenesis", ["VEGF"], "angiogenesis", item("S014", 6)),
    rule("hif-stemness", ["HIF1A"], "stemness", item("S015", 7)),
    rule("taxane-stemness", ["taxane"], "stemness", item("S016", 8), only={"cancer": "glioma"}),
    rule("early", ["CSC"], "enrichment", item("S017", 9), hypothesis="origin/early"),
)
