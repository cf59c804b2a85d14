"""The engines, and the oracle that reads the files by itself, on the shipped scenarios: models and supports."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reasoner.batch.together import Together
from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.evidence import Grade
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation, Reasoner
from tests.properties import oracle, shipped

REASONER = Reasoner(load(shipped.ROOT))
FILES = sorted((shipped.ROOT / "sessions" / "scenarios").glob("**/*.yaml"))
EVERY = 1 if os.environ.get("REASONER_EVERY") else 25
"""The oracle takes half a second for a scenario of the shipped base: of a file it sees the first and each 25th."""


def scenarios(file: Path) -> list[Scenario]:
    found = [item.scenario for item in read_scenarios(file, REASONER.kb)]
    return [scenario for scenario in found if scenario]


def supports(evaluation: Evaluation) -> list[dict[str, Grade]]:
    return [{str(each): phase.judge(each).support for each in phase.findings} for phase in evaluation.phases]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_engines_agree(file: Path) -> None:
    listed = scenarios(file)
    together = Together(REASONER).evaluate(listed)
    for scenario, held in zip(listed, together, strict=True):
        produced, evaluated = REASONER.evaluate(scenario, "production"), REASONER.evaluate(scenario, "columns")
        assert [each.model for each in evaluated.phases] == [each.model for each in produced.phases], scenario.title
        assert held is not None, scenario.title
        for wanted, phase, found in zip(supports(produced), evaluated.phases, held, strict=True):
            for finding in {each.contrary for each in phase.findings} | set(phase.findings):
                support = wanted.get(str(finding))
                for grade in Grade:
                    assert found.reaches(finding, grade) == (support is not None and support >= grade), scenario.title


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_oracle_agrees(file: Path) -> None:
    base = shipped.base()
    for scenario in scenarios(file)[::EVERY]:
        if scenario.setting.suppose:
            continue
        expected = [
            {text: Grade[found["support"]] for text, found in phase["findings"].items()}
            for phase in oracle.evaluate(base, shipped.scenario(scenario))
        ]
        assert supports(REASONER.evaluate(scenario, "columns")) == expected, scenario.title
