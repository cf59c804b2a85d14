"""`compare` against the two results."""

from __future__ import annotations

import random

import pytest

import reasoner
from reasoner.errors import UsageError
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult
from reasoner.questions.changing import changed
from reasoner.questions.comparing import compare
from tests.questions.randomly import changes, evaluations
from tests.surfaces.calling import LAKE, PACK

MARKS = ("origin", "support", "stated", "extrapolated", "contested", "rests_on_contested", "against_requirement")


def test_each_side_is_what_its_result_says() -> None:
    seen = {"different": 0, "same": 0, "in both": 0}
    for seed, base, names, first in evaluations(range(80)):
        try:
            scenario, _ = changed(names, base.kb, first.scenario, changes(random.Random(seed), base.kb, first))
            second = base.evaluate(scenario, "columns")
        except reasoner.errors.ReasonerError:
            continue
        answer = compare(base, first, second)
        wanted = [held(base.result(each, with_specificity=False).findings) for each in (first, second)]
        rows = [*answer.different, *answer.same]
        assert held(row.first for row in rows if row.first) == wanted[0], f"seed {seed}"
        assert held(row.second for row in rows if row.second) == wanted[1], f"seed {seed}"
        assert len({row.finding for row in rows}) == len(rows)
        for row in rows:
            assert all(found is None or found.finding == row.finding for found in (row.first, row.second))
            assert (marks(row.first) == marks(row.second)) == (row in answer.same), f"seed {seed}, {row.finding}"
        turned = compare(base, second, first)
        assert {row.finding for row in turned.different} == {row.finding for row in answer.different}
        seen["different"] += len(answer.different)
        seen["same"] += len(answer.same)
        seen["in both"] += sum(row.first is not None and row.second is not None for row in answer.different)
    assert all(number > 20 for number in seen.values()), seen


def held(found: object) -> dict[Finding, FindingResult]:
    return {each.finding: each for each in found}  # type: ignore[attr-defined]


def marks(found: FindingResult | None) -> list[object] | None:
    return found and [getattr(found, name) for name in MARKS]


def test_bases_that_differ_are_not_compared() -> None:
    first, second = (reasoner.load(folder).infer([]) for folder in (PACK, LAKE))
    with pytest.raises(UsageError) as raised:
        first.compare(second)
    assert raised.value.problems[0].code == "E212"
    assert "Nothing is different" in str(first.compare(reasoner.load(PACK).infer([])))


def test_every_question_has_its_python_call() -> None:
    found = reasoner.load(PACK).infer(["hypoxia"])
    assert "HIF-2α inhibited" in str(found.whatif("block HIF2A"))
    assert "Cannot do without: hypoxia" in str(found.needs("CSC enrichment"))
    assert "chemotherapy" in str(found.next())
    assert found.next("drug resistance").to_dict()["goal"] == "drug_resistance"
    with pytest.raises(UsageError):
        found.next(most=0)
    with pytest.raises(UsageError):
        found.whatif()
