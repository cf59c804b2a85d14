"""The effect map of single conditions against evaluating each of them by itself."""

from __future__ import annotations

from reasoner.knowledge.loader import load
from reasoner.model.finding import Finding
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.sweeps.alone import alone_map


def test_each_cell_is_what_the_condition_gives_alone() -> None:
    kb = load()
    reasoner = Reasoner(kb)
    conditions, targets = kb.conditions[:25], [Finding(name) for name in ("EMT", "angiogenesis", "drug_resistance")]
    setting = Setting(cancer="glioblastoma")
    picture = alone_map(reasoner, setting, conditions, targets)
    assert picture.columns == tuple(map(kb.label, targets))
    assert picture.rows == tuple(map(kb.label, conditions))
    assert picture.advice
    held = 0
    for condition, row in zip(conditions, picture.cells, strict=True):
        last = reasoner.evaluate(Scenario(setting=setting, phases=(Phase(given=(condition,)),)), "production").last
        wanted = [last.proofs.support[last.number(each)] if last.holds(each) else None for each in targets]
        assert [cell.support for cell in row] == wanted
        held += sum(each is not None for each in wanted)
    assert held > 5
