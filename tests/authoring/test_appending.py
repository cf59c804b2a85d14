"""Appending leaves every byte of the rest as it is, and what is appended is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.authoring.appending import append
from reasoner.errors import UsageError
from reasoner.knowledge.nodes import plain
from reasoner.knowledge.reader import read_one

ITEM = ["- id: new", "  claim: It is new.", "  when: [a, b]"]
WANTED = {"id": "new", "claim": "It is new.", "when": ["a", "b"]}


def read(content: bytes) -> dict[str, object]:
    document = read_one(Path("f"), instead=content)
    assert not document.problems
    assert document.root is not None
    found = plain(document.root)
    assert isinstance(found, dict)
    return found


FILES = {
    "empty list": b"topic: T\nrules: []\n",
    "empty list without a line break": b"topic: T\nrules: []",
    "empty list with a comment": b"topic: T\nrules:  [ ]  # none yet\n",
    "empty list before another key": b"rules: []\ntopic: T\n",
    "one": b"topic: T\nrules:\n  - id: a\n    when: [b]\n",
    "at the margin": b"rules:\n- id: a\n- id: b\ntopic: T\n",
    "four spaces": b"rules:\n    - id: a\n",
    "no line break at the end": b"rules:\n  - id: a",
    "comments behind": b"rules:\n  - id: a\n  # about a\n\n# the end\n",
    "comments before the next key": b"rules:\n  - id: a\n\n# about topics\n\ntopic: T\n",
    "Windows": b"topic: T\r\n# x\r\nrules:\r\n  - id: a\r\n",
    "Windows, empty": b"topic: T\r\nrules: []\r\n",
    "byte order mark": b"\xef\xbb\xbfrules: []\n",
    "literal": b"rules:\n  - id: a\n    note: |\n      one\n\n      two\n",
    "literal that keeps line breaks": b"rules:\n  - id: a\n    note: |\n      one\n\n",
    "Greek": "rules:\n  - id: a\n    note: HIF-2α - one\n".encode(),
    "folded over lines": b"rules:\n  - id: a\n    claim: one\n      two\n      three\n",
    "quoted over lines": b"rules:\n  - id: a\n    claim: 'one\n\n      two'\n",
    "document marker": b"---\nrules:\n  - id: a\n",
    "indented mapping": b"  rules:\n    - id: a\n",
    "dash on a line of its own": b"rules:\n  -\n    id: a\n",
}


@pytest.mark.parametrize("name", FILES)
def test_an_item_is_appended(name: str) -> None:
    content = FILES[name]
    changed, line = append(content, "rules", ITEM, "f")
    before, after = read(content), read(changed)
    assert after == {**before, "rules": [*before["rules"], WANTED]}  # type: ignore[misc]
    assert changed.split(b"\n")[line - 1].strip() == b"- id: new"
    # what was there is there, in its order, but for the brackets of an empty list
    added = b"\r\n".join(map(str.encode, ITEM)) if b"\r\n" in content else b"\n".join(map(str.encode, ITEM))
    assert len(changed) > len(content)
    rest = iter(changed.replace(b" ", b""))
    assert all(byte in rest for byte in content.replace(b"[]", b"").replace(b"[ ]", b"").replace(b" ", b"").rstrip())
    assert (b"\r" in changed) is (b"\r" in content)
    assert changed.count(b"\n") - content.count(b"\n") in (added.count(b"\n") + 1, added.count(b"\n") + 2)


REFUSED = {
    "list in brackets": b"rules: [{id: a}]\n",
    "empty list over two lines": b"rules: [\n]\n",
    "no such list": b"topic: T\n",
    "no list": b"rules: some\n",
    "all in braces": b"{rules: []}\n",
    "end marker": b"rules:\n  - id: a\n...\n",
    "end marker and more": b"rules:\n  - id: a\n...\n---\nrules: []\n",
    "broken": b"rules:\n  - id: 'a\n",
    "empty": b"",
    "no text": b"rules:\n  - id: \xff\n",
    "no value": b"rules:\n",
    "list that goes on in the last line": b"rules:\n  - id: a\n    when: [a,\n      b]\n  -\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_appended_where_it_could_go_wrong(name: str) -> None:
    with pytest.raises(UsageError) as error:
        append(REFUSED[name], "rules", ITEM, "f")
    assert all(problem.where and problem.where.path == "f" for problem in error.value.problems)


PIECES = [
    "rules:",
    "  - id: a",
    "- id: b",
    "    when: [c]",
    "  # note",
    "",
    "topic: T",
    "rules: []",
    "   ",
    "    note: |",
    "      x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_file_is_changed_rightly_or_not_at_all(lines: list[str], end: str, closed: bool) -> None:
    content = (end.join(lines) + (end if closed else "")).encode()
    try:
        changed, _ = append(content, "rules", ITEM, "f")
    except UsageError:
        return
    before, after = read(content), read(changed)
    assert after == {**before, "rules": [*before["rules"], WANTED]}  # type: ignore[misc]
