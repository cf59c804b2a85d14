"""Inputs that contradict themselves: each ends in an error that names both sides; what does not count, in a warning."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.errors import InputError
from reasoner.model.source import Incompatible
from reasoner.pipeline import Reasoner
from tests.explain.making import infer, item, reasoner, rule
from tests.properties import adapter

OXYGEN = {"below": "2", "unit": "%", "gives": "hypoxia"}


def base() -> Reasoner:
    made = reasoner(
        rule("a", ["hypoxia"], "VEGF in CAF", item("S001", 1)),
        HIF1A={"is_a": ["HIF"]},
        HIF2A={"is_a": ["HIF"]},
        EMT={"implies": ["stemness"]},
        paclitaxel={"is_a": ["taxane"]},
        taxane={"blocks": ["SRC"]},
        CD44={"kind": "measure", "thresholds": [OXYGEN], "range": ["0", "100"]},
    )
    excluding = (Incompatible(members=("hypoxia", "inflammation")),)
    return Reasoner(made.kb.model_copy(update={"incompatible": excluding}))


def refused(**scenario: Any) -> tuple[str, str]:
    made = base()
    document = {"entities": [{"id": "CD44", "kind": "measure"}]}
    with pytest.raises(InputError) as caught:
        made.evaluate(adapter.scenario(document, scenario))
    (problem,) = caught.value.problems
    return problem.code, problem.message


@pytest.mark.parametrize(
    ("code", "words", "scenario"),
    [
        (
            "E020",
            "HIF2A is fixed both ways: forced up, and blocked by blocking HIF",
            {"block": ["HIF"], "force": ["HIF2A"]},
        ),
        (
            "E020",
            "SRC is fixed both ways: forced up, and blocked by paclitaxel",
            {"given": ["paclitaxel"], "force": ["SRC"]},
        ),
        ("E020", "stemness is fixed both ways", {"force": ["EMT"], "block": ["stemness"]}),
        ("E020", "HIF1A is both blocked and forced", {"block": ["HIF1A"], "force": ["HIF1A"]}),
        (
            "E021",
            "both stemness and less stemness are given: by EMT, and by less stemness",
            {"given": ["EMT", "stemness down"]},
        ),
        ("E022", "hypoxia and inflammation exclude each other; both are given", {"given": ["hypoxia", "inflammation"]}),
        (
            "E022",
            "both are given (by hypoxia (CD44 = 1 %), and by inflammation)",
            {"given": ["CD44 = 1 %", "inflammation"]},
        ),
        ("E022", "both are forced", {"force": ["hypoxia", "inflammation"]}),
        ("E023", "VEGF in CAF is forced in a blocked cell: CAF", {"block": ["CAF"], "force": ["VEGF in CAF"]}),
        ("E026", "CD44 = -1 % cannot be: it lies between 0 and 100", {"given": ["CD44 = -1 %"]}),
        ("E026", "CD44 = 150 % cannot be", {"given": ["CD44 = 150 %"]}),
        ("E026", "CD44 = 21 % contradicts hypoxia, which is given", {"given": ["CD44 = 21 %", "hypoxia"]}),
        ("E026", "CD44 is not measured in mmHg here", {"given": ["CD44 = 1 mmHg"]}),
        ("E026", "CD44 is given two values", {"given": ["CD44 = 1 %", "CD44 = 1.5 %"]}),
        (
            "E024",
            "hypoxia cannot be removed in phase two: it is not there",
            {"phases": [{"given": ["CAF"]}, {"name": "two", "remove": ["hypoxia"]}]},
        ),
        ("E024", "SRC cannot be released", {"phases": [{"block": ["HIF"]}, {"release": ["SRC"]}]}),
    ],
)
def test_contradictions_are_refused(code: str, words: str, scenario: dict[str, Any]) -> None:
    found_code, message = refused(**scenario)
    assert found_code == code
    assert words in message


@pytest.mark.parametrize(
    ("code", "words", "scenario"),
    [
        (
            "W020",
            "hypoxia does not count while an intervention says the contrary",
            {"given": ["hypoxia"], "block": ["hypoxia"]},
        ),
        ("W021", "VEGF high in CAF does not count: CAF are blocked", {"given": ["VEGF in CAF"], "block": ["CAF"]}),
        (
            "W022",
            "inflammation does not count: hypoxia is forced, which excludes it",
            {"given": ["inflammation"], "force": ["hypoxia"]},
        ),
        (
            "W022",
            "paclitaxel is given but blocked itself, so it blocks nothing",
            {"given": ["paclitaxel"], "block": ["taxane"]},
        ),
    ],
)
def test_what_does_not_count_is_said(code: str, words: str, scenario: dict[str, Any]) -> None:
    given = scenario.pop("given")
    warnings = [(warning.code, warning.message) for warning in infer(base(), *given, **scenario).warnings]
    assert (code, words) in warnings


def test_a_number_is_read_by_its_threshold() -> None:
    result = infer(base(), "CD44 = 1.99 %")
    assert {"hypoxia", "VEGF in CAF"} <= {str(found.finding) for found in result.findings}
    assert not infer(base(), "CD44 = 2 %").findings


def test_what_is_wrong_says_where_it_stands() -> None:
    """An intervention's fault is said at the intervention, though its node may be given as well."""
    made = base()
    with pytest.raises(InputError) as caught:
        made.evaluate(adapter.scenario({"entities": []}, {"given": ["SRC"], "block": ["SRC"], "force": ["SRC"]}))
    assert {problem.subject for problem in caught.value.problems} == {"force SRC"}
