"""`reasoner teach export`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

import reasoner
from reasoner.render.quiz.formats import FORMATS
from tests.surfaces.calling import Called, call

QUIZ = Path(__file__).parents[1] / "exercises.yaml"


def export(*arguments: str, to: Path) -> Called:
    return call("teach", "export", *arguments, str(QUIZ), "--output", str(to), pack=None)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_lost_is_said_and_refused_on_demand(name: str, tmp_path: Path) -> None:
    path = tmp_path / "quiz"
    called = export(name, "--type", "rule", to=path)
    assert (called.code, called.out) == (0, "")
    assert f"warning[W320]: {name} does not carry " in called.err
    assert "(in all 2 exercises)" in called.err
    assert f"{path}: 2 exercises, 0 of them carried in full" in called.err
    path.unlink()
    called = export(name, "--type", "rule", "--strict", to=path)
    assert called.code == 3
    assert f"error[E320]: {name} does not carry " in called.err
    assert not path.exists()


def test_what_is_carried_whole_passes_a_strict_export(tmp_path: Path) -> None:
    path = tmp_path / "quiz.zip"
    called = export("qti21", "--type", "order", "--strict", to=path)
    assert (called.code, called.out, called.err) == (0, "", f"{path}: 1 exercise, 1 of them carried in full\n")
    with zipfile.ZipFile(path) as package:
        assert package.namelist() == ["imsmanifest.xml", "test.xml", "items/t-order.xml"]


def test_keys_that_can_be_read_are_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "quiz.json"
    called = export("jupyterquiz", "--type", "extent", to=path)
    assert called.code == 0
    assert f"warning[W321]: the keys are in the file: whoever has {path} can read them" in called.err
    assert json.loads(path.read_bytes())


@pytest.mark.parametrize("name", FORMATS)
def test_no_keys_where_they_can_be_done_without(name: str, tmp_path: Path) -> None:
    path = tmp_path / "quiz"
    called = export(name, "--type", "extent", "--no-keys", to=path)
    if FORMATS[name].without_keys:
        assert called.code == 0
        assert "W321" not in called.err
        assert b"correctResponse" not in path.read_bytes()
    else:
        assert called.code == 2
        assert "error[E321]" in called.err
        assert not path.exists()


def test_names_count_in_every_spelling_that_the_base_knows(tmp_path: Path) -> None:
    path = tmp_path / "quiz.gift"
    assert export("gift", "--type", "missing", to=path).code == 0
    right = [line.partition("=%100%")[2].partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    base = reasoner.load()
    for name in ("chemotherapy", "platinum_drug"):
        entity = base.resolve(name)
        assert {entity.id, entity.label, *entity.synonyms} <= set(right)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    called = export("gift", "--type", "extent", to=tmp_path / "nowhere" / "quiz.gift")
    assert called.code == 2
    assert "E205" in called.err


def test_a_path_that_is_not_there_is_no_course(tmp_path: Path) -> None:
    called = call("teach", "list", str(tmp_path / "nowhere"), pack=None)
    assert called.code == 2
    assert "error[E304]: there is no exercise, course or file" in called.err


def test_one_id_is_one_exercise(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(QUIZ.read_text(encoding="utf-8").replace("title: ", "title: My "), encoding="utf-8")
    again = export("gift", str(QUIZ), to=tmp_path / "quiz.gift")
    assert again.code == 0
    called = export("gift", str(mine), to=tmp_path / "other.gift")
    assert called.code == 2
    assert "error[E301]: two exercises are called `t-predict`; the first is at" in called.err
    assert not (tmp_path / "other.gift").exists()


def test_what_stood_there_stays_until_the_new_file_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "quiz.gift"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        called = export("gift", "--type", "extent", to=path)
    assert (called.code, called.out) == (2, "")
    assert f"{path}: error[E205]: the answer cannot be written: no space left on device" in called.err
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]
