"""Pieces of a file read as they would within it, whatever stands in the file and wherever it is cut."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.batch import pieces as module
from reasoner.batch.pieces import Piece, pieces
from reasoner.batch.run import run
from reasoner.knowledge.loader import load
from reasoner.knowledge.text import Limits, chunks
from reasoner.pipeline import Reasoner
from tests.surfaces.calling import PACK, SESSIONS

LINES = [
    *(
        b"---\n",
        b"--- a\n",
        b"--- # note\n",
        b"---%\n",
        b"---\r\n",
        b"...\n",
        b"...  \n",
        b"%YAML 1.2\n",
        b"\n",
        b"  \n",
    ),
    *(b"# note\n", b"# \xff\n", b"# \0\n", b"# \xe2\x80\xae\n", b"a: 1\n", b"b\xff\n", b"a: \xe2\x80\xae\n", b"c"),
    *(b"\xef\xbb\xbf---\n", b"\xef\xbb\xbf\n", b"x" * 70 + b"\n", b"x" * 58 + b"---\n", b"y" * 61 + b"--- z\n"),
    b"#" + b"q" * 80 + b"\n",
]
LIMITS = Limits(size=60)


def read(content: bytes, before: int = 0) -> Iterator[object]:
    for chunk in chunks(io.BytesIO(content), "-", LIMITS):
        problems = [(each.code, each.message, each.where.line + before, each.where.column) for each in chunk.problems]
        yield chunk.line + before, chunk.unreadable, problems, "" if chunk.unreadable else chunk.text


@pytest.mark.parametrize("seed", range(8))
def test_pieces_read_as_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMITS", LIMITS)
    chance = random.Random(seed)
    several = 0
    for _ in range(1000):
        content = b"".join(chance.choice(LINES) for _ in range(chance.randint(0, 14)))
        found: list[object] = []
        for piece in pieces([io.BytesIO(content)], chance.choice([1, 20]), chance.choice([1, 3])):
            assert piece.content is not None
            assert piece.number == len(found)
            several += piece.number > 0
            found += read(piece.content, piece.line)
        assert found == list(read(content)), content
    assert several > 300


def test_what_is_found_in_pieces_is_put_back_to_its_place(tmp_path: Path) -> None:
    reasoner = Reasoner(load(PACK))
    path = tmp_path / "large.yaml"
    path.write_bytes(b"---\n".join([(SESSIONS / "suite.yaml").read_bytes()] * 3))
    found = []
    for piece in pieces([str(path)], 100, 5):
        assert piece.content is not None
        found += [piece.placed(item) for item in run(reasoner, [io.BytesIO(piece.content)])]
    assert found == list(run(reasoner, [str(path)]))
    assert len(found) == 24


def test_a_file_that_is_small_or_cannot_be_read_is_left_to_whoever_runs_it(tmp_path: Path) -> None:
    small = str(SESSIONS / "holiday.yaml")
    none = str(tmp_path / "none.yaml")
    assert list(pieces([small, none, str(tmp_path)], 1 << 16, 100)) == [Piece(small), Piece(none), Piece(str(tmp_path))]


def test_a_document_that_is_too_large_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMITS", LIMITS)
    content = b"a: 1\n---\n" + b"b: 2222\n" * 5000 + b"---\nc: 3\n"
    found = list(pieces([io.BytesIO(content)], 1, 1))
    assert [len(piece.content or b"") < 10_000 for piece in found] == [True] * 3
    assert [piece.line for piece in found] == [0, 1, 5002]
