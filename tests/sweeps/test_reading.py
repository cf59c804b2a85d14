"""Factors as people write them."""

from __future__ import annotations

import pytest

from reasoner.errors import UsageError
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.scenario import Scenario
from reasoner.sweeps.factors import Factor, Level
from reasoner.sweeps.reading import label
from tests.sweeps.slowly import KB, read, scenario


def switch(name: str, **adds: object) -> Factor:
    return Factor(name, (Level("off"), Level("on", **adds)))  # type: ignore[arg-type]


def choice(name: str, first: str, key: str, *values: str, within: str = "") -> Factor:
    return Factor(name, (Level(first), *(Level(each, setting=((key, within + each),)) for each in values)))


@pytest.mark.parametrize(
    ("text", "factor", "words"),
    [
        ("Low-Oxygen", switch("hypoxia", given=(Finding("hypoxia"),)), "hypoxia"),
        ("give hypoxia", switch("hypoxia", given=(Finding("hypoxia"),)), "hypoxia"),
        ("no EMT in CSC", switch("EMT down in CSC", given=(Finding("EMT", "CSC", True),)), "less EMT in CSCs"),
        ("block hif-2 alpha", switch("block HIF2A", block=(Node("HIF2A"),)), "HIF-2α inhibited"),
        (
            "inhibit HIF2A in CSC",
            switch("block HIF2A in CSC", block=(Node("HIF2A", "CSC"),)),
            "HIF-2α in CSCs inhibited",
        ),
        ("force EMT", switch("force EMT", force=(Node("EMT"),)), "EMT forced"),
        ("oxygen=1 %", switch("oxygen = 1 %", measured=(Measurement.parse("oxygen = 1 %"),)), "oxygen = 1 %"),
        ("cancer=GBM, ovarian cancer", choice("cancer", "none", "cancer", "glioblastoma", "ovarian_cancer"), "cancer"),
        ("Stage = early stage", choice("stage", "none", "stage", "early"), "stage"),
        ("site the liver", choice("site", "none", "site", "liver"), "site"),
        ("cancer", choice("cancer", "none", "cancer", "glioblastoma", "glioma", "ovarian_cancer"), "cancer"),
        ("cancer=*", choice("cancer", "none", "cancer", "glioblastoma", "glioma", "ovarian_cancer"), "cancer"),
        (
            "assume rest/induced",
            switch("assume rest/induced", setting=(("assume", "rest/induced"),)),
            "brought about by treatment assumed",
        ),
        (
            "assume rest",
            choice("assume rest", "none", "assume", "before", "induced", within="rest/"),
            "Why are some cells quiescent?",
        ),
    ],
)
def test_a_factor_is_read_as_it_is_said(text: str, factor: Factor, words: str) -> None:
    assert read(text) == (factor,)
    assert label(KB, factor) == words


def test_several_numbers_of_a_measure_are_levels() -> None:
    (factor,) = read("oxygen = 1 %, 5 %")
    assert [level.name for level in factor.levels] == ["none", "1 %", "5 %"]
    assert [str(each) for level in factor.levels for each in level.measured] == ["oxygen = 1 %", "oxygen = 5 %"]


def test_none_may_be_named_where_it_is_the_first_level() -> None:
    assert read("cancer=none,GBM") == read("cancer=GBM")
    assert read("oxygen = 1 %, none, 5 %") == read("oxygen = 1 %, 5 %")
    (factor,) = read("oxygen = none, 1 %")
    assert [level.name for level in factor.levels] == ["none", "1 %"]


def test_the_first_level_is_the_scenario_as_it_is() -> None:
    (factor,) = read("cancer=glioma,GBM", within=scenario(cancer="GBM"))
    assert [level.name for level in factor.levels] == ["glioblastoma", "glioma"]
    assert factor.levels[0].setting == ()
    (factor,) = read("assume rest", within=scenario(assume=["rest/induced"]))
    assert [level.name for level in factor.levels] == ["induced", "before"]


