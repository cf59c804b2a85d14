"""Expectations: each key is judged, and a failure says what was expected, what is, and where to look."""

from __future__ import annotations

import pytest

from reasoner.batch.expect import Failure, judge
from reasoner.knowledge.loader import load
from reasoner.knowledge.scenarios import read_scenarios
from reasoner.model.scenario import Expectation, Scenario
from reasoner.pipeline import Reasoner
from tests.surfaces.calling import PACK

HYPOXIA = "given: [hypoxia]\n"
PHASES = """cancer: ovarian_cancer
phases:
  - {given: [chemotherapy]}
  - {remove: [chemotherapy], block: [scarring], given: [hypoxia], expect: {EXPECT}}
"""


@pytest.fixture(scope="module")
def asked() -> Reasoner:
    return Reasoner(load(PACK))


def failures(asked: Reasoner, document: str) -> list[Failure]:
    import io

    (item,) = read_scenarios(io.BytesIO(document.encode()), asked.kb)
    assert item.scenario is not None, item.problems
    evaluation = asked.evaluate(item.scenario, "columns")
    found: list[Failure] = []
    for number, phase in enumerate(item.scenario.phases):
        found += judge(evaluation, number, phase.expect) if phase.expect else []
    return found


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("given: [hypoxia]", "present: [angiogenesis, hypoxia, EMT]"),
        ("given: [hypoxia]", "absent: [drug_resistance, EMT down]"),
        ("given: [hypoxia]", "support: {angiogenesis: moderate, hypoxia: strong}"),
        ("given: [hypoxia]", "cites: {angiogenesis: [1, 3], CSC_enrichment: 4}"),
        ("given: [hypoxia]", "stated: [angiogenesis]"),
        ("given: [hypoxia]", "combined: [invasion]"),
        ("{given: [hypoxia], cancer: ovarian_cancer}", "extrapolated: [EMT in CSC]"),
        ("{given: [hypoxia], block: [HIF2A]}", "against_requirement: [CSC_enrichment]"),
        ("given: [hypoxia, chemotherapy]", "contested: [dormancy, dormancy down]"),
        ("given: [hypoxia, angiogenesis down]", "expected_otherwise: [angiogenesis]"),
        ("given: [hypoxia]", "beside: [notch-stemness]"),
    ],
)
def test_what_is_so_is_no_failure(asked: Reasoner, document: str, expected: str) -> None:
    given = document.strip("{}").replace(", cancer", "\ncancer").replace(", block", "\nblock")
    assert failures(asked, f"{given}\nexpect: {{{expected}}}\n") == []


