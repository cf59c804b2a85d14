"""The shell in a pseudo-terminal, as a person has it."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.shell.paging import Paged
from tests.shell.driving import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
FIRST = "Try: hypoxia, then: why CSC enrichment, then: block HIF2A"


def test_a_conversation(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        assert terminal.lines[0].startswith(FIRST)
        assert terminal.lines[1] == ">"
        terminal.wait(lambda: terminal.lines[-1].startswith("kb "))
        terminal.enter("hypoxia", "given 1")
        assert "1  EMT in CSCs" in terminal.text
        assert "findings 4   undo 1" in terminal.lines[-1]
        terminal.enter("why 1", "Hypoxia brings EMT")
        terminal.enter("block HIF2A", "Inhibited: HIF-2α.")
        terminal.enter("undo", "Taken back: `block HIF2A`.")
        terminal.enter("hypoxya", "did you mean `hypoxia`?")
        terminal.type("\x04")
        assert terminal.ended() == 0


def test_the_first_prompt_stands_before_the_base_is_read(folder: Path, home: Path):
    """What is typed meanwhile is not lost, and a base that is wrong ends it with its error."""
    with Terminal(folder, home) as terminal:
        terminal.wait(">")
        terminal.type("hypoxia\r")
        text = terminal.wait("undo 1")
        assert FIRST in text
        assert text.index(FIRST) < text.index("Given: hypoxia.")
    broken = home / "broken"
    shutil.copytree(folder, broken)
    (broken / "facts" / "sites.yaml").write_text("kind: nothing\n", encoding="utf-8")
    with Terminal(broken, home) as terminal:
        terminal.wait("error[")
        assert terminal.ended() == 4
        assert "Traceback" not in terminal.text


def test_it_greets_once(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        for count in (2, 3):
            terminal.type("\x03")
            terminal.wait(lambda count=count: terminal.prompts == count)  # type: ignore[misc]
        assert terminal.text.count(FIRST) == 1


def test_the_completion_menu(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.type("block EPA")
        terminal.wait("EPAS1, molecule")
        terminal.type("\t")
        terminal.wait("> block HIF2A")
        terminal.type("\r")
        terminal.wait("Inhibited: HIF-2α.")
        terminal.type("release ")
        terminal.wait("HIF-2α, inhibited")
        terminal.type("\x03")
        terminal.enter("exit", "exit")
        assert terminal.ended() == 0


def test_ctrl_c_drops_the_line_and_not_the_session(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.type("block HIF")
        terminal.wait("> block HIF")
        terminal.type("\x03")
        terminal.wait(lambda: terminal.lines[terminal.screen.cursor.y] == ">")
        assert "undo 1" in terminal.lines[-1]
        terminal.enter("undo", "undo 0")


def test_history_lasts_and_has_failed_lines(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxya", "error[E012]")
        terminal.type("\x04")
        assert terminal.ended() == 0
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.type("\x1b[A")
        terminal.wait("> hypoxya")


def test_killed_and_back_again(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.enter("block HIF2A", "undo 2")
        terminal.child.kill(signal.SIGKILL)
        terminal.ended()
    with Terminal(folder, home, columns=100) as terminal:
        terminal.wait("was not closed (2 changes): load last")
        terminal.enter("load last", "with 2 changes to take back.")
        terminal.enter("undo", "Taken back: `block HIF2A`.")
        terminal.type("\x04")
        assert terminal.ended() == 0
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        assert "not closed" not in terminal.text


def test_resize_to_forty_columns(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.resize(40, 30)
        terminal.wait(lambda: "undo 1" in terminal.lines[-1])
        terminal.enter("why 1", "Hypoxia brings EMT")
        terminal.enter("block HIF2A", "undo 2")
        terminal.enter("findings", "S4 [4, 5]")
        assert all(len(line) <= 40 for line in terminal.lines)


def test_saving_over_a_file_asks(folder: Path, home: Path):
    (home / "a.yaml").write_text("by hand", encoding="utf-8")
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("save a.yaml", "Replace it? [y/N]")
        terminal.type("n\r")
        terminal.wait("Not saved.")
        assert (home / "a.yaml").read_text(encoding="utf-8") == "by hand"


def test_pasted_lines_run_one_by_one(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.type("\x1b[200~hypoxia\nblock HIF2A\x1b[201~\r")
        terminal.wait("undo 2")


def test_pasted_lines_are_each_said_above_their_whole_answer(folder: Path, home: Path):
    with Terminal(folder, home, rows=24) as terminal:
        terminal.wait("undo 0")
        terminal.type("\x1b[200~help\nhypoxia\nblock HIF2A\x1b[201~\r")
        terminal.wait("Inhibited: HIF-2α.")
        gone = ["".join(line[x].data for x in range(80)).rstrip() for line in terminal.screen.history.top]
        seen = [*gone, *terminal.lines]
        assert not [line for line in seen if "more lines: Enter" in line]
        leaves = next(at for at, line in enumerate(seen) if "Ctrl-D leaves." in line)
        assert "> hypoxia" in seen[leaves:]
        assert seen.index("> hypoxia", leaves) < seen.index("Given: hypoxia.") < seen.index("> block HIF2A", leaves)


@pytest.mark.parametrize("rows", [14, 24, 40])
def test_the_question_stays_in_view_above_an_answer_that_stops(folder: Path, home: Path, rows: int):
    with Terminal(folder, home, rows=rows) as terminal:
        terminal.wait("undo 0")
        terminal.enter("help", "more lines: Enter, or more all")
        terminal.wait(lambda: terminal.lines[-1].startswith("kb "))
        assert terminal.lines[0] == "> help"


@given(rows=st.integers(13, 80), length=st.integers(0, 120))
def test_an_answer_never_pushes_its_question_off_the_screen(rows: int, length: int):
    out = Paged(stream := io.StringIO(), "never", rows)
    for number in range(length):
        out.line(str(number))
    left = out.end()
    written = len(stream.getvalue().splitlines())
    assert written + left == length
    assert 1 + written + bool(left) + 7 <= rows  # the question; the prompt with its menu and the toolbar


def test_esc_closes_the_menu_and_leaves_what_was_typed(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.type("block EPA")
        terminal.wait("EPAS1, molecule")
        terminal.type("\t")
        terminal.wait("> block HIF2A")
        terminal.type("\x1b")
        terminal.wait(lambda: terminal.typed == "> block EPA" and "EPAS1, molecule" not in terminal.text)


@pytest.mark.parametrize("options", [{"TERM": "dumb"}, {}])
def test_plain_is_line_by_line(folder: Path, home: Path, options: dict[str, str]):
    with Terminal(folder, home, *([] if options else ["--plain"]), **options) as terminal:
        terminal.wait(FIRST)
        terminal.type("hypoxia\r")
        terminal.wait("EMT in CSCs")
        terminal.type("hypoxya\r")
        terminal.wait("error[E012]: unknown name `hypoxya`")
        terminal.type("block HIF\x03")
        terminal.type("undo\r")
        terminal.wait("Taken back: `assert hypoxia`.")
        if options:
            assert b"\x1b" not in terminal.raw
        assert "kb " not in terminal.text
        terminal.type("\x04")
        assert terminal.ended() == 0


def test_a_state_folder_that_cannot_be_written(folder: Path, home: Path):
    blocked = home / "file"
    blocked.write_text("x", encoding="utf-8")
    with Terminal(folder, home, REASONER_HOME=str(blocked)) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.type("\x04")
        assert terminal.ended() == 0


def test_an_answer_longer_than_the_screen_stops_and_traps_nobody(folder: Path, home: Path):
    with Terminal(folder, home, rows=20) as terminal:
        terminal.wait("undo 0")
        terminal.enter("help", "more lines: Enter, or more all")
        assert "explain" not in terminal.text
        first = terminal.text
        terminal.type("\r")
        terminal.wait(lambda: terminal.text != first and "more lines: Enter" in terminal.text)
        terminal.enter("hypoxia", "Given: hypoxia.")
        terminal.enter("help", "more lines: Enter, or more all")
        terminal.enter("more all", "Ctrl-D leaves.")
        terminal.type("\r")
        terminal.enter("more", "Nothing is left to show.")
        terminal.enter("more off", "Answers are shown whole.")
        terminal.enter("help", "Ctrl-D leaves.")
        terminal.enter("undo", "undo 0")


def test_what_was_held_back_is_shown_whole_and_once(folder: Path, home: Path):
    with Terminal(folder, home, rows=400) as terminal:
        terminal.wait("undo 0")
        whole = terminal.enter("help", "Ctrl-D leaves.")
    with Terminal(folder, home, rows=20) as terminal:
        terminal.wait("undo 0")
        terminal.enter("help", "more lines: Enter, or more all")
        while "Ctrl-D leaves." not in terminal.text:
            before = terminal.text
            terminal.type("\r")
            terminal.wait(lambda before=before: terminal.text != before)  # type: ignore[misc]
        gone = ["".join(line[x].data for x in range(80)).rstrip() for line in terminal.screen.history.top]
        seen = [line for line in (*gone, *terminal.lines) if line]
    wanted = [line for line in whole.splitlines() if line and not line.startswith("kb ")]
    assert [line for line in seen if not line.startswith("kb ")][: len(wanted)] == wanted


def test_the_tour_types_its_lines_itself(folder: Path, home: Path):
    with Terminal(folder, home, rows=200) as terminal:
        terminal.wait("undo 0")
        terminal.enter("tour", "Tour, 1 of")
        terminal.wait("(Enter types it)")
        terminal.type("\r")
        terminal.wait("Tour, 2 of")
        assert "> hypoxia" in terminal.text
        assert "Given: hypoxia." in terminal.text
        terminal.enter("scenario", "> scenario")
        terminal.type("\r")
        terminal.wait("Tour, 3 of")
        terminal.enter("tour end", "The tour is over.")
        terminal.wait(lambda: "(Enter types it)" not in terminal.text)


def test_the_toolbar_says_how_a_verb_is_used(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.type("targets ")
        terminal.wait(lambda: terminal.lines[-1].startswith("targets F [-k N]"))
        terminal.type("\x15")
        terminal.wait(lambda: terminal.lines[-1].startswith("kb "))
        terminal.enter("tour", "Tour, 1 of")
        terminal.wait(lambda: "tour 1/" in terminal.lines[-1])
        terminal.enter("tee a.txt", "From here on")
        terminal.wait(lambda: "tee a.txt" in terminal.lines[-1])


def test_a_line_of_before_is_hinted_at_and_taken_by_a_key(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("block HIF2A", "undo 1")
        terminal.enter("undo", "undo 0")
        terminal.type("blo")
        terminal.wait("> block HIF2A")
        terminal.type("\x1b[C")
        terminal.wait(lambda: terminal.screen.cursor.x == len("> block HIF2A"))
        terminal.type("\r")
        terminal.wait("undo 1")


def test_clear_clears_the_screen_and_nothing_else(folder: Path, home: Path):
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.enter("clear", lambda: "Given: hypoxia." not in terminal.text)
        terminal.wait("undo 1")


def test_errors_fit_the_screen(folder: Path, home: Path):
    with Terminal(folder, home, columns=40) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.enter("why taxane state in CSC", "whynot")
        told = "\n".join(terminal.lines)
        assert "error[E203]: taxane state in CSCs is\n  not inferred here" in told


def test_ctrl_c_ends_what_takes_long_and_not_the_session(folder: Path, home: Path):
    os.mkfifo(home / "pipe")  # nobody writes to it: to read it takes for ever
    with Terminal(folder, home) as terminal:
        terminal.wait("undo 0")
        terminal.enter("hypoxia", "undo 1")
        terminal.enter("source pipe", lambda: terminal.screen.cursor.x == 0)
        terminal.type("\x03")
        terminal.wait("Interrupted.")
        terminal.enter("undo", "undo 0")
