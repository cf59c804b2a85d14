"""Nothing is tied to the review: every command on a base of another field, alone and added to the base that is shipped.

The pack `lake` is invented for the tests. Its rows are p1-1, p2-1 and so on; no row of the review is called so.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reasoner.cli.dispatch import COMMANDS
from reasoner.knowledge.loader import load
from tests.surfaces.calling import EXTRA, LAKE, PACK, Called, call

ROW = re.compile(r"(lake1999 )?\bp\d-\d\b")
NEW_RULE = ["--at", "p1-1", "--when", "manure", "--then", "clear water", "--find", "three plain words"]
# One call or more for every command; what asks for nothing of a base is listed apart.
CALLS: dict[str, list[list[str]]] = {
    "infer": [
        ["infer", "manure", "--cancer", "peat lake", "--all", "--rules", "--why", "dead fish", "--links"],
        ["infer", "sight depth = 0.5 m", "planting of reeds", "--assume", "reeds/shelter"],
        ["infer", "algicide", "reed_planting", "clear water down", "small fish"],
        ["infer", "manure", "--suppose", "manure -> dead fish", "--why", "dead fish"],
        ["infer", "--scenario", f"{LAKE}/sessions/lakes.yaml#2"],
    ],
    "why": [["why", "murky water", "--given", "manure", "--links", "--all"]],
    "whatif": [["whatif", "manure", "--change", "give planting of reeds", "--change", "cancer peat lake", "--all"]],
    "needs": [["needs", "murky water", "--given", "manure"]],
    "next": [["next", "manure", "-n", "3"], ["next", "--for", "murky water"]],
    "whynot": [["whynot", "murky water"], ["whynot", "algae", "--all"]],
    "seek": [["seek", "murky water"], ["seek", "algae down", "--all"]],
    "targets": [["targets", "murky water", "--given", "manure"]],
    "discriminate": [["discriminate", "--scenarios", f"{LAKE}/sessions/lakes.yaml#1", f"{LAKE}/sessions/lakes.yaml#2"]],
    "compare": [["compare", f"{LAKE}/sessions/lakes.yaml#1", f"{LAKE}/sessions/lakes.yaml#2"]],
    "says": [["says", "manure", "murky water", "--all"], ["says", "manure", "no algae"]],
    "about": [["about", "algae", "--all"], ["about", "reed_planting"]],
    "sweep": [
        ["sweep", "--factor", "manure", "planting of reeds", "cancer", "--target", "murky water", "clear water"],
        ["sweep", "--factor", "conditions", "--sample", "9", "--given", "manure", "--target", "dead fish", "--all"],
    ],
    "run": [["run", f"{LAKE}/sessions", "-v"]],
    "shell": [["shell", "-c", "manure", "-c", "findings", "-c", "why murky water", "-c", "cite murky water"]],
    "teach preview": [["teach", "preview", "--key"]],
    "kb check": [["kb", "check"]],
    "kb stats": [["kb", "stats"]],
    "kb coverage": [["kb", "coverage", "--rows"]],
    "kb show": [["kb", "show", name] for name in ("murky water", "algae-murky-water", "p1-2", "reeds", "sight_depth")],
    "kb cite": [["kb", "cite", "lake1999/3"]],
    "kb search": [["kb", "search", "fish"]],
    "kb new-rule": [["kb", "new-rule", *NEW_RULE]],
    "doctor": [["doctor"]],
}
NO_BASE = {"explain", "schema"}
# In tests/batch/test_impact.py, tests/authoring/test_new_rule.py and below.
ELSEWHERE = {
    "kb impact",
    "kb new-pack",
    "kb index",
    *(f"teach {name}" for name in ("list", "do", "make", "grade", "export")),
}
FLAT = [pytest.param(each, id=f"{name}-{n}") for name, calls in CALLS.items() for n, each in enumerate(calls)]
JSON = [pytest.param(each.values[0], id=each.id) for each in FLAT if not each.id.startswith("shell")]


def alone(*arguments: str) -> Called:
    return call(*arguments, pack=LAKE)


def added(*arguments: str) -> Called:
    return call(*arguments, "--with", str(LAKE), pack=None)


def test_every_command_is_tried() -> None:
    assert {*CALLS, *NO_BASE, *ELSEWHERE} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("arguments", FLAT)
def test_it_works_alone_and_names_its_source(arguments: list[str]) -> None:
    called = alone(*arguments)
    assert called.code == 0
    assert not called.err or "new-rule" in arguments
    assert not re.search(
        r"review|ayob|springer|cancer stem|\bS\d{3}\b", called.out.replace(str(LAKE), ""), re.IGNORECASE
    )
    if arguments[:2] != ["kb", "new-rule"]:
        assert "lake1999" in called.out


def test_its_exercises_are_listed_made_carried_and_marked(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"exercise": "lake-manure", "answer": {"findings": ["murky water"]}}\n', encoding="utf-8")
    calls = [
        ["teach", "list"],
        ["teach", "do", "lake-manure"],
        ["teach", "make", "--count", "3"],
        ["teach", "grade", str(answers), "--format", "json"],
        ["teach", "export", "gift", "--output", str(tmp_path / "lakes.gift")],
        ["teach", "export", "html", "--output", str(tmp_path / "lakes.html")],
    ]
    for arguments in calls:
        called = alone(*arguments)
        assert called.code in (0, 1), called.err
        assert not re.search(r"ayob|springer|cancer stem|the review|\bS\d{3}\b", called.out + called.err, re.IGNORECASE)
    for file in tmp_path.glob("lakes.*"):
        text = file.read_text(encoding="utf-8")
        assert "lake1999" in text or "p1-2" in text
        assert not re.search(r"ayob|springer|the review\b", text, re.IGNORECASE)


def test_its_rule_book_names_its_source_and_no_other(tmp_path: Path) -> None:
    files = [tmp_path / "book.md", tmp_path / "book.html"]
    assert alone("kb", "index", "--markdown", str(files[0]), "--html", str(files[1])).code == 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "https://example.org/lakes" in text
        assert not re.search(r"ayob|springer|cancer stem|the review", text, re.IGNORECASE)


@pytest.mark.parametrize("arguments", JSON)
def test_its_json_names_no_other_source(arguments: list[str]) -> None:
    called = alone(*arguments, "--format", "json")
    assert called.code == 0
    assert not re.search(r"ayob|springer", called.out)
    for link in re.findall(r'https://[^"\s]*', called.out):
        assert link.startswith("https://example.org/lakes")


@pytest.mark.parametrize("arguments", FLAT)
def test_added_to_the_base_each_of_its_sentences_carries_its_name(arguments: list[str]) -> None:
    called = added(*arguments)
    assert called.code == 0
    if arguments[:2] == ["kb", "new-rule"]:
        return  # a rule file names rows of its own source
    text = re.sub(r"\s+", " ", called.out)
    found = list(ROW.finditer(text))
    assert all(match[1] for match in found), [text[max(0, m.start() - 40) : m.end()] for m in found if not m[1]][:3]
    if (
        arguments[0]
        in ("infer", "why", "says", "about", "whatif", "needs", "next", "compare", "seek", "targets", "discriminate")
        and found
    ):
        assert "Source lake1999: Author A (1999)" in text
        assert "the review backs" not in text
        assert "support in the review" not in text


@pytest.mark.parametrize(
    "arguments", [["infer", "hypoxia"], ["why", "CSC_enrichment", "--given", "hypoxia", "--links"]]
)
def test_answers_of_the_base_are_those_without_the_pack(arguments: list[str]) -> None:
    """Word by word: what rests on the review alone is said to, whatever else is loaded."""
    assert added(*arguments).out == call(*arguments, pack=None).out


def test_the_shell_greets_in_names_of_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.knowledge.names import Names
    from reasoner.shell.greeting import greeting

    kb = load(LAKE)
    first, second = greeting(kb, Names(kb))
    assert (
        first == "Try: planting of reeds, then: why clear water, then: block arrival of water fleas (tour, help, exit)"
    )
    assert second.startswith("Source lake1999: Author A (1999)")
    for text in ("planting of reeds", "clear water", "arrival of water fleas"):
        assert Names(kb).finding(text)
    shipped = load()
    assert list(greeting(shipped, Names(shipped))) == [
        "Try: hypoxia, then: why CSC enrichment, then: block HIF2A (tour, help, exit)"
    ]
    nothing = kb.model_copy(update={"rules": ()})
    assert next(greeting(nothing, Names(nothing))).startswith("Try: ")


def test_the_shell_explains_each_source_when_it_is_first_named() -> None:
    lines = ["hypoxia", "block HIF2A", "reset", "manure", "warm summer"]
    out = call("shell", *(word for line in lines for word in ("-c", line)), "--with", str(LAKE)).out
    assert out.count("Source lake1999: ") == 1
    assert out.index("how firmly the review backs") < out.index("manured fields") < out.index("Source lake1999: ")
    assert out.count("not how true it is") == 2


def test_links_follow_each_source() -> None:
    kb = load(PACK, [EXTRA])
    home, other = kb.sources
    assert home.reference_link(5) == "https://example.org/article#ref-CR5"
    assert other.reference_link(5) == other.url == "https://example.org/other"  # it gives its entries no anchors
    bare = other.model_copy(update={"url": ""})
    assert (bare.reference_link(5), bare.sentence_link("a b c")) == ("", "")
    framed = other.model_copy(update={"url": "https://example.org/a#part", "reference_anchor": "ref{}"})
    assert framed.reference_link(5) == "https://example.org/a#ref5"
    assert framed.sentence_link("a-b") == "https://example.org/a#part:~:text=a%2Db"


def test_references_of_two_sources_are_never_taken_for_each_other() -> None:
    """Both cite a [3]: the lines are independent, and `refs` holds the base's own numbers alone."""
    answer = json.loads(call("why", "angiogenesis", "--given", "hypoxia", "--with", str(EXTRA), "--format", "json").out)
    assert answer["finding"]["refs"] == [1, 2, 3]
    (line,) = [each for each in answer["lines"] if each["rule"] == "hypoxia-angiogenesis"]
    assert line["independent"]
    assert line["refs"] == []
    assert [(each["source"], each["refs"]) for each in line["citations"]] == [("other2021", [3])]
    for node in (line["proof"], answer["finding"]["proof"]):
        assert set(node["refs"]) <= {1, 2, 3}


