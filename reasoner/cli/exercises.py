"""From what people write on a command line to exercises: files, ids, courses, lessons, and which of these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reasoner.cli.context import Context
from reasoner.cli.parser import Parser
from reasoner.model.exercise import QuestionType

if TYPE_CHECKING:
    from reasoner.teach.reading import Written
    from reasoner.teach.selecting import Selecting

    W = TypeVar("W", bound=Written)


def add_choosing(parser: Parser) -> None:
    """The arguments that say which exercises are meant."""
    parser.add_argument(
        "exercises",
        nargs="*",
        metavar="WHAT",
        help="exercises by id, their files or folders, courses, lessons as biology/3; without any, all exercises",
    )
    topics = "only of this topic; several with commas"
    types = f"only of this type; several with commas: {', '.join(map(str, QuestionType))}"
    parser.add_argument("--topic", action="append", default=[], metavar="T", help=topics)
    parser.add_argument("--type", action="append", default=[], metavar="T", help=types)
    parser.add_argument("--difficulty", type=int, choices=range(1, 6), metavar="N", help="only of this one, 1 to 5")


def chosen(context: Context) -> list[Written]:
    """The exercises that the arguments of `add_choosing` name.

    Raises:
        UsageError: a name is unknown, or no exercise is left.
        InputError: an exercise is of another form: all of them.
    """
    from reasoner.teach.reading import Written

    return selecting(context, Written).exercises(*wanted(context))


def wanted(context: Context) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int | None]:
    """What the arguments of `add_choosing` ask for: names, topics, types, difficulty."""
    options = context.options
    topics, types = (
        tuple(part.strip() for each in listed for part in each.split(",") if part.strip())
        for listed in (options.topic, options.type)
    )
    return tuple(options.exercises), topics, types, options.difficulty


def named(context: Context, names: Sequence[str]) -> dict[str, Written]:
    """The exercises that names stand for, by id; without any names, those of the packs.

    Raises:
        UsageError: a name is unknown, or there are no exercises.
        InputError: an exercise is of another form: all of them.
    """
    from reasoner.teach.reading import Written

    return {each.id: each for each in selecting(context, Written).exercises(names)}


def selecting(context: Context, kind: type[W]) -> Selecting[W]:
    """What finds exercises by their names, among those of the packs and in files.

    Raises:
        InputError: an exercise or a course of the packs is of another form: all of them.
    """
    from reasoner.cli.paths import exercise_files as files_of
    from reasoner.knowledge.packs import find_all
    from reasoner.teach.courses import course_files, read_courses
    from reasoner.teach.reading import read_bank
    from reasoner.teach.selecting import Selecting

    def read(path: str) -> dict[str, W]:
        return read_bank([(Path(each), each) for each in files_of([path])], context.desk, kind)

    courses = read_courses(course_files(find_all(context.options.kb, context.options.extra)))
    return Selecting(shipped(context, kind), courses, read)


def shipped(context: Context, kind: type[W]) -> dict[str, W]:
    """The exercises of the packs, by id.

    Raises:
        InputError: some are of another form: all of them.
    """
    from reasoner.knowledge.packs import find_all
    from reasoner.teach.reading import read_bank
    from reasoner.teach.selecting import exercise_files

    return read_bank(exercise_files(find_all(context.options.kb, context.options.extra)), context.desk, kind)
