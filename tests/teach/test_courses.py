"""Courses and lessons."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest
import yaml

from reasoner.cli.others import schema_text
from reasoner.errors import InputError, UsageError
from reasoner.knowledge.cache import load_cached
from reasoner.knowledge.packs import find
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.output import Output
from reasoner.shell.guided import Guided
from reasoner.teach.courses import Passage, course_files, lesson_of, read_courses, unknown_exercises
from reasoner.teach.sitting import End
from tests.surfaces.calling import call
from tests.teach.conftest import COURSE
from tests.teach.hand import Sat, one

SHIPPED = course_files([find()])
SHIPPED_EXERCISES = find().folder / "sessions/exercises"


def read(tmp_path: Path, *texts: str):
    files = []
    for number, text in enumerate(texts):
        path = tmp_path / f"c{number}.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        files.append((path, path.name))
    return read_courses(files)


def test_what_is_wrong_is_told_at_its_place(tmp_path: Path):
    wrong = COURSE.replace("predict: {text", "explian: {}\n    predict: {txt").replace(
        "commands: [hypoxia", 'commands: [""'
    )
    with pytest.raises(InputError) as error:
        read(tmp_path, wrong, COURSE, COURSE)
    found = [f"{each.where}: {each.code}" for each in error.value.problems]
    assert "c0.yaml:7:5: E011" in found
    assert any(each.startswith("c0.yaml:8:") and each.endswith("E011") for each in found)
    assert "c2.yaml:1:9: E330" in found


def test_exercises_and_lessons_must_be_there(tmp_path: Path):
    (file,) = read(tmp_path, COURSE)
    (problem,) = unknown_exercises(file, ["mini-predikt", "other"])
    assert (problem.code, str(problem.where)) == ("E304", "c0.yaml:14:19")
    assert problem.help == ("did you mean `mini-predikt`?",)
    assert lesson_of(file, "1").title == "Low oxygen"
    for number in ("0", "2", "x", "²", "9" * 50):
        with pytest.raises(UsageError, match="no lesson"):
            lesson_of(file, number)


def test_the_schema_takes_what_is_read():
    jsonschema.validate(yaml.safe_load(COURSE), json.loads(schema_text("course")))


def stops(tmp_path: Path) -> list[object]:
    (file,) = read(tmp_path, COURSE)
    lesson = file.course.lessons[0]
    return [*(Passage(course=file, number=1, name=name, step=step) for name, step in lesson.steps), one()]


def test_lines_run_when_the_student_presses_enter(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path, stops(tmp_path), ["", "", "my own line", "skip", "", "", "2", ""])  # type: ignore[arg-type]
    assert sat.end is End.finished
    assert sat.ran == ["hypoxia", "my own line"]
    assert "To type: reasoner infer hypoxia" in sat.text


def test_piped_they_run_by_themselves(kb: KnowledgeBase, tmp_path: Path):
    sat = Sat(kb, tmp_path, stops(tmp_path), ["2"], person=False)  # type: ignore[arg-type]
    assert sat.ran == ["hypoxia", "why EMT in CSC"]
    again = Sat(kb, tmp_path, stops(tmp_path), [], person=False, resume=True)  # type: ignore[arg-type]
    assert "Going on: 1 of 1 answered" in again.text
    assert "Say what you expect." not in again.text


@pytest.mark.parametrize(
    "line",
    ["save x.yaml", "save! x", "tee x", "export x.md", "source x", "load x", "exit", "compare a b", "save to x.yaml"],
)
def test_a_lesson_reads_and_writes_no_file(kb: KnowledgeBase, home: Path, line: str):
    """Whoever wrote the course, a line of it does nothing to the student's files."""
    stream = io.StringIO()
    before = sorted(home.iterdir())
    assert not Guided(kb, Output(stream, "never", 80, {}))(line)
    assert "error[" in stream.getvalue()
    assert sorted(home.iterdir()) == before


def test_a_lesson_from_the_command_line(folder: Path, home: Path):
    done = call(
        "teach",
        "do",
        "mini/1",
        "--transcript",
        "t.md",
        stdin=b"1 2\nwhy\n",
        pack=folder,
        environ={"REASONER_HOME": str(home)},
    )
    assert done.code == 0, done.err
    assert "A small course, lesson 1: Low oxygen" in done.out
    assert "Hypoxia brings EMT" in done.out
    transcript = (home / "t.md").read_text(encoding="utf-8")
    assert "## 1\\. What hypoxia brings" in transcript
    assert "Your answer: " in transcript
    wrong = call("teach", "do", "mini/7", "mimi/1", "mini-predikt", pack=folder)
    assert wrong.code == 2
    assert all(
        each in wrong.err for each in ("E331", "no lesson `7`", "did you mean `mini`?", "did you mean `mini-predict`?")
    )


