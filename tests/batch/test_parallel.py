"""Runs on workers: in whatever pieces files are handed out, items are those of a run in one go."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from reasoner.batch import parallel
from reasoner.batch.parallel import Job, run_on
from reasoner.batch.run import run
from reasoner.knowledge.cache import load_cached
from reasoner.pipeline import Reasoner
from reasoner.sweeps.serial import Serial
from tests.surfaces.calling import PACK, SESSIONS

LINES = [
    *(b"---\n", b"--- # a note\n", b"---x\n", b"---\r\n", b"...\n", b"%YAML 1.2\n", b"\n", b"  \n"),
    *(
        b"# note\n",
        b"# \xff\n",
        b"# \0\n",
        b"given: [hypoxia]\n",
        b"given: [hypoxia]\n",
        b"scenario: one\n",
        b"b\xff\n",
    ),
    *(b"given: [hypoxxia]\n", b"expect: {present: [EMT]}\n", b"\xef\xbb\xbf---\n", b"c"),
]


@pytest.fixture(scope="module")
def asked() -> Reasoner:
    return Reasoner(load_cached(str(PACK), ()))


def job(asked: Reasoner) -> Job:
    return Job(str(PACK), (), asked.kb.digest)


@pytest.mark.parametrize("seed", range(4))
def test_pieces_give_what_the_whole_gives(seed: int, asked: Reasoner, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    several = 0
    for _ in range(60):
        content = b"".join(chance.choice(LINES) for _ in range(chance.randint(0, 14)))
        monkeypatch.setattr(parallel, "SIZE", chance.choice([1, 40]))
        monkeypatch.setattr(parallel, "DOCUMENTS", chance.choice([1, 3]))
        whole = list(run(asked, [io.BytesIO(content)]))
        assert list(run_on(Serial(), job(asked), [io.BytesIO(content)])) == whole, content
        several += len(whole) > 1
    assert several > 15


def test_a_marker_at_the_end_begins_no_document(asked: Reasoner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "DOCUMENTS", 2)
    content = b"given: [hypoxia]\n---\n" * 4
    assert len(list(run_on(Serial(), job(asked), [io.BytesIO(content)]))) == 4


def test_positions_within_messages_are_those_of_the_file(
    asked: Reasoner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parallel, "DOCUMENTS", 1)
    path = tmp_path / "twice.yaml"
    path.write_bytes(b"---\ngiven: [hypoxia]\n" * 5 + b"---\ngiven: [hypoxia]\ngiven: [CSC]\n")
    last = list(run_on(Serial(), job(asked), [str(path)]))[-1]
    assert f"already at {path}:12:1" in last.problems[0].message


def test_files_and_numbers_are_those_of_a_run_in_one_go(asked: Reasoner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "DOCUMENTS", 3)
    files = [str(SESSIONS / "suite.yaml"), str(SESSIONS / "none.yaml"), str(SESSIONS / "holiday.yaml")]
    found = list(run_on(Serial(), job(asked), files, ahead=4))
    assert found == list(run(asked, files))
    assert len(found) > 5
