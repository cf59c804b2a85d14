"""All that is said of a thing, against the rule files read anew."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

import reasoner
from reasoner.errors import UsageError
from reasoner.model.finding import Finding
from reasoner.model.sayings import About, PlacePart, RoleSaying
from tests.questions.test_says import SHIPPED, documents, listed
from tests.shell.conftest import folder, home, kb, say  # noqa: F401 - fixtures
from tests.shell.driving import Inside
from tests.surfaces.calling import PACK, call


def sayings(parts: tuple[PlacePart, ...]) -> list[RoleSaying]:
    return [each for part in parts for within in part.settings for each in within.sayings]


def read_anew(rules: list[dict[str, Any]], entity: str) -> set[tuple[str, str, str]]:
    """Rule, role and finding of each statement that names an entity."""
    found = set()
    for rule in rules:
        silent = {"denial": "denies", "requirement": "requires"}.get(rule.get("kind", ""))
        silent = silent or {"modulates": "open", "precedes": "order"}.get(rule.get("effect", ""))
        when = [each for item in listed(rule.get("when", [])) for each in _choices(item)]
        named = [(silent or "leads_to", each.removeprefix("before ")) for each in when]
        named += [
            (silent or ("lowers" if " down" in each else "brings_about"), each) for each in listed(rule.get("then", []))
        ]
        named += [("open", each) for each in listed(rule.get("outcomes", []))]
        named += [("stops", each) for each in listed(rule.get("unless", []))]
        named += [("requires", each) for each in listed(rule.get("needs", []))]
        found |= {(rule["id"], role, text) for role, text in named if Finding.parse(text).entity == entity}
    return found


def _choices(item: Any) -> list[str]:
    return listed(item["any"]) if isinstance(item, dict) else [item]


@pytest.fixture(scope="module", params=["pack", "shipped"])
def base(request: pytest.FixtureRequest) -> tuple[list[dict[str, Any]], reasoner.Base]:
    where = PACK if request.param == "pack" else SHIPPED
    return documents(where), reasoner.load(where)


def of(base: reasoner.Base, name: str, **more: str) -> About:
    record = base.about(name, **more).record
    assert isinstance(record, About)
    return record


def test_it_has_all_that_the_files_say(base: tuple[list[dict[str, Any]], reasoner.Base]) -> None:
    rules, kb_ = base
    entities = sorted(kb_.knowledge.entities)
    stopping = {Finding.parse(text).entity for rule in rules for text in listed(rule.get("unless", []))}
    for name in dict.fromkeys([*sorted(stopping), *random.Random(6).sample(entities, min(60, len(entities)))]):
        answer = of(kb_, name)
        told = {(each.rule, each.role, str(each.finding)) for each in sayings(answer.places)}
        assert told == read_anew(rules, name), name
        below = kb_.knowledge.descendants(name) - {name}
        kinds = {(each.rule, each.role, str(each.finding)) for each in sayings(answer.of_kinds)}
        assert kinds == {each for kind in below for each in read_anew(rules, kind)}, name
        for part in (*answer.places, *answer.of_kinds):
            assert {each.place for within in part.settings for each in within.sayings} == {part.place}


@pytest.fixture(scope="module")
def pack() -> reasoner.Base:
    return reasoner.load(PACK)


def test_by_place_and_setting(pack: reasoner.Base) -> None:
    emt = of(pack, "EMT")
    told = {part.place: [within.setting for within in part.settings] for part in emt.places}
    assert list(told) == [None, "CSC"]
    assert [[each.partition(": ")[0] for each in setting] for setting in told[None]] == [["stage", "site"]]
    assert told["CSC"] == [("cancer: glioma",)]
    assert [each.role for each in sayings(emt.places)] == ["leads_to", "brings_about"]


def test_filters(pack: reasoner.Base) -> None:
    assert [each.rule for each in sayings(of(pack, "EMT", cancer="GBM").places)] == ["hypoxia-emt"]
    assert of(pack, "EMT", cancer="GBM").left_out == 1
    assert [each.rule for each in sayings(of(pack, "EMT", place="CSC").places)] == ["hypoxia-emt"]
    assert [each.rule for each in sayings(of(pack, "EMT", stage="late").places)] == ["emt-invasion"]
    assert of(pack, "hypoxia", cancer="ovarian cancer").places == ()
    assert "hypoxia-macrophages" in {e.rule for e in sayings(of(pack, "hypoxia", cancer="glioblastoma").places)}
    with pytest.raises(UsageError, match="E015"):
        pack.about("EMT", cancer="CSC")
    with pytest.raises(UsageError, match="E012"):
        pack.about("EMMT")


def test_what_it_is(pack: reasoner.Base) -> None:
    hif2a = of(pack, "HIF-2 alpha")
    assert hif2a.entity.id == "HIF2A"
    assert hif2a.blocked_by == ("HIF2A_inhibitor",)
    assert {"HIF1A", "HIF2A"} <= set(of(pack, "HIF").kinds)
    assert [each.option for each in of(pack, "quiescence").hypotheses] == ["rest/induced"]
    assert [each.rule for each in sayings(of(pack, "CSC").within) if each.role == "brings_about"] == ["hypoxia-emt"]
    resistance = of(pack, "drug_resistance")
    implying = {e.id for e in pack.knowledge.entities.values() if any(i.entity == "drug_resistance" for i in e.implies)}
    assert {each.entity for each in resistance.implied_by} == implying


def test_grades_are_out_of_any_setting(pack: reasoner.Base) -> None:
    (emt,) = (each for each in sayings(of(pack, "EMT").places) if each.rule == "hypoxia-emt")
    assert str(emt.grade) == "moderate"
    assert emt.contexts == ("cancer: glioma", "system: in vitro")


def test_on_the_command_line() -> None:
    called = call("about", "HIF-2", "alpha")
    assert called.code == 0
    assert "What brings it about" in called.out
    assert "Dependence" in called.out
    assert json.loads(call("about", "EMT", "--format", "json").out)["entity"]["id"] == "EMT"
    assert "Only what is said of glioma" in call("about", "EMT", "--cancer", "glioma").out
    assert "no advice on" in call("about", "chemotherapy").out
    assert "error[E012]" in call("about", "EMMT").err
    nothing = call("about", "normoxia").out
    assert "says nothing of it; that is not the same as no effect." in nothing


def test_in_the_shell(say: Inside) -> None:  # noqa: F811
    told = say("about HIF-2α")
    assert "What brings it about\n  Hypoxia raises HIF-2α" in told
    assert "What lowers it\n  CAFs lower HIF-2α" in told
    assert say("about HIF2A all").splitlines()[0] == told.splitlines()[0]
    assert "Hypoxia raises HIF-2α" in say("about hypoxia-hif2a")
    assert "Mini" in say("about S1")
    say("suppose CSC -> HIF2A")
    assert "Supposed" not in say("about HIF2A")
