"""What a student names: exercises, files of exercises, lessons and courses; and what topics and types leave of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from reasoner.errors import InputError, Problem, UsageError, name_error
from reasoner.knowledge.packs import Pack
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.model.exercise import QuestionType
from reasoner.teach.courses import CourseFile, Passage, is_course, lesson_of, read_courses, unknown_exercises
from reasoner.teach.reading import Written, same_id

FOLDER = "sessions/exercises"
W = TypeVar("W", bound=Written)


def exercise_files(packs: Iterable[Pack]) -> list[tuple[Path, str]]:
    """The files with exercises of some packs, and how messages call them."""
    return [(path, pack.shown(path)) for pack in packs for path in pack.files(sub=(FOLDER,))]


class Selecting(Generic[W]):
    """Finds what names stand for.

    Args:
        exercises: by id, in their order.
        courses: those of the packs.
        read: reads the exercises of a file or folder.
    """

    def __init__(
        self, exercises: Mapping[str, W], courses: Sequence[CourseFile], read: Callable[[str], Mapping[str, W]]
    ) -> None:
        self._exercises = exercises
        self._courses = {each.course.course: each for each in courses}
        self._read = read

    def exercises(
        self,
        names: Sequence[str] = (),
        topics: Sequence[str] = (),
        types: Sequence[str] = (),
        difficulty: int | None = None,
    ) -> list[W]:
        """The exercises that names stand for, those of lessons among them: as `stops`, without what lessons tell."""
        return [each for each in self.stops(names, topics, types, difficulty) if not isinstance(each, Passage)]

    def stops(
        self,
        names: Sequence[str] = (),
        topics: Sequence[str] = (),
        types: Sequence[str] = (),
        difficulty: int | None = None,
    ) -> list[W | Passage]:
        """What comes one after the other, each exercise once.

        Args:
            names: ids of exercises, paths of files, courses, and lessons as `biology/3`; none stands for all exercises.
            topics: only exercises of one of these.
            types: only exercises of one of these.
            difficulty: only exercises of this one.

        Raises:
            UsageError: a name, a topic or a type is unknown (E304, E331, E200), all of them; or nothing is left (E304).
            InputError: a lesson names an exercise that is not there, or a file is broken.
        """
        found: list[W | Passage] = [] if names else list(self._exercises.values())
        problems: list[Problem] = []
        bank = {**self._exercises}
        for name in names:
            if is_path(name) and not is_course(Path(name)):
                bank |= self._read(name)  # a course that is named as well may have exercises of this file
        for name in names:
            try:
                found += self._named(name, bank)
            except UsageError as error:
                problems += error.problems
        exercises = [*self._exercises.values(), *(each for each in found if not isinstance(each, Passage))]
        known = sorted({topic for each in exercises for topic in each.doc.topics})
        problems += _not_among(topics, known, "topic")
        problems += _not_among(types, [each.value for each in QuestionType], "question type")
        if problems:
            raise UsageError(problems)
        kept = [each for each in found if isinstance(each, Passage) or _fits(each, topics, types, difficulty)]
        if not kept:
            raise NoExercises(Problem("E304", "there is no exercise here", None, ("reasoner teach list shows all",)))
        return _once(kept)

    def _named(self, name: str, bank: Mapping[str, W]) -> list[W | Passage]:
        if name in self._exercises:
            return [self._exercises[name]]
        course, slash, number = name.partition("/")
        if course in self._courses and (slash or not os.path.exists(name)):
            file = self._courses[course]
            if slash:
                lesson_of(file, number)
            return self._lessons(file, bank, [int(number)] if slash else range(1, len(file.course.lessons) + 1))
        if is_path(name):
            if not is_course(Path(name)):
                return list(self._read(name).values())
            (file,) = read_courses([(Path(name), name)])
            return self._lessons(file, bank, range(1, len(file.course.lessons) + 1))
        known = [*self._exercises, *self._courses]
        if course and slash and not os.path.splitext(name)[1]:
            lessons = [f"{each}/1" for each in self._courses]
            help_ = did_you_mean(course, list(self._courses)) or tuple(f"as `{each}`" for each in lessons[:3])
            raise name_error("E331", f"there is no course {shown(course)}", help_)
        help_ = did_you_mean(name, known) or ("reasoner teach list shows all",)
        raise name_error("E304", f"there is no exercise, course or file {shown(name)}", help_)

    def _lessons(self, file: CourseFile, bank: Mapping[str, W], numbers: Iterable[int]) -> list[W | Passage]:
        if problems := unknown_exercises(file, bank):
            raise InputError(problems)
        found: list[W | Passage] = []
        for number in numbers:
            for name, step in file.course.lessons[number - 1].steps:
                found.append(Passage(course=file, number=number, name=name, step=step))
                found += [bank[each] for each in step.exercises]
        return found


def is_path(name: str) -> bool:
    """Whether a name is that of a file or folder, there or not."""
    return name == "-" or os.path.exists(name) or name.endswith((".yaml", ".yml"))


class NoExercises(UsageError):
    """There is nothing to ask (exit code 5)."""

    exit_code = 5


def _fits(exercise: Written, topics: Sequence[str], types: Sequence[str], difficulty: int | None) -> bool:
    doc = exercise.doc
    return (
        (not topics or not set(topics).isdisjoint(doc.topics))
        and (not types or exercise.type in types)
        and difficulty in (None, doc.difficulty)
    )


def _not_among(names: Iterable[str], known: Sequence[str], what: str) -> list[Problem]:
    return [
        Problem(
            "E200",
            f"there is no {what} {shown(name)}",
            None,
            did_you_mean(name, known) or (f"they are {', '.join(known)}",),
        )
        for name in names
        if name not in known
    ]


def _once(stops: Iterable[W | Passage]) -> list[W | Passage]:
    """Each exercise once, where it comes first.

    Raises:
        UsageError: two have one id (E301), all of them.
    """
    found: list[W | Passage] = []
    seen: dict[str, W] = {}
    problems: list[Problem] = []
    for each in stops:
        if isinstance(each, Passage):
            found.append(each)
        elif each.id not in seen:
            seen[each.id] = each
            found.append(each)
        elif each.doc != seen[each.id].doc:
            problems.append(same_id(each, seen[each.id]))
    if problems:
        raise UsageError(problems)
    return found
