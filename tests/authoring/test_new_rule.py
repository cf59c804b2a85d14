"""A new rule: what its author types is looked up, completed and tried out; files are changed rightly or not at all."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

import pytest

from reasoner.knowledge.checks.report import check_base
from reasoner.knowledge.loader import load
from reasoner.model.evidence import Wording
from reasoner.model.finding import Finding
from reasoner.model.rule import Effect, RuleKind
from tests.surfaces.calling import LAKE, PACK, Called, call

FIND = ["--find", "three plain words"]


def rule(*arguments: str, pack: Path | None = PACK) -> Called:
    return call("kb", "new-rule", *arguments, pack=pack)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A pack made by the command."""
    folder = tmp_path / "my pack"
    called = call("kb", "new-pack", str(folder), "--id", "mine2020", "--title", "A study of mine")
    assert (called.code, called.err) == (0, "")
    return folder


def rules_file(folder: Path) -> Path:
    return folder / "rules" / "10-first-topic.yaml"


# -------------------------------------------------------------------- printing


def test_names_are_looked_up_and_references_filled_in() -> None:
    called = rule("--at", "t03", "--when", "low oxygen", "hif-2 ALPHA", "--then", "emt in CSCs", *FIND)
    assert called.code == 0
    lines = called.out.splitlines()
    assert lines[:6] == [
        "  - id: hypoxia-hif2a-emt-csc",
        "    claim: Given hypoxia and HIF-2α active, EMT in CSCs follows.",
        "    when: [hypoxia, HIF2A]",
        "    then: EMT in CSC",
        "    evidence:",
        '      - {at: T03, refs: [5], find: "three plain words", wording: states}',
    ]
    assert all(line.startswith("#") for line in lines[6:])


def test_what_is_printed_may_be_put_into_a_file_as_it_is(tmp_path: Path) -> None:
    arguments = [
        "--at",
        "U2",
        "--when",
        "hypoxia",
        "before CSC",
        "--then",
        "EMT down",
        "invasion",
        "--unless",
        "ROS",
        *FIND,
    ]
    arguments += ["--wording", "correlates", "--refs", "--cancer", "GBM", "--system", "in vitro", "--note", "a: b # c"]
    folder = tmp_path / "extra"
    for name in ("facts", "rules"):
        (folder / name).mkdir(parents=True)
    extra = PACK.parent / "extra"
    for path in extra.rglob("*.yaml"):
        (folder / path.relative_to(extra)).write_bytes(path.read_bytes())
    printed = rule("--with", str(folder), *arguments).out
    with (folder / "rules" / "10-additions.yaml").open("a", encoding="utf-8") as stream:
        stream.write(printed)
    kb = load(PACK, [folder])
    (new,) = [each for each in kb.rules if each.id not in load(PACK, [extra]).rules_by_id]
    assert new.effect is Effect.correlates  # as the wording says
    assert [str(premise) for item in new.when for premise in item] == ["hypoxia", "before CSC"]
    assert new.then == (Finding("EMT", None, True), Finding("invasion"))
    assert new.unless == (Finding("ROS"),)
    assert new.note == "a: b # c"
    (item,) = new.evidence
    assert (item.source, item.at, item.refs, item.wording) == ("other2021", "U2", (), Wording.correlates)
    assert (item.context.cancer, [str(each) for each in item.context.system]) == (("glioblastoma",), ["in_vitro"])


def test_an_id_is_never_one_that_is_or_was_there() -> None:
    first = rule("--at", "T03", "--when", "hypoxia", "--then", "HIF2A", *FIND).out
    assert first.startswith("  - id: hypoxia-hif2a-2\n")  # hypoxia-hif2a is there
    shared = rule("--at", "T03", "--when", "hypoxia", "--then", "HIF2A", *FIND, "--id", "hypoxia-hif2a")
    assert shared.code == 2
    assert re.search(r"E030\]: the rule `hypoxia-hif2a` is there already, at \S+10-hypoxia.yaml:\d+:\d+", shared.err)
    assert "E010" in rule("--at", "T03", "--when", "hypoxia", "--then", "ROS", *FIND, "--id", "My Rule").err


