"""`--picture`: beneath an answer, and as SVG files."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from reasoner.model.result import DISCLAIMER
from tests.surfaces.calling import SESSIONS, call


@pytest.fixture
def phases() -> str:
    """A scenario of several phases."""
    for path in sorted(SESSIONS.rglob("*.yaml")):
        documents = path.read_text(encoding="utf-8").split("\n---")
        for number, text in enumerate(documents, start=1):
            if "phases:" in text:
                return f"{path}#{number}"
    raise AssertionError("no scenario of the pack has phases")


def test_a_timeline_stands_beneath_the_answer(phases: str) -> None:
    plain = call("infer", "--scenario", phases)
    shown = call("infer", "--scenario", phases, "--picture", "timeline")
    assert shown.code == 0
    assert shown.out.startswith(plain.out)
    beneath = shown.out.removeprefix(plain.out)
    assert "Columns: 1 " in beneath
    assert "+ gained with the phase" in beneath
    assert DISCLAIMER in beneath


def test_a_timeline_is_written_as_svg(phases: str, tmp_path: Path) -> None:
    paths = [tmp_path / "one.svg", tmp_path / "two.svg"]
    arguments = [word for path in paths for word in ("--picture", f"timeline:{path}")]
    called = call("infer", "--scenario", phases, *arguments, "--format", "json")
    assert called.code == 0
    assert called.out == call("infer", "--scenario", phases, "--format", "json").out
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert ElementTree.parse(paths[0]).getroot().tag.endswith("}svg")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--picture", "sunset"], "E200"),
        (["--picture", "timeline", "--format", "json"], "E200"),
        (["--picture", "timeline:missing/folder/x.svg"], "E205"),
    ],
)
def test_what_cannot_be_drawn_is_said(arguments: list[str], code: str) -> None:
    called = call("infer", "hypoxia", *arguments)
    assert called.code == 2
    assert f"error[{code}]" in called.err
    assert "Traceback" not in called.err
