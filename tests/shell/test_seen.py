"""What is seen at the shell, held word by word, in a pseudo-terminal of 40, 80 and 160 columns."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.shell.driving import Terminal
from tests.surfaces.calling import check_snapshot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
COLOURED = re.compile(rb"\x1b\[[0-9;]*3[0-8][0-9;]*m")
TALK = [
    "hypoxia, paclitaxel in glioma",
    "what if HIF2A is blocked?",
    "block HIF2A",
    "why CSC enrichment",
    "why is there no recruitment",
    "findings at least moderate",
    "seek recruitment --from CAFs, CSC",
    "hypoxya",
    "history",
    "undo 2",
    "step 2",
    "matches EMT in CSC",
    "cite #1",
    "help why",
]


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_a_conversation_as_it_is_seen(folder: Path, home: Path, columns: int):
    with Terminal(folder, home, columns=columns, rows=600, NO_COLOR="1") as terminal:
        terminal.wait("undo 0")
        for number, line in enumerate(TALK, start=1):
            terminal.enter(line, lambda number=number: terminal.prompts > number)  # type: ignore[misc]
        seen = terminal.text.rstrip()
    seen = seen[: seen.rindex("\n")].rstrip()  # without the toolbar
    assert all(len(line) <= columns for line in seen.splitlines())
    assert not COLOURED.search(terminal.raw)
    check_snapshot(f"talk-{columns}", f"{seen}\n", Path(__file__).parent / "snapshots")