def test_a_line_that_only_another_source_cites_is_not_said_to_be_without_a_reference() -> None:
    """Two lines that share reference 3 of the other source, and none of the base's."""
    out = call("why", "angiogenesis", "--given", "NOTCH", "hypoxia", "--block", "HIF", "--with", str(EXTRA)).out
    shared = [line for line in out.splitlines() if "sharing references with a line above" in line]
    assert shared
    assert "said without a reference" not in out


def test_expectations_name_references_of_another_source(tmp_path: Path) -> None:
    def run(cites: str) -> Called:
        path = tmp_path / "s.yaml"
        path.write_text(
            f"scenario: s\ngiven: [NOTCH]\nexpect: {{cites: {{angiogenesis: {cites}}}}}\n", encoding="utf-8"
        )
        return call("run", str(path), "--with", str(EXTRA))

    assert run("other2021/3").code == 0
    assert run("[other2021/3]").code == 0
    failed = run("[3]")
    assert failed.code == 1
    assert "to cite [3]; its proof cites [other2021/3] and not [3]" in failed.out
    assert run("[other2021/4]").code == 1
    unknown = run("[othr2021/3]")
    assert unknown.code == 3
    assert "s.yaml:3:33: error[E012]: unknown source `othr2021`" in " ".join(unknown.out.split())
    assert "error[E010]" in run("[other2021/x]").out
    own = tmp_path / "own.yaml"
    own.write_text("scenario: s\ngiven: [hypoxia]\nexpect: {cites: {angiogenesis: [1, mini/2]}}\n", encoding="utf-8")
    assert call("run", str(own), "--with", str(EXTRA)).code == 0


