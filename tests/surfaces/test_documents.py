"""Whoever does as README and `docs/` say gets what they show; their links and pictures are there."""

from __future__ import annotations

import os
import re
import shlex
import struct
from pathlib import Path

import pytest

from reasoner.cli.dispatch import COMMANDS
from reasoner.model.result import DISCLAIMER
from tests.surfaces.calling import HOME, UPDATE, call
from tests.surfaces.documents import DOCUMENTS, README, ROOT, blocks, followed

DOCS = [each for each in DOCUMENTS if each != README]
PICTURES = ROOT / "docs" / "pictures"
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_is_shown_is_what_comes(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is followed from its beginning to its end."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sessions").symlink_to(ROOT / "sessions")
    (Path(HOME.name) / "teach.json").unlink(missing_ok=True)
    names: dict[str, object] = {}
    text = path.read_text(encoding="utf-8")
    for block in blocks(path):
        if block.file:
            target = tmp_path / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("a", encoding="utf-8") as stream:
                stream.write(block.text)
        elif block.opening == "python" and path != README:
            exec(block.text, names)
        elif block.opening == "sh" and block.text.startswith("reasoner teach"):
            assert [call(*shlex.split(line)[1:], pack=None).code for line in block.text.splitlines()] == [0, 0, 0]
        elif block.is_console:
            now = followed(block)
            if os.environ.get(UPDATE):
                text = text.replace(f"\n{block.text}```", f"\n{now}```")
                path.write_text(text, encoding="utf-8")
            else:
                assert block.text == now, f"{UPDATE}=1 pytest tests/surfaces writes {path.name} anew"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for picture, words, target in LINK.findall(text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), target
        assert words, f"{target} has no text"
        assert len(words) > 40 or not picture, f"the text of {target} does not say what is to be seen"
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = [re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in heads]
            assert anchor in anchors, target


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.stem)
def test_commands_named_in_passing_can_be_given(path: Path) -> None:
    known = {each.name: each for each in COMMANDS}
    found = 0
    for text in re.findall(r"`reasoner ([a-z][^`.]*)`", path.read_text(encoding="utf-8")):
        words = shlex.split(text)
        name = " ".join(words[: 2 if words[0] in ("teach", "kb") else 1])
        assert name in known, text
        if rest := words[len(name.split()) :]:
            known[name].parser().parse_args(rest)
            found += 1
    assert found


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.stem)
def test_each_says_what_it_is_for(path: Path) -> None:
    words = " ".join(path.read_text(encoding="utf-8").replace("*", "").split())
    assert DISCLAIMER in words
    assert f"(docs/{path.name})" in README.read_text(encoding="utf-8")


def test_pictures_are_small_and_all_shown() -> None:
    found = sorted(PICTURES.glob("*"))
    shown = {
        (path.parent / target).resolve() for path in DOCS for _, _, target in LINK.findall(path.read_text("utf-8"))
    }
    assert len(found) <= 7
    for each in found:
        data = each.read_bytes()
        assert data.startswith(b"\x89PNG"), each.name
        assert len(data) < 120_000, each.name
        assert min(struct.unpack(">II", data[16:24])) > 100, each.name
        assert each in shown, each.name