def test_answers_are_handed_in_and_marked_as_they_were(folder: Path, home: Path):
    """A transcript in JSON lines is a submission: its mark is the one that was told."""
    (home / "in").mkdir()
    words = ("mini-predict", "mini-missing", "--transcript", "in/ada.jsonl")
    done = call("teach", "do", *words, stdin=b"hint\nyes\n1\n", pack=folder, environ={"REASONER_HOME": str(home)})
    told = re.search(r"1 of 2 answered, (\S+) of 2 points", done.out)
    assert told, done.out
    marked = json.loads(call("teach", "grade", "in", "--format", "jsonl", pack=folder).out)
    assert (marked["mark"]["student"], marked["mark"]["exercise"], marked["mark"]["hints"]) == (
        "ada",
        "mini-predict",
        1,
    )
    assert marked["mark"]["points"] == float(told[1])


def test_what_is_to_be_handed_in_is_not_replaced_by_what_comes_next(folder: Path, home: Path):
    words, environ = ("--transcript", str(home / "ada.jsonl")), {"REASONER_HOME": str(home)}
    assert call("teach", "do", "mini-predict", *words, stdin=b"1\n", pack=folder, environ=environ).code == 0
    kept = (home / "ada.jsonl").read_bytes()
    assert kept
    done = call("teach", "do", "mini-missing", *words, pack=folder, environ=environ)
    assert done.code == 2
    assert "E205" in done.err
    again = call("teach", "do", "mini-predict", "--resume", *words, pack=folder, environ=environ)
    assert again.code == 0
    assert (home / "ada.jsonl").read_bytes() == kept


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_transcript_that_is_lost_is_no_success(folder: Path, home: Path):
    words = ("mini-predict", "--transcript", "/dev/full")
    done = call("teach", "do", *words, stdin=b"1\n", pack=folder, environ={"REASONER_HOME": str(home)})
    assert done.code == 2
    assert "E205" in done.err


def test_answers_that_can_no_longer_be_read_are_said_to_be_put_aside(folder: Path, home: Path):
    (home / "teach.json").write_text('{"names": [], "a later version": 1}', encoding="utf-8")
    done = call("teach", "do", "mini-predict", "--resume", pack=folder, environ={"REASONER_HOME": str(home)})
    assert f"put aside: {home / 'teach.damaged.json'}" in done.err


@pytest.mark.skipif(not SHIPPED, reason="no course is shipped")
def test_every_line_of_the_shipped_lessons_runs():
    kb = load_cached()
    for file in read_courses(SHIPPED):
        for lesson in file.course.lessons:
            stream = io.StringIO()
            session = Guided(kb, Output(stream, "never", 100, {}))
            lines = [line for _, step in lesson.steps for line in step.commands]
            for line in lines:
                assert line.startswith("reasoner ") or session(line), (lesson.title, line, stream.getvalue()[-300:])
            for row in lesson.rows:
                assert row in {each.id for source in kb.works for each in source.rows}, row


def test_exercises_are_found_by_courses_lessons_files_and_lists(tmp_path: Path):
    def ids(*arguments: str) -> list[str]:
        called = call("teach", "list", *arguments, "--format", "json", pack=None)
        assert not called.code, called.err
        return [each["id"] for each in json.loads(called.out)["exercises"]]

    lesson, course = ids("biology/1"), ids("biology")
    assert set(lesson) < set(course)
    mine = tmp_path / "mine.yaml"
    shutil.copy(find().folder / "sessions/courses/biology.yaml", mine)
    assert ids(str(mine)) == course  # a course that is named as a file
    assert ids("biology", "--type", "predict,flaw") == [
        each for each in course if each in {*ids("--type", "predict"), *ids("--type", "flaw")}
    ]
    assert set(ids("--topic", "hypoxia,matrix")) == {*ids("--topic", "hypoxia"), *ids("--topic", "matrix")}


def test_all_exercises_can_be_held_to_the_base_at_once(tmp_path: Path):
    broken = tmp_path / "broken.yaml"
    text = (SHIPPED_EXERCISES / "hypoxia.yaml").read_text(encoding="utf-8")
    broken.write_text(text.replace("given: [hypoxia]", "given: [normoxia]"), encoding="utf-8")
    assert call("teach", "list", str(broken), pack=None).code == 0
    checked = call("teach", "list", "--check", str(broken), pack=None)
    assert checked.code == 3
    assert checked.err.count("error[E30") > 2
