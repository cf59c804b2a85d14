"""Marks for whatever is handed in."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reasoner.model.exercise import Entry, Status
from reasoner.model.grading import Graded
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.grading import COLUMNS, csv_rows
from reasoner.teach import submissions as reading
from reasoner.teach.asking import Exercise
from reasoner.teach.desk import Desk
from reasoner.teach.marking import Marking
from reasoner.teach.reading import read_bank
from reasoner.teach.submissions import Handed, submissions
from tests.surfaces.calling import Called, call
from tests.teach.hand import ALL

HAND = {each().id: each() for each in ALL}
GOOD = {"student": "ada", "exercise": "mini-predict", "answer": {"findings": ["1", "2"]}}


def handed(data: bytes) -> list[Handed]:
    return list(submissions(["-"], io.BytesIO(data)))


def lines(*values: Any) -> bytes:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in values).encode()


def marks(data: bytes, *, keys: bool = True) -> list[Graded]:
    return Marking(HAND, keys=keys).graded(handed(data))


def graded(folder: Path, *arguments: str, stdin: bytes = b"") -> Called:
    return call("teach", "grade", *arguments, stdin=stdin, pack=folder)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ("{", "-:1:2", "no JSON"),
        ('{"exercise": "many", "exercise": "one"}', "-:1", "`exercise` stands here twice"),
        ('{"exercise": "many", "hints": NaN}', "-:1", "NaN"),
        ('{"exercise": "many", "hints": 1e999}', "-:1", "whole number"),
        ('{"exercise": "many", "hints": true}', "-:1", "whole number"),
        ('{"exercise": "many", "hints": -1}', "-:1", "whole number"),
        ('{"exercise": "many", "hints": 9' + "9" * 5000 + "}", "-:1", "too long"),
        ("[" * 60000, "-:1:7", "6 levels"),
        ('{"exercise": "many", "answer": ' + '{"a":' * 9 + "1" + "}" * 10, "-:1:57", "6 levels"),
        ('{"exercise": "many", "answer": {"f": [' + "1," * 600 + "1]}}", "-:1", "too many values"),
        ('{"exercise": "many", "answer": {"f": "' + "x" * 70000 + '"}}', "-:1", "larger than 65536 bytes"),
        ("[]", "-:1", "expected an object"),
        ("null", "-:1", "got null"),
        ('{"answer": {}}', "-:1", "`exercise` is missing"),
        ('{"exercise": 3}', "-:1", "expected a text as `exercise`"),
        ('{"exercise": "many", "answer": ["1"]}', "-:1", "expected an object as `answer`"),
        ('{"exercise": "many", "answer": {"f": 1.5}}', "-:1", "a number"),
        ('{"exercise": "many", "answer": {"f": [["1"]]}}', "-:1", "a list of 1 item"),
        ('{"exercise": "many", "anser": {}}', "-:1", "did you mean `answer`?"),
        ('{"exercise": "many", "student": "\\u001b[2J"}', "-:1", "U+001B"),
        ('{"exercise": "many", "answer": {"f": "\\ud800"}}', "-:1", "U+D800"),
        ('{"exercise": "many", "student": "\\u202egpj"}', "-:1", "it reorders text"),
        ('{"exercise": "meny"}', "-:1", "unknown exercise `meny`; did you mean `many`?"),
        ('{"exercise": "many", "student": "' + "s" * 300 + '"}', "-:1", "200 characters"),
    ],
)
def test_each_is_told_at_its_place_and_the_rest_is_graded(line: str, where: str, said: str):
    bad, good = marks(lines(line, {"student": "ada", "exercise": "many", "answer": {"f": ["EMT in CSC", "HIF2A"]}}))
    assert bad.mark.status is Status.unreadable
    assert bad.message.startswith(where)
    assert said in bad.message
    assert (good.mark.status, good.mark.points, good.where) == (Status.right, 2, "-:2")


def test_many_keys_of_which_one_stands_twice_are_looked_through_once():
    looked = 0

    class Name(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal looked
            looked += 1
            return str.__eq__(self, other)

    names = [Name(number) for number in range(500)]
    with pytest.raises(reading._Wrong, match="`499` stands here twice"):
        reading._once([(each, 0) for each in (*names, Name(499))])
    assert looked < 5000


def test_bytes_that_are_no_text():
    bad, good = marks(b'{"exercise": "\xff"}\n\xef\xbb\xbf{"exercise": "many"}')
    assert "byte 0xFF" in bad.message
    assert good.mark.status is not Status.unreadable


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_a_folder_is_not_left_and_special_files_are_not_opened(tmp_path: Path):
    """Links, pipes and what is no JSON give rows; what a link points to is never read."""
    (tmp_path / "secret.json").write_text(json.dumps(GOOD | {"student": "secret"}), encoding="utf-8")
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "bob.json").write_text(json.dumps(GOOD | {"student": ""}), encoding="utf-8")
    (folder / "eve.json").symlink_to(tmp_path / "secret.json")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.json")
    (folder / "essay.docx").write_bytes(b"PK")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "none.jsonl").write_text("\n", encoding="utf-8")
    (folder / "two.json").write_text(json.dumps([GOOD, {"exercise": 1}]), encoding="utf-8")
    (folder / "locked.json").mkdir()
    found = {each.position.path.removeprefix(f"{folder}/"): each for each in submissions([str(folder)])}
    assert found["deep/bob.json"].student == "deep/bob"
    assert {name: each.message for name, each in found.items() if each.submission is None} == {
        "eve.json": "this is a link, and links are not followed",
        "up": "this is a link, and links are not followed",
        "pipe.json": "this is no regular file",
        "essay.docx": "this is no submission: its name ends neither in .json nor in .jsonl",
        "none.jsonl": "there is no submission here",
        "two.json#2": "expected a text as `exercise`; got a number",
    }
    assert "secret" not in {each.student for each in found.values()}


def test_a_run_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MOST", 3)
    found = marks(lines(*[{"exercise": "many"}] * 9))
    assert [each.mark.status for each in found][3:] == [Status.unreadable]
    assert "more than 3 submissions" in found[-1].message


def test_a_file_of_a_folder_has_an_end_and_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MOST_OF_FILE", 3)
    (tmp_path / "ada.jsonl").write_bytes(lines(*[{"exercise": "many"}] * 9))
    (tmp_path / "bob.json").write_bytes(json.dumps([{"exercise": "many"}] * 3).encode())
    found = Marking(HAND).graded(submissions([str(tmp_path)]))
    assert [each.mark.student for each in found] == ["ada"] * 4 + ["bob"] * 3
    assert "more than 3 submissions in one file" in found[3].message
    assert len(list(submissions([str(tmp_path / "ada.jsonl")]))) == 9  # named by the teacher


# ---------------------------------------------------------------- what counts


def test_files_of_one_name_in_folders_of_several_students_are_not_one_students(tmp_path: Path):
    """As learning management systems hand them out: the page calls what is saved `answers.jsonl` for everybody."""
    for name in ("Ada_1", "Bob_2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "answers.jsonl").write_bytes(lines({"student": "", "exercise": "many"}))
    found = Marking(HAND).graded(submissions([str(tmp_path)]))
    assert [(each.mark.student, each.counts) for each in found] == [("Ada_1/answers", True), ("Bob_2/answers", True)]


def test_who_takes_the_place_of_somebody_in_another_file_is_told_of(folder: Path, tmp_path: Path):
    given = tmp_path / "in"
    given.mkdir()
    mine = GOOD | {"student": "ada", "answer": {"findings": "1"}}
    (given / "ada.json").write_bytes(json.dumps([GOOD, GOOD]).encode())
    quiet = graded(folder, str(given), "--format", "csv")
    assert (quiet.code, quiet.err) == (0, "")
    (given / "mallory.jsonl").write_bytes(lines(mine))
    told = graded(folder, str(given), "--format", "csv")
    assert "1 submission takes the place of one in another file" in told.err
    last = list(csv.DictReader(io.StringIO(told.out)))[-1]
    assert last["message"] == f"replaces {given / 'ada.json'}#2"


def test_the_last_that_can_be_read_counts():
    one = {"student": "ada", "exercise": "one", "answer": {"f": "1"}}
    found = marks(lines(one, one | {"answer": {"f": "HIF2A"}}, one | {"answer": 3}, one | {"student": "bob"}))
    assert [each.counts for each in found] == [False, True, True, True]
    assert found[0].message == "replaced by -:2"
    nobody = marks(lines(*[{"exercise": "one"}] * 2))
    assert all(each.counts for each in nobody)


def test_each_distinct_answer_is_judged_once():
    calls: list[str] = []

    class Counting:
        item = HAND["one"].item

        def mark(self, submission: Any) -> Any:
            calls.append(submission.student)
            return HAND["one"].mark(submission)

    marking = Marking({"one": Counting()})
    data = lines(*({"student": f"s{n}", "exercise": "one", "answer": {"f": str(n % 3)}} for n in range(60)))
    found = marking.graded(handed(data))
    assert len(calls) == 3
    assert [each.mark.student for each in found] == [f"s{n}" for n in range(60)]


def test_an_error_of_the_program_costs_nobody_else_a_mark():
    class Broken:
        item = HAND["one"].item

        def mark(self, submission: Any) -> Any:
            raise KeyError("oops")

    marking = Marking({**HAND, "one": Broken()})
    bad, good = marking.graded(handed(lines({"exercise": "one"}, {"exercise": "many"})))
    assert (bad.mark.status, marking.broken) == (Status.unreadable, 1)
    assert good.mark.status is not Status.unreadable


# ---------------------------------------------------------------- properties


@pytest.fixture(scope="module")
def exercises(kb: KnowledgeBase, folder: Path) -> dict[str, Exercise]:
    return read_bank([(folder / "sessions/exercises/mini.yaml", "mini.yaml")], Desk(kb), Exercise)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return inner | st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["1", "hypoxia"])
JSON = nested(nested(nested(LEAF)))


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.lists(JSON, max_size=3).map(lambda each: lines(*each)))
def test_no_bytes_end_it(data: bytes):
    for each in marks(data):
        assert each.mark.status is Status.unreadable
        assert each.message.startswith(each.where)


def answer_of(entry: Entry) -> st.SearchStrategy[Any]:
    """Answers to an entry, right and wrong and senseless."""
    ids = [each.id for each in entry.options] or ["hypoxia", "CAF", "hypoxya", "no CSC", "HSC", "oxygen = 1 %"]
    one = st.sampled_from([*ids, "1", "2", "9", "", "=1+1"]) | st.text(max_size=6) | st.integers(-2, 9)
    return one | st.lists(one, max_size=5) | st.permutations(ids) | st.none()


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_points_lie_between_none_and_all_and_order_does_not_matter(exercises: dict[str, Exercise], data: st.DataObject):
    def one(exercise: Exercise) -> dict[str, Any]:
        answer = {entry.id: data.draw(answer_of(entry)) for entry in exercise.item.entries}
        return {"exercise": exercise.id, "answer": answer, "hints": data.draw(st.integers(0, 4))}

    values = [one(exercises[each]) for each in data.draw(st.lists(st.sampled_from(sorted(exercises)), max_size=6))]
    found = Marking(exercises).graded(handed(lines(*values)))
    for each in found:
        if values:
            assert 0 <= each.mark.points <= each.mark.out_of
    shuffled = list(enumerate(values))
    random.Random(len(values)).shuffle(shuffled)
    again = Marking(exercises).graded(handed(lines(*(each for _, each in shuffled))))
    if values:
        assert {at: each.mark for (at, _), each in zip(shuffled, again, strict=True)} == dict(
            enumerate(each.mark for each in found)
        )


# ---------------------------------------------------------------- what is written


def table(graded: Iterable[Graded]) -> list[dict[str, str]]:
    return rows("".join(csv_rows(graded)))


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "  =x", '"a",b', "a\nb", "\t=1"])
def test_no_cell_is_a_formula(name: str):
    (row,) = table(marks(lines({"student": name, "exercise": "one", "answer": {"f": name}})))
    assert list(row)[: len(COLUMNS)] == list(COLUMNS)
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values() if value)
    assert "\n" not in row["student"]


def test_without_keys_nothing_tells_what_is_right():
    (mark,) = marks(lines({"exercise": "one", "answer": {"f": "1"}}), keys=False)
    text = mark.model_dump_json()
    assert mark.mark.status is Status.wrong
    assert "HIF2A" not in text
    assert "Hypoxia" not in text


def test_formats_say_the_same(folder: Path, tmp_path: Path):
    file = tmp_path / "answers.jsonl"
    bad = {"student": "bob", "exercise": "mini-predict", "answer": {"findings": "nothing known"}}
    file.write_bytes(lines(GOOD, GOOD | {"exercise": "mini-contrast", "answer": {}}, bad, "oops"))
    as_csv = graded(folder, str(file), "--format", "csv")
    as_json = graded(folder, str(file), "--format", "json")
    as_lines = graded(folder, str(file), "--format", "jsonl")
    assert {each.code for each in (as_csv, as_json, as_lines)} == {3}
    assert "1 of 4 submissions could not be graded" in as_csv.err
    whole = json.loads(as_json.out)
    assert whole["submissions"] == [json.loads(each) for each in as_lines.out.splitlines()]
    assert [each["status"] for each in rows(as_csv.out)] == [each["mark"]["status"] for each in whole["submissions"]]
    assert [each["status"] for each in rows(as_csv.out)][1:] == ["empty", "unreadable", "unreadable"]
    assert whole["counts"]["unreadable"] == 2
    for name, value in (("teach-grade", whole), ("mark", whole["submissions"][0]["mark"])):
        jsonschema.validate(value, json.loads(call("schema", name).out))
    jsonschema.validate(GOOD, json.loads(call("schema", "submission").out))
    mark = whole["submissions"][0]["mark"]
    assert all(len(mark[each]) == 64 for each in ("knowledge_base", "exercise_digest", "answer_digest"))
    text = graded(folder, str(file))
    assert "4 submissions of 2 students: 1 not graded." in text.out
    assert f"{file}:4:1: this is no JSON" in " ".join(text.out.split())


def test_files_are_put_in_place_whole_and_never_over_what_is_read(folder: Path, tmp_path: Path):
    file = tmp_path / "answers.jsonl"
    file.write_bytes(lines(GOOD))
    marks_file = tmp_path / "marks.csv"
    assert graded(folder, str(file), "--output", str(marks_file)).code == 0
    assert rows(marks_file.read_text(encoding="utf-8"))[0]["student"] == "ada"
    refused = graded(folder, str(file), "--output", str(file))
    assert (refused.code, "E334" in refused.err) == (2, True)
    assert graded(folder, str(tmp_path), "--output", str(tmp_path / "more.csv")).code == 2
    assert file.read_bytes() == lines(GOOD)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers.jsonl", "marks.csv"]


def test_exit_codes(folder: Path, tmp_path: Path):
    assert graded(folder, "-", stdin=lines(GOOD)).code == 0
    assert graded(folder, "-", stdin=b"").code == 3
    assert graded(folder, str(tmp_path / "none.jsonl")).code == 2
    (tmp_path / "empty").mkdir()
    assert graded(folder, str(tmp_path / "empty")).code == 5
    broken = tmp_path / "broken.yaml"
    broken.write_text((folder / "sessions/exercises/mini.yaml").read_text(encoding="utf-8").replace("HIF2A", "HIFX"))
    refused = graded(folder, "-", "--exercises", str(broken), stdin=lines(GOOD))
    assert (refused.code, refused.out) == (3, "")
    assert "HIFX" in refused.err
