"""Transcripts run again, documents hold what was said with all that it cites, and JSON is that of the commands."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import jsonschema
import justhtml
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reasoner.cli.others import SCHEMAS
from reasoner.model.base import adapter
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import DISCLAIMER
from reasoner.shell.interpreter import Shell
from reasoner.shell.journal import Journal
from reasoner.shell.reading import Reader
from reasoner.shell.transcript import Transcript, told
from tests.shell import pack
from tests.shell.driving import Inside, Terminal, environment, piped

LINES = [
    "hypoxia",
    "CSC",
    "no CSC",
    "block HIF2A",
    "release HIF2A",
    "glioblastoma",
    "oxygen 1%",
    "undo",
    "redo",
    "undo 2",
    "findings",
    "why 1",
    "block 1",
    "whatif remove hypoxia",
    "what if HIF2A is blocked",
    "seek EMT in CSC --from hypoxia, CSCs",
    "apply 1",
    "phase later",
    "suppose hypoxia -> TGFB",
    "reset",
    "step 2",
    "tour",
    "hypoxya",
    "block",
    "why 99",
    "retract paclitaxel",
    "  hypoxia , paclitaxel  # a comment",
    "source x.txt",
    "history",
    "diff 1",
    "help why",
    "watch rules on",
]


@given(st.lists(st.sampled_from(LINES), max_size=5), st.lists(st.sampled_from(LINES), max_size=9))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_transcript_runs_again_to_the_same_end(kb: KnowledgeBase, home: Path, before: list[str], after: list[str]):
    (home / "x.txt").write_text("CAFs\nwhy CAFs\n", encoding="utf-8")
    first = Inside(kb)
    first("reset", *before, "tee! first.txt", *after, "tee off")
    script = (home / "first.txt").read_text(encoding="utf-8")
    again = Inside(kb)
    again("tee! again.txt")
    for line in script.splitlines():
        again.shell.run(line)  # no line of it goes wrong
    again("tee off")
    assert again.shell.session.is_like(first.shell.session)
    assert again.shell.session.now == first.shell.session.now
    if not before:
        assert answered(again) == answered(first)


def answered(say: Inside) -> list[tuple[str, list[str]]]:
    """What was answered to each line that does the same again."""
    aside = ("tee", "tee!", "source", "reset")
    turns = (turn for turn in say.shell.dialogue.turns if not turn.failed and turn.verb not in aside)
    return [(turn.line, list(told(turn.answer))) for turn in turns]


def test_a_transcript_is_what_its_reader_expects(say: Inside, home: Path):
    say("hypoxia", "tee a.txt", "why EMT in CSC", "hypoxya", "findings # all of it", "tee off", "CSC")
    text = (home / "a.txt").read_text(encoding="utf-8")
    assert text.startswith("# A transcript of reasoner ")
    assert say.shell.kb.digest in text
    assert DISCLAIMER in text
    assert "\nassert hypoxia\n" in text
    assert "\nwhy EMT in CSC\n# EMT in CSCs: strong, stated.\n" in text
    assert "\n# > hypoxya\n# error[E012]: unknown name `hypoxya`\n#   help: did you mean `hypoxia`?\n" in text
    assert "\nCSC\n" not in text
    assert max(map(len, text.splitlines())) < 120


def again(kb: KnowledgeBase, script: Path) -> Inside:
    """A new session in which a transcript was run; no line of it goes wrong."""
    say = Inside(kb)
    for number, line in enumerate(script.read_text(encoding="utf-8").split("\n"), start=1):
        say.shell.run(line, script.name, number)
    return say


def test_what_a_transcript_begins_with_leads_to_where_the_session_is(say: Inside, kb: KnowledgeBase, home: Path):
    say("hypoxia", "block HIF2A", "CSC", "undo 2", "watch rules on", "step 2", "break relapse", "tour 3", "tee a.txt")
    run = ["step 2", "break relapse"]
    lines = [line for line in (home / "a.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]
    assert lines == ["assert hypoxia", "block HIF2A", "assert CSC", "undo 2", "watch rules", *run, "tour 3"]
    say("redo", "tee off")
    other = again(kb, home / "a.txt")
    assert other.shell.session.is_like(say.shell.session)
    assert other.shell.session.undone
    assert other.shell.watched == {"rules"}
    assert other.shell.breaks == ("relapse",)
    assert other.shell.tour == say.shell.tour


def test_what_cannot_be_run_again_is_said(say: Inside, kb: KnowledgeBase, home: Path):
    (home / "mine.yaml").write_text("given: [hypoxia]\n", encoding="utf-8")
    say("load mine.yaml")
    (home / "mine.yaml").unlink()
    assert "could not be written so that it runs again" in say("tee a.txt")
    say("CSC", "tee off")
    assert "\n# > load mine.yaml\n" in (home / "a.txt").read_text(encoding="utf-8")
    assert [point.words for point in again(kb, home / "a.txt").shell.session.done] == ["", "assert CSC"]


def test_a_session_that_came_back_in_the_midst_is_not_taken_for_one_that_runs_again(
    kb: KnowledgeBase, home: Path, say: Inside
):
    journal = Journal(home / "journal")
    Inside(kb, journal=journal)("hypoxia")
    journal.close()
    say("CAFs", "load last")
    assert "could not be written so that it runs again" in say("tee a.txt")
    say("tee off")


@pytest.mark.parametrize("begun", [[], ["CAFs"]])
def test_the_last_session_stands_in_a_transcript_as_its_lines(kb: KnowledgeBase, home: Path, begun: list[str]):
    journal = Journal(home / "journal")
    Inside(kb, journal=journal)("hypoxia", "block HIF2A", "undo")
    journal.close()
    say = Inside(kb)
    say("tee a.txt", *begun, "load last", "tee off")
    for each in (home / "journal").iterdir():
        each.unlink()
    other = again(kb, home / "a.txt")
    assert other.shell.scenario == say.shell.scenario == pack.scenario(kb, "hypoxia")
    assert bool(begun) or other.shell.session.is_like(say.shell.session)


def test_a_line_is_written_as_it_was_typed_and_does_the_same(say: Inside, kb: KnowledgeBase, home: Path):
    say("tee a.txt", "hypoxia ,  CSC", "phase drug  holiday", "phase x\u200by\tz", "tee off")
    text = (home / "a.txt").read_text(encoding="utf-8")
    assert "\nhypoxia ,  CSC\n" in text
    assert "\u200b" not in text
    assert again(kb, home / "a.txt").shell.scenario == say.shell.scenario


def test_a_script_stands_in_a_transcript_as_its_lines(say: Inside, kb: KnowledgeBase, home: Path):
    (home / "x.txt").write_text("hypoxia\nhypoxya\nCSC\n", encoding="utf-8")
    say("tee a.txt", "source x.txt", "source nowhere.txt", "tee off")
    text = (home / "a.txt").read_text(encoding="utf-8")
    assert text.count("unknown name `hypoxya`") == 1  # where it was met, and not once more below the script
    assert "\n# > source x.txt\n\n" in text
    assert "\n# > source nowhere.txt\n# error[E001]" in text
    assert again(kb, home / "a.txt").shell.scenario == say.shell.scenario


def test_a_change_that_was_made_before_an_interruption_stays_in_the_transcript(
    say: Inside, kb: KnowledgeBase, home: Path, monkeypatch: pytest.MonkeyPatch
):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    say("tee a.txt")
    with monkeypatch.context() as patched:
        patched.setattr(Shell, "close", interrupted)
        say.shell.attempt("hypoxia")
        say.shell.attempt("why EMT in CSC")
    say("tee off")
    text = (home / "a.txt").read_text(encoding="utf-8")
    assert text.count("# Interrupted.") == 2
    assert "\n# > why EMT in CSC\n" in text
    assert again(kb, home / "a.txt").shell.scenario == say.shell.scenario == pack.scenario(kb, "hypoxia")


def test_nothing_is_overwritten_unasked(say: Inside, home: Path):
    (home / "a.txt").write_text("mine", encoding="utf-8")
    (home / "a.html").write_text("mine", encoding="utf-8")
    (home / "a.md").write_text("mine", encoding="utf-8")
    assert "help: tee! a.txt replaces it" in say("tee a.txt")
    assert "help: tee! a.md replaces it" in say("tee a.md")
    say("hypoxia")
    assert "help: export! a.html replaces it" in say("export a.html")
    assert (home / "a.txt").read_text(encoding="utf-8") == (home / "a.html").read_text(encoding="utf-8") == "mine"
    assert "Exported: a.html" in say("export! a.html")


def test_what_cannot_be_written_ends_the_transcript_and_not_the_session(say: Inside, home: Path):
    assert "cannot be written" in say("tee nowhere/a.txt")
    assert say.shell.transcript is None
    say("tee a.txt")
    assert "cannot be written" in say("tee nowhere/a.txt")
    assert say("tee") == "The conversation is written to a.txt.\n"
    say("tee off")
    if Path("/dev/full").exists():
        stream = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115
        say.shell.transcript = Transcript(Path("full.txt"), stream)
        answer = say("hypoxia")
        assert "Given: hypoxia." in answer
        assert "The transcript ends here: full.txt cannot be written" in answer
        assert say.shell.transcript is None
        assert "Given" in say("CSC")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_killed_session_leaves_a_transcript_that_runs(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("tee a.txt", "From here on")
        terminal.enter("hypoxia", "undo 1")
        terminal.enter("block HIF2A", "undo 2")
        terminal.child.kill(signal.SIGKILL)
        terminal.ended()
    done = piped(folder, home, "-f", "a.txt", "-c", "scenario")
    assert done.returncode == 0
    assert done.stdout.rstrip().endswith("Given: hypoxia. Inhibited: HIF-2α.")


# ---------------------------------------------------------------- documents


def talk(say: Inside) -> None:
    say("hypoxia, paclitaxel", "why 1", "hypoxya <b>", "findings", "step 2", "what if HIF2A is blocked?")


def test_a_document_holds_what_was_said(say: Inside, home: Path):
    talk(say)
    say("export a.html", "export a.md")
    html = (home / "a.html").read_text(encoding="utf-8")
    page = justhtml.JustHTML(html, sanitize=False, strict=True)
    heads = [node.to_text() for node in page.query("h2")]
    assert heads == [
        "hypoxia, paclitaxel",
        "why 1",
        "hypoxya <b>",
        "findings",
        "step 2",
        "what if HIF2A is blocked?",
        "Cited",
    ]
    cited = [node.to_text() for node in page.query(".cited tr")]
    names = ["S1", "S2", "S3", "S4", "S5", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]"]
    assert [each.split()[0] for each in cited] == names
    text = page.root.to_text()
    for part in ("EMT in CSCs", "did you mean `hypoxia`?", DISCLAIMER, say.shell.kb.digest, say.shell.kb.no_advice):
        assert part in text
    assert "<b>" not in html.replace("&lt;b&gt;", "")
    markdown = (home / "a.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", markdown, re.MULTILINE)[:3] == ["`hypoxia, paclitaxel`", "`why 1`", "`hypoxya <b>`"]
    for link in dict.fromkeys(re.findall(r'href="(https:[^"]+)"', html)):
        assert f"(<{link}>)" in markdown
    for document in (text, markdown):
        assert document.count(DISCLAIMER) >= 2
        assert "Sentences" in document
        assert say.shell.kb.sources[0].title in document


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_typed_a_document_stays_whole(kb: KnowledgeBase, home: Path, typed: str):
    say = Inside(kb)
    say("hypoxia")
    line = " ".join(typed.split())
    if re.match(r"\W*(load|open|save!?|source|tee!?|export!?|exit|quit|q|bye|compare)\b", line, re.IGNORECASE):
        return
    say(line)
    say("export! a.html", "export! a.md")
    page = justhtml.JustHTML((home / "a.html").read_text(encoding="utf-8"), sanitize=False, strict=True)
    assert not page.query("script")
    assert (home / "a.md").read_text(encoding="utf-8").startswith("# A conversation")


@pytest.mark.parametrize(("line", "said"), [("export a.pdf", "Markdown or HTML"), ("export", "expected a file")])
def test_what_is_no_document(say: Inside, line: str, said: str):
    say("hypoxia")
    assert said in say(line)


def test_nothing_to_export(say: Inside):
    assert "Nothing was said yet." in say("export a.md")


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    ("line", "schema"),
    [
        ("CSC", "result"),
        ("findings strong", "result"),
        ("undo", "result"),
        ("why EMT in CSC", "why"),
        ("whynot taxane state", "whynot"),
        ("whatif block HIF2A", "whatif"),
        ("needs EMT in CSC", "needs"),
        ("next", "next"),
        ("seek EMT in CSC", "seek"),
        ("targets EMT in CSC", "targets"),
        ("says hypoxia -> EMT in CSC", "says"),
        ("about HIF2A", "about"),
    ],
)
def test_answers_as_json(kb: KnowledgeBase, home: Path, line: str, schema: str):
    import importlib

    say = Inside(kb)
    say("hypoxia", "format json")
    written = say(line)
    assert written.count("\n") == 1
    module, name = SCHEMAS[schema]
    found = adapter(getattr(importlib.import_module(module), name)).json_schema(mode="serialization")
    jsonschema.validate(json.loads(written), found)


def test_every_line_of_json_is_an_object(say: Inside):
    say("format json")
    lines = say("hypoxia", "hypoxya", "scenario", "help", "step", "save a.yaml", "undo").splitlines()
    found = [json.loads(line) for line in lines if not line.startswith(("error[", "  help:", "help:"))]
    assert all(isinstance(each, dict) for each in found)
    assert found[1]["problems"][0]["code"] == "E012"
    assert found[2] == {"text": ["Given: hypoxia."]}
    assert "Answers are written as text." in say("format text")
    assert say("scenario") == "Nothing given.\n"


def test_what_is_no_answer_is_an_object_too(say: Inside, home: Path, monkeypatch: pytest.MonkeyPatch):
    def ends(error: BaseException) -> list[object]:
        def fail(*_: object, **__: object) -> None:
            raise error

        start = say.stream.tell()
        with monkeypatch.context() as patched:
            patched.setattr(Reader, "nothing_more", fail)
            say.shell.attempt("history")
        say.stream.seek(start)
        return [json.loads(line) for line in say.stream.read().splitlines()]

    say("format json")
    assert ends(KeyboardInterrupt()) == [{"text": ["Interrupted."]}]
    (found,) = ends(ZeroDivisionError("oh"))
    assert [each["code"] for each in found["problems"]] == ["E499"]  # type: ignore[index]
    (home / "x.txt").write_text("hypoxya\n", encoding="utf-8")
    line, *_ = say("source x.txt").splitlines()
    problem = {"path": "x.txt", "line": 1, "column": 1, "help": ["did you mean `hypoxia`?"]}
    assert json.loads(line) == {"problems": [{"code": "E012", "message": "unknown name `hypoxya`", **problem}]}
    if Path("/dev/full").exists():
        with open("/dev/full", "w", encoding="utf-8") as stream, suppress(OSError):
            say.shell.transcript = Transcript(Path("full.txt"), stream)
            assert "The transcript ends here" in json.loads(say("history").splitlines()[-1])["text"][0]


def test_json_is_that_of_the_commands(folder: Path, home: Path):
    asked = {
        "hypoxia": ["infer", "hypoxia"],
        "block HIF2A": ["infer", "hypoxia", "--block", "HIF2A"],
        "why EMT in CSC": ["why", "EMT in CSC", "--given", "hypoxia", "--block", "HIF2A"],
        "whatif give CSC": ["whatif", "hypoxia", "--block", "HIF2A", "--change", "give CSC"],
        "says hypoxia -> HIF2A": ["says", "hypoxia", "HIF2A"],
        "cite 1": ["kb", "cite", "1"],
    }
    done = piped(folder, home, "--format", "json", *(each for line in asked for each in ("-c", line)), "-c", "hypoxya")
    *answers, refused = [json.loads(line) for line in done.stdout.splitlines()]
    for answer, arguments in zip(answers, asked.values(), strict=True):
        whole = [sys.executable, "-m", "reasoner", *arguments, "--kb", str(folder), "--format", "json"]
        command = subprocess.run(whole, env=environment(home), capture_output=True, text=True, check=True, timeout=60)
        assert answer == json.loads(command.stdout)
    assert [(each["code"], each["line"]) for each in refused["problems"]] == [("E012", len(asked) + 1)]
    assert done.returncode == 1
    assert f"<argument>:{len(asked) + 1}:1: error[E012]: unknown name `hypoxya`" in done.stderr


def test_json_through_a_pipe(folder: Path, home: Path):
    done = piped(folder, home, given="format json\nhypoxia\nwhy 1\n")
    assert [type(json.loads(line)) for line in done.stdout.splitlines()] == [dict, dict, dict]
    assert done.stderr == ""
