"""Exercises in a pseudo-terminal, as a student has them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.shell.driving import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
DO = ("teach", "do")


def test_answer_hint_interruption_and_resumption(folder: Path, home: Path):
    columns = 40
    with Terminal(folder, home, "mini-predict", "mini-missing", command=DO, columns=columns, NO_COLOR="1") as terminal:
        terminal.wait("Exercise 1 of 2: What hypoxia")
        terminal.wait(lambda: terminal.typed == "> ")
        terminal.enter("hint", "costs 0.2 of 2 points")
        terminal.enter("yes", "Hypoxia acts on two things.")
        terminal.type("1 ")
        terminal.wait(lambda: terminal.typed.startswith("> 1"))
        terminal.type("\x03")
        terminal.wait("Interrupted.")
        assert terminal.ended() == 130
        assert all(len(line) <= columns for line in terminal.lines)
        assert "Traceback" not in terminal.text
    with Terminal(folder, home, "--resume", command=DO, columns=columns, NO_COLOR="1") as terminal:
        terminal.wait("Hint 1: Hypoxia acts on two things.")
        terminal.wait(lambda: terminal.typed == "> ")
        options = [line.split() for line in terminal.lines if line.startswith("   ") and line.strip()[:1].isdigit()]
        numbers = [words[0] for words in options if "recruitment" not in words and "none" not in words]
        terminal.enter(" ".join(numbers), "Right: 1.8 of 2 points (1 hint taken:")
        terminal.wait("Enter goes on")
        terminal.enter("why", "Hypoxia brings EMT")
        terminal.type("\r")
        terminal.wait("Exercise 2 of 2")
        terminal.type("hypo")
        terminal.wait("hypoxia")
        terminal.type("\t")
        terminal.wait(lambda: terminal.typed == "> hypoxia")
        terminal.type("\r")
        terminal.wait("2 of 2 answered")
        terminal.type("\x04")
        terminal.wait("Done: 2 of 2 answered")
        assert terminal.ended() == 0
