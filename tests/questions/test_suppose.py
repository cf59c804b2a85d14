"""What a user supposes is a rule of the scenario. It is never the review's, and nothing stays of it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import reasoner
from reasoner.errors import InputError, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenarios import read_scenarios, scenario_from_parts
from reasoner.knowledge.suppositions import supposition
from reasoner.model.evidence import Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.model.supposition import SUPPOSED, Supposition
from reasoner.pipeline import Reasoner
from reasoner.shell.journal import Journal, left_behind
from tests.properties import adapter, generator, oracle
from tests.properties.answers import answers
from tests.shell.conftest import folder, home, kb, say  # noqa: F401 - fixtures
from tests.shell.driving import Inside, piped
from tests.surfaces.calling import PACK, call

FLAGS = ("support", "extrapolated", "against_requirement", "contested", "rests_on_contested")


def drawn(seed: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]] | None:
    """A random base, a scenario, and a rule of hypothesis grade to add; None where base or scenario is refused."""
    base, scenario = generator.case(seed)
    rng = random.Random(seed)
    concluding = [rule for rule in base["rules"] if rule.get("then") and rule.get("when")]
    first, second = rng.choice(concluding), rng.choice(concluding)
    when = [each for each in _plain(first["when"]) if not each.startswith("before ")]
    then = [each for each in _plain(second["then"]) if each not in when]
    if not when or not then:
        return None
    unless = _plain(rng.choice(base["rules"]).get("unless", [])) if rng.random() < 0.4 else []
    rule = {"when": when[:2], "then": then[:1], "unless": [each for each in unless if each not in when][:1]}
    try:
        oracle.check_base(base)
        oracle.evaluate(base, scenario)
    except oracle.Refused:
        return None
    return base, scenario, rule


def _plain(value: Any) -> list[str]:
    """Findings in a list with `any` and single items in it."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in _plain(part)]
    return [each for part in value for each in _plain(part)] if isinstance(value, list) else [value]


