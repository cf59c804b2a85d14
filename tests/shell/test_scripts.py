"""Scripts and pipes: no prompt, no banner, the first error ends them, and says where it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell.driving import environment, piped


def test_a_pipe_gets_answers_only(folder: Path, home: Path):
    done = piped(folder, home, given="hypoxia\n\n# a note\nwhy 1\nexit\nnever reached\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Given: hypoxia.\n")
    assert "\n\nEMT in CSCs: strong, stated." in done.stdout
    assert "Try:" not in done.stdout
    assert "> " not in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("script", "where"),
    [
        ("hypoxia\n  hypoxya, CSC\nCSC\n", "-:2:3: error[E012]: unknown name `hypoxya`"),
        ("hypoxia\nblock HIF2A, QQQ, ZZZ\n", "-:2:14: error[E012]: unknown name `QQQ`\n"),
        ("hypoxia\nnormoxia\n", "-:2:1: error[E022]"),
        ("CSC\n\n\nretract hypoxia\n", "-:4:9: error[E024]"),
        ("why 3\n", "-:1:5: error[E200]: there is no number 3"),
        ("HSC\n", "-:1:1: error[E014]"),
        ("load nowhere.yaml\n", "error[E001]"),
        ("source nowhere.txt\n", "nowhere.txt: error[E001]"),
    ],
)
def test_errors_say_where_and_end_it(folder: Path, home: Path, script: str, where: str):
    done = piped(folder, home, given=script + "findings\n")
    assert done.returncode == 1
    assert where in done.stderr
    assert "Nothing is inferred" not in done.stdout


def test_commands_and_files(folder: Path, home: Path):
    (home / "first.txt").write_text("hypoxia\n", encoding="utf-8")
    (home / "second.txt").write_text("block HIF2A\nblok TGFB\n", encoding="utf-8")
    done = piped(folder, home, "-c", "why CSC enrichment", "-f", "first.txt", given="ignored")
    assert done.returncode == 0
    assert done.stdout.index("Given: hypoxia.") < done.stdout.index("CSC enrichment: combined")
    done = piped(folder, home, "-f", "first.txt", "-f", "second.txt")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "second.txt:2:1: error[E012]: unknown name `blok TGFB`",
    )
    done = piped(folder, home, "-c", "hypoxia", "-c", "CSC\nqqq")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "<argument>:3:1: error[E012]: unknown name `qqq`")
    done = piped(folder, home, "-f", "-", "-c", "scenario", given="CSC\n")
    assert done.stdout.endswith("\nGiven: CSCs.\n")
    done = piped(folder, home, "-f", "none.txt")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "none.txt: error[E001]: cannot be read: no such file or directory",
    )


def test_scripts_in_scripts(folder: Path, home: Path):
    (home / "inner.txt").write_text("CSC\nHSC\n", encoding="utf-8")
    (home / "outer.txt").write_text("hypoxia\nsource inner.txt\n", encoding="utf-8")
    done = piped(folder, home, "-f", "outer.txt")
    assert done.returncode == 1
    assert done.stderr.startswith("inner.txt:2:1: error[E014]")
    (home / "loop.txt").write_text("source loop.txt\n", encoding="utf-8")
    done = piped(folder, home, given="source loop.txt\n")
    assert done.stderr.startswith("loop.txt:1:8: error[E200]")


def test_text_that_is_none(folder: Path, home: Path):
    done = piped(folder, home, given=b"hypoxia\nHIF-2\xceA\n")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "-:2:6: error[E002]: this is no text in UTF-8: byte 0xCE does not belong there",
    )
    assert piped(folder, home, given=b"\xef\xbb\xbfhypoxia\r\nCSC").returncode == 0
    done = piped(folder, home, given=b"hypoxia\x1b[31m\n")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert piped(folder, home, given="x" * 300_000).returncode == 1
    assert piped(folder, home, given="").stdout == ""


def test_ascii_and_colour(folder: Path, home: Path):
    done = piped(folder, home, "-c", "HIF2A", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert "HIF-2alpha active" in done.stdout
    assert "\x1b[" in piped(folder, home, "-c", "hypoxia", "--color", "always").stdout
    assert "\x1b[" in piped(folder, home, "-c", "hypoxia", FORCE_COLOR="1").stdout


def test_nothing_is_kept_of_scripts(folder: Path, home: Path):
    piped(folder, home, given="hypoxia\n")
    assert not (home / "journal").exists()
    assert not (home / "history").exists()


def test_the_real_base_answers(home: Path):
    done = piped(None, home, given="hypoxia and CSC in glioblastoma\nwhy CSC enrichment\nblock HIF2A\nfindings\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "lowered: depends on HIF-2α, S115 [71]" in done.stdout
    assert "(findings all)" in done.stdout
    assert "--all" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("options", ["", " -f -", " --plain"])
def test_a_closed_standard_input_is_told(folder: Path, home: Path, options: str):
    line = f'exec "{sys.executable}" -m reasoner shell --kb "{folder}"{options} <&-'
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, "-: error[E001]: standard input is closed\n")
