"""From what people write on a command line to exercises: files, folders and ids, and which of these are wanted."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.cli.context import Context
from reasoner.cli.parser import Parser
from reasoner.errors import Problem, UsageError

if TYPE_CHECKING:
    from reasoner.teach.reading import Written

TYPES = (
    *("predict", "missing", "build", "intervene", "order", "spot"),
    *("extent", "contrast", "hypothesis", "agenda", "rule", "flaw"),
)


def add_choosing(parser: Parser, what: str = "exercises") -> None:
    """The arguments that say which exercises are meant."""
    parser.add_argument(
        "exercises",
        nargs="*",
        metavar="EXERCISE",
        help=f"{what}: a file, a folder, or the id of an exercise; without any, all that are shipped",
    )
    parser.add_argument("--topic", action="append", default=[], metavar="T", help="only of a topic; repeatable")
    parser.add_argument(
        "--type", action="append", default=[], choices=TYPES, metavar="T", help=f"only of a type: {', '.join(TYPES)}"
    )
    parser.add_argument("--difficulty", type=int, choices=range(1, 6), metavar="N", help="only of a difficulty, 1 to 5")


def chosen(context: Context) -> list[Written]:
    """The exercises that the arguments name.

    Raises:
        UsageError: a file or an id does not exist, or no exercise is left.
        InputError: an exercise is of another form: all of them.
    """
    options = context.options
    found = named(context, options.exercises)
    for topic in options.topic:
        known(context, topic)
    left = [
        each
        for each in found
        if (not options.topic or set(options.topic) & set(each.doc.topics))
        and (not options.type or each.type in options.type)
        and options.difficulty in (None, each.doc.difficulty)
    ]
    if not left:
        raise UsageError(Problem("E304", "no exercise is of this kind", None, ("`reasoner teach list` lists all",)))
    return left


def known(context: Context, topic: str) -> None:
    """Refuse a topic that the base does not have.

    Raises:
        UsageError: it has none of this name (E012).
    """
    from reasoner.teach.topics import topics

    names = topics(context.kb)
    if topic not in names:
        near = difflib.get_close_matches(topic, names, n=2)
        help_ = [*(f"did you mean `{each}`?" for each in near), f"topics: {', '.join(names)}"]
        raise UsageError(Problem("E012", f"unknown topic `{topic[:40]}`", None, tuple(help_)))


def named(context: Context, words: Sequence[str]) -> list[Written]:
    """The exercises of files, folders and ids, each once; without any words, all that are shipped.

    Raises:
        UsageError: a word is neither a file nor an id, or there are no exercises.
        InputError: an exercise is of another form.
    """
    from reasoner.cli.paths import exercise_files as files_of
    from reasoner.teach.reading import Written, read_bank

    paths = [each for each in words if _is_path(each)]
    bank = shipped(context) if len(paths) < len(words) or not words else {}
    files = [(Path(path), path) for path in files_of(paths)]
    found: dict[str, Written] = {}
    for each in words:
        if _is_path(each):
            continue
        if each not in bank:
            near = difflib.get_close_matches(each, bank, n=2)
            help_ = tuple(f"did you mean `{name}`?" for name in near) or ("`reasoner teach list` lists all",)
            raise UsageError(Problem("E304", f"there is no file and no exercise `{each[:60]}`", None, help_))
        found[each] = bank[each]
    found.update(read_bank(files, context.desk, Written) if words else bank)
    if not found:
        raise UsageError(Problem("E304", "there are no exercises here", None, ("`reasoner teach make` makes some",)))
    return list(found.values())


def shipped(context: Context) -> dict[str, Written]:
    """The exercises of the knowledge base and of the packs added to it.

    Raises:
        InputError: one is of another form.
    """
    from reasoner.knowledge.packs import find_all
    from reasoner.teach.reading import Written, read_bank
    from reasoner.teach.selecting import exercise_files

    return read_bank(exercise_files(find_all(context.options.kb, context.options.extra)), context.desk, Written)


def _is_path(word: str) -> bool:
    return os.path.exists(word) or os.sep in word or word.endswith((".yaml", ".yml")) or word == "-"
