"""`kb coverage`: every gap by name, and the same sums as a plain reading of the files gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reasoner.batch.coverage import Coverage, coverage
from reasoner.batch.coverage_text import coverage_blocks
from reasoner.knowledge.checks.report import check_base
from reasoner.knowledge.loader import load
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.layout import lay_out
from tests.knowledge.packs import write

ROOT = Path(__file__).parents[2]
PACK = ROOT / "tests" / "surfaces" / "pack"
# Rows of a source: id, references, statements counted.
ROWS = [("A1", [1, 2], 1), ("A2", [], None), ("A3", [3], 0), ("A4", [4, 5], 4), ("A5", [5], 2), ("A6", [6], 0)]
ROWS += [("A7", [7], None), ("A8", [8, 9], 1), ("A9", [], None), ("B1", [2, 10], 2), ("B2", [], 0)]
ITEM = "evidence: [{at: %s, find: three plain words, wording: states}]"


def _source() -> str:
    rows = [
        f"  - {{id: {id_}, section: {id_[0]}, refs: {refs}, sha256: '{'0' * 64}'"
        + (f", statements: {counted}" if counted is not None else "")
        + "}\n"
        for id_, refs, counted in ROWS
    ]
    return "id: gappy\ntitle: A source with gaps\nrows:\n" + "".join(rows)


def _rule(id_: str, then: str, at: str) -> str:
    return f"  - {{id: {id_}, claim: C., when: [hypoxia], then: [{then}], {ITEM % at}}}\n"


FILES = {
    "facts/source.yaml": _source(),
    "facts/conditions.yaml": "kind: condition\nentities: [{id: hypoxia, label: hypoxia}]\n",
    "facts/molecules.yaml": "kind: molecule\nentities: [{id: a, label: aa}, {id: b, label: bb}, {id: c, label: cc}]\n",
    "rules/10.yaml": "topic: T\nrules:\n"
    + _rule("one", "a", "A1, refs: [1, 2]")
    + _rule("two", "a, b", "A4, refs: [4]")  # of four statements, and without reference 5
    + _rule("three", "c", "A6, refs: [6]")  # which is set aside
    + _rule("four", "a down", "A7, refs: [7]")  # which is not counted
    + _rule("five", "b down", "A8, refs: [8]")  # its reference 9 stands behind a part that is set aside
    + _rule("six", "c down, b", "B1, refs: [2]"),
    "rules/not_encoded.yaml": """\
        not_encoded:
          - {at: A3, reason: background}
          - {at: A6, reason: opinion}
          - {at: A8, refs: [9], reason: definition}
          - {at: A9, reason: question}
        """,
}


def _base(folder: Path) -> KnowledgeBase:
    return load(write(folder, FILES, bare=True))


def _text(kb: KnowledgeBase, found: Coverage) -> str:
    return "\n".join(line.plain for line in lay_out(coverage_blocks(kb, found), 100))


def test_every_gap_by_name(tmp_path: Path) -> None:
    found = coverage(_base(tmp_path))
    assert [row.row for row in found.unaccounted] == ["A2", "A5", "B2"]
    assert [row.row for row in found.both] == ["A6"]
    assert [(row.row, row.statements, row.encoded) for row in found.miscounted] == [("A4", 4, 2), ("A6", 0, 1)]
    assert [row.row for row in found.not_counted] == ["A2", "A7", "A9"]
    assert [(row.row, row.refs) for row in found.left_out] == [("A4", (5,)), ("B1", (10,))]
    assert [(each.ref, each.rows) for each in found.uncarried] == [
        (3, ("A3",)),
        (5, ("A4", "A5")),
        (9, ("A8",)),
        (10, ("B1",)),
    ]
    assert not found.rows


def test_sections_and_their_sum(tmp_path: Path) -> None:
    found = coverage(_base(tmp_path))
    first, second = found.sections
    assert (first.section, first.rows, first.cited, first.counted) == ("A", 9, 5, 6)
    assert first.set_aside == {"background": 1, "opinion": 1, "question": 1}
    assert (first.statements, first.encoded, first.references, first.carried) == (8, 6, 9, 6)
    # Reference 2 is cited in both sections and counts once among all.
    assert (second.section, second.rows, second.references, second.carried) == ("B", 2, 2, 1)
    assert (found.total.rows, found.total.references, found.total.carried) == (11, 10, 6)
    assert found.total.encoded == first.encoded + second.encoded == 8


def test_every_gap_of_a_row_fails_the_check_and_nothing_else_does(tmp_path: Path) -> None:
    found = coverage(_base(tmp_path))
    gaps = {row.row for row in (*found.unaccounted, *found.both, *found.miscounted, *found.not_counted)}
    report = check_base(tmp_path)
    about = {problem.code: set() for problem in report.problems} | {"W046": set()}
    for problem in report.problems:
        about[problem.code].update(row for row, _, _ in ROWS if f"row {row} " in f"{problem.message} ")
    assert about["E050"] | about["E051"] | about["E054"] == gaps
    assert about["W046"] == {row.row for row in found.left_out}
    assert {problem.code for problem in report.errors} == {"E050", "E051", "E054"}


def test_the_text_names_every_gap(tmp_path: Path) -> None:
    kb = _base(tmp_path)
    text = _text(kb, coverage(kb))
    assert "3 rows neither cited nor set aside: A2, A5, B2." in text
    assert "1 row set aside and encoded all the same: A6." in text
    assert "3 rows whose statements are not counted: A2, A7, A9." in text
    assert "A4: 4 statements, 2 encoded" in text
    assert "A4 [5]; B1 [10]." in text
    assert "[3] A3; [5] A4, A5; [9] A8; [10] B1." in text
    assert "No gap" not in text


def test_rows_that_follow_on_each_other_are_named_as_a_run(tmp_path: Path) -> None:
    kb = load(
        write(tmp_path, {**FILES, "rules/10.yaml": "topic: T\nrules: []\n", "rules/not_encoded.yaml": None}, bare=True)
    )
    assert "11 rows neither cited nor set aside: A1 to B2." in _text(kb, coverage(kb))


def test_a_base_without_gaps_says_so() -> None:
    kb = load(PACK)
    assert "No gap: every row is counted" in _text(kb, coverage(kb))


def test_row_by_row(tmp_path: Path) -> None:
    kb = _base(tmp_path)
    found = coverage(kb, rows=True)
    rows = {row.row: row for row in found.rows}
    assert list(rows) == [id_ for id_, _, _ in ROWS]
    assert (rows["A8"].state, rows["A8"].carried, rows["A8"].aside, rows["A8"].by) == ("cited", (8,), (9,), ("five",))
    assert [rows[id_].state for id_ in ("A2", "A3", "A6")] == ["open", "set aside", "cited and set aside"]
    text = _text(kb, found)
    assert "five; [9] set aside: definition" in text
    assert "two; without [5]" in text


@pytest.mark.parametrize("folder", [ROOT, PACK], ids=["shipped", "test pack"])
def test_the_sums_are_those_of_a_plain_reading(folder: Path) -> None:
    """An oracle that knows YAML only: who cites what, without this package's reading of it."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("[fr]*/*.yaml"))]
    (source,) = (each for each in documents if "rows" in each)
    items = [item for each in documents for item in _items(each)]
    cited = {str(item["at"]) for item in items}
    carried = {int(ref) for item in items for ref in _listed(item.get("refs", []))}
    aside = [each for document in documents for each in document.get("not_encoded", []) if "refs" not in each]
    found = coverage(load(folder))
    total = found.total
    assert (total.rows, total.cited, total.carried) == (len(source["rows"]), len(cited), len(carried))
    assert sum(total.set_aside.values()) == len(aside)
    assert total.references == len({ref for row in source["rows"] for ref in row["refs"]})
    assert total.statements == sum(row.get("statements", 0) for row in source["rows"])
    assert {row.row for row in found.unaccounted} == {str(row["id"]) for row in source["rows"]} - cited - {
        str(each["at"]) for each in aside
    }


def _items(value: object) -> list[dict]:
    """Every evidence item and reversal in a document."""
    if isinstance(value, list):
        return [item for each in value for item in _items(each)]
    if not isinstance(value, dict):
        return []
    return [value] if "at" in value and "find" in value else [item for each in value.values() for item in _items(each)]


def _listed(value: object) -> list:
    return value if isinstance(value, list) else [value]
