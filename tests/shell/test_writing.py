"""A session that is saved is read back the same by what reads scenario files."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoner.knowledge.loader import load
from reasoner.knowledge.scenario_text import scenario_text
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.evidence import Grade, System
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Expectation, Phase, Scenario, Setting

ROOT = Path(__file__).parents[2]

FINDINGS = st.lists(
    st.sampled_from(["hypoxia", "CSC", "HIF2A down", "EMT in CSC", "EMT down in CAF", "paclitaxel"]).map(Finding.parse),
    max_size=4, unique=True,
).map(tuple)  # fmt: skip
NODES = st.lists(st.sampled_from(["HIF2A", "TGFB in CSC"]).map(Node.parse), max_size=2, unique=True).map(tuple)
NUMBERS = st.decimals(-1000, 1000, places=2).map(lambda value: (Measurement("oxygen", value, "%"),)) | st.just(())
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda text: not FORBIDDEN.search(text))
EXPECTATIONS = st.builds(
    Expectation,
    present=FINDINGS,
    absent=FINDINGS,
    support=st.dictionaries(st.sampled_from(["EMT in CSC", "HIF2A down"]), st.sampled_from(Grade), max_size=2),
    cites=st.dictionaries(st.just("CSC"), st.lists(st.integers(1, 99), max_size=3).map(tuple), max_size=1),
    beside=st.sampled_from([(), ("hypoxia-emt",)]),
)
PHASES = st.builds(
    Phase,
    name=TEXTS,
    given=FINDINGS,
    measured=NUMBERS,
    remove=FINDINGS,
    remove_measured=st.sampled_from([(), ("oxygen",)]),
    block=NODES,
    force=NODES,
    release=NODES,
    expect=st.none() | EXPECTATIONS,
)
SETTINGS = st.builds(
    Setting,
    cancer=st.sampled_from([None, "glioma"]),
    stage=st.sampled_from([None, "advanced"]),
    site=st.sampled_from([None, "bone_marrow"]),
    assume=st.sampled_from([(), (("origin", "stem"),)]),
    strict_context=st.booleans(),
    system=st.none() | st.sampled_from(System),
)
SCENARIOS = st.builds(
    Scenario,
    title=TEXTS,
    setting=SETTINGS,
    history=FINDINGS,
    phases=st.lists(PHASES, min_size=1, max_size=3).map(tuple),
    rows=st.sampled_from([(), ("S1", "S3")]),
    note=TEXTS,
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    xfail=TEXTS,
    severity=st.sampled_from(["error", "warn"]),
)


@pytest.fixture(scope="module", autouse=True)
def base(kb: KnowledgeBase):
    globals()["KB"] = kb


def back(text: str, kb: KnowledgeBase) -> Scenario:
    (item,) = read_scenarios(io.BytesIO(text.encode()), kb)
    assert item.scenario is not None, (text, item.problems)
    return item.scenario


@given(SCENARIOS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(scenario: Scenario):
    assert back(scenario_text(scenario), globals()["KB"]) == scenario


@pytest.mark.parametrize(
    "title",
    [
        "", "no", "true", "null", "~", "1", "- a", "a: b", "a #b", "#a", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a",
        "`a`", "'", '"', "\\", "|", ">", "a\nb", "a\tb", " a ", "---", "...", "HIF-2α", "a, b", "? a", "=", "<<",
        "\\x1b", "a\\",
    ],
)  # fmt: skip
def test_titles_that_yaml_reads_otherwise(title: str, kb: KnowledgeBase):
    assert back(scenario_text(Scenario(title=title, note=title, tags=(title,))), kb).title == title


@pytest.mark.parametrize(
    "character", ["\x1b", "\x00", "\x7f", "\x9b", "\u202e", "\u200b", "\ufeff", "\r", "\ud800", "\U000e0041"]
)
def test_characters_that_no_file_may_hold_are_written_as_escapes(character: str, kb: KnowledgeBase):
    text = scenario_text(Scenario(title=f"a{character}b"))
    assert character not in text
    assert back(text, kb).title.startswith("a\\")


def test_long_lists_stand_one_to_a_line(kb: KnowledgeBase):
    many = tuple(Finding("hypoxia", None, bool(n)) for n in range(2)) + tuple(
        Finding(entity, place)
        for entity in ("HIF2A", "TGFB", "EMT")
        for place in ("CSC", "CAF", "cancer_cell", "bone_marrow")
    )
    scenario = Scenario(phases=(Phase(given=many, measured=(Measurement("oxygen", Decimal("1"), "%"),)),))
    text = scenario_text(scenario)
    assert max(map(len, text.splitlines())) < 120
    assert back(text, kb) == scenario


def test_the_scenarios_of_the_real_base():
    kb = load()
    folder = ROOT / "sessions" / "scenarios"
    found = [item for path in sorted(folder.glob("*.yaml")) for item in read_scenarios(path, kb)]
    for item in found:
        if item.scenario is not None:
            assert back(scenario_text(item.scenario), kb) == item.scenario
