"""`run`: what is found, what is selected, where reports go, and how a run ends that is cut short."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import junitparser
import pytest

import reasoner
from reasoner.pipeline import Reasoner
from reasoner.render.output import Output
from reasoner.render.progress import Counter
from tests.surfaces.calling import HOME, PACK, SESSIONS, call, process

GOOD = "scenario: good\ntags: [fine]\ngiven: [hypoxia]\nexpect: {present: [angiogenesis]}\n"
FAILS = "scenario: fails\ngiven: [hypoxia]\nexpect: {present: [quiescence]}\n"
INVALID = "scenario: broken\ngiven: [hypoxya]\n"
ENVIRON = {
    "PYTHONPATH": str(Path(reasoner.__file__).parent.parent),
    "REASONER_KB": str(PACK),
    "REASONER_HOME": HOME.name,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user stands: two files, one of them with every kind of end, one in a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.yaml").write_text("---\n".join([GOOD, FAILS, INVALID]), encoding="utf-8")
    (tmp_path / "sub" / "b.yml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def ran(*arguments: str, **how: bytes) -> list[tuple[str, str, str]]:
    """Path, title and status of what is run."""
    called = call("run", *arguments, "--format", "json", **how)  # type: ignore[arg-type]
    return [(item["path"], item["title"], item["status"]) for item in json.loads(called.out)["items"]]


# ---------------------------------------------------------------- what is found


def test_files_folders_and_patterns_are_found_in_order_and_once(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "c.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "notes.txt").write_text("no scenario", encoding="utf-8")
    (folder / "sub" / "again").symlink_to(folder, target_is_directory=True)
    (folder / "link.yaml").symlink_to(folder / "a.yaml")
    every = [("a.yaml", "good"), ("a.yaml", "fails"), ("a.yaml", ""), ("sub/b.yml", "good")]
    assert [each[:2] for each in ran(".")] == every
    assert [each[:2] for each in ran(".", "a.yaml", str(folder), "./sub/../a.yaml")] == every
    assert [path for path, *_ in ran("**/*.y*ml")] == ["a.yaml"] * 3 + ["sub/b.yml"]
    assert [path for path, *_ in ran("sub", "a.yaml")] == ["sub/b.yml"] + ["a.yaml"] * 3
    assert [path for path, *_ in ran("sub", "-", "-", stdin=GOOD.encode())] == ["sub/b.yml", "-"]


def test_exercises_and_courses_are_no_scenarios(folder: Path) -> None:
    for name in ("scenarios", "exercises", "courses"):
        (folder / "sessions" / name).mkdir(parents=True)
        (folder / "sessions" / name / "c.yaml").write_text(GOOD, encoding="utf-8")
    only = ["sessions/scenarios/c.yaml"]
    assert [path for path, *_ in ran("sessions")] == only
    assert [path for path, *_ in ran("sessions/**/*.yaml")] == only
    assert [path for path, *_ in ran("sessions/exercises")] == ["sessions/exercises/c.yaml"]  # named, hence meant


def test_odd_files_are_told_and_stop_nothing(folder: Path) -> None:
    (folder / "a.yaml").unlink()
    (folder / "binary.yaml").write_bytes(bytes(range(256)))
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    (folder / "with space\nand line.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "dangling.yaml").symlink_to(folder / "none")
    assert [each[::2] for each in ran(".")] == [
        ("binary.yaml", "invalid"),
        ("empty.yaml", "invalid"),
        ("with space\nand line.yaml", "passed"),
        ("sub/b.yml", "passed"),
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to this user")
def test_what_may_not_be_read_is_told(folder: Path) -> None:
    (folder / "sub").chmod(0)
    (folder / "a.yaml").chmod(0)
    assert [each[::2] for each in ran(".")] == [("a.yaml", "invalid"), ("sub", "invalid")]
    (folder / "sub").chmod(0o700)


# ---------------------------------------------------------------- what is selected


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        (["-k", "good"], ["good", "", "good"]),
        (["-k", "not good"], ["fails", ""]),
        (["-k", "sub and good"], ["", "good"]),
        (["--tag", "fine", "--tag", "other"], ["good", "", "good"]),
        (["--tag", "fine", "-k", "sub"], ["", "good"]),
        (["-x"], ["good", "fails"]),
        (["--maxfail", "2"], ["good", "fails", ""]),
        (["--maxfail", "3"], ["good", "fails", "", "good"]),
    ],
)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_selection(arguments: list[str], titles: list[str], workers: str, folder: Path) -> None:
    assert [title for _, title, _ in ran(".", *arguments, "-j", workers)] == titles


def test_what_is_not_selected_is_not_evaluated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated = []
    evaluate = Reasoner.evaluate

    def noting(self: Reasoner, scenario: object, engine: str = "production") -> object:
        evaluated.append(getattr(scenario, "title", ""))
        return evaluate(self, scenario, engine)  # type: ignore[arg-type]

    monkeypatch.setattr(Reasoner, "evaluate", noting)
    call("run", ".", "-k", "fails")
    assert evaluated == ["fails"]
    for only in ("--check", "--collect-only"):
        called = call("run", ".", only)
        assert called.code == 3
        assert "error[E012]: unknown name `hypoxya`" in called.out
        assert ("collected good" in called.out) is (only == "--collect-only")
    assert evaluated == ["fails"]
    assert call("run", "sub", "--check").code == 0


def test_last_failed(folder: Path) -> None:
    called = call("run", "a.yaml", "--lf")
    assert (called.code, called.out) == (5, "")
    assert "error[E204]: nothing failed when this was last run" in called.err
    call("run", ".")
    (folder / "a.yaml").write_text("---\n".join([INVALID.replace("hypoxya", "hypoxia"), GOOD, FAILS]), encoding="utf-8")
    assert ran("a.yaml", "--lf", "--check") == [("a.yaml", "fails", "collected")]
    assert ran(".", "--lf", "-j", "2") == [("a.yaml", "fails", "failed")]
    (folder / "a.yaml").write_text(FAILS.replace("quiescence", "angiogenesis"), encoding="utf-8")
    assert ran(".", "--lf") == [("a.yaml", "fails", "passed")]
    assert call("run", ".", "--lf").code == 5


def test_what_failed_is_forgotten_when_it_is_gone_and_not_before(folder: Path) -> None:
    other = FAILS.replace("scenario: fails", "scenario: other")
    (folder / "a.yaml").write_text("---\n".join([FAILS, other]), encoding="utf-8")
    home = {"REASONER_HOME": str(folder / "home")}
    call("run", "a.yaml", environ=home)
    (folder / "a.yaml").write_text("---\n".join([GOOD, other]), encoding="utf-8")
    for arguments in (["-k", "good"], ["-x"]):
        call("run", "a.yaml", *arguments, environ=home)
        (kept,) = (folder / "home" / "failed").iterdir()
        assert kept.read_text(encoding="utf-8").splitlines()[1:] == ["=fails", "=other"]
    call("run", "a.yaml", "--lf", environ=home)
    assert kept.read_text(encoding="utf-8").splitlines()[1:] == ["=other"]


def test_where_nothing_is_selected_there_is_nothing_to_run(folder: Path) -> None:
    for arguments in (["-k", "zzz"], ["--tag", "zzz"]):
        called = call("run", "sub", *arguments, "--report", "json:report.json")
        assert (called.code, called.out) == (5, "")
        assert "error[E204]: no scenario is selected" in called.err
    assert not (folder / "report.json").exists()


# ---------------------------------------------------------------- reports and a former one


def test_reports_go_to_their_files_and_say_the_same_with_workers(folder: Path) -> None:
    formats = ("text", "concise", "json", "jsonl", "csv", "junit", "markdown", "html")
    for workers in ("1", "2"):
        reports = [f"--report={name}:{name}-{workers}" for name in formats]
        called = call("run", ".", *reports, "-j", workers, "-v")
        assert called.code == 1
        assert (folder / f"text-{workers}").read_text(encoding="utf-8").split() == called.out.split()
    for name in formats:
        assert (folder / f"{name}-1").read_bytes() == (folder / f"{name}-2").read_bytes()
    assert call("run", ".", "-v", "--format", "json").out == (folder / "json-1").read_text(encoding="utf-8")
    assert junitparser.JUnitXml.fromfile("junit-1").tests == 4
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--report", "xml"], "E272", "there is no report `xml`"),
        (["--report", "json", "--report", "csv"], "E272", "two reports go to standard output"),
        (["--report", "json:"], "E272", "no path follows the colon of `--report json:`"),
        (["-x", "--maxfail", "3"], "E200", "not allowed with argument"),
        (["--report", "csv:x", "--report", "json:sub/../x"], "E272", "two reports go to `x`"),
        (["--report", "csv:a.yaml"], "E272", "a report would replace a scenario file"),
        (["--report", "csv:sub"], "E205", "is a directory"),
        (["--report", "csv:none/x"], "E205", "no such file or directory"),
        (["--report", "csv:a.yaml/x"], "E205", "not a directory"),
        (["--report", f"csv:{'x' * 300}"], "E205", "file name too long"),
        (["-k", "a and"], "E270", "it ends where a word should come"),
        (["--baseline", "a.yaml"], "E271", "this is no report"),
        (["--baseline", "none"], "E001", "no such file or directory"),
        (["-j", "0"], "E200", "`0` is no number from 1 up"),
        (["--maxfail", "x"], "E200", "`x` is no number from 1 up"),
        (["--check", "--collect-only"], "E200", "not allowed with argument"),
        (["--check", "--baseline", "none"], "E200", "nothing is"),
        (["--collect-only", "--baseline", "none"], "E200", "nothing is"),
    ],
)
def test_usage(arguments: list[str], code: str, said: str, folder: Path) -> None:
    before = (folder / "a.yaml").read_bytes()
    called = call("run", ".", *arguments)
    assert (called.code, called.out) == (2, "")
    assert f"error[{code}]" in called.err
    assert said in called.err
    assert (folder / "a.yaml").read_bytes() == before


def test_against_a_former_report_only_what_newly_fails_counts(folder: Path) -> None:
    assert call("run", ".", "--report", "jsonl:before.jsonl", "-v").code == 1
    called = call("run", ".", "--baseline", "before.jsonl", "-v")
    assert called.code == 0
    assert "Against the former report: nothing changed." in called.out
    (folder / "a.yaml").write_text("---\n".join([FAILS, GOOD.replace("angiogenesis", "dormancy")]), encoding="utf-8")
    called = call("run", ".", "--baseline", "before.jsonl", "--report", "jsonl:before.jsonl")
    assert called.code == 1
    assert "failed good  a.yaml:5  newly failing" in called.out
    assert "gone scenario 3  a.yaml" in called.out
    assert "Against the former report: 1 newly failing, 1 gone." in called.out
    assert '"newly_failing":1' in (folder / "before.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert call("run", ".", "--baseline", "before.jsonl", "-k", "good").out.count("gone") == 0


def test_what_keeps_a_former_report_from_being_compared_is_told(folder: Path) -> None:
    call("run", "sub", "--report", "jsonl:before.jsonl")
    before = folder / "before.jsonl"
    before.write_bytes(before.read_bytes().splitlines(keepends=True)[0])
    called = call("run", str(folder / "sub"), "--baseline", "before.jsonl")
    assert "before.jsonl:1: warning[W271]: the former report has no end" in called.err
    assert "Against the former report: nothing changed." in called.out
    called = call("run", "a.yaml", "--baseline", "before.jsonl")
    assert (
        "warning[W272]: no scenario is known from the former report: it has sub/b.yml, and this run a.yaml"
        in called.err
    )
    assert called.code == 1


def test_with_results_a_former_report_says_what_holds_otherwise(folder: Path) -> None:
    call("run", "sub", "--report", "json:before.json", "-v")
    text = GOOD.replace("[hypoxia]", "[hypoxia, chemotherapy]\nblock: [HIF2A]")
    (folder / "sub" / "b.yml").write_text(text, encoding="utf-8")
    called = call("run", "sub", "--baseline", "before.json", "-v", "--report", "concise", "--report", "markdown:x.md")
    assert called.code == 0
    told = (folder / "x.md").read_text(encoding="utf-8")
    for line in ("gained dormancy", "lost HIF-2α active", "CSC enrichment: hypothesis, was moderate"):
        assert f"  - {line}" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a stream that takes nothing is a file of Linux")
def test_where_one_report_cannot_be_written_the_others_are(folder: Path) -> None:
    called = call("run", ".", "--report", "jsonl:/dev/full", "--report", "csv:x.csv")
    assert called.code == 4
    assert "/dev/full: error[E205]: the answer cannot be written: no space left on device" in called.err
    assert "4 scenarios: 2 passed" in called.out
    assert len((folder / "x.csv").read_text(encoding="utf-8").splitlines()) == 5
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reasoner", "run", ".", "--report", "json", "--report", "csv:y.csv"],
            env={**os.environ, **ENVIRON},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr == "error[E205]: the answer cannot be written: no space left on device\n"
    assert (folder / "x.csv").read_bytes() == (folder / "y.csv").read_bytes()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open files have no path")
def test_a_report_goes_to_a_pipe_that_has_no_place_of_its_own(folder: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as told:
        try:
            called = call("run", "sub", "--report", f"jsonl:/dev/fd/{writing}")
        finally:
            os.close(writing)
        assert (called.code, called.err) == (0, "")
        assert len(told.read().splitlines()) == 2


@pytest.mark.parametrize("arguments", [["-"], ["sub", "-", "-j", "2"]])
def test_a_standard_input_that_is_closed_is_told(arguments: list[str], folder: Path) -> None:
    closing = "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", closing, "-m", "reasoner", "run", *arguments],
        env={**os.environ, **ENVIRON},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "-: error[E001]: standard input is closed\n")


# ---------------------------------------------------------------- a run that is cut short


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_reports_what_was_done(workers: str, asked: signal.Signals, folder: Path) -> None:
    """Nobody reads what it writes, so that it cannot be over when the signal comes."""
    (folder / "many.yaml").write_text(
        "---\n".join(["scenario: one of many\ngiven: [hypoxia]\n"] * 3000), encoding="utf-8"
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "reasoner", "run", "many.yaml", "-j", workers, "--report=json", "--report=junit:x.xml"],
        env={**os.environ, **ENVIRON},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    told = child.stdout.read(1)
    child.send_signal(asked)
    while more := child.stdout.read(1 << 16):
        told += more
    errors = child.stderr.read()
    for stream in (child.stdout, child.stderr):
        stream.close()
    assert child.wait(60) == 130
    assert errors == b"interrupted\n"
    answer = json.loads(told)
    assert answer["interrupted"] is True
    assert answer["counts"] == {"unjudged": len(answer["items"])}
    assert 0 < len(answer["items"]) < 3000
    assert junitparser.JUnitXml.fromfile("x.xml").tests == len(answer["items"])


def test_an_error_that_ends_a_run_leaves_whole_reports(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Reasoner.evaluate

    def interrupted(self: Reasoner, scenario: object, engine: str = "production") -> object:
        if getattr(scenario, "title", "") == "fails":
            raise KeyboardInterrupt
        return evaluate(self, scenario, engine)  # type: ignore[arg-type]

    monkeypatch.setattr(Reasoner, "evaluate", interrupted)
    called = call("run", "a.yaml", "--report", "json:x.json", "--exit-zero")
    assert (called.code, called.err) == (130, "interrupted\n")
    assert "1 scenario: 1 passed.\nInterrupted: this is what was done until then.\n" in called.out
    answer = json.loads((folder / "x.json").read_text(encoding="utf-8"))
    assert (answer["interrupted"], len(answer["items"])) == (True, 1)


# ---------------------------------------------------------------- how far it is


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_it_is() -> None:
    seconds = iter([0.0, 0.01, 0.5, 0.55, 1.0])
    stream = Terminal()
    out = Output(stream, environ={"COLUMNS": "80", "TERM": "xterm"})
    assert list(Counter(out, "scenarios", lambda: next(seconds)).over("abcd")) == list("abcd")
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown == ["", "2 scenarios, 4 a second", "4 scenarios, 4 a second", ""]


def test_what_is_written_beside_it_takes_it_away() -> None:
    seconds = iter([0.0, 1.0])
    stream = Terminal()
    counter = Counter(Output(stream, environ={"TERM": "xterm"}), "scenarios", lambda: next(seconds))
    out = Output(stream, "never", environ={"TERM": "xterm"})
    out.before_writing = counter.hide
    counter.count()
    out.line("one")
    out.line("two")
    assert stream.getvalue() == "\r\x1b[K1 scenarios, 1 a second\r\x1b[Kone\ntwo\n"


def test_a_pipe_and_a_dumb_terminal_are_not() -> None:
    for stream, environ in ((io.StringIO(), {"TERM": "xterm"}), (Terminal(), {"TERM": "dumb"})):
        seconds = iter([0.0, 1.0])
        list(Counter(Output(stream, environ=environ), "scenarios", lambda: next(seconds)).over("a"))  # noqa: B023
        assert stream.getvalue() == ""
    assert process("run", str(SESSIONS / "holiday.yaml")).stderr == b""


def test_the_html_report_has_pictures_where_it_tells_what_holds(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    assert call("run", str(SESSIONS), "-v", "--report", f"html:{path}", "--report", "concise").code in (0, 1)
    text = path.read_text(encoding="utf-8")
    assert "How often phenotypes hold in" in text
    ids = re.findall(r'id="(picture-\d+[^"]*)"', text)
    assert len(ids) == len(set(ids)) > 2
