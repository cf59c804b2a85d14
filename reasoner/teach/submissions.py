"""Submissions of whole courses, read from files that nobody vouches for.

A file is data: it is decoded, and held to a size, a depth and a count before it is parsed. Whatever is wrong with a
submission is said of it, with its position, and the others are read all the same. In a folder, links and special files
are not followed: a student's folder could point anywhere.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple

from reasoner.errors import Position
from reasoner.knowledge.text import Limits, name_of_character
from reasoner.knowledge.wording import FORBIDDEN, did_you_mean, plural, shown
from reasoner.model.exercise import Submission
from reasoner.values import Value

LIMITS = Limits(size=64 << 10, nodes=500, depth=6)
"""Of one submission: bytes, values, levels of nesting."""
FILE_SIZE = 8 << 20
"""Of one file of a folder, in bytes."""
MOST_OF_FILE = 5_000
"""Submissions of one file of a folder: nobody's file is to keep the marks of all others waiting for hours."""
MOST = 1_000_000
"""Submissions of a run."""
_LONGEST = 200
"""Characters of a student's name, and of the id of an exercise."""
_KEYS = ("student", "exercise", "answer", "hints")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{},]', re.DOTALL)


class Handed(Value):
    """What was handed in at one place.

    Attributes:
        position: where it stands.
        submission: None where it cannot be read.
        message: why, then.
        student, exercise: as far as they could be read all the same.
    """

    position: Position
    submission: Submission | None = None
    message: str = ""
    student: str = ""
    exercise: str = ""


class _Wrong(Exception):
    """Why something is no submission, and where in its text."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


# ---------------------------------------------------------------- files


def submissions(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Handed]:
    """The submissions of files and folders.

    Args:
        paths: files of JSON lines, files of JSON that end in `.json`, folders of either, and `-`, which is `stdin`.
        stdin: JSON lines.

    Yields:
        Each submission in the order of paths, names and lines, or what is wrong with it.
    """
    number = 0
    for path in paths:
        for each in _of_path(path, stdin):
            number += 1
            if number > MOST:
                yield Handed(each.position, message=f"more than {MOST} submissions at once: what follows is not read")
                return
            yield each


def _of_path(path: str, stdin: IO[bytes] | None) -> Iterator[Handed]:
    if path == "-" and stdin is not None:
        yield from _lines(stdin, "-", "")
    elif os.path.isdir(path):
        yield from _folder(path)
    else:
        yield from _file(path, follow=True)


def _folder(folder: str) -> Iterator[Handed]:
    """The files below a folder, in the order of their names; hidden ones are left out."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda each: each.name)
    except OSError as error:
        yield Handed(Position(_named(folder)), message=f"cannot be read: {_reason(error)}")
        return
    for each in entries:
        if each.name.startswith("."):
            continue
        if each.is_dir(follow_symlinks=False):
            yield from _folder(each.path)
        elif not each.name.casefold().endswith((".json", ".jsonl", ".ndjson")) and not each.is_symlink():
            message = "this is no submission: its name ends neither in .json nor in .jsonl"
            yield Handed(Position(_named(each.path)), message=message, student=_student(each.path))
        else:
            yield from _no_more(_file(each.path, follow=False))


def _no_more(handed: Iterable[Handed]) -> Iterator[Handed]:
    """The submissions of one file of a folder, as many as are read."""
    for number, each in enumerate(handed):
        if number == MOST_OF_FILE:
            message = f"more than {MOST_OF_FILE} submissions in one file of a folder: what follows is not read"
            yield Handed(each.position, message=message, student=each.student)
            return
        yield each


def _file(path: str, *, follow: bool) -> Iterator[Handed]:
    """The submissions of one file.

    Args:
        path: of the file.
        follow: whether it was named by the teacher: then a link is followed, and a pipe is read.
    """
    named, student = _named(path), _student(path)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        link = isinstance(error, OSError) and error.errno == errno.ELOOP
        message = "this is a link, and links are not followed" if link else f"cannot be read: {_reason(error)}"
        yield Handed(Position(named), message=message, student=student)
        return
    with open(handle, "rb") as stream:
        state = os.fstat(handle)
        if stat.S_ISDIR(state.st_mode) or not (follow or stat.S_ISREG(state.st_mode)):
            yield Handed(Position(named), message="this is no regular file", student=student)
        elif not follow and state.st_size > FILE_SIZE:
            message = f"the file is larger than {FILE_SIZE} bytes"
            yield Handed(Position(named), message=message, student=student)
        elif path.casefold().endswith(".json"):
            yield from _whole(stream, named, student)
        else:
            yield from _lines(stream, named, "" if follow else student)


