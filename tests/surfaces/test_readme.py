"""Scenario, Python lines, pack and numbers of the README are as it says; its consoles are run by `test_documents`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sized
from pathlib import Path

import pytest

import reasoner
from reasoner.batch.coverage import coverage
from reasoner.knowledge.loader import load
from reasoner.notebook import Exercise
from tests.surfaces import documents
from tests.surfaces.documents import README, ROOT


def blocks(start: str) -> list[str]:
    return [each.text for each in documents.blocks(README) if each.text.startswith(start)]


def printed(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "reasoner", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout


def test_the_scenario_passes(tmp_path: Path) -> None:
    (scenario,) = blocks("scenario:")
    (tmp_path / "readme.yaml").write_text(scenario, encoding="utf-8")
    assert "1 passed" in printed("run", str(tmp_path / "readme.yaml"))


def test_the_python_lines_give_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("import reasoner")
    names: dict[str, object] = {}
    exec(code, names)
    result = names["result"]
    assert isinstance(result, reasoner.Inference)
    found = result["CSC enrichment"]
    assert (str(found.support), found.refs) == ("limited", (149,))
    assert result.holds("stemness")
    sweep = names["sweep"]
    assert isinstance(sweep, Sized)
    assert len(sweep) == 8
    said = capsys.readouterr().out
    assert "CSC enrichment: limited" in said
    assert "Never EMT: does not hold in 6 of 8 scenarios." in said


def test_the_exercise_is_graded_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("exercise = reasoner.exercise(")
    names: dict[str, object] = {"reasoner": reasoner}
    exec(code, names)
    exercise = names["exercise"]
    assert isinstance(exercise, Exercise)
    assert exercise.mark is not None
    assert exercise.submission is not None
    assert f"# {exercise.mark.status}, {exercise.mark.points}\n" in code
    assert f"# {exercise.submission.answer}\n" in code
    assert "HIF-2α active: not inferred" in capsys.readouterr().out


def test_the_numbers_are_those_of_the_base() -> None:
    """What README and changelog count is what there is."""
    kb = load(ROOT)
    total = coverage(kb).total
    counts = f"{len(kb.rules)} rules, requirements and denials over {len(kb.entities)} entities"
    expected = [
        f"{total.rows} rows",
        f"{total.encoded:,} statements in {counts}, with six groups of competing explanations",
        f"{total.carried} of the review's {total.references} references carry a statement",
        f"{len(kb.references)} could be verified",
        f"{len(reasoner.exercises(kb=reasoner.load()).ids)} exercises of twelve types",
    ]
    assert len(kb.groups) == 6
    text = " ".join(README.read_text(encoding="utf-8").split())
    assert [each for each in expected if each not in text] == []
    changes = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert counts in changes


def test_a_pack_of_ones_own_is_made_as_shown(tmp_path: Path) -> None:
    (script,) = blocks("reasoner kb new-pack")
    (shown,) = blocks("Given: normoxia.")
    commands = [shlex.split(line) for line in script.replace("\\\n", " ").splitlines()]
    answers = {}
    for words in commands:
        assert words[0] == "reasoner"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        answers[words[1] if words[1] != "kb" else words[2]] = done
        assert done.returncode in (0, 1 if words[2] == "impact" else 0), done.stderr
        assert not done.stderr
    if os.environ.get("UPDATE_SNAPSHOTS"):
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(shown, answers["why"].stdout.rstrip() + "\n"), encoding="utf-8")
    else:
        assert shown.rstrip() == answers["why"].stdout.rstrip()
    assert re.search(r"^  dormancy .*smith2020 P1", answers["impact"].stdout, re.MULTILINE)
