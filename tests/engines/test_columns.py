"""The columns engine where random bases seldom go; elsewhere the property tests hold it to the oracle."""

from __future__ import annotations

import pytest

from reasoner.engines.columns import Block, Columns, holding
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from tests.explain.making import infer, item, one, reasoner, rule
from tests.properties import adapter


def requirement(name: str, need: str) -> dict[str, object]:
    return {
        "id": name,
        "kind": "requirement",
        "claim": f"It needs {need}.",
        "then": "enrichment",
        "needs": need,
        "evidence": [item("S001", 1)],
    }


MADE = reasoner(
    rule("a", ["hypoxia"], "enrichment", item("S001", 1, 2)), requirement("r-1", "HIF1A"), requirement("r-2", "HIF2A")
)


def test_demotions_add_up() -> None:
    blocks = ([], ["HIF1A"], ["HIF2A"], ["HIF1A", "HIF2A"])
    analyses = [
        MADE.evaluate(adapter.scenario({"entities": []}, {"given": ["hypoxia"], "block": b})).last for b in blocks
    ]
    columns = Columns(analyses[0].program)
    supports = columns.supports(Block.of([analysis.situation.case for analysis in analyses]))
    atom = analyses[0].number(Finding("enrichment"))
    best = [max(grade for grade in Grade if atom in holding(supports[grade], n)) for n in range(4)]
    assert best == [Grade.strong, Grade.moderate, Grade.moderate, Grade.limited]
    shown = [one(infer(MADE, "hypoxia", block=b), "enrichment").support for b in blocks]
    assert shown == best


def test_a_block_takes_cases_of_one_program() -> None:
    with pytest.raises(ValueError, match="one program"):
        Block.of([])
