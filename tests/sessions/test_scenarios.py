"""The shipped scenarios on the shipped base: every expectation holds, and every proof stands on its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.errors import InputError
from reasoner.explain.citing import node
from reasoner.explain.why import proof_lines
from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner
from tests.explain.checking import checker_of

ROOT = Path(__file__).parents[2]
REASONER = Reasoner(load(ROOT))
FILES = sorted((ROOT / "sessions" / "scenarios").glob("**/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_proof_passes_the_checker(file: Path) -> None:
    checked = 0
    for item in read_scenarios(file, REASONER.kb):
        assert item.scenario, item.problems
        evaluation = REASONER.evaluate(item.scenario)
        for phase in evaluation.phases:
            checker = checker_of(REASONER, evaluation, phase)
            for finding in phase.findings:
                faults = checker.check(node(REASONER.kb, phase.judge(finding).proof))
                for line in proof_lines(phase, finding):
                    faults += checker.check(line.proof)
                assert not faults, f"{item.scenario.title}: {faults}"
                checked += 1
    assert checked


def test_no_condition_alone_is_refused_and_nothing_follows_from_nothing() -> None:
    assert not REASONER.evaluate(Scenario()).last.findings
    for condition in REASONER.kb.conditions:
        try:
            REASONER.evaluate(Scenario(phases=(Phase(given=(condition,)),)))
        except InputError as error:
            pytest.fail(f"{condition}: {error}")


def test_there_are_scenarios_of_both_sections() -> None:
    rows = {
        row
        for file in FILES
        for item in read_scenarios(file, REASONER.kb)
        if item.scenario
        for row in item.scenario.rows
    }
    assert sum(1 for file in FILES for _ in read_scenarios(file, REASONER.kb)) >= 25
    assert {"S115", "S176", "S182", "S183"} <= rows
