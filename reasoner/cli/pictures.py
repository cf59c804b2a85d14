"""`--picture`: pictures of an answer, shown beneath it or written as SVG."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from reasoner.cli.context import Context
from reasoner.cli.files import write
from reasoner.errors import Position, Problem, UsageError

if TYPE_CHECKING:
    from reasoner.model.pictures import Picture

Wanted = tuple[str, str]
"""The name of a picture, and the file that it goes to; none where it is shown."""


def add_pictures(parser: argparse._ActionsContainer, names: Sequence[str]) -> None:
    """The option `--picture`.

    Args:
        parser: gets it.
        names: of the pictures that there are.
    """

    def wanted(text: str) -> Wanted:
        name, _, path = text.partition(":")
        if name not in names:
            known = (f"pictures: {', '.join(names)}; to write one as SVG: {names[0]}:FILE.svg",)
            raise UsageError(Problem("E200", f"there is no picture `{name[:40]}`", None, known))
        if path and not path.casefold().endswith(".svg"):
            raise UsageError(Problem("E200", f"a picture is written as SVG: {name}:FILE.svg", Position(path)))
        return name, path

    parser.add_argument(
        "--picture",
        type=wanted,
        action="append",
        default=[],
        dest="pictures",
        metavar="NAME[:FILE]",
        help=f"show a picture of the answer, or write it as SVG: {' or '.join(names)}; repeatable",
    )


def check_pictures(context: Context) -> None:
    """Refuse, before anything is computed, pictures that cannot be shown.

    Raises:
        UsageError: one is to be shown beneath JSON (E200).
    """
    if context.is_json and any(not path for _, path in context.options.pictures):
        help_ = ("write it to a file: --picture NAME:FILE.svg",)
        raise UsageError(Problem("E200", "a picture is not shown beneath JSON", None, help_))


def pictures(context: Context, made: Mapping[str, Callable[[], Picture]]) -> None:
    """Show or write the pictures that were asked for.

    Args:
        context: of the command.
        made: for each name what makes the picture.

    Raises:
        UsageError: a file cannot be written (E205).
    """
    for name, path in context.options.pictures:
        picture = made[name]()
        if path:
            from reasoner.render.pictures.svg import svg_file

            write(path, svg_file(picture))
        else:
            from reasoner.render.layout import BLANK
            from reasoner.render.pictures.terminal import told

            context.out.show([BLANK, *told(picture)])
    context.out.flush()
