"""What is imported when: start-up is what people wait for most often."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import reasoner
from tests.surfaces.calling import PACK

PROBE = """
import runpy, sys
sys.argv = ["reasoner", *sys.argv[1:]]
before = set(sys.modules)
try:
    runpy.run_module("reasoner", run_name="__main__")
except SystemExit:
    pass
print("\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr)
"""
# `typing`, and what it imports on one Python or another.
TYPING = set(
    """typing future collections contextlib functools keyword operator re sre reprlib types abc itertools enum copyreg
    """.split()  # noqa: SIM905 - a list of words
)
HEAVY = {"pydantic", "pydantic_core", "rich", "experta", "yaml", "prompt_toolkit", "clingo", "argparse", "dataclasses"}


def imported(folder: Path, *arguments: str) -> set[str]:
    """The modules that a command imports in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env={
            "PYTHONPATH": str(Path(reasoner.__file__).parent.parent),
            "REASONER_HOME": str(folder),
            "REASONER_KB": str(PACK),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(done.stderr.split())


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--version")
    assert modules & HEAVY == set()
    assert {name for name in modules if name.startswith("reasoner")} == {"reasoner", "reasoner.version"}
    standard = {name.partition(".")[0].strip("_") for name in modules} - {"reasoner"}
    assert standard <= TYPING, "`--version` imports more than it needs"


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["infer", "hypoxia", "--format", "json"], {"yaml", "rich", "pydantic", "prompt_toolkit", "clingo"}),
        (["infer", "hypoxia", "--format", "json", "--engine", "columns"], {"yaml", "rich", "pydantic", "experta"}),
        (["infer", "hypoxia"], {"yaml", "pydantic", "prompt_toolkit", "clingo"}),
        (["infer", "hypoxia", "--cancer", "glioma", "--all"], {"yaml", "pydantic", "prompt_toolkit", "clingo"}),
        (["why", "EMT in CSC", "--given", "hypoxia"], {"yaml", "pydantic", "prompt_toolkit", "clingo"}),
        (["seek", "EMT", "--format", "json"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit"}),
        (["whatif", "hypoxia", "--change", "block HIF2A"], {"yaml", "pydantic", "experta", "prompt_toolkit", "clingo"}),
        (["whynot", "EMT", "--format", "json"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit"}),
        (["needs", "HIF2A", "--given", "hypoxia"], {"yaml", "pydantic", "experta", "prompt_toolkit", "clingo"}),
        (["next", "hypoxia", "--format", "json"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit", "clingo"}),
        (["says", "hypoxia", "EMT in CSC"], {"yaml", "pydantic", "experta", "prompt_toolkit", "clingo"}),
        (["about", "HIF2A", "--format", "json"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit", "clingo"}),
        (["infer", "hypoxia", "--suppose", "hypoxia -> EMT"], {"yaml", "pydantic", "prompt_toolkit", "clingo"}),
        (["infer", "hypoxya"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit"}),
        (["infer", "--help"], {"yaml", "rich", "experta", "pydantic", "prompt_toolkit"}),
        (["--help"], {"yaml", "rich", "experta", "pydantic", "prompt_toolkit"}),
        (["explain", "E012"], {"yaml", "rich", "experta", "pydantic", "prompt_toolkit"}),
        (["kb", "search", "hypoxia", "--format", "json"], {"yaml", "rich", "pydantic", "experta", "prompt_toolkit"}),
        (["shell", "-c", "assert hypoxia", "-c", "findings"], {"yaml", "pydantic", "prompt_toolkit", "clingo"}),
        (
            ["sweep", "--factor", "hypoxia", "--target", "EMT", "--format", "json"],
            {"yaml", "rich", "pydantic", "experta", "clingo", "prompt_toolkit", "distributed", "pyarrow", "numpy"},
        ),
        (["run", str(PACK / "sessions"), "--format", "json"], {"rich", "experta", "prompt_toolkit"}),
    ],
    ids=lambda each: " ".join(each[:2]) if isinstance(each, list) else "",
)
def test_commands_import_what_they_need(arguments: list[str], without: set[str], tmp_path: Path) -> None:
    imported(tmp_path, "infer", "hypoxia", "--format", "json")  # compiles the knowledge base
    assert imported(tmp_path, *arguments) & without == set()


def test_the_first_prompt_waits_for_no_session() -> None:
    """The shell asks for a line before anything is imported that a session, or an answer, needs."""
    code = """
import sys
import reasoner.shell
import reasoner.shell.loop as loop

def converse(*_):
    print(sorted({"reasoner.shell.interpreter", "reasoner.pipeline", "rich", "pydantic", "experta"} & set(sys.modules)))
    return 0

loop.converse = converse
sys.stdin.isatty = sys.stdout.isatty = lambda: True
reasoner.shell.main()
"""
    environ = {**os.environ, "TERM": "xterm-256color"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False)
    assert done.stdout == "[]\n", done.stderr
