"""How long the command takes to start, against an interpreter that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.timing import Timing, interleaved

ROOT = Path(__file__).resolve().parent.parent
NOTHING = ("-c", "pass")
VERSION = ("-m", "reasoner", "--version")
INFER = ("-m", "reasoner", "infer", "hypoxia")
INFER_JSON = (*INFER, "--format", "json")


@dataclass(frozen=True)
class Start:
    """How long a command takes.

    Attributes:
        name: for the table.
        timing: of the command.
        nothing: of the interpreter that does nothing.
    """

    name: str
    timing: Timing
    nothing: Timing

    @property
    def ratio(self) -> float:
        """How many times as long as the interpreter that does nothing."""
        return self.timing.over(self.nothing)


VERSION_NAME = "reasoner --version"
CACHED_NAME = "reasoner infer hypoxia, cached base"
JSON_NAME = "the same, as JSON"
UNCACHED_NAME = "reasoner infer hypoxia, no cache yet"


class CommandError(Exception):
    """A command that is to be timed fails."""


def measure(rounds: int) -> list[Start]:
    """Time the commands.

    Raises:
        CommandError: one of them fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        homes, kept = (Path(folder, str(number)) for number in count()), Path(folder, "kept")
        bytecode = Path(folder, "bytecode")
        calls = {
            "nothing": command(NOTHING, bytecode, lambda: kept),
            VERSION_NAME: command(VERSION, bytecode, lambda: kept),
            CACHED_NAME: command(INFER, bytecode, lambda: kept),
            JSON_NAME: command(INFER_JSON, bytecode, lambda: kept),
            UNCACHED_NAME: command(INFER, bytecode, lambda: next(homes)),
        }
        for call in calls.values():
            call()  # writes byte code, and the cache of the base
        if not any(kept.rglob("*.json")):
            raise CommandError("reasoner infer leaves no compiled base in REASONER_HOME, so there is no cache to time")
        times = interleaved(calls, rounds)
    nothing = times.pop("nothing")
    return [Start(name, timing, nothing) for name, timing in times.items()]


def command(arguments: tuple[str, ...], bytecode: Path, home: Callable[[], Path]) -> Callable[[], str]:
    """A call that runs this interpreter itself with the arguments, in the repository, and gives what it prints.

    Byte code is written to a folder of its own: environments differ in whether they write any, and where.
    """
    left_out = ("REASONER_", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME")
    known = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    known["PYTHONPYCACHEPREFIX"] = str(bytecode)

    def call() -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=known | {"REASONER_HOME": str(home())},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            errors = [line for line in said if "error[" in line]  # an answer; a traceback has its point at its end
            told = " ".join(errors[:1] or said[-1:])
            raise CommandError(f"python {' '.join(arguments)} ends with {done.returncode}: {told}")
        return done.stdout.decode(errors="replace")

    return call
