"""Streams are cut into documents as their lines say, however they come."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reasoner.knowledge import cutting
from reasoner.knowledge.cutting import chunks
from reasoner.knowledge.text import Limits

PARTS = st.sampled_from(
    [*(b"---", b"...", b"--- ", b"...\t", b"--", b"-", b".", b"\n", b"\n", b"\n", b"\r\n", b" ", b"# c", b"%YAML 1.2"),
     *(b"a: b", b"[", b"|\n", "é".encode(), b"\xff", b"\0", b"\x1b", b"z" * 12, b"\xef\xbb\xbf")]
)  # fmt: skip
DATA = st.lists(PARTS, max_size=25).map(b"".join)


def by_lines(data: bytes) -> list[tuple[int, bytes]]:
    """What stands between markers, with the number of its first line; without comments and directives alone."""
    found: list[tuple[int, bytes]] = [(1, b"")]
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        word = line.split()[0] if line[:1] in (b"-", b".") else b""
        if word == b"...":
            found.append((number + 1, b""))
            continue
        if word == b"---":
            found.append((number, b""))
        found[-1] = found[-1][0], found[-1][1] + line + b"\n"
    return [(line, text) for line, text in found if has_body(text)]


def has_body(text: bytes) -> bool:
    lines = text.removesuffix(b"\n").split(b"\n")
    if lines[0].split()[:1] == [b"---"] and lines[0].startswith(b"-"):
        lines[0] = lines[0][3:]
    bare = [line.removesuffix(b"\r").strip(b" \t") if not line.startswith(b"%") else b"" for line in lines]
    return any(line and not line.startswith(b"#") for line in bare)


def refused(data: bytes) -> bool:
    """Whether characters are refused that `by_lines` knows nothing of."""
    return bool(re.search(rb"\xff|\0|\x1b|\r(?!\n)|.\xef\xbb\xbf", data, re.DOTALL))


@example(b"---x: 1\n...y\n---\n---z: 1\n")
@given(DATA.filter(lambda data: not refused(data)))
def test_documents_are_what_stands_between_lines_of_hyphens_or_dots(data):
    found = [(chunk.line, chunk.data.rstrip(b"\n")) for chunk in chunks(io.BytesIO(data), "x") if chunk.data]
    assert found == [(line, text.rstrip(b"\n")) for line, text in by_lines(data)]


class Lines(io.RawIOBase):
    """A stream that can be read by lines only."""

    def __init__(self, data: bytes) -> None:
        self.stream = io.BytesIO(data)

    def readline(self, size=-1):
        return self.stream.readline(size)


@example(b"\xef\xbb\xbf" + b"z" * 12, 1, 10)
@settings(max_examples=1000, deadline=None)
@given(DATA, st.integers(1, 30), st.sampled_from([10, 40, 4 << 20]))
def test_it_does_not_matter_how_a_stream_comes(data, size, limit):
    limits = Limits(size=limit)
    whole = list(chunks(io.BytesIO(data), "x", limits))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "_BLOCK", size)
        assert _seen(chunks(io.BytesIO(data), "x", limits)) == _seen(whole)
    assert _seen(chunks(Lines(data), "x", limits)) == _seen(whole)


def _seen(found):
    return [(chunk.line, chunk.lost, b"" if chunk.lost else chunk.data, chunk.problems) for chunk in found]


@given(st.text("ab:-.\n #é", max_size=60))
def test_text_is_cut_as_its_bytes_are(text):
    assert list(chunks(io.StringIO(text), "x")) == list(chunks(io.BytesIO(text.encode()), "x"))


def test_a_line_beyond_the_limit_and_the_block_is_read_past():
    data = b"--- " * 100_000 + b"\nb: 1\n---\nc: 2\n"
    first, second = chunks(io.BytesIO(data), "x", Limits(size=1000))
    assert [problem.code for problem in first.problems] == ["E005"]
    assert first.lost
    assert (second.line, second.data, second.problems) == (3, b"---\nc: 2\n", ())


def test_no_more_is_held_than_the_limit_and_a_block():
    import tracemalloc

    class Stream(io.RawIOBase):
        left = 200

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            self.left -= 1
            buffer[:] = b"x" * len(buffer)
            return len(buffer) if self.left > 0 else 0

    tracemalloc.start()
    try:
        (chunk,) = chunks(io.BufferedReader(Stream(), 1 << 16), "x", Limits(size=1 << 16))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20  # of 13 MB
    finally:
        tracemalloc.stop()
    assert chunk.lost