@pytest.mark.parametrize(
    ("given", "expected", "name", "text", "hint"),
    [
        (
            "[hypoxia]",
            "present: [drug_resistance]",
            "drug_resistance",
            "expected drug resistance to hold; it is not inferred",
            "rules that could give it: chemotherapy-cxcr4-high",
        ),
        (
            "[hypoxia]",
            "present: [dormancy]",
            "dormancy",
            "expected dormancy to hold; it is not inferred",
            "less dormancy holds (moderate, stated)",
        ),
        (
            "[hypoxia]",
            "present: [angiogenesis in CSC]",
            "angiogenesis in CSC",
            "expected angiogenesis in CSCs to hold; it is not inferred",
            "what holds is angiogenesis",
        ),
        (
            "[hypoxia]",
            "present: [macrophage_recruitment]",
            "macrophage_recruitment",
            "expected recruitment of macrophages to hold; it is not inferred",
            "it would follow with cancer: glioma",
        ),
        (
            "[hypoxia, angiogenesis down]",
            "present: [angiogenesis]",
            "angiogenesis",
            "expected angiogenesis to hold; it is not inferred",
            "less angiogenesis holds (given)",
        ),
        (
            "[hypoxia]",
            "present: [EMT down]",
            "EMT down",
            "expected less EMT to hold; it is not inferred",
            "EMT holds (moderate, stated)",
        ),
        ("[hypoxia]", "present: [M2_macrophage]", "M2_macrophage", None, "no rule concludes it"),
        (
            "[hypoxia]",
            "absent: [angiogenesis]",
            "angiogenesis",
            "expected angiogenesis not to hold; it holds: moderate, stated",
            "by hif-angiogenesis, hypoxia-hif1a (T01)",
        ),
        (
            "[hypoxia]",
            "absent: [hypoxia]",
            "hypoxia",
            "expected hypoxia not to hold; it holds: given",
            "",
        ),
        (
            "[hypoxia]",
            "support: {angiogenesis: strong}",
            "angiogenesis",
            "expected angiogenesis to be strong; it is moderate, stated",
            "by hif-angiogenesis, hypoxia-hif1a (T01)",
        ),
        ("[hypoxia]", "support: {quiescence: limited}", "quiescence", None, None),
        (
            "[hypoxia]",
            "cites: {angiogenesis: [1, 9]}",
            "angiogenesis",
            "expected angiogenesis to cite [1, 9]; its proof cites [1, 2, 3] and not [9]",
            None,
        ),
        (
            "[hypoxia]",
            "cites: {quiescence: [9]}",
            "quiescence",
            "expected quiescence to cite [9]; it is not inferred",
            None,
        ),
        ("[hypoxia]", "stated: [invasion]", "invasion", "expected invasion to be stated; it is combined", None),
        (
            "[hypoxia]",
            "combined: [angiogenesis]",
            "angiogenesis",
            "expected angiogenesis to be combined; it is stated",
            None,
        ),
        ("[hypoxia]", "combined: [quiescence]", "quiescence", None, None),
        (
            "[hypoxia]",
            "extrapolated: [EMT]",
            "EMT",
            "expected EMT to be extrapolated; evidence from this setting carries it",
            None,
        ),
        (
            "[hypoxia]",
            "against_requirement: [CSC_enrichment]",
            "CSC_enrichment",
            "expected CSC enrichment to be against a stated requirement; no requirement that is not met lowers it",
            None,
        ),
        (
            "[hypoxia]",
            "contested: [EMT]",
            "EMT",
            "expected EMT to be contested; nothing contests it",
            None,
        ),
        (
            "[hypoxia]",
            "expected_otherwise: [angiogenesis]",
            "angiogenesis",
            "expected angiogenesis to be expected but observed otherwise; it holds",
            None,
        ),
        (
            "[normoxia]",
            "beside: [notch-stemness]",
            "notch-stemness",
            "expected notch-stemness beside the findings; beside them: nothing",
            "",
        ),
    ],
)
def test_a_failure_says_what_was_expected_and_what_is(
    asked: Reasoner, given: str, expected: str, name: str, text: str | None, hint: str | None
) -> None:
    (failure,) = failures(asked, f"given: {given}\nexpect: {{{expected}}}\n")
    assert failure.key == expected.partition(":")[0]
    assert failure.name == name
    assert text is None or failure.text == text
    assert hint is None or failure.hint == hint


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("reverts: [CXCR4_high_state, drug_resistance]", None),
        ("open: [dormancy]", None),
        ("cut: [scarring]", None),
        ("removed: [chemotherapy]", None),
        (
            "open: [CXCR4_high_state]",
            "expected CXCR4-high state to have ended as open; it ended as reverts (it goes with its cause)",
        ),
        ("reverts: [angiogenesis]", "expected angiogenesis to have ended as reverts; it still holds"),
        ("cut: [quiescence]", "expected quiescence to have ended as cut; it did not hold in the phase before"),
    ],
)
def test_how_findings_end(asked: Reasoner, expected: str, text: str | None) -> None:
    found = failures(asked, PHASES.replace("EXPECT", expected))
    assert [failure.text for failure in found] == ([] if text is None else [text])


def test_all_failures_come_in_the_order_of_the_keys(asked: Reasoner) -> None:
    document = HYPOXIA + (
        "expect: {beside: [hypoxia-emt], absent: [angiogenesis, EMT], present: [quiescence], stated: [invasion]}\n"
    )
    assert [failure.key for failure in failures(asked, document)] == ["present", "absent", "absent", "stated", "beside"]


def test_nothing_expected_is_met_by_nothing(asked: Reasoner) -> None:
    assert judge(asked.evaluate(Scenario()), 0, Expectation()) == []