def as_document(base: dict[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    """The base with the rule written into it, seen in every system, in a row of its own."""
    place = {"at": "S999", "find": "three plain words", "wording": "hypothesises"}
    place["context"] = {"system": generator.SYSTEMS}
    document = {"id": "zz-supposed", "claim": "It is so.", **{k: v for k, v in rule.items() if v}, "evidence": [place]}
    return {**base, "rules": [*base["rules"], document]}


def with_supposed(scenario: Scenario, rule: dict[str, Any]) -> Scenario:
    made = Supposition.model_validate(rule)
    return scenario.model_copy(update={"setting": scenario.setting.model_copy(update={"suppose": (made,)})})


@pytest.mark.parametrize("chunk", range(8))
def test_it_is_what_a_rule_written_into_the_base_would_be(chunk: int) -> None:
    fired = 0
    for seed in range(chunk * 40, (chunk + 1) * 40):
        if (case := drawn(seed)) is None:
            continue
        base, document, rule = case
        base_alone = Reasoner(adapter.knowledge_base(base))
        scenario = with_supposed(adapter.scenario(base, document), rule)
        before = answers(base_alone, base_alone.evaluate(adapter.scenario(base, document), "columns"))
        try:
            wanted = oracle.evaluate(as_document(base, rule), document)
            oracle.check_base(as_document(base, rule))
        except oracle.Refused:
            continue
        for engine in ("production", "columns"):
            evaluation = base_alone.evaluate(scenario, engine)
            got = answers(base_alone, evaluation)
            result = base_alone.result(evaluation)
            for number, (mine, theirs) in enumerate(zip(got, wanted, strict=True)):
                assert mine["findings"].keys() == theirs["findings"].keys(), f"seed {seed}"
                assert mine["ended"] == theirs["ended"], f"seed {seed}"
                supposed = {str(each.finding): each.supposed for each in (result.phases or (result,))[number].findings}
                for name, found in mine["findings"].items():
                    other = theirs["findings"][name]
                    assert {flag: found[flag] for flag in FLAGS} == {flag: other[flag] for flag in FLAGS}, seed
                    assert not (found["stated"] and supposed[name])
                    assert found["stated"] <= other["stated"], seed  # its row says it too, there
                    fired += supposed[name]
        after = answers(base_alone, base_alone.evaluate(adapter.scenario(base, document), "columns"))
        assert after == before
    assert fired


@pytest.fixture(scope="module")
def pack() -> KnowledgeBase:
    return reasoner.load(PACK).knowledge


def scenario_of(pack: KnowledgeBase, *suppose: str, given: tuple[str, ...] = ("hypoxia",), **more: Any) -> Scenario:
    return scenario_from_parts(pack, given, suppose=suppose, **more)


def test_it_is_a_hypothesis_cited_as_the_users() -> None:
    found = reasoner.load(PACK).infer(["hypoxia"], suppose=["low oxygen and HIF2A -> stemness"])
    stemness = found["stemness"]
    assert (stemness.support, stemness.stated, stemness.supposed) == (Grade.hypothesis, False, True)
    assert (stemness.citations[0].source, stemness.citations[0].row) == (SUPPOSED, "1")
    assert not found["CSC_enrichment"].supposed
    assert found.to_dict()["setting"]["suppose"] == ["hypoxia, HIF2A -> stemness"]
    said = str(found.why("stemness"))
    assert "Supposed: hypoxia and HIF-2α active lead to stemness (your supposition 1)." in said
    assert "rests on what you suppose" in said
    assert ", stated" not in said
    assert "Supposed: hypoxia and HIF-2α active lead to stemness (your supposition 1)." in str(found)


def test_a_proof_without_it_is_shown_where_one_is_as_good(pack: KnowledgeBase) -> None:
    base = Reasoner(pack)
    evaluation = base.evaluate(scenario_of(pack, "EMT -> angiogenesis", "hypoxia -> invasion"))
    held = {str(each.finding): each for each in base.result(evaluation).findings}
    assert not held["angiogenesis"].supposed
    assert held["angiogenesis"].stated == {str(e.finding): e for e in _plainly(base, pack)}["angiogenesis"].stated
    assert held["invasion"].supposed is (held["invasion"].support is Grade.hypothesis and held["invasion"].steps == 1)


def _plainly(base: Reasoner, pack: KnowledgeBase) -> tuple[Any, ...]:
    return base.result(base.evaluate(scenario_of(pack))).findings


def test_filters_do_not_lose_it(pack: KnowledgeBase) -> None:
    for more in ({"system": "in_vitro"}, {"strict_context": True}, {"cancer": "ovarian_cancer"}):
        evaluation = Reasoner(pack).evaluate(scenario_of(pack, "hypoxia -> stemness", **more))
        assert evaluation.last.holds(Names(pack).finding("stemness"))


def test_the_base_without_it_is_untouched(pack: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REASONER_HOME", str(tmp_path))
    base = Reasoner(pack)
    rules, sources = pack.rules, pack.sources
    plain = base.result(base.evaluate(scenario_of(pack))).model_dump_json()
    kept = sorted(tmp_path.rglob("*"))
    assert any("specificity" in each.name for each in kept)
    scenario = scenario_of(pack, "hypoxia -> stemness")
    result = base.result(base.evaluate(scenario))
    assert any(each.supposed for each in result.findings)
    assert sorted(tmp_path.rglob("*")) == kept
    assert (pack.rules, pack.sources) == (rules, sources)
    assert base.result(base.evaluate(scenario_of(pack))).model_dump_json() == plain
    extended = base.supposing(scenario)
    assert extended.kb.rules_by_id["supposed-1"].source == SUPPOSED
    assert extended.kb.digest == pack.digest
    assert base.supposing(scenario_of(pack)) is base
    assert "supposed-1" not in extended.evaluate(scenario_of(pack)).last.kb.rules_by_id
    assert base.supposing(scenario_of(pack, "hypoxia -> stemness")).kb is extended.kb


def test_its_text_is_read_back(pack: KnowledgeBase) -> None:
    made = supposition(pack, Names(pack), "low oxygen, no CSCs & EMT in CSC → ROS, invasion unless HIF-2α down")
    assert str(made) == "hypoxia, CSC down, EMT in CSC -> ROS, invasion unless HIF2A down"
    assert Supposition.parse(str(made)) == made


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("hypoxia, CSC", "E230", "an arrow is missing"),
        ("hypoxia -> EMT -> invasion", "E230", "several arrows"),
        ("-> EMT", "E230", "before the arrow"),
        ("hypoxia ->", "E230", "behind the arrow"),
        ("hypoxia -> unless EMT", "E230", "behind the arrow"),
        ("hypoxia -> EMT unless", "E230", "behind `unless`"),
        ("hypoxia -> EMT unless  ", "E230", "behind `unless`"),
        ("hypoxya -> EMMT", "E012", "hypoxya"),
        ("glioblastoma -> EMT", "E015", "cancer"),
        ("hypoxia, EMT -> EMT", "E231", "both a premise and a conclusion"),
        ("hypoxia -> EMT, EMT down", "E231", "both concluded"),
        ("EMT in CSC -> invasion unless EMT", "E231", "what stops it"),
        ("x" * 3000 + " -> EMT", "E230", "longer than"),
    ],
)
def test_what_is_no_supposition(pack: KnowledgeBase, text: str, code: str, word: str) -> None:
    with pytest.raises(UsageError) as caught:
        supposition(pack, Names(pack), text)
    assert code in {problem.code for problem in caught.value.problems}
    assert word in str(caught.value)


def test_all_unknown_names_are_told_at_their_places(pack: KnowledgeBase) -> None:
    from reasoner.errors import Position

    with pytest.raises(UsageError) as caught:
        supposition(pack, Names(pack), "hypoxya, CSC ->  EMMT", lambda offset: Position("x", 1, offset + 1))
    assert [problem.where.column for problem in caught.value.problems if problem.where] == [1, 18]


CYCLE = "EMT -> stemness unless dormancy", "stemness -> dormancy"


def test_a_circle_through_an_exception_is_refused(pack: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E232"):
        Reasoner(pack).evaluate(scenario_of(pack, *CYCLE))
    called = call("infer", "hypoxia", "--suppose", CYCLE[0], "--suppose", CYCLE[1])
    assert (called.code, called.out) == (2, "")
    assert "error[E232]" in called.err
    file = tmp_path / "a.yaml"
    file.write_text(f"given: [hypoxia]\nsuppose:\n  - {CYCLE[0]}\n  - {CYCLE[1]}\n", encoding="utf-8")
    called = call("infer", "--scenario", str(file))
    assert called.code == 3
    assert f"{file}:4:5: error[E232]" in called.err
    file.write_text("given: [hypoxia]\nsuppose: [hypoxia -> EMMT]\n", encoding="utf-8")
    assert f"{file}:2:11: error[E012]" in call("infer", "--scenario", str(file)).err
    with pytest.raises(InputError):  # and is refused again, not remembered as well made
        Reasoner(pack).evaluate(scenario_of(pack, *CYCLE))


def test_on_the_command_line() -> None:
    called = call("infer", "hypoxia", "--suppose", "hypoxia -> stemness")
    assert "Supposed: hypoxia leads to stemness (your supposition 1). Given: hypoxia." in called.out
    assert "Only with what you suppose\n" in called.out
    asked = call("why", "stemness", "--given", "hypoxia", "--suppose", "hypoxia -> stemness", "--format", "json")
    assert json.loads(asked.out)["finding"]["supposed"] is True
    assert (
        "--scenario stands alone, without --suppose"
        in call("infer", "--suppose", "hypoxia -> stemness", "--scenario", "x.yaml").err
    )


def test_in_scenario_files(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "suppose: [hypoxia -> stemness unless EMT down]\n"
        "phases:\n  - {given: [hypoxia], expect: {combined: [stemness], support: {stemness: hypothesis}}}\n"
        "  - {given: [EMT down], expect: {absent: [stemness]}}\n",
        encoding="utf-8",
    )
    called = call("run", str(file), "-v")
    assert called.code == 0, called.out
    assert "Supposed: hypoxia leads to stemness, unless less EMT (your supposition 1)." in called.out


# ---------------------------------------------------------------- the shell


def test_in_the_shell(say: Inside, kb: KnowledgeBase) -> None:  # noqa: F811
    said = say("hypoxia", "suppose hypoxia -> TGF-β unless CAF")
    assert "Supposed: hypoxia leads to TGF-β high, unless CAFs." in said
    assert "Gained, only with what you suppose" in said
    assert "1 supposition" in said
    assert "hypoxia -> TGFB unless CAF" in say("suppose")
    assert "Supposed already" in say("suppose hypoxia -> TGFB unless CAF")
    assert "your supposition 1" in say("why TGFB")
    assert "Supposed: hypoxia leads to TGF-β high" in say("rule supposed-1")
    assert "TGF-β high" in say("observe CAF").split("Lost")[1]
    assert say("undo 2").startswith("Taken back:")
    assert not say.shell.scenario.setting.suppose
    say("redo")
    assert say.shell.kb.supposed == ("hypoxia -> TGFB unless CAF",)
    assert "Nothing is supposed." in say("suppose none")
    assert "Nothing is supposed." in say("suppose")
    assert say.shell.kb is kb
    assert "error[E230]" in say("suppose hypoxia")
    assert "error[E231]" in say("suppose hypoxia -> hypoxia")
    assert "error[E012]: unknown name `hypoxya`" in say("suppose hypoxya -> CSC")
    before = say.shell.scenario
    assert "error[E232]" in say("suppose hypoxia -> TGFB unless TGFB")
    assert say.shell.scenario == before


def test_a_session_with_suppositions_is_kept(say: Inside, kb: KnowledgeBase, home: Path) -> None:  # noqa: F811
    say("hypoxia", "suppose hypoxia, CSC -> TGFB", "suppose hypoxia -> rest and wait unless CAF down", "save a.yaml")
    (item,) = read_scenarios(home / "a.yaml", kb)
    assert item.scenario == say.shell.scenario
    other = Inside(kb)
    assert "Supposed: hypoxia and CSCs lead to TGF-β high (your supposition 1)" in other("load a.yaml")
    assert other.shell.scenario == say.shell.scenario


def test_a_saved_one_runs_and_a_killed_one_comes_back(folder: Path, kb: KnowledgeBase, home: Path) -> None:  # noqa: F811
    done = piped(folder, home, given="hypoxia\nsuppose hypoxia -> TGFB\nsave a.yaml\n")
    assert done.returncode == 0
    called = call("run", str(home / "a.yaml"), "-v", pack=folder)
    assert called.code == 0
    assert "TGF-β high" in called.out or "1 molecule" in called.out
    journal = Journal(home / "journal")
    session = Inside(kb, journal=journal)
    session("hypoxia", "suppose hypoxia -> TGFB")
    journal._stream.close()  # type: ignore[union-attr]  # as a kill would
    (left,) = left_behind(home / "journal", kb)
    assert left.session == session.shell.session
    other = Inside(kb)
    other("load last")
    assert other.shell.kb.supposed == ("hypoxia -> TGFB",)


def test_in_a_script_it_is_told_where(folder: Path, home: Path) -> None:  # noqa: F811
    (home / "s.txt").write_text("hypoxia\nsuppose hypoxia ->  TGFBB\n", encoding="utf-8")
    called = call("shell", "-f", str(home / "s.txt"), pack=folder)
    assert called.code == 1
    assert "s.txt:2:21: error[E012]" in called.err
