"""Why not, from Python, on the small pack."""

from __future__ import annotations

import json

import pytest

import reasoner
from reasoner.errors import UsageError
from reasoner.model.finding import Finding
from reasoner.questions.whynot import why_not
from tests.explain.making import item, rule
from tests.explain.making import reasoner as made_of
from tests.properties import adapter
from tests.surfaces.calling import PACK, call


def test_the_answer_from_python_is_that_of_the_command() -> None:
    answer = reasoner.load(PACK).infer(["normoxia"], block=["HIF2A"], engine="columns").whynot("angiogenesis")
    printed = call("whynot", "angiogenesis", "--given", "normoxia", "--block", "HIF2A")
    assert str(answer) == printed.out.rstrip("\n")
    as_json = call("whynot", "angiogenesis", "--given", "normoxia", "--block", "HIF2A", "--format", "json")
    assert answer.to_dict() == json.loads(as_json.out)
    assert answer._repr_html_().startswith("<div")


def test_what_holds_and_what_is_unknown_is_refused() -> None:
    result = reasoner.load(PACK).infer(["hypoxia"])
    for name, code in (("CSC enrichment", "E220"), ("xylophone", "E012")):
        with pytest.raises(UsageError) as error:
            result.whynot(name)
        assert error.value.problems[0].code == code


def test_the_answer_is_about_the_last_phase() -> None:
    scenario = str(PACK / "sessions" / "holiday.yaml")
    told = json.loads(call("whynot", "dormancy", "--scenario", scenario, "--format", "json").out)
    assert told["changes"]
    assert all(way["obstacles"] for way in told["ways"])


def test_a_change_that_acts_by_its_side_effect_alone_is_searched_for():
    made = made_of(
        rule("vegf", ["hypoxia"], "VEGF", item("S010", 1)),
        taxane={"blocks": ["VEGF"]},
        carboplatin={"blocks": ["taxane"]},
    )
    evaluation = made.evaluate(adapter.scenario({"entities": []}, {"given": ["taxane", "carboplatin"]}))
    answer = why_not(made, evaluation, Finding.parse("VEGF down"))
    assert [[(change.kind, change.text) for change in each.changes] for each in answer.changes] == [
        [("remove", "carboplatin")]
    ]
