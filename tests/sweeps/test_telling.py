"""Sensitivity and claims in words: what is said of a sweep, of a sample, and of a sweep that is refused."""

from __future__ import annotations

import pytest

from reasoner.knowledge.loader import load
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.result import DISCLAIMER
from reasoner.model.scenario import Phase, Scenario
from reasoner.model.sensitivity import Sensitivity
from reasoner.pipeline import Reasoner
from reasoner.render.text import plain
from reasoner.sweeps.claims import ClaimCheck, Claimed
from reasoner.sweeps.designs import Design
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.kept import Kept
from reasoner.sweeps.sensitivity import sensitivity
from reasoner.sweeps.sweeper import Sweeper
from tests.sweeps.brutally import FullDesign, ListedDesign


@pytest.fixture(scope="module")
def reasoner() -> Reasoner:
    return Reasoner(load())


def factors(*names: str) -> list[Factor]:
    found = []
    for name in names:
        verb, _, node = name.partition(" ")
        on = Level("on", block=(Node(node),)) if verb == "block" else Level("on", given=(Finding(name),))
        found.append(Factor(name, (Level("off"), on)))
    return found


def swept(sweeper: Sweeper, design: Design) -> Sensitivity:
    with Kept(design.size, len(sweeper.targets)) as kept:
        kept.put(sweeper.block(design, 0, design.size))
        return sensitivity(sweeper, design, kept)


TARGETS = [Finding("EMT"), Finding("CSC_enrichment")]


def test_a_sweep_is_told(reasoner: Reasoner) -> None:
    sweeper = Sweeper(reasoner, Scenario(), factors("hypoxia", "chemotherapy", "block HIF2A"), TARGETS)
    text = plain(swept(sweeper, FullDesign(sweeper.factors)), reasoner.kb, width=110)
    assert "8 scenarios, all combinations of the factors." in text
    assert "hypoxia" in text
    assert "HIF-2α inhibited" in text
    assert "makes it less firm in" in text
    assert "of 4 pairs" in text
    assert "Smallest sets of factors that suffice" in text
    assert DISCLAIMER in text
    assert reasoner.kb.no_advice.split(".")[0] in text.replace("\n", " ")
    assert "HIF2A" not in text, "no ids"


def test_of_samples_it_is_said_what_pairs_are(reasoner: Reasoner) -> None:
    sweeper = Sweeper(reasoner, Scenario(), factors("hypoxia", "CAF"), TARGETS[:1])
    answer = swept(sweeper, ListedDesign(sweeper.factors, [(0, 0), (1, 0), (1, 1)]))
    text = plain(answer, reasoner.kb, width=110)
    assert "3 scenarios, those of a table or sample." in text
    assert "they need not stand for all settings of the others" in text.replace("\n  ", " ")
    assert "whatever else is on" not in text.partition("Smallest sets")[2].partition("No smaller")[0]


def claims(reasoner: Reasoner, scenario: Scenario, *claimed: Claimed) -> str:
    sweeper = Sweeper(reasoner, scenario, factors("hypoxia", "CAF"), [each.finding for each in claimed])
    design = FullDesign(sweeper.factors)
    check = ClaimCheck(sweeper, design, claimed)
    check.put(sweeper.block(design, 0, design.size))
    return plain(check.answer(), reasoner.kb, width=110)


def test_claims_are_told(reasoner: Reasoner) -> None:
    emt = Finding("EMT")
    text = claims(reasoner, Scenario(), Claimed(emt, False, Grade.moderate), Claimed(Finding("EMT", None, True), False))
    assert "Never EMT with moderate support or firmer: does not hold in" in text
    assert "With the fewest factors switched: hypoxia; it holds there" in text
    assert "Never less EMT: holds in all 4 scenarios." in text
    assert 'scenario: "counter-example to: never EMT with support moderate or firmer"' in text


def test_a_sweep_that_is_refused_tests_nothing(reasoner: Reasoner) -> None:
    scenario = Scenario(phases=(Phase(given=(Finding("hypoxia"), Finding("normoxia"))),))
    text = claims(reasoner, scenario, Claimed(Finding("EMT"), False))
    assert "not tested: every scenario contradicts itself" in text
    assert "holds" not in text.partition("Never EMT")[2].partition("\n")[0]