def test_a_word_for_many_leaves_out_what_cannot_be_switched() -> None:
    names = [factor.name for factor in read("conditions")]
    assert names == [str(each) for each in KB.conditions]
    within = scenario("hypoxia", block=["CSC"])
    assert "normoxia" in [factor.name for factor in read("conditions", within=within)]
    assert not {"hypoxia", "CSC"} & {factor.name for factor in read("conditions", within=within)}
    assert [factor.name for factor in read("chemotherapy", "therapies")] == ["chemotherapy", "HIF2A_inhibitor"]
    assert [factor.name for factor in read("cells")] == ["CSC", "M2_macrophage", "cancer_cell"]


@pytest.mark.parametrize(
    ("texts", "within", "code", "says"),
    [
        (["hypoxia", "low oxygen"], scenario(), "E261", "`low oxygen` is the same factor as `hypoxia`"),
        (["EMT", "no EMT"], scenario(), "E261", "`no EMT` and `EMT` are two factors for one thing"),
        (["block EMT", "force EMT"], scenario(), "E261", "are two factors for one thing"),
        (["cancer=GBM", "cancer=glioma"], scenario(), "E261", "is the same factor"),
        (["cancer=GBM,glioblastoma"], scenario(), "E261", "stands twice"),
        (["assume rest", "assume rest/induced"], scenario(), "E261", "two factors for one thing"),
        (["oxygen = 1 %", "oxygen = 2 %"], scenario(), "E261", "two factors for one thing"),
        (["oxygen = 1 %, 1 %"], scenario(), "E261", "stands twice"),
        (["hypoxia"], scenario("low oxygen"), "E262", "the scenario gives hypoxia"),
        (["no EMT"], scenario("EMT"), "E262", "the scenario gives EMT"),
        (["HIF2A"], scenario(block=["HIF"]), "E262", "the scenario inhibits HIFs"),
        (["block HIF2A in CSC"], scenario(block=["HIF2A"]), "E262", "the scenario inhibits HIF-2α"),
        (["block EMT"], scenario(force=["EMT"]), "E262", "the scenario forces EMT"),
        (["oxygen = 1 %"], scenario("oxygen = 5 %"), "E262", "gives a number for oxygen"),
        (["cancer=GBM"], scenario(cancer="GBM"), "E262", "is what the scenario has"),
        (["assume rest/before"], scenario(assume=["rest/induced"]), "E262", "the scenario assumes rest/induced"),
        (["remove EMT"], scenario(), "E260", "a factor adds something"),
        (["release EMT"], scenario(), "E260", "a factor adds something"),
        (["cancer="], scenario(), "E260", "expected values"),
        (["cancer=none"], scenario(), "E260", "expected values beside `none`"),
        (["cancer=none,glioma"], scenario(cancer="GBM"), "E262", "the scenario has `glioblastoma`"),
        (["oxygen"], scenario(), "E260", "is a measure"),
        (["hypoxya"], scenario(), "E012", "unknown name `hypoxya`"),
        (["block HIF2B"], scenario(), "E012", "unknown name"),
        (["cancer=gliom"], scenario(), "E012", "unknown name `gliom`"),
        (["assume rest/x"], scenario(), "E012", "unknown option"),
        (["assume"], scenario(), "E012", "unknown name"),
        (["oxygen = 1,5 %"], scenario(), "E016", "decimal number"),
        (["glioma"], scenario(), "E015", "is a cancer"),
        ([""], scenario(), "E016", "the text is empty"),
    ],
)
def test_what_is_no_factor_is_refused(texts: list[str], within: Scenario, code: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(*texts, within=within)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert says in problem.message


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        read("hypoxya", "EMT", "EMT", "remove EMT", "CSC", within=scenario("CSC"))
    assert sorted(problem.code for problem in caught.value.problems) == ["E012", "E260", "E261", "E262"]


def test_what_is_switched_may_be_blocked_by_another_factor_or_be_observed_otherwise() -> None:
    assert len(read("HIF2A", "block HIF2A")) == 2
    assert len(read("block HIF2A", within=scenario("HIF2A"))) == 1