def _whole(stream: IO[bytes], path: str, student: str) -> Iterator[Handed]:
    """The submissions of a file of JSON: one, or a list of them."""
    try:
        data = stream.read(FILE_SIZE + 1)
    except OSError as error:
        yield Handed(Position(path), message=f"cannot be read: {_reason(error)}", student=student)
        return
    if len(data) > FILE_SIZE:
        yield Handed(Position(path), message=f"the file is larger than {FILE_SIZE} bytes", student=student)
        return
    if not data.strip():
        yield Handed(Position(path), message="the file is empty", student=student)
        return
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"[":
        yield _handed(data, Position(path), student)
        return
    try:
        limits = LIMITS._replace(size=FILE_SIZE, nodes=FILE_SIZE // 100, depth=LIMITS.depth + 1)
        items: list[Any] = _parsed(data, limits)
    except _Wrong as wrong:
        yield Handed(Position(path, wrong.line, wrong.column), message=wrong.message, student=student)
        return
    for number, each in enumerate(items, start=1):
        yield _checked(each, Position(f"{path}#{number}"), student)
    if not items:
        yield Handed(Position(path), message="the list holds no submission", student=student)


def _lines(stream: IO[bytes], path: str, student: str) -> Iterator[Handed]:
    """The submissions of JSON lines; blank lines are passed over, and too long ones are read past."""
    number, empty = 0, True
    try:
        while line := stream.readline(LIMITS.size + 2):
            number += 1
            long = len(line) > LIMITS.size and not line.endswith(b"\n")
            while long and line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            if long:
                empty = False
                message = f"the submission is larger than {LIMITS.size} bytes"
                yield Handed(Position(path, number), message=message, student=student)
            elif line.strip():
                empty = False
                yield _handed(line.rstrip(b"\r\n"), Position(path, number), student)
    except OSError as error:
        empty = False
        yield Handed(Position(path, number + 1), message=f"cannot be read: {_reason(error)}", student=student)
    if empty:
        yield Handed(Position(path), message="there is no submission here", student=student)


# ---------------------------------------------------------------- one submission


def _handed(data: bytes, position: Position, student: str) -> Handed:
    try:
        parsed = _parsed(data, LIMITS)
    except _Wrong as wrong:
        line = position.line or wrong.line
        return Handed(Position(position.path, line, wrong.column), message=wrong.message, student=student)
    return _checked(parsed, position, student)


def _parsed(data: bytes, limits: Limits) -> Any:
    """JSON that is not too large and not too deep.

    Raises:
        _Wrong: it is, or it is none.
    """
    if len(data) > limits.size:
        raise _Wrong(f"the submission is larger than {limits.size} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise _Wrong(f"this is no text in UTF-8: byte 0x{data[error.start]:02X}", line, column) from None
    _measure(text, limits)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _Wrong(f"this is no JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.lineno, error.colno) from None
    except (ValueError, RecursionError):  # a number of thousands of digits
        raise _Wrong("this is no JSON that can be read: a number in it is too long") from None


def _measure(text: str, limits: Limits) -> None:
    """Look how deep and how many brackets nest, before anything recurses.

    Raises:
        _Wrong: too deep, or too many.
    """
    if text.count("{") + text.count("[") <= limits.depth and text.count(",") < limits.nodes:
        return
    depth = nodes = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        nodes += token in "[{,"
        if depth > limits.depth or nodes > limits.nodes:
            line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
            what = f"more than {limits.depth} levels of nesting" if depth > limits.depth else "too many values"
            raise _Wrong(what, line, column)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, number in counts.items() if number > 1)
        raise _Wrong(f"the key {shown(twice)} stands here twice")
    return found


def _no_number(text: str) -> Any:
    raise _Wrong(f"{text} is no number of JSON")


class _Named(NamedTuple):
    student: str
    exercise: str


def _checked(data: Any, position: Position, student: str) -> Handed:
    """A submission from what was parsed."""
    named = _Named(student, "")
    try:
        if not isinstance(data, dict):
            raise _Wrong(f"expected an object with the keys {', '.join(_KEYS)}; got {_kind(data)}")
        named = _Named(_short(data.get("student")) or student, _short(data.get("exercise")))
        for name in data:
            if name not in _KEYS:
                near = did_you_mean(name, _KEYS, 1)
                raise _Wrong(f"unknown key {shown(name)}; {near[0] if near else 'known are ' + ', '.join(_KEYS)}")
        if "exercise" not in data:
            raise _Wrong("the key `exercise` is missing")
        made = Submission(
            student=_name(data.get("student", student), "student") or student,
            exercise=_name(data["exercise"], "exercise"),
            answer=_answer(data.get("answer", {})),
            hints=_count(data.get("hints", 0)),
        )
    except _Wrong as wrong:
        return Handed(position, message=wrong.message, student=named.student, exercise=named.exercise)
    return Handed(position, made, "", made.student, made.exercise)


def _short(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _name(value: Any, what: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and what == "student":
        value = str(value)
    if not isinstance(value, str):
        raise _Wrong(f"expected a text as `{what}`; got {_kind(value)}")
    if len(value) > _LONGEST:
        raise _Wrong(f"`{what}` is longer than {_LONGEST} characters")
    return _accepted(value)


def _answer(value: Any) -> dict[str, str | tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _Wrong(f"expected an object as `answer`, with the parts of the exercise; got {_kind(value)}")
    return {_accepted(name): _filled(name, each) for name, each in value.items()}


def _filled(name: str, value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(name, each) for each in value)
    return () if value is None else _text(name, value)


def _text(name: str, value: Any) -> str:
    """A text; a whole number stands for that of an option."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _Wrong(f"expected a text, or a list of texts, under {shown(name)}; got {_kind(value)}")
    return _accepted(value)


def _accepted(text: str) -> str:
    """A text, unless it holds what acts on a terminal or hides."""
    if match := FORBIDDEN.search(text):
        raise _Wrong(f"the character {name_of_character(match[0])} is not accepted")
    return text


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 100:
        got = str(value)[:20] if isinstance(value, int) and not isinstance(value, bool) else _kind(value)
        raise _Wrong(f"expected a whole number, 0 or more, as `hints`; got {got}")
    return value


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, list):
        return f"a list of {plural(len(value), 'item')}"
    return "a text" if isinstance(value, str) else "an object"


def _named(path: str) -> str:
    """A path as it can be shown: bytes that are no text are replaced."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _student(path: str) -> str:
    """Whose file it is, where nothing in it says so: the name of the file."""
    return os.path.splitext(os.path.basename(_named(path)))[0][:_LONGEST]


def _reason(error: BaseException) -> str:
    return (getattr(error, "strerror", "") or type(error).__name__).lower()
