"""JSON answers: they keep to their published schemas, are the same each time, and nothing in them acts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import reasoner
from reasoner.cli.others import READ, SCHEMAS, schema_text
from reasoner.render.as_json import ascii_only, from_data
from tests.surfaces.calling import EXTRA, HOME, LAKE, PACK, SESSIONS, TABLE, call

HOLIDAY = str(SESSIONS / "holiday.yaml")
ANSWERS = {
    "result": [
        ["infer", "hypoxia", "--cancer", "glioblastoma", "--block", "HIF2A", "--why", "CSC_enrichment"],
        ["infer", "hypoxia", "chemotherapy", "--cancer", "ovarian cancer", "--assume", "rest/induced"],
        ["infer", "hypoxia", "angiogenesis down", "--force", "HIF1A", "--history", "dormancy"],
        ["infer", "oxygen = 1 %", "--strict-context", "--system", "in_vitro", "--engine", "columns"],
        ["infer", "--scenario", HOLIDAY, "--why", "scarring"],
        ["infer", "hypoxia", "--suppose", "hypoxia -> stemness unless EMT down", "--why", "stemness"],
        ["infer"],
    ],
    "why": [
        ["why", "CSC_enrichment", "--given", "oxygen = 1 %", "--all"],
        ["why", "scarring", "--scenario", HOLIDAY],
        ["why", "hypoxia", "--given", "hypoxia"],
    ],
    "whatif": [
        ["whatif", "hypoxia", "--cancer", "glioma", "--change", "block HIF2A", "--change", "cancer none"],
        ["whatif", "--scenario", HOLIDAY, "--change", "give oxygen = 1 %", "--change", "give chemotherapy"],
    ],
    "needs": [["needs", "CSC_enrichment", "--given", "oxygen = 1 %"], ["needs", "scarring", "--scenario", HOLIDAY]],
    "next": [["next", "hypoxia", "--all"], ["next", "--scenario", HOLIDAY, "--for", "dormancy"]],
    "compare": [["compare", HOLIDAY, f"{SESSIONS / 'suite.yaml'}#1"]],
    "whynot": [
        ["whynot", "angiogenesis", "--given", "normoxia", "--block", "HIF2A"],
        ["whynot", "dormancy", "--scenario", HOLIDAY],
        ["whynot", "hypoxia", "--force", "normoxia"],
    ],
    "says": [
        ["says", "hypoxia", "CSC_enrichment"],
        ["says", "hypoxia -> angiogenesis"],
        ["says", "dormancy", "stemness"],
        ["says", "normoxia", "no EMT"],
    ],
    "about": [["about", "HIF2A"], ["about", "CSC"], ["about", "EMT", "--cancer", "glioma", "--place", "CSC"]],
    "seek": [
        ["seek", "CSC enrichment"],
        ["seek", "stemness", "--support", "strong"],
        ["seek", "dormancy", "--scenario", HOLIDAY],
    ],
    "targets": [
        ["targets", "invasion", "--given", "hypoxia"],
        ["targets", "angiogenesis", "--scenarios", f"{SESSIONS / 'suite.yaml'}#1", HOLIDAY, "--allow-force"],
    ],
    "discriminate": [
        ["discriminate", "rest"],
        ["discriminate", "--scenarios", f"{SESSIONS / 'suite.yaml'}#1", HOLIDAY],
    ],
    "sweep": [
        ["sweep", "--factor", "hypoxia", "chemotherapy", "cancer", "assume rest", "--target", "EMT", "drug_resistance"],
        ["sweep", "--factor", "conditions", "--sample", "20", "--seed", "3", "--scenario", HOLIDAY],
        ["sweep", "--table", str(TABLE), "--block", "HIF1A"],
    ],
    "run": [["run", str(SESSIONS)], ["run", HOLIDAY, "-v"]],
    "teach-list": [["teach", "list"], ["teach", "list", "--type", "build"]],
    "teach-preview": [["teach", "preview"], ["teach", "preview", "small-predict", "--key"]],
    "teach-make": [["teach", "make", "--count", "6"], ["teach", "make", "--topic", "HIF2A", "--type", "predict"]],
    "kb-check": [["kb", "check"]],
    "kb-stats": [["kb", "stats"]],
    "kb-coverage": [["kb", "coverage"], ["kb", "coverage", "--rows"]],
    "kb-show": [["kb", "show", name] for name in ("HIF2A", "oxygen", "hypoxia-emt", "T05", "T08", "rest")]
    + [["kb", "show", "chemotherapy-cxcr4-high"]],
    "kb-cite": [["kb", "cite", "4"], ["kb", "cite", "7"], ["kb", "cite", "7", "4"], ["kb", "cite", "--all"]],
    "kb-index": [["kb", "index", "--markdown", f"{HOME.name}/book.md", "--html", f"{HOME.name}/book.html"]],
    "kb-search": [["kb", "search", "hypoxia"], ["kb", "search", "xylophone"]],
    "kb-new-rule": [["kb", "new-rule", "--at", "T04", "--when", "ROS", "--then", "EMT", "--find", "three plain words"]],
    "kb-impact": [["kb", "impact", "--with", str(EXTRA), HOLIDAY], ["kb", "impact", "--with", str(LAKE), HOLIDAY]],
    "doctor": [["doctor"], ["doctor", "--with", str(EXTRA)]],
}
WRITING = {"kb-new-pack"}  # answers of commands that write: tests/authoring
BY_LINE = {"run-line"}  # many answers, one a line: tests/batch/test_reports.py
MARKS = {"mark", "teach-grade", "teach-grade-line"}  # of what was handed in: tests/teach/test_grade.py
CASES = [pytest.param(name, each, id=f"{name}-{n}") for name, calls in ANSWERS.items() for n, each in enumerate(calls)]


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_an_answer_keeps_to_its_schema(name: str, arguments: list[str]) -> None:
    called = call(*arguments, "--format", "json")
    assert not called.err
    answer = json.loads(called.out)
    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(answer, schema, jsonschema.Draft202012Validator)
    assert answer["schema_version"] == 1
    assert len(answer["knowledge_base"]) == 64


def test_every_published_schema_has_a_case() -> None:
    assert set(ANSWERS) | set(READ) | WRITING | BY_LINE | MARKS == set(SCHEMAS)


def test_scenario_files_keep_to_their_schema() -> None:
    yaml = pytest.importorskip("yaml")
    schema = json.loads(schema_text("scenario"))
    (document,) = yaml.safe_load_all((SESSIONS / "holiday.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "blok": []}, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("arguments", [ANSWERS["result"][0], ANSWERS["why"][0], ANSWERS["run"][0]])
def test_the_same_bytes_each_time_and_from_either_engine(arguments: list[str]) -> None:
    first, second = (call(*arguments, "--format", "json").out for _ in range(2))
    assert first == second
    columns = call(*arguments, "--format", "json", "--engine", "columns").out
    assert columns.replace('"columns"', '"production"') == first.replace('"columns"', '"production"')


def test_infer_has_the_fields_that_scripts_rely_on() -> None:
    answer = json.loads(call("infer", "hypoxia", "--why", "EMT in CSC", "--format", "json").out)
    assert {"given", "interventions", "findings", "beside", "guards", "warnings"} <= set(answer)
    fields = """finding label entity direction place kind origin stated rows support steps specificity extrapolated
        contested against_requirement mixed_context rules refs citations"""
    for finding in answer["findings"]:
        assert set(fields.split()) <= set(finding)
    (proved,) = [finding for finding in answer["findings"] if finding["proof"]]
    assert proved["finding"] == "EMT in CSC"
    assert {"rule", "claim", "grade", "citations", "premises"} <= set(proved["proof"])


def test_python_gives_the_same_as_the_command_line() -> None:
    result = reasoner.load(PACK).infer(["hypoxia"], block=["HIF2A"], cancer="glioblastoma")
    called = call("infer", "hypoxia", "--block", "HIF2A", "--cancer", "glioblastoma", "--format", "json")
    assert json.loads(called.out) == json.loads(json.dumps(result.to_dict()))


NASTY = "\x1b[31m \x00 \x7f \x85 \x9b \u202e \u2066 \u200b \ufeff \u2028 \U000e0001 [red] Ω \ud800"


def test_nothing_in_json_acts_and_all_of_it_reads_back() -> None:
    text = from_data({"label": NASTY, NASTY: [NASTY]})
    assert text.replace("\n", "").isprintable()
    assert json.loads(text) == {"label": NASTY, NASTY: [NASTY]}
    assert "Ω" in text


def test_json_in_ascii_reads_back_to_the_same() -> None:
    text = from_data({"label": "HIF-2α 𝔸"})
    assert ascii_only(text).isascii()
    assert json.loads(ascii_only(text)) == json.loads(text)


def test_a_stream_that_cannot_write_greek_gets_escapes() -> None:
    called = call("kb", "show", "HIF2A", "--format", "json", encoding="ascii")
    assert json.loads(called.out)["entity"]["label"] == "HIF-2α"


def test_no_answer_holds_where_the_checkout_lies() -> None:
    for arguments in [*ANSWERS["result"][:4], *ANSWERS["why"][:1], *ANSWERS["kb-show"]]:
        assert str(Path(PACK).parent) not in call(*arguments, "--format", "json").out


def test_infer_tells_of_each_phase_what_it_gained_and_how_the_rest_ended() -> None:
    story = Path(__file__).parents[2] / "sessions" / "scenarios" / "phases-cxcr4.yaml"
    called = call("infer", "--scenario", f"{story}#1", "--format", "json", pack=None)
    answer = json.loads(called.out)
    jsonschema.validate(answer, json.loads(schema_text("result")), jsonschema.Draft202012Validator)
    treated, holiday, again = answer["phases"]
    assert [each["name"] for each in answer["phases"]] == ["treatment", "drug holiday", "chemotherapy again"]
    assert treated["changes"] is None
    ended = {each["finding"]: each for each in holiday["changes"]["ended"]}
    for state in ("CXCR4_high_state", "drug_resistance"):
        assert ended[state]["how"] == "reverts"
        assert [(each["row"], each["refs"]) for each in ended[state]["citations"]] == [("S176", [140])]
    assert (ended["dormancy"]["how"], ended["dormancy"]["citations"]) == ("open", [])
    assert ended["chemotherapy"]["how"] == "removed"
    assert {"CXCR4_high_state", "dormancy"} <= set(again["changes"]["gained"])
    origins = {each["finding"]: each["origin"] for each in holiday["findings"]}
    assert origins["residual_disease"] == "persisting"
    assert answer["findings"] == again["findings"]
