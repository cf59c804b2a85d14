"""The shortest way through, on whatever `reasoner` is importable.

Runs in the checkout as it stands; test_wheel.py copies this file elsewhere and runs it against the installed wheel.
It therefore uses nothing of the repository, neither files nor helpers.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import reasoner


def command(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "reasoner", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_runs_where_it_should():
    """In the checkout from the checkout; elsewhere from where it was installed."""
    expected = os.environ.get("SMOKE_PACKAGES", Path(__file__).parents[2])
    assert Path(reasoner.__file__).resolve().is_relative_to(Path(expected).resolve())


def test_version():
    assert reasoner.__version__ in command("--version")


def test_knowledge_base_is_sound():
    command("kb", "check")


def test_rule_book_can_be_made(tmp_path):
    command("kb", "index", "--html", str(tmp_path / "book.html"))
    assert (tmp_path / "book.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_hypoxia_brings_cited_findings():
    result = json.loads(command("infer", "hypoxia", "--format", "json"))
    findings = {item["finding"]: item for item in result["findings"]}
    assert findings["angiogenesis"]["rules"]
    assert findings["angiogenesis"]["refs"]
