"""Whatever is typed: no traceback, and nothing on the output that acts on a terminal."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reasoner.errors import ReasonerError
from reasoner.knowledge.wording import FORBIDDEN
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output
from reasoner.shell.commands import table
from reasoner.shell.completion import Completion
from reasoner.shell.interpreter import Shell
from reasoner.shell.outlet import Leave
from reasoner.shell.phrasing import PHRASES
from reasoner.shell.scripts import decoded
from tests.shell.driving import Terminal, piped

KNOWN = [
    "hypoxia",
    "normoxia",
    "CSC",
    "CAFs",
    "HSC",
    "HIF2A",
    "HIF2A down",
    "EMT in CSC",
    "TGF-β",
    "paclitaxel",
    "glioma",
]
KNOWN += [
    "advanced",
    "bone marrow",
    "oxygen = 1 %",
    "oxygen 3%",
    "origin/stem",
    "rest and wait",
    "relapse",
    "low oxygen",
]
WORDS = [
    *table().by_word,
    *KNOWN,
    "in",
    "and",
    ",",
    "no",
    "all",
    "on",
    "off",
    "1",
    "2",
    "0",
    "-1",
    "99999999999",
    "#1",
    "last",
]
WORDS += ["none", "start", "a.yaml", "b.txt", "S1", "[1]", "hypoxia-emt", "stated", "=", "%", "/", "down"]
JUNK = st.text(st.characters(exclude_categories=[]), max_size=12)
EXAMPLES = [each.example for each in PHRASES if each.example]
OPENINGS = ["what if", "why is there", "why not", "what would end", "does", "findings at least", "findings steps"]
ENDINGS = ["", "is blocked", "apart", "-> EMT", "?"]
LINES = st.one_of(
    st.tuples(st.sampled_from(OPENINGS), st.sampled_from(KNOWN), st.sampled_from(ENDINGS)).map(" ".join),
    st.sampled_from(EXAMPLES),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3).map(", ".join),
    st.tuples(st.sampled_from(sorted(table().by_word)), JUNK).map(" ".join),
    JUNK,
    st.sampled_from(
        ["\x1b[31mhypoxia", "hypoxia\x07", "\u202eaixopyh", "\ud800", "\x00", "a\x9b31m", "()*?[", "'\"\\"]
    ),
)


@pytest.fixture(scope="module", autouse=True)
def base(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory):
    globals()["KB"] = kb


@given(st.lists(LINES, max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines(home: Path, lines: list[str]):
    stream = io.StringIO()
    shell = Shell(globals()["KB"], Output(stream, "never", 60, {}))
    completion = Completion(shell)
    for line in lines:
        if re.search(r"[~/]|\.\.", line) and re.match(
            r"\W*(load|open|save!?|source|tee!?|export!?)\b", line, re.IGNORECASE
        ):
            continue  # it stays in its folder
        session, found = shell.session, []
        try:
            shell.run(line, "s", 1)
        except ReasonerError as error:
            found += error.problems
        except Leave:
            pass
        if found:
            assert shell.session is session
        for problem in found:
            assert problem.where
            shell.out.line(str(problem))
        completion.candidates(line)
    shell.end_transcript()
    seen = stream.getvalue()
    assert not FORBIDDEN.search(seen)
    assert "\t" not in seen


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_bytes_are_text_or_an_error(line: bytes):
    try:
        line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        with pytest.raises(ReasonerError, match=r"^s:1:[0-9]+: error.E002"):
            decoded(line, "s", 1)
    else:
        assert "\n" not in decoded(line, "s", 1)[-1:]


@pytest.mark.parametrize(
    "script",
    [
        b"\x00\x01\x02\x1b[2J\x9b\n",
        b"hypoxia\x1b]0;title\x07\n",
        "why \u202e\u2066\n".encode(),
        b"block " + b"A in " * 300 + b"\n",
        b"hypoxia" + b" and hypoxia" * 200 + b"\n",
        b"oxygen " + b"9" * 5000 + b" %\n",
        b"step " + b"9" * 5000 + b"\n",
        b"load a\x00b\nsave \x1b\n",
        b"\xff\xfe\n",
    ],
)
def test_bad_bytes_through_a_pipe(folder: Path, home: Path, script: bytes):
    done = piped(folder, home, given=script)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert "E499" not in done.stderr
    assert not FORBIDDEN.search(done.stdout + done.stderr)


ODD = [b"\xff\xfe", b"\xc3(", b"\x9b31m", b"\x00", b"\xe2\x80\xae", b"\t", b"\x0c", b"\x7f", b"\x1b[A"]
BYTES = st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from([b"hypoxia", b"why 1", *ODD]))
EDITING = bytes([0x08, 0x09, 0x0C, 0x0E, 0x10, 0x12, 0x14, 0x15, 0x17, 0x19, 0x7F])
KEPT = bytes([*range(0x20, 0x7F), *EDITING, *range(0x80, 0x100)])
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@given(lines=st.lists(st.lists(BYTES, max_size=4).map(b"".join), min_size=20, max_size=20))
@settings(max_examples=3, deadline=None, suppress_health_check=SLOW)
def test_whatever_is_typed_the_shell_goes_on(folder: Path, home: Path, lines: list[bytes]):
    """Keys that edit, control characters and broken UTF-8: no traceback, and the session is there."""
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        for line in lines:
            terminal.child.send(bytes(each for each in line if each in KEPT))
            terminal.child.send(b"\x05\x15")  # to the end of the line, and away with it
        terminal.child.send(b"\x07\x05\x15")
        terminal.read(0.5)
        terminal.child.send(b"scenario\r")
        terminal.wait("Nothing given.")
        assert "Traceback" not in terminal.text
        assert "Unhandled" not in terminal.text