def test_long_ids_are_cut_between_words() -> None:
    many = ["hypoxia", "chemotherapy", "CSC", "ROS", "EMT", "invasion", "quiescence", "dormancy", "stemness"]
    (first, *_) = rule("--at", "T03", "--when", *many, "--then", "CXCR4_high_state", *FIND).out.splitlines()
    assert len(first.removeprefix("  - id: ")) <= 60
    assert first.endswith("-quiescence")


KINDS = {
    RuleKind.requirement: (
        ["--needs", "HIF2A", "--then", "invasion"],
        "invasion-needs-hif2a",
        "Invasion depends on HIF-2α active.",
    ),
    RuleKind.denial: (
        ["--kind", "denial", "--when", "ROS", "--then", "invasion", "EMT"],
        "ros-not-invasion-emt",
        "It is not so that invasion and EMT follow from ROS high.",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_statements(kind: RuleKind) -> None:
    arguments, id_, claim = KINDS[kind]
    out = rule("--at", "T03", *arguments, *FIND).out
    assert out.startswith(f"  - id: {id_}\n    kind: {kind}\n    claim: {claim}\n")
    assert "scenario" not in out


@pytest.mark.parametrize("effect", [each for each in Effect if each is not Effect.marks])
def test_every_effect(effect: Effect) -> None:
    out = rule("--at", "T03", "--when", "ROS", "--then", "invasion", *FIND, "--effect", str(effect)).out
    assert (f"    effect: {effect}\n" in out) is (effect is not Effect.causes)
    assert ("# Next, a scenario" in out) is (effect in (Effect.causes, Effect.correlates))


WRONG = {
    "names": (["--when", "hypoxya", "--then", "EMT", "inwasion", "--cancer", "glioma x"], ["E012", "E012", "E012"]),
    "a cancer as a finding": (["--when", "glioma", "--then", "EMT"], ["E015"]),
    "a row": (["--at", "T99", "--when", "hypoxia", "--then", "EMT"], ["E042"]),
    "a reference": (["--refs", "5", "99", "--when", "hypoxia", "--then", "EMT"], ["E043"]),
    "a row for references": (["--refs-at", "T77", "--when", "hypoxia", "--then", "EMT"], ["E042"]),
    "words": (["--find", "two words", "--when", "hypoxia", "--then", "EMT"], ["E044"]),
    "many words": (["--find", "a b c d e f g h i", "--when", "hypoxia", "--then", "EMT"], ["E044"]),
    "no premise": (["--then", "EMT"], ["E039"]),
    "its own premise": (["--when", "EMT", "--then", "EMT"], ["E047"]),
    "a premise that is an exception": (["--when", "hypoxia", "--then", "EMT", "--unless", "hypoxia"], ["E047"]),
    "a control character": (["--when", "hypoxia", "--then", "EMT", "--claim", "A\x1b[31m red one."], ["E009"]),
    "everything": (
        ["--at", "T99", "--find", "x", "--when", "q1", "--then", "q2", "--id", "Q"],
        ["E010", *["E012"] * 2, "E042", "E044"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_all_that_is_wrong_is_said_at_once(name: str) -> None:
    arguments, codes = WRONG[name]
    usual = [] if "--at" in arguments else ["--at", "T03"]
    usual += [] if "--find" in arguments else FIND
    called = rule(*usual, *arguments)
    assert (called.code, called.out) == (2, "")
    assert sorted(re.findall(r"error\[(E\d+)\]", called.err)) == sorted(codes)
    assert "\x1b" not in called.err


def test_a_rule_that_would_stop_itself_is_refused_with_the_circle() -> None:
    called = rule("--at", "T03", "--when", "hypoxia", "--then", "ROS", "--unless", "angiogenesis", *FIND)
    assert called.code == 0  # nothing leads from ROS to angiogenesis
    called = rule("--at", "T03", "--when", "hypoxia", "--then", "HIF1A", "--unless", "angiogenesis", *FIND)
    assert called.code == 2
    assert "E033" in called.err


@pytest.mark.parametrize("missing", ["--at", "--find", "--then"])
def test_what_a_rule_needs(missing: str) -> None:
    arguments = {"--at": "T03", "--find": "three plain words", "--then": "EMT"}
    del arguments[missing]
    called = rule("--when", "hypoxia", *(word for pair in arguments.items() for word in pair))
    assert called.code == 2
    assert f"a rule needs {missing}" in called.err


def test_remarks_of_the_check_are_told_without_a_refusal() -> None:
    called = rule("--at", "T03", "--when", "hypoxia", "CSC", "--then", "HIF2A", *FIND)
    assert called.code == 0
    assert "kb check says of it:" in called.err
    assert "warning[W034]: the rule adds nothing to `hypoxia-hif2a`" in called.err
    answer = json.loads(
        rule("--at", "T03", "--when", "hypoxia", "CSC", "--then", "HIF2A", *FIND, "--format", "json").out
    )
    assert {"W034", "E050"} <= {remark["code"] for remark in answer["remarks"]}
    assert answer["text"].startswith("- id: hypoxia-csc-hif2a\n")
    assert (answer["file"], answer["line"]) == ("", 0)


# -------------------------------------------------------------------- a pack of one's own


def test_a_new_pack_loads_and_checks_clean(mine: Path) -> None:
    report = check_base(PACK, [mine])
    assert not [problem for problem in report.problems if str(mine) in str(problem.where)]
    assert report.kb is not None
    assert report.kb.sources[1].id == "mine2020"
    assert {path.relative_to(mine).as_posix() for path in mine.rglob("*.yaml")} == {
        "facts/extend.yaml",
        "facts/source.yaml",
        "rules/10-first-topic.yaml",
    }


def test_a_new_pack_may_cite_the_base(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    assert call("kb", "new-pack", str(folder), "--cite-base", "--topic", "My notes").code == 0
    called = rule(
        "--into", str(folder / "rules/10-my-notes.yaml"), "--at", "T03", "--when", "ROS", "--then", "EMT", *FIND
    )
    assert called.code == 0
    kb = load(PACK, [folder])
    assert kb.rules_by_id["ros-emt"].source == "mini"
    assert [source.id for source in kb.sources] == ["mini"]
    assert not check_base(PACK, [folder]).errors


def test_from_nothing_to_an_answer_in_three_commands(mine: Path) -> None:
    into = ["--into", str(rules_file(mine)), "--at", "P1", "--new-row", "Results", "--refs", "3", "12"]
    called = rule(*into, "--when", "ROS", "--then", "angiogenesis", *FIND, "--claim", "In mice: ROS bring vessels.")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith(f"# Added to {rules_file(mine)}, line 5:\n  - id: ros-angiogenesis\n")
    assert not check_base(PACK, [mine]).errors
    answer = call("why", "angiogenesis", "--given", "ROS", "--with", str(mine))
    assert "Angiogenesis: strong, stated in mine2020.\n  In mice: ROS bring vessels" in answer.out
    assert "mine2020 P1 [3, 12]" in answer.out
    # the commands that are told next are right as they stand, spaces in the folder's name or not
    (line,) = [line for line in called.out.splitlines() if line.startswith("# And: ")]
    for command in line.removeprefix("# And: ").split("; "):
        assert call(*shlex.split(command)[1:], pack=None).code in (0, 3)
    # and so is the scenario
    scenario = "\n".join(line.removeprefix("#   ") for line in called.out.splitlines() if line.startswith("#   "))
    (mine / "sessions").mkdir()
    (mine / "sessions" / "one.yaml").write_text(scenario, encoding="utf-8")
    assert "1 scenario: 1 passed." in call("run", str(mine / "sessions"), "--with", str(mine)).out


def test_rules_are_appended_one_after_the_other_and_comments_stay(mine: Path) -> None:
    path = rules_file(mine)
    path.write_text(path.read_text(encoding="utf-8") + "# more to come\n", encoding="utf-8")
    before = path.read_bytes()
    for number, then in enumerate(["EMT", "invasion", "migration"]):
        row = ["--at", "P1", *(["--new-row", "Results"] if not number else [])]
        assert rule("--into", str(path), *row, "--when", "ROS", "--then", then, *FIND).code == 0
        after = path.read_bytes()
        kept = before.replace(b"rules: []", b"rules:")
        assert all(line in after.splitlines() for line in kept.splitlines())
        assert len(after) > len(before)
        before = after
    kb = load(PACK, [mine])
    assert {"ros-emt", "ros-invasion", "ros-migration"} <= kb.rules_by_id.keys()
    assert [row.statements for row in kb.sources[1].rows] == [1]  # and the check says that three are encoded
    assert [problem.code for problem in check_base(PACK, [mine]).errors] == ["E050"]


REFUSED = {
    "a name": ["--at", "P1", "--new-row", "R", "--when", "nothing", "--then", "EMT"],
    "a row without a section": ["--at", "P1", "--when", "ROS", "--then", "EMT"],
    "a new row that is two words": ["--at", "P 1", "--new-row", "R", "--when", "ROS", "--then", "EMT"],
    "a shape": ["--at", "P1", "--new-row", "R", "--then", "EMT"],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_no_file(name: str, mine: Path) -> None:
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    called = rule("--into", str(rules_file(mine)), *REFUSED[name], *FIND)
    assert (called.code, called.out) == (2, "")
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before


def test_a_row_is_new_once(mine: Path) -> None:
    row = ["--into", str(rules_file(mine)), "--at", "P1", "--new-row", "R", "--when", "ROS", *FIND]
    assert rule(*row, "--then", "EMT").code == 0
    again = rule(*row, "--then", "invasion")
    assert again.code == 2
    assert re.search(
        r"E030\]: the row `P1` is there already, at \S+ \S+source.yaml:\d+:\d+|E030.*source.yaml:\d+", again.err
    )
    assert rule("--into", str(rules_file(mine)), "--at", "p1", "--when", "ROS", *FIND, "--then", "invasion").code == 0


def test_files_that_no_rule_can_go_into(mine: Path, tmp_path: Path) -> None:
    usual = ["--at", "P1", "--when", "ROS", "--then", "EMT", *FIND]
    stray = tmp_path / "stray.yaml"
    stray.write_text("topic: T\nrules: []\n", encoding="utf-8")
    (mine / "rules" / "_hypotheses.yaml").write_text("groups: []\n", encoding="utf-8")
    for path, code in (
        (mine / "rules" / "none.yaml", "E001"),
        (mine / "facts" / "source.yaml", "E208"),
        (mine / "rules" / "_hypotheses.yaml", "E208"),
        (mine / "rules", "E001"),
        (stray, "E208"),
    ):
        called = rule("--into", str(path), *usual)
        assert called.code == 2
        assert f"error[{code}]" in called.err
    flow = mine / "rules" / "20-flow.yaml"
    flow.write_text(
        "topic: T\nrules: [{id: a, claim: A b., when: ROS, then: EMT, "
        'evidence: [{at: P1, find: "a b c", wording: states}]}]\n'
    )
    source = mine / "facts" / "source.yaml"
    source.write_text(
        source.read_text(encoding="utf-8").replace("rows: []", "rows:\n  - {id: P1, section: R, statements: 1}")
    )
    called = rule("--into", str(flow), *usual)
    assert called.code == 2
    assert "E208" in called.err


def test_a_pack_that_does_not_load_is_the_knowledge_base_s_fault(mine: Path) -> None:
    (mine / "rules" / "20-broken.yaml").write_text("topic: T\nrules: [\n", encoding="utf-8")
    called = rule(
        "--into", str(rules_file(mine)), "--at", "P1", "--new-row", "R", "--when", "ROS", "--then", "EMT", *FIND
    )
    assert called.code == 4
    assert "20-broken.yaml" in called.err


def test_a_change_by_another_hand_is_not_lost(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.authoring import new_rule

    path, real = rules_file(mine), new_rule._changes

    def and_then_edited(*arguments: object) -> object:
        found = real(*arguments)  # type: ignore[arg-type]
        path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
        return found

    monkeypatch.setattr(new_rule, "_changes", and_then_edited)
    source = mine / "facts" / "source.yaml"
    source.write_text(
        source.read_text(encoding="utf-8").replace("rows: []", "rows:\n  - {id: P1, section: R, statements: 1}")
    )
    called = rule("--into", str(path), "--at", "P1", "--when", "ROS", "--then", "EMT", *FIND)
    assert called.code == 2
    assert "E208" in called.err
    assert path.read_text(encoding="utf-8").endswith("rules: []\n# edited\n")


def test_nothing_is_left_where_a_file_cannot_be_replaced(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(mine.rglob("*"))
    monkeypatch.setattr(os, "replace", full)
    called = rule(
        "--into", str(rules_file(mine)), "--at", "P1", "--new-row", "R", "--when", "ROS", "--then", "EMT", *FIND
    )
    assert called.code == 2
    assert "no space left" in called.err
    assert sorted(mine.rglob("*")) == before
    assert "rules: []" in rules_file(mine).read_text(encoding="utf-8")


def test_a_base_of_another_field(tmp_path: Path) -> None:
    folder = tmp_path / "more-lakes"
    made = call("kb", "new-pack", str(folder), pack=LAKE)
    assert made.code == 0
    assert "hypoxia" not in made.out
    assert "S115" not in made.out
    called = rule(
        *["--into", str(folder / "rules/10-first-topic.yaml"), "--at", "P1", "--new-row", "R", "--refs", "3"],
        *["--when", "manure", "--then", "clear water", *FIND],
        pack=LAKE,
    )
    assert called.code == 0
    assert f"--kb {LAKE}" in called.out
    out = call("why", "clear water", "--given", "manure", "--with", str(folder), pack=LAKE).out
    assert "Clear water: moderate, stated in more-lakes." in out


# -------------------------------------------------------------------- new packs that are refused


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--id", "Smith 2020"], "E010"),
        (["--id", "mini"], "E030"),
        (["--url", "http://example.org"], "E010"),
        (["--title", "red \x1b[31m"], "E009"),
        (["--cite-base", "--id", "x"], "E200"),
        (["--with", "none"], "E001"),
    ],
)
def test_a_pack_that_would_not_load_is_not_written(arguments: list[str], code: str, tmp_path: Path) -> None:
    called = call("kb", "new-pack", str(tmp_path / "new"), *arguments)
    assert (called.code, called.out) == (2, "")
    assert f"error[{code}]" in called.err
    assert list(tmp_path.iterdir()) == []


def test_no_pack_is_written_over(mine: Path, tmp_path: Path) -> None:
    assert call("kb", "new-pack", str(mine)).code == 2
    assert call("kb", "new-pack", str(mine), "--cite-base", "--topic", "Other").code == 2
    (tmp_path / "file").write_text("x", encoding="utf-8")
    called = call("kb", "new-pack", str(tmp_path / "file"))
    assert called.code == 2
    assert "cannot be made" in called.err


def test_a_new_pack_as_json(tmp_path: Path) -> None:
    import jsonschema

    from reasoner.cli.others import schema_text

    called = call("kb", "new-pack", str(tmp_path / "New Pack 2"), "--format", "json")
    answer = json.loads(called.out)
    jsonschema.validate(answer, json.loads(schema_text("kb-new-pack")), jsonschema.Draft202012Validator)
    assert answer["source"] == "new-pack-2"
    assert len(answer["files"]) == 3
    assert answer["knowledge_base"] == load(PACK, [tmp_path / "New Pack 2"]).digest
