"""Pipes, colour, encodings, terminals: what reaches the other side."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

import reasoner
from reasoner.render.output import wants_color
from tests.surfaces.calling import HOME, PACK, SESSIONS, call, process

SOURCE = Path(reasoner.__file__).parent.parent
COMMANDS = [
    ["infer", "hypoxia", "--why", "EMT in CSC"],
    ["infer", "hypoxya"],
    ["run", str(SESSIONS), "-v"],
    ["kb", "stats"],
    ["kb", "cite", "4"],
    ["infer", "--help"],
    ["infer", "hypoxia", "--format", "json"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda each: " ".join(each[:2]))
def test_a_pipe_gets_no_escape_sequence(arguments: list[str]) -> None:
    done = process(*arguments)
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["infer", "hypoxia"], ["infer", "hypoxya"]])
def test_colour_is_had_on_a_pipe_by_asking_and_never_links(arguments: list[str]) -> None:
    for done in (process("--color", "always", *arguments), process(*arguments, FORCE_COLOR="1")):
        shown = done.stdout + done.stderr
        assert b"\x1b[" in shown
        assert b"\x1b]8" not in shown
    plain = process(*arguments)
    done = process(*arguments, "--color=always", NO_COLOR="1")
    assert b"\x1b[" in done.stdout + done.stderr
    assert _bare(done.stdout) == plain.stdout
    for done in (
        process(*arguments, FORCE_COLOR="1", NO_COLOR="1"),
        process(*arguments, "--color", "never", FORCE_COLOR="1"),
        process(*arguments, FORCE_COLOR="0"),
    ):
        assert b"\x1b" not in done.stdout + done.stderr


def _bare(shown: bytes) -> bytes:
    import re

    return b"\n".join(line.rstrip() for line in re.sub(rb"\x1b\[[0-9;]*m", b"", shown).split(b"\n"))


@pytest.mark.parametrize(
    ("option", "environ", "terminal", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_what_decides_on_colour(option: str, environ: dict[str, str], terminal: bool, wanted: bool) -> None:
    assert wants_color(option, environ, terminal) is wanted


def _terminal(*arguments: str, columns: int = 90, **environ: str) -> bytes:
    path = str(Path(reasoner.__file__).parent.parent)
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    env = {
        **kept,
        "PYTHONPATH": path,
        "REASONER_KB": str(PACK),
        "REASONER_HOME": HOME.name,
        "TERM": "xterm-256color",
        **environ,
    }
    child = pexpect.spawn(sys.executable, ["-m", "reasoner", *arguments], env=env, dimensions=(24, columns), timeout=60)
    shown: bytes = child.read()
    child.close()
    return shown


def test_a_terminal_gets_colour_and_links_but_no_cursor_movement() -> None:
    shown = _terminal("infer", "hypoxia", "--cancer", "glioblastoma")
    assert b"\x1b[1m" in shown
    assert b";https://example.org/article#:~:text=brings%20about%20this%20change\x1b\\" in shown
    assert b";https://example.org/article#ref-CR5\x1b\\" in shown
    rest = shown.replace(b"\x1b]8;", b"").replace(b"\x1b\\", b"")
    assert b"\x1b" not in b"".join(part.partition(b"m")[2] for part in rest.split(b"\x1b[")[1:])
    assert all(part.partition(b"m")[0].replace(b";", b"").isdigit() for part in rest.split(b"\x1b[")[1:])


def test_a_terminal_without_colour_gets_no_links_either() -> None:
    assert b"\x1b" not in _terminal("infer", "hypoxia", NO_COLOR="1")
    assert b"\x1b" not in _terminal("infer", "hypoxia", TERM="dumb")
    assert b"\x1b" not in _terminal("infer", "hypoxia", "--format", "json")


def test_a_terminal_is_filled_and_not_overrun() -> None:
    for columns in (50, 110):
        lines = _terminal("infer", "hypoxia", "chemotherapy", columns=columns, NO_COLOR="1").decode().splitlines()
        assert columns - 25 < max(map(len, lines)) <= columns


def test_an_ascii_stream_gets_greek_spelt_out() -> None:
    called = call("infer", "hypoxia", "--block", "HIF2A", "--all", encoding="ascii")
    assert "Inhibited: HIF-2alpha." in called.out
    assert called.code == 0
    done = process("kb", "show", "HIF2A", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"HIF-2alpha, molecule HIF2A" in done.stdout


def test_latin_1_gets_what_it_can_write() -> None:
    called = call("kb", "show", "hypoxia-hif2a", encoding="latin-1")
    assert "HIF-2alpha" in called.out
    assert '"acts through both factors"' in called.out


@pytest.mark.parametrize("arguments", [["infer", "hypoxia", "--all"], ["run", str(SESSIONS), "-v"], ["--help"]])
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    path = str(Path(reasoner.__file__).parent.parent)
    child = subprocess.Popen(
        [sys.executable, "-m", "reasoner", *arguments],
        env={**os.environ, "PYTHONPATH": path, "REASONER_KB": str(PACK), "REASONER_HOME": HOME.name},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) == (1 if arguments[0] == "run" else 0)
    assert errors == b""


def test_scenarios_come_from_standard_input() -> None:
    text = (SESSIONS / "holiday.yaml").read_bytes()
    done = process("run", "-", stdin=text)
    assert done.returncode == 0
    assert done.stdout.startswith(b"1 scenario: 1 passed.")
    done = process("run", "-", stdin=b"given: [hypoxya]\n")
    assert b"-:1:9: error[E012]" in done.stdout
    assert process("infer", "--scenario", "-", stdin=text).stdout.startswith(b"Chemotherapy and its end.\n")


def test_without_a_command_the_shell_reads_standard_input() -> None:
    done = process(stdin=b"hypoxia\nwhy EMT in CSC\n")
    assert done.returncode == 0
    assert b"Hypoxia brings about EMT in CSCs" in done.stdout
    assert b">" not in done.stdout.splitlines()[0]


def test_arguments_that_are_no_text_are_unknown_names() -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"reasoner", b"infer", b"hyp\xff\x1b[31mxia"],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(reasoner.__file__).parent.parent),
            "REASONER_KB": str(PACK),
            "REASONER_HOME": HOME.name,
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"error[E012]" in done.stderr
    assert b"\x1b" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_name_that_acts_is_shown_as_escapes(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\u202eb\n.yaml"
    path.write_text("given: [hypoxya]\n", encoding="utf-8")
    for arguments in (["run", str(path)], ["infer", "--scenario", str(path)], ["run", f"{path}x"]):
        called = call(*arguments)
        shown = called.out + called.err
        assert "\\x1b[31m\\u202eb .yaml" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a stream that takes nothing is a file of Linux")
def test_an_answer_that_cannot_be_written_is_an_error_of_its_own() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reasoner", "infer", "hypoxia"],
            env={**os.environ, "REASONER_KB": str(PACK), "REASONER_HOME": HOME.name, "PYTHONPATH": str(SOURCE)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 4
    assert "error[E205]" in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_a_standard_output_that_is_closed_is_told_as_such():
    command = f"{sys.executable} -m reasoner why EMT --given hypoxia >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr == "error[E205]: the answer cannot be written: standard output is closed\n"
