"""argparse, made to speak as the rest does, and the options that several commands share."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from reasoner.errors import Problem, UsageError
from reasoner.render.output import COLORS, Output

ENGINES = ("production", "columns")
_USUAL = 80
SYSTEMS = ("patient", "in_vivo", "ex_vivo", "in_vitro")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; to find that out argparse imports shutil, and all that compresses with it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """What `shutil.get_terminal_size` says."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # there is none, or it is no terminal
        return _USUAL


class Parser(argparse.ArgumentParser):
    """A parser whose errors are problems, and whose help goes through the output seam."""

    def __init__(self, name: str, description: str, examples: Sequence[str]) -> None:
        shown = "\n".join(f"  {example}" for example in examples)
        options = {"color": False} if sys.version_info >= (3, 14) else {}
        super().__init__(
            prog=f"reasoner {name}",
            description=description,
            epilog=f"examples:\n{shown}" if examples else None,
            formatter_class=_Help,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )
        self.name = name

    def error(self, message: str) -> NoReturn:
        """Raise a usage error.

        Raises:
            UsageError: always.
        """
        raise UsageError(Problem("E200", message, None, (*self._near(message), f"see `reasoner {self.name} --help`")))

    def _near(self, message: str) -> list[str]:
        """Options that are meant, perhaps, where one is not known."""
        unknown = [word for word in message.partition("unrecognized arguments: ")[2].split() if word.startswith("--")]
        if not unknown:
            return []
        import difflib

        options = [option for action in self._actions for option in action.option_strings]
        return [f"did you mean `{each}`?" for each in difflib.get_close_matches(unknown[0], options, n=2)]

    def print_help(self, file: object = None) -> None:
        """Show the help, on standard output."""
        output = Output(sys.stdout)
        for line in self.format_help().rstrip().splitlines():
            output.line(line)
        output.flush()


def add_common(parser: argparse.ArgumentParser, *, formats: bool = True, more_formats: Sequence[str] = ()) -> None:
    """The options that every command has; they may also stand before the command.

    Args:
        parser: gets the options.
        formats: whether the answer can be had in several formats.
        more_formats: those that this command has beside text and JSON.
    """
    group = parser.add_argument_group("general")
    if formats:
        choices = ("text", "json", *more_formats)
        group.add_argument("--format", choices=choices, default="text", help="how to answer (default: text)")
    group.add_argument("--kb", metavar="FOLDER", help="the knowledge base: a folder with facts/ and rules/")
    group.add_argument(
        "--with", metavar="FOLDER", dest="extra", action="append", default=[], help="a pack to add; repeatable"
    )
    group.add_argument("--color", choices=COLORS, default="auto", help="when to use colour (default: auto)")


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """The options that describe a scenario."""
    group = parser.add_argument_group(
        "scenario", "Names are ids, labels or synonyms, however they are spelt. Findings: ENTITY [down] [in PLACE]."
    )
    many = {"nargs": "+", "action": "extend", "default": [], "metavar": "X"}
    group.add_argument("--given", help="findings that are observed, and numbers as 'oxygen = 1 %%'", **many)  # type: ignore[arg-type]
    group.add_argument("--block", help="what is inhibited: ENTITY [in PLACE]", **many)  # type: ignore[arg-type]
    group.add_argument("--force", help="what is switched on: ENTITY [in PLACE]", **many)  # type: ignore[arg-type]
    group.add_argument("--cancer", metavar="C", help="the cancer")
    group.add_argument("--stage", metavar="S", help="its stage")
    group.add_argument("--site", metavar="S", help="its site")
    group.add_argument("--assume", help="hypotheses, as GROUP/OPTION", **{**many, "metavar": "G/O"})  # type: ignore[arg-type]
    group.add_argument(
        "--suppose",
        action="append",
        default=[],
        metavar="S",
        help="a hypothesis of your own, as 'A, B -> C unless D'; repeatable",
    )
    group.add_argument("--history", help="findings that lie before", **many)  # type: ignore[arg-type]
    group.add_argument("--strict-context", action="store_true", help="leave out evidence from other settings")
    group.add_argument("--system", metavar="S", help=f"only evidence from one system: {', '.join(SYSTEMS)}")
    group.add_argument(
        "--scenario", metavar="FILE", help="a scenario file instead; FILE#2 is the second scenario in it"
    )


def add_engine(parser: argparse.ArgumentParser, default: str) -> None:
    """The choice of engine."""
    help_ = f"{' or '.join(ENGINES)}: both give the same answer (default: {default})"
    parser.add_argument("--engine", type=_engine, default=default, metavar="E", help=help_)


def _engine(name: str) -> str:
    if name not in ENGINES:
        known = (f"engines: {', '.join(ENGINES)}",)
        raise UsageError(Problem("E201", f"there is no engine `{name[:40]}`", None, known))
    return name


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How much an answer shows."""
    group = parser.add_argument_group("reading")
    group.add_argument("--all", action="store_true", dest="everything", help="fold nothing")
    group.add_argument("--rules", action="store_true", help="show the ids of rules")
