"""The reader: every kind of bad input with its code and position, limits, streams, agreement with PyYAML."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from reasoner.knowledge.nodes import plain
from reasoner.knowledge.reader import read, read_one, read_text
from reasoner.knowledge.text import LIMITS, Limits
from tests.knowledge.packs import python

BAD = {
    "no YAML": ("a: [1\nb: 2\n", [("E004", 2, 2)]),
    "tab as indentation": ("a:\n\tb: 1\n", [("E004", 2, 1)]),
    "quotation mark left open": ('a: "b\n', [("E004", 2, 1)]),
    "empty": ("", [("E003", 0, 0)]),
    "only comments": ("# nothing\n\n---\n# here\n", [("E003", 0, 0)]),
    "anchor": ("a: &x [1]\n", [("E007", 1, 4)]),
    "alias": ("a: [b]\nc: *x\n", [("E007", 2, 4)]),
    "tag": ("a: !!python/object:os.system x\n", [("E007", 1, 4)]),
    "tag of a list": ("a: b\nc: !t [1]\n", [("E007", 2, 4)]),
    "directive": ("%YAML 1.2\n---\na: b\n", [("E007", 1, 1)]),
    "directive alone": ("# a\n%YAML 1.2\n---\n# b\n", [("E007", 2, 1)]),
    "key twice after a line of dots": ("...\na: 1\na: 2\n", [("E008", 3, 1)]),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", [("E008", 3, 1)]),
    "duplicate key below": ("x: {a: 1, a: 2}\n", [("E008", 1, 11)]),
    "two problems": ("a: &x 1\na: 3\n", [("E007", 1, 4), ("E008", 2, 1)]),
    "list on top": ("- a\n- b\n", [("E010", 1, 1)]),
    "text on top": ("hypoxia\n", [("E010", 1, 1)]),
    "key that is a list": ("? [a, b]\n: c\n", [("E010", 1, 3)]),
    "key that is a mapping": ("{a: b}: c\n", [("E010", 1, 1)]),
    "no key": ("?\n: c\n", [("E010", 1, 2)]),
    "no value": ("a: 1\nb:\n", [("E013", 2, 3)]),
    "no item": ("a:\n  - x\n  -\n", [("E013", 3, 4)]),
    "control character": ("a: x\x1b[31m\n", [("E009", 1, 5)]),
    "control character in a comment": ("a: x # \x07\n", [("E009", 1, 8)]),
    "control character as an escape": ('a: "x\\e[31m"\n', [("E009", 1, 4)]),
    "escape in a key": ('"\\x07": x\n', [("E009", 1, 1)]),
    "C1": ("a: b\nc: \x9b31m\n", [("E009", 2, 4)]),
    "bidi override": ("a: \u202egnp.exe\n", [("E009", 1, 4)]),
    "bidi override as an escape": ('a: "\\u202e"\n', [("E009", 1, 4)]),
    "invisible": ("a: hy\u200bpoxia\n", [("E009", 1, 6)]),
    "lone carriage return": ("a: b\rc: d\n", [("E009", 1, 5)]),
    "line separator": ("a: b\u2028c: d\n", [("E009", 1, 5)]),
    "NUL": ("a: b\0c\n", [("E002", 1, 5)]),
    "NUL as an escape": ('a: "\\0"\n', [("E009", 1, 4)]),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_bad_input_has_code_and_position(text, expected):
    (document,) = read_text(text)
    assert [(p.code, p.where.line, p.where.column) for p in document.problems] == expected
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for p in document.problems for c in p.message)


def test_bytes_that_are_no_utf8(tmp_path: Path):
    (tmp_path / "x.yaml").write_bytes("a: b\nc: ä".encode("latin-1") + b"\n")
    document = read_one(tmp_path / "x.yaml")
    assert document.root is None
    assert [(p.code, p.where.line, p.where.column) for p in document.problems] == [("E002", 2, 4)]


@pytest.mark.parametrize("content", [bytes(range(256)) * 50, b"\x7fELF\x02\x01\x01\0\0\0", "a: b".encode("utf-16")])
def test_binary_files(tmp_path: Path, content):
    (tmp_path / "x.yaml").write_bytes(content)
    document = read_one(tmp_path / "x.yaml")
    assert document.root is None
    assert document.problems[-1].code == "E002"
    assert len(document.problems) < 25


def test_missing_file_and_folder(tmp_path: Path):
    assert [p.code for p in read_one(tmp_path / "none.yaml").problems] == ["E001"]
    (document,) = read(tmp_path)
    assert [p.code for p in document.problems] == ["E001"]


def test_byte_order_mark_and_windows_line_ends():
    (document,) = read(io.BytesIO("\ufeffa: b\r\nc:\r\n  - d\r\n".encode()))
    assert not document.problems
    assert plain(document.root) == {"a": "b", "c": ["d"]}


def test_every_scalar_is_text():
    (document,) = read_text("a: NO\nb: 1e3\nc: ~\nd: 2018-01-01\ne: {f: true}\ng: ''\n")
    assert plain(document.root) == {"a": "NO", "b": "1e3", "c": "~", "d": "2018-01-01", "e": {"f": "true"}, "g": ""}
    assert not document.problems


def test_positions_of_keys_values_and_items():
    (document,) = read_text("# first\na:\n  - b: é c\n    d: [e, f]\n")
    root = document.root
    assert str(document.where(root, "a", 0, "d", 1)) == "<text>:4:12"
    assert str(document.where_key(root, "a", 0, "d")) == "<text>:4:5"
    assert str(document.where(root, "a", 0)) == "<text>:3:5"


# -------------------------------------------------------------------- streams


def test_a_broken_document_does_not_stop_those_that_follow():
    text = 'a: "open\n--- # second\nb: [1\n---\nc: \x1bx\n---\nd: b\0\n---\ne: fine\n...\n---\nf: &x fine\n---\ng: 1\n'
    documents = read_text(text)
    assert [document.line for document in documents] == [1, 2, 4, 6, 8, 11, 13]
    assert [[p.code for p in document.problems] for document in documents] == [
        ["E004"], ["E004"], ["E009"], ["E002"], [], ["E007"], [],
    ]  # fmt: skip
    assert plain(documents[-1].root) == {"g": "1"}
    assert documents[-1].problems == []
    assert str(documents[2].problems[0].where) == "<text>:5:4"


def test_markers_end_a_document_inside_of_quotes_and_blocks_too():
    documents = read_text("a: |\n  text\n---\nb: 'x\n---\nc: 1\n")
    assert [document.root is not None for document in documents] == [True, False, True]
    assert plain(read_text("a: |\n  ---\n  x\n")[0].root) == {"a": "---\nx\n"}


def test_streams_are_read_lazily():
    lines = (line for n in itertools.count() for line in (b"---\n", b"a: %d\n" % n))

    class Stream(io.RawIOBase):
        def readline(self, size=-1):
            return next(lines)

    documents = list(itertools.islice(read(Stream()), 1000))
    assert plain(documents[999].root) == {"a": "999"}
    assert documents[999].line == 1999


def test_limits_hold_for_each_document_and_the_stream_goes_on():
    limits = Limits(size=40, nodes=8, depth=3)
    text = (
        f"a: {'x' * 50}\n---\nb: [[[1]]]\n---\nc: [1, 2, 3, 4, 5, 6]\n---\n{'d' * 500}\n---\ne: 1\n"
        + "---\na: 1\n" * 20
    )
    documents = list(read(io.StringIO(text), limits=limits))
    assert [[p.code for p in document.problems] for document in documents[:5]] == [
        ["E005"], ["E006"], ["E005"], ["E005"], [],
    ]  # fmt: skip
    assert not any(document.problems for document in documents[5:])
    assert documents[4].line == 8


def test_a_file_of_the_base_is_one_document(tmp_path: Path):
    (tmp_path / "x.yaml").write_text("a: 1\n---\nb: &x 2\n")
    codes = [(p.code, p.where.line) for p in read_one(tmp_path / "x.yaml").problems]
    assert codes == [("E010", 2), ("E007", 3)]


# -------------------------------------------------------------------- limits


def nested(levels: int) -> str:
    return "a: " + "[" * (levels - 1) + "]" * (levels - 1) + "\n"


def test_depth_at_the_limit_and_past_it():
    assert not read_text(nested(LIMITS.depth))[0].problems
    (problem,) = read_text(nested(LIMITS.depth + 1))[0].problems
    assert (problem.code, problem.where.line, problem.where.column) == ("E006", 1, 3 + LIMITS.depth)


def test_size_at_the_limit_and_past_it(tmp_path: Path):
    limits = Limits(size=1000)
    path = tmp_path / "x.yaml"
    path.write_text("a: " + "x" * 996 + "\n")
    assert not read_one(path, limits=limits).problems
    assert not next(read(path, limits=limits)).problems
    path.write_text("a: " + "x" * 997 + "\n")
    assert [p.code for p in read_one(path, limits=limits).problems] == ["E005"]
    assert [p.code for p in next(read(path, limits=limits)).problems] == ["E005"]


def test_nodes_at_the_limit_and_past_it():
    limits = Limits(nodes=100)
    assert not next(read(io.StringIO("a: [" + "b, " * 97 + "]"), limits=limits)).problems
    (problem,) = next(read(io.StringIO("a: [" + "b, " * 98 + "]"), limits=limits)).problems
    assert problem.code == "E005"


HUGE = {
    "flow lists 20 times": ("'a: ' + '[' * (20 * LIMITS.depth)", "E006"),
    "flow lists": ("'a: ' + '[' * 200_000", "E006"),
    "flow mappings": ("'{a: ' * 200_000", "E006"),
    "block lists": ("'- ' * 200_000 + 'a'", "E006"),
    "flow lists on lines": ("'a: ' + '[\\n' * 200_000", "E006"),
    "keys of keys": ("'? ' * 200_000", "E010 E006"),
    "block mappings": ("''.join(' ' * n + 'a:\\n' for n in range(2_500))", "E006"),
    "nodes": ("'a:\\n' + '- b\\n' * 900_000", "E005"),
    "size": ("'a: ' + 'x' * (20 * LIMITS.size)", "E005"),
    "size in lines": ("'a: |\\n' + '  xxxxxxxxxxxxxxxxx\\n' * (LIMITS.size)", "E005"),
}


@pytest.mark.parametrize(("text", "code"), HUGE.values(), ids=HUGE.keys())
def test_far_past_the_limits_in_a_process_of_its_own(text, code):
    done = python(
        f"""
        import io
        from reasoner.knowledge.reader import read
        from reasoner.knowledge.text import LIMITS
        stream = io.BytesIO(({text}).encode())
        documents = list(read(stream))
        print(*(problem.code for document in documents for problem in document.problems))
        """
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, code.split(), "")


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)  # all NUL, had anybody looked
    assert [p.code for p in read_one(path).problems] == ["E005"]


# -------------------------------------------------------------------- agreement with PyYAML

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" :-#'\"[]{},&*!|>%@`\n"))
TREES = st.dictionaries(
    TEXTS,
    st.recursive(
        TEXTS, lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4), max_leaves=12
    ),
    min_size=1,
    max_size=5,
)


@given(TREES, st.sampled_from([None, True, False]), st.booleans(), st.sampled_from([20, 80, 1000]))
def test_what_pyyaml_writes_is_read_as_pyyaml_reads_it(tree, flow, unicode, width):
    text = yaml.dump(tree, default_flow_style=flow, allow_unicode=unicode, width=width)
    (document,) = read_text(text)
    assert not document.problems
    assert plain(document.root) == tree == yaml.load(text, Loader=yaml.CBaseLoader)


@given(st.text(st.sampled_from("ab:-[]{},'\" \n#|>?&*!"), max_size=60))
def test_any_text_is_read_as_pyyaml_reads_it_or_refused(text):
    assume(not any(line.startswith("---") for line in text.splitlines()))
    (document,) = read_text(text)
    try:
        expected = yaml.load(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, TypeError, ValueError):  # keys that are lists are a TypeError there
        assert document.problems
        return
    if document.problems:
        assert all(p.where.line > 0 or p.code == "E003" for p in document.problems)
    else:
        assert plain(document.root) == expected
