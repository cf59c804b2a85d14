"""Courses: read from their files, and what a name as `biology/3` stands for in them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path

from reasoner.errors import InputError, Position, Problem, name_error
from reasoner.knowledge.nodes import Document
from reasoner.knowledge.packs import Pack
from reasoner.knowledge.reader import read_one
from reasoner.knowledge.typed import validate
from reasoner.model.course import STEPS, Course, Lesson, Step
from reasoner.values import Value

FOLDER = "sessions/courses"


class CourseFile(Value):
    """A course with the document it was read from, which gives positions."""

    course: Course
    document: Document

    def position(self, *steps: int | str) -> Position:
        """Where something of the course stands."""
        return self.document.where(self.document.root, *steps) if self.document.root else self.document.position


class Passage(Value):
    """A step of a lesson, told before its exercises; the first of a lesson has its head."""

    course: CourseFile
    number: int
    name: str
    step: Step

    @property
    def is_first(self) -> bool:
        """Whether the lesson begins here."""
        return self.name == self.course.course.lessons[self.number - 1].steps[0][0]


def course_files(packs: Iterable[Pack]) -> list[tuple[Path, str]]:
    """The files with courses of some packs, and how messages call them."""
    return [(path, pack.shown(path)) for pack in packs for path in pack.files(sub=(FOLDER,))]


def read_courses(files: Iterable[tuple[Path, str]]) -> list[CourseFile]:
    """Read courses, each file being one.

    Args:
        files: each path, and what positions call it.

    Raises:
        InputError: a file cannot be read, is no course, or has the id of another: all that is wrong in all of them.
    """
    found: dict[str, CourseFile] = {}
    problems: list[Problem] = []
    for path, name in files:
        document = read_one(path, name)
        course = validate(Course, document.root, document) if document.root else None
        problems += document.problems
        if course is None:
            continue
        here = CourseFile(course, document)
        first = found.setdefault(course.course, here)
        if first is not here:
            message = f"the course `{course.course}` stands already at {first.position('course')}"
            problems.append(Problem("E330", message, here.position("course"), ("give it an id of its own",)))
        problems += _one_line_each(here)
    if problems:
        raise InputError(problems)
    return list(found.values())


def is_course(path: Path) -> bool:
    """Whether a file is a course, sound or not."""
    root = read_one(path).root if path.is_file() else None
    return root is not None and "course" in root.keys


def _one_line_each(file: CourseFile) -> Iterable[Problem]:
    for number, lesson in enumerate(file.course.lessons):
        for name, step in lesson.steps:
            for at, command in enumerate(step.commands):
                if not command.strip() or "\n" in command:
                    where = file.position("lessons", number, name, "commands", at)
                    yield Problem("E330", "a command is one line, as one types it in the shell", where)


def unknown_exercises(file: CourseFile, known: Collection[str]) -> list[Problem]:
    """What is wrong with the exercises that a course names: those that are not known (E304)."""
    problems = []
    for number, lesson in enumerate(file.course.lessons):
        for name in STEPS:
            for at, id_ in enumerate(getattr(lesson, name).exercises):
                if id_ not in known:
                    near = tuple(f"did you mean `{each}`?" for each in difflib.get_close_matches(id_, known, n=3))
                    where = file.position("lessons", number, name, "exercises", at)
                    problems.append(Problem("E304", f"unknown exercise `{id_[:60]}`", where, near))
    return problems


def lesson_of(file: CourseFile, number: str) -> Lesson:
    """The lesson of a number as it is typed, from 1 up.

    Raises:
        UsageError: there is none (E331).
    """
    lessons = file.course.lessons
    if number.isascii() and number.isdigit() and 0 < int(number[:6]) <= len(lessons):
        return lessons[int(number) - 1]
    titles = [f"`{file.course.course}/{n}`: {lesson.title}" for n, lesson in enumerate(lessons, 1)]
    message = f"the course `{file.course.course}` has no lesson `{number[:20]}`, but 1 to {len(lessons)}"
    raise name_error("E331", message, titles[:3])
