"""`kb index`: what is written where, and that a rule book which is not current is noticed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reasoner.cli import kb_index
from reasoner.knowledge.packs import Pack
from tests.surfaces.calling import PACK, call

EXTRA = str(PACK.parent / "extra")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pack, to stand in."""
    shutil.copytree(PACK, tmp_path / "pack")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pack"


def test_it_stands_beside_the_rules_and_is_current(pack: Path) -> None:
    called = call("kb", "index", pack=pack)
    assert (called.code, called.out, called.err) == (0, "pack/rules/README.md: written\n", "")
    text = (pack / "rules" / "README.md").read_bytes()
    assert text.startswith(b"# Rule book\n")
    assert b"\r" not in text
    for arguments in (["kb", "index", "--check"], ["kb", "index"]):
        called = call(*arguments, pack=pack)
        assert (called.code, called.out, called.err) == (0, "pack/rules/README.md: current\n", "")
    assert (pack / "rules" / "README.md").read_bytes() == text


@pytest.mark.parametrize("change", ["rule", "entity", "by hand", "missing"])
def test_one_that_is_not_current_is_noticed(change: str, pack: Path) -> None:
    call("kb", "index", pack=pack)
    readme = pack / "rules" / "README.md"
    changed, old, new = {
        "rule": (pack / "rules" / "10-hypoxia.yaml", "Hypoxia draws macrophages in.", "Hypoxia attracts macrophages."),
        "entity": (pack / "facts" / "molecules.yaml", "EPAS1", "EPAS-1"),
        "by hand": (readme, "Hypoxia draws macrophages in.", "Hypoxia attracts macrophages."),
        "missing": (readme, "", ""),
    }[change]
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new), encoding="utf-8")
    if change == "missing":
        readme.unlink()
    before = readme.read_bytes() if readme.exists() else None
    called = call("kb", "index", "--check", pack=pack)
    assert called.code == 1
    assert not called.out
    assert called.err.startswith("pack/rules/README.md: error[E206]: ")
    assert (readme.read_bytes() if readme.exists() else None) == before
    assert call("kb", "index", pack=pack).out == "pack/rules/README.md: written\n"
    assert call("kb", "index", "--check", pack=pack).code == 0


def test_the_html_goes_where_it_is_told_and_the_markdown_stays(pack: Path) -> None:
    assert call("kb", "index", "--html", "book.html", pack=pack).out == "book.html: written\n"
    assert not (pack / "rules" / "README.md").exists()
    assert Path("book.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n")
    assert call("kb", "index", "--html", "book.html", "--check", pack=pack).code == 0
    Path("book.html").write_text("old", encoding="utf-8")
    called = call(
        "kb", "index", "--html", "book.html", "--markdown", "book.md", "--check", "--format", "json", pack=pack
    )
    assert called.code == 1
    files = json.loads(called.out)["files"]
    assert [(each["path"], each["form"], each["current"], each["written"]) for each in files] == [
        ("book.md", "markdown", False, False),
        ("book.html", "html", False, False),
    ]
    assert called.err.count("error[E206]") == 2


def test_of_several_packs_only_to_a_file_that_is_named(pack: Path) -> None:
    called = call("kb", "index", "--with", EXTRA, pack=pack)
    assert called.code == 2
    assert "error[E200]" in called.err
    assert call("kb", "index", "--with", EXTRA, "--markdown", "both.md", pack=pack).code == 0
    assert "## Another source: Additions" in Path("both.md").read_text(encoding="utf-8")


def test_the_packaged_base_is_not_written_to(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb_index, "find", lambda _folder: Pack(pack, "package"))
    called = call("kb", "index", pack=pack)
    assert called.code == 2
    assert "the packaged knowledge base is not written to" in called.err
    assert not (pack / "rules" / "README.md").exists()
    assert call("kb", "index", "--html", "book.html", pack=pack).code == 0


def test_a_folder_that_is_not_there_is_an_error(pack: Path) -> None:
    called = call("kb", "index", "--html", "none/book.html", pack=pack)
    assert called.code == 2
    assert called.err.startswith("none/book.html: error[E205]: ")


def test_the_readme_is_no_part_of_the_base(pack: Path) -> None:
    before = call("kb", "check", "--format", "json", pack=pack)
    call("kb", "index", pack=pack)
    (pack / "facts" / "README.md").write_text("# about\n", encoding="utf-8")
    after = call("kb", "check", "--format", "json", pack=pack)
    assert after == before
    assert json.loads(after.out)["errors"] == 0
