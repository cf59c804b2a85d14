"""The bibliography on the command line: what is written where, and what is said of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.surfaces.calling import PACK, call

EXTRA = str(PACK.parent / "extra")


def test_references_without_an_entry_are_counted_on_standard_error() -> None:
    called = call("kb", "cite", "--all", "--format", "csl-json")
    assert called.code == 0
    assert [item["id"] for item in json.loads(called.out)] == ["mini", "mini_ref4"]
    assert called.err == "left out: 9 of 10 references, of which nothing is verified but the number\n"


def test_an_export_of_nothing_verified_still_names_the_source() -> None:
    called = call("kb", "cite", "7", "--format", "bibtex")
    assert called.out.count("@") == 1
    assert "@article{mini," in called.out
    assert called.err.startswith("left out: 1 of 1 reference")


def test_references_of_another_source() -> None:
    called = call("kb", "cite", "--all", "--in", "other2021", "--with", EXTRA, "--format", "csl-json")
    assert [item["id"] for item in json.loads(called.out)] == ["other2021"]
    shown = call("kb", "cite", "--all", "--in", "other2021", "--with", EXTRA).out
    assert shown.startswith("Another source: 3 references, 0 with an entry.\n")
    assert "U1: 4 statements" in shown


@pytest.mark.parametrize("form", ["text", "json", "bibtex", "csl-json"])
def test_a_file_holds_what_standard_output_would(form: str, tmp_path: Path) -> None:
    path = tmp_path / "Literatur für α.bib"
    usual = call("kb", "cite", "4", "--format", form)
    called = call("kb", "cite", "4", "--format", form, "--output", str(path))
    assert (called.code, called.out, called.err) == (0, "", usual.err)
    assert path.read_bytes().decode("utf-8") == usual.out
    assert b"\r" not in path.read_bytes()


def test_a_file_is_written_whole_or_the_command_fails(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "x.bib", tmp_path / "a\0b"):
        called = call("kb", "cite", "4", "--format", "bibtex", "--output", str(path))
        assert called.code == 2
        assert "error[E205]" in called.err
        assert not called.out
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_no_colour_and_its_greek_whatever_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "shown.txt"
    call("kb", "cite", "4", "--color", "always", "--output", str(path), encoding="ascii")
    text = path.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "HIF-2α" in text
