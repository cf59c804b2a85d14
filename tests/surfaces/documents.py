"""The documents that people read, and what happens to one who does as they say.

A block that begins with `$ ` is a console: each line with `$ ` is run, `reasoner` in this process and `cat` by reading
the file, all of a document in one folder. A line with `> ` is what is typed into a command that asks. A line `...`
stands for whatever is left out there. A block whose opening names a file, as in "```yaml mine.yaml", is what the reader
is told to save under that name; where the file is there already, it is added to it. A block of Python is run.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.surfaces.calling import call

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LEFT_OUT = "..."


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        opening: what stands behind its first fence.
        text: what is in it.
    """

    opening: str
    text: str

    @property
    def is_console(self) -> bool:
        return self.text.startswith("$ ")

    @property
    def file(self) -> str:
        """The name that it is to be saved under; empty where it is not."""
        return self.opening.partition(" ")[2].strip()


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a document."""
    return [Block(*found) for found in _BLOCK.findall(path.read_text(encoding="utf-8"))]


def followed(block: Block) -> str:
    """A console as it is when its commands are run here and now, as far as the block tells of it."""
    return "".join(
        f"$ {command}\n{_as_told(_printed(command, shown), shown)}" for command, shown in _commands(block.text)
    )


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console with what is shown below it; a command may go on behind a backslash."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(number for number, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield "".join(lines[:end]).rstrip("\n"), "".join(lines[end:])


def _printed(command: str, shown: str) -> str:
    words = shlex.split(command.replace("\\\n", " "))
    if words[0] == "cat":
        return "".join(Path(each).read_text(encoding="utf-8") for each in words[1:])
    assert words[0] == "reasoner", f"what is `{words[0]}`?"
    typed = "".join(line[2:] for line in shown.splitlines(keepends=True) if line.startswith("> "))
    called = call(*words[1:], stdin=typed.encode(), pack=None)
    assert called.code != 4, called.err
    lines = (called.out + called.err).replace(f"{ROOT}{os.sep}", "").splitlines()  # as in a clone
    return "".join(f"{line.rstrip()}\n" for line in lines).strip("\n") + "\n" * bool(lines)


def _as_told(now: str, shown: str) -> str:
    """What was printed, with as many lines around what is left out, and as much space below, as were shown."""
    text = shown.rstrip("\n")
    space = "\n" * (len(shown) - len(text) - bool(text))
    before, left_out, behind = f"\n{text}\n".partition(f"\n{_LEFT_OUT}\n")
    if not left_out:
        return now + space
    lines = now.splitlines(keepends=True)
    last = len(lines) - behind.count("\n")
    return "".join([*lines[: before.count("\n")], f"{_LEFT_OUT}\n", *lines[last:]]) + space