def test_a_reference_is_looked_for_in_the_source_that_is_named() -> None:
    named = call("kb", "cite", "other2021/3", "--with", str(EXTRA))
    assert named.code == 0
    assert named == call("kb", "cite", "3", "--in", "other2021", "--with", str(EXTRA))
    assert "other2021 [3]" in named.out
    nine = call("kb", "cite", "lake1999/4", "--with", str(LAKE))
    assert "lake1999 [4]" in nine.out
    unknown = call("kb", "cite", "nobody/3", "--with", str(EXTRA))
    assert unknown.code == 2
    assert "unknown source `nobody`" in unknown.err


def test_a_row_whose_id_two_sources_have_is_shown_with_both_names(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    row = "{id: T01, section: S, statements: 0}"
    (tmp_path / "facts" / "source.yaml").write_text(f"id: twin\ntitle: T\nrows: [{row}]\n", encoding="utf-8")
    shown = call("kb", "show", "T01", "--with", str(tmp_path)).out
    assert shown.startswith("T01, Hypoxia\n")
    assert "see also    twin T01\n" in shown
    other = call("kb", "show", "twin  t01", "--with", str(tmp_path)).out
    assert other.startswith("twin T01, S\n")
    assert "see also    T01\n" in other


def test_doctor_says_what_is_loaded_from_where(tmp_path: Path) -> None:
    answer = json.loads(call("doctor", "--with", str(EXTRA), "--format", "json").out)
    home, other = answer["packs"]
    assert (home["folder"], home["origin"], home["source"]) == (str(PACK), "given", "mini")
    assert (other["folder"], other["origin"], other["source"]) == (str(EXTRA), "added", "other2021")
    kb = load(PACK, [EXTRA])
    for name, whole in (("rules", len(kb.rules)), ("entities", len(kb.entities))):
        assert home[name] + other[name] == whole == answer[name]
    assert (home["groups"], other["groups"]) == (1, 0)
    assert answer["knowledge_base"] == kb.digest
    assert home["content"] != other["content"]
    assert answer["compiled"]
    out = call("doctor", "--with", str(EXTRA)).out
    assert f"with: {EXTRA}\n  cites other2021: Another source, https://example.org/other\n  11 rules, 2 entities" in out
    assert out.endswith("All is well.\n")


def test_doctor_lists_what_is_wrong_with_a_pack_and_where(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "extend.yaml").write_text(
        "extend:\n  - {id: HIF2A, synonyms: [CSC]}\n  - {id: nothing, is_a: [HIF]}\n", encoding="utf-8"
    )
    called = call("doctor", "--with", str(tmp_path))
    assert called.code == 4
    wrong = [line for line in called.out.splitlines() if line.startswith("problem: ")]
    assert [re.sub(r".*(extend.yaml:\d+:\d+: error\[E\d+\]).*", r"\1", line) for line in wrong] == [
        "extend.yaml:2:28: error[E046]",
        "extend.yaml:3:10: error[E012]",
    ]
    assert "  cites mini: " in called.out
    assert "1 entity extended" in called.out or "2 entities extended" in called.out
    assert called.out.endswith("2 problems.\n")
    twice = call("doctor", "--with", str(EXTRA), "--with", str(EXTRA))
    assert twice.code == 4
    assert f"knowledge base: {PACK} (given)" in twice.out
