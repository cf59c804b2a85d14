"""Calls the command line, in this process or in another, on a tiny pack that stays as it is."""

from __future__ import annotations

import difflib
import io
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import reasoner
from reasoner.cli import main

HERE = Path(__file__).parent
PACK = HERE / "pack"
EXTRA = HERE / "extra"
LAKE = HERE / "lake"
SESSIONS = PACK / "sessions"
TABLE = HERE / "mice.csv"
SNAPSHOTS = HERE / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"
HOME = tempfile.TemporaryDirectory(prefix="reasoner-tests-")


@dataclass(frozen=True)
class Called:
    """What a command did."""

    code: int
    out: str
    err: str


def call(
    *arguments: str,
    encoding: str = "utf-8",
    stdin: bytes = b"",
    pack: Path | None = PACK,
    environ: dict[str, str] | None = None,
) -> Called:
    """Run a command in this process, as on a pipe of 100 columns.

    Args:
        *arguments: of the command.
        encoding: of its streams.
        stdin: its input.
        pack: the knowledge base; None leaves it to the command.
        environ: variables to set beside.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n") for _ in range(2)]
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "FORCE_COLOR", "REASONER_DEBUG", "REASONER_KB"):
            patch.delenv(name, raising=False)
        for name, value in {"COLUMNS": "100", "REASONER_HOME": HOME.name, **(environ or {})}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        patch.setattr(sys, "stdin", given)
        code = main([*(["--kb", str(pack)] if pack else []), *arguments])
    texts = []
    for stream in streams:
        stream.flush()
        texts.append(stream.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
    return Called(code, *texts)


def process(*arguments: str, stdin: bytes | None = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in another process, its output on pipes."""
    path = str(Path(reasoner.__file__).parent.parent)
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return subprocess.run(
        [sys.executable, "-m", "reasoner", *arguments],
        env={**kept, "PYTHONPATH": path, "REASONER_KB": str(PACK), "REASONER_HOME": HOME.name, **environ},
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )


def check_snapshot(name: str, text: str, folder: Path = SNAPSHOTS) -> None:
    """Hold a text against the file of that name; `UPDATE_SNAPSHOTS=1` writes it instead."""
    path = folder / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.is_file(), f"no snapshot {path.name}: look at the output, then write it with {UPDATE}=1"
    expected = path.read_text(encoding="utf-8")
    if text != expected:
        lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), path.name, "now", lineterm="")
        pytest.fail("\n".join([*lines, f"If this is meant: {UPDATE}=1 pytest {Path(__file__).parent.name}"]))
