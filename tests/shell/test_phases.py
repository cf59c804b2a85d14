"""Stories of several phases, typed as a user would, on the shipped base."""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.knowledge import KnowledgeBase
from tests.shell.driving import Inside

FOLDER = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load(FOLDER)


@pytest.fixture
def tell(shipped: KnowledgeBase, home: Path) -> Inside:
    return Inside(shipped, width=200)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_state_that_goes_with_the_drug_and_comes_back_with_it(tell: Inside):
    first = tell("cancer ovarian cancer", "chemotherapy")
    assert "CXCR4-high state, drug resistance" in first
    tell("phase drug holiday")
    holiday = flat(tell("no chemotherapy"))
    assert "reverts CXCR4-high state, drug resistance: it goes with its cause, S176 [140]" in holiday
    assert "open the review does not say what becomes of it: tumourigenicity, dormancy" in holiday
    assert "residual disease" in holiday.partition("Changed")[2]
    assert "persists from an earlier phase" in holiday
    assert "Gained" not in holiday
    tell("phase relapse")
    again = tell("chemotherapy")
    assert "CXCR4-high state, drug resistance" in again.partition("Gained, stated")[2]
    assert "Ended" not in again


def test_what_is_open_is_not_called_a_reversal(tell: Inside):
    tell("cancer breast cancer", "docetaxel", "high dose", "phase drug holiday")
    answer = flat(tell("no docetaxel, no high dose") + tell("no docetaxel") + tell("no high dose"))
    assert "CD44hi/CD24hi state (" in answer.partition("does not say what becomes of it")[2]
    assert "reverts CD44hi" not in answer
    assert "sensitivity" not in answer


def test_an_exception_that_cuts_is_cited_and_can_be_let_go(tell: Inside):
    tell("cancer breast cancer", "paclitaxel", "high dose", "phase")
    cut = flat(tell("block Src"))
    assert (
        "cut CD44hi/CD24hi state: what gave it makes an exception of this: Src inactive, S181 [143], S182 [143]" in cut
    )
    tell("phase")
    assert "CD44hi/CD24hi state" in tell("release Src").partition("Gained, stated")[2]


def test_sensitivity_comes_back_only_after_tolerance(tell: Inside):
    assert "sensitivity" not in tell("block HDAC", "drug treatment")
    tell("phase let go", "release HDAC", "phase blocked again")
    assert "drug sensitivity" in tell("block HDAC")


def test_dormancy_and_its_exit(tell: Inside):
    tell("DTC", "phase vessels")
    answer = flat(tell("angiogenesis in distant site"))
    assert "exit from dormancy in disseminated tumour" in answer.partition("Ended")[0]
    assert "cut dormancy in disseminated tumour cells" in answer
    after = flat(tell("phase no vessels"))
    assert after.startswith(
        "Phase 3 (no vessels): conditions and interventions carry over;"
        " observed before: angiogenesis in the distant site."
    )
    assert "exit from dormancy in disseminated tumour cells" in after.partition("Ended")[2]


def test_mutations_stay_when_inflammation_ends(tell: Inside):
    tell("normal stem cell", "inflammation", "prolonged exposure", "ROS", "phase calm")
    tell("no inflammation", "no prolonged exposure")
    answer = tell("why accumulated mutations in normal stem cell")
    assert "S060 [20, 21]" in answer
    assert "inflammation" not in tell("findings given").partition("Given or set")[2]


def test_a_typed_story_is_a_scenario_file_that_says_the_same(tell: Inside, shipped: KnowledgeBase, home: Path):
    tell(
        "cancer ovarian cancer",
        "chemotherapy",
        "phase drug holiday",
        "no chemotherapy",
        "phase relapse",
        "chemotherapy",
    )
    tell("save story.yaml")
    [item] = read_scenarios(home / "story.yaml", shipped)
    assert item.scenario
    shipped_one = next(iter(read_scenarios(FOLDER / "sessions/scenarios/phases-cxcr4.yaml", shipped))).scenario
    assert shipped_one
    assert [(each.given, each.remove) for each in item.scenario.phases] == [
        (each.given, each.remove) for each in shipped_one.phases
    ]
