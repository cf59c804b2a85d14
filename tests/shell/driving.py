"""Ways to drive the shell: in this process, through pipes, and in a pseudo-terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

import reasoner
from reasoner.errors import ReasonerError
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output
from reasoner.shell.interpreter import Ask, Shell
from reasoner.shell.journal import Journal

PACKAGE = Path(reasoner.__file__).parent.parent
PATIENCE = 60
_WHERE = b"\x1b[6n"


class Inside:
    """A session in this process, with what it says."""

    def __init__(
        self, kb: KnowledgeBase, ask: Ask | None = None, journal: Journal | None = None, width: int = 100
    ) -> None:
        self.stream = io.StringIO()
        self.shell = Shell(kb, Output(self.stream, "never", width, {}), ask, journal)

    def __call__(self, *lines: str) -> str:
        """Run lines; gives what they say, and errors as they are shown."""
        start = self.stream.tell()
        for line in lines:
            try:
                self.shell.run(line)
            except ReasonerError as error:
                self.stream.write(f"{error}\n")
        self.stream.seek(start)
        return self.stream.read()


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a shell whose state is kept in a folder of the test's."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START")
    }
    return {
        **kept,
        "PYTHONPATH": str(PACKAGE),
        "REASONER_HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def piped(
    pack: Path | None, home: Path, *options: str, given: str | bytes = "", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run `reasoner shell` with standard input from a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "reasoner", "shell", *(["--kb", str(pack)] if pack else []), *options],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        env=environment(home, **env),
        cwd=cwd or home,
        timeout=PATIENCE,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


class Terminal:
    """A command, `shell` unless another is named, in a pseudo-terminal, with the screen as a person sees it."""

    def __init__(
        self,
        pack: Path,
        home: Path,
        *options: str,
        columns: int = 80,
        rows: int = 40,
        command: Sequence[str] = ("shell",),
        **env: str,
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "reasoner", *command, "--kb", str(pack), *options],
            env=environment(home, **env),
            cwd=str(home),
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the shell has written."""
        try:
            while True:
                new = self.child.read_nonblocking(65536, seconds)
                self.raw += new
                before, *asked = new.split(_WHERE)
                self.stream.feed(before)
                for behind in asked:  # the terminal is asked where its cursor is, then
                    self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
                    self.stream.feed(behind)
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass

    @property
    def lines(self) -> list[str]:
        """The screen."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def typed(self) -> str:
        """What stands before the cursor: behind it may be what is hinted at."""
        cursor = self.screen.cursor
        return self.screen.display[cursor.y][: cursor.x]

    @property
    def prompts(self) -> int:
        """How many prompts the screen shows."""
        return sum(line.startswith(">") for line in self.lines)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def wait(self, wanted: str | Callable[[], bool], seconds: float = PATIENCE) -> str:
        """Wait until the screen shows a text, or something is so; gives the screen."""
        test = (lambda: wanted in self.text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read()
            if test():
                return self.text
        raise AssertionError(f"never seen: {wanted}\n{self.text}")

    def type(self, text: str) -> None:
        """Type letters."""
        self.child.send(text)

    def enter(self, text: str, wanted: str | Callable[[], bool]) -> str:
        """Type a line, and wait for what comes of it."""
        self.type(text)
        self.wait(lambda: self.typed == f"> {text}")
        self.type("\r")
        return self.wait(wanted)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def ended(self) -> int | None:
        """Wait for the end; gives the exit code."""
        end = time.monotonic() + PATIENCE
        while self.child.isalive() and time.monotonic() < end:
            self.read()
        self.read()
        return self.child.exitstatus
