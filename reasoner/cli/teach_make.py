"""`teach make`: exercises from the rule base."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reasoner.batch.report import Trouble
from reasoner.cli import exits
from reasoner.cli.context import Context
from reasoner.cli.exercises import shipped
from reasoner.cli.parser import Parser, add_common
from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.wording import did_you_mean, plural, shown
from reasoner.model.base import Field, Record
from reasoner.model.exercise import QuestionType
from reasoner.model.result import DISCLAIMER, SCHEMA_VERSION

if TYPE_CHECKING:
    from reasoner.teach.making.batch import Batch, Order

TYPES = tuple(map(str, QuestionType))
_MOST, _LONGEST = 500, 1000
"""Exercises and minutes that can be asked for."""
_LEVELS = re.compile(r"([1-5])(?:\s*-\s*([1-5]))?")


class MakeAnswer(Record):
    """The answer to `teach make`.

    Attributes:
        knowledge_base: the hash of the base that the exercises are made from.
        minutes: that they take together.
        exercises: documents of the exercise format.
        remarks: that there are fewer than asked for.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str
    minutes: int
    exercises: tuple[dict[str, Any], ...] = Field(description="documents of the exercise format")
    remarks: tuple[Trouble, ...] = ()
    disclaimer: str = DISCLAIMER


def make_options(parser: Parser) -> None:
    """The options of `teach make`."""
    group = parser.add_argument_group("what they are about", "Several stand apart, or with commas: `EMT,MET`.")
    about = "topics and their titles, entities however they are spelt (default: all)"
    group.add_argument("--topic", nargs="+", action="extend", default=[], metavar="T", help=about)
    types = f"question types: {', '.join(TYPES)} (default: all)"
    group.add_argument("--type", nargs="+", action="extend", default=[], metavar="T", help=types)
    group.add_argument("--difficulty", metavar="N", default="1-5", help="1 to 5, or a range: `2-3` (default: all)")
    group = parser.add_argument_group("how many")
    group.add_argument("--count", type=int, metavar="N", help="so many, at most (default: 10)")
    group.add_argument("--minutes", type=int, metavar="N", help="as many as fill this time, and no more")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="another one gives others (default: 0)")
    group = parser.add_argument_group("where to")
    group.add_argument("--output", metavar="FILE", help="write them to a file instead")
    group.add_argument("--overwrite", action="store_true", help="replace the file if it is there")
    add_common(parser)


def make(context: Context) -> int:
    """Make exercises."""
    from reasoner.teach.making.batch import Maker
    from reasoner.teach.reading import Written

    options = context.options
    order = _order(context)
    _see_to(options.output, overwrite=options.overwrite)
    batch = Maker(context.desk).make(order, (each.doc for each in shipped(context, Written).values()))
    documents = [dict(each.document) for each in batch.exercises]
    minutes = sum(each.question.doc.minutes for each in batch.exercises)
    if context.is_json:
        _json(context, batch, documents, minutes)
    elif documents:
        _text(context, order, documents, minutes)
    if not context.is_json:
        from reasoner.render.problems import show_problems

        show_problems(batch.problems, context.err)
    context.out.flush()
    context.err.flush()
    return exits.OK if documents else exits.NOTHING


def _json(context: Context, batch: Batch, documents: list[dict[str, Any]], minutes: int) -> None:
    import io

    from reasoner.render.output import Output

    answer = MakeAnswer(
        knowledge_base=context.kb.digest,
        minutes=minutes,
        exercises=tuple(documents),
        remarks=tuple(Trouble.of(code=e.code, message=e.message, help=e.help) for e in batch.problems),
    )
    out = Output(io.StringIO(), "never") if context.options.output else context.out
    out.json(answer)
    if isinstance(out.stream, io.StringIO) and documents:
        _write(context, out.stream.getvalue())


def _text(context: Context, order: Order, documents: list[dict[str, Any]], minutes: int) -> None:
    from reasoner.teach.making.written import text

    written = "".join(f"# {line}\n" for line in _head(context, order)) + text(documents)
    if context.options.output:
        _write(context, written)
        number, time = plural(len(documents), "exercise"), plural(minutes, "minute")
        context.out.line(f"{number}, {time}: {context.options.output}")
    else:
        for line in written.splitlines():
            context.out.line(line)


def _head(context: Context, order: Order) -> Iterator[str]:
    """Where the exercises come from: enough to make them again."""
    asked = [f"--topic {shlex.quote(','.join(order.topics))}"] if order.topics else []
    asked += [f"--type {','.join(order.types)}"] if order.types else []
    asked += [
        f"--difficulty {order.levels[0]}-{order.levels[-1]}"
        if len(order.levels) > 1
        else f"--difficulty {order.levels[0]}"
    ]
    asked += [
        f"--{name} {value}" for name in ("seed", "count", "minutes") if (value := getattr(order, name)) is not None
    ]
    yield f"Made by: reasoner teach make {' '.join(asked)}"
    yield f"From the knowledge base {context.kb.digest}"
    yield DISCLAIMER


# ---------------------------------------------------------------- what is asked for


def _order(context: Context) -> Order:
    """What the options ask for.

    Raises:
        UsageError: a type, a difficulty or a number is none: all of them.
    """
    from reasoner.model.exercise import QuestionType
    from reasoner.teach.making.batch import Order

    options = context.options
    problems: list[Problem] = []
    types = tuple(dict.fromkeys(_parts(options.type)))
    for each in types:
        if each not in TYPES:
            help_ = did_you_mean(each, TYPES) or (f"types: {', '.join(TYPES)}",)
            problems.append(Problem("E300", f"there is no question type {shown(each)}", None, help_))
    levels = _LEVELS.fullmatch(options.difficulty.strip())
    first, last = (int(levels[1]), int(levels[2] or levels[1])) if levels else (1, 0)
    if first > last:
        message = f"expected a difficulty from 1 to 5, or a range; got {shown(options.difficulty)}"
        problems.append(Problem("E341", message, None, ("as `--difficulty 2`, or `--difficulty 2-3`",)))
    for name, most in (("count", _MOST), ("minutes", _LONGEST)):
        value = getattr(options, name)
        if value is not None and not 1 <= value <= most:
            problems.append(Problem("E341", f"--{name} takes a number from 1 to {most}; got {value}"))
    if problems:
        raise UsageError(problems)
    return Order(
        topics=tuple(dict.fromkeys(_parts(options.topic))),
        types=tuple(map(QuestionType, types)),
        levels=tuple(range(first, last + 1)),
        seed=options.seed,
        count=options.count,
        minutes=options.minutes,
    )


def _parts(texts: Iterable[str]) -> list[str]:
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


# ---------------------------------------------------------------- files


def _see_to(output: str | None, *, overwrite: bool) -> None:
    """See that the file can be written, before anything is made.

    Raises:
        UsageError: it is there already (E205).
    """
    if output and os.path.lexists(output) and not overwrite:
        raise UsageError(Problem("E205", "the file is there already", Position(output), ("`--overwrite` replaces it",)))


def _write(context: Context, text: str) -> None:
    from reasoner.shell.files import write_file

    write_file(Path(context.options.output), text, replace=context.options.overwrite)
