"""From what people write on a command line to files and the scenarios in them."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import IO

from reasoner.errors import Position, Problem, UsageError
from reasoner.knowledge.names import Names
from reasoner.knowledge.packs import session_folder
from reasoner.knowledge.scenarios import ScenarioFileItem, read_scenarios
from reasoner.model.knowledge import KnowledgeBase

STDIN = "-"
_NUMBERED = re.compile(r"(.+)#([1-9][0-9]{0,5})")
_SUFFIXES = (".yaml", ".yml")


def scenario_files(paths: Iterable[str]) -> list[str]:
    """The files of scenarios that paths name: see `yaml_files`."""
    return yaml_files(paths, without=("exercises", "courses"))


def exercise_files(paths: Iterable[str]) -> list[str]:
    """The files of exercises that paths name: see `yaml_files`."""
    return yaml_files(paths, without=("scenarios", "courses"))


def yaml_files(paths: Iterable[str], without: Collection[str] = ()) -> list[str]:
    """The files that paths name, each once: a file itself, the YAML files below a folder, those a pattern fits, `-`.

    Two paths to one file are one, called as it is named first. A folder that cannot be read stands for what is in it,
    so that whoever reads it says so.

    Args:
        paths: they.
        without: folders directly below one that is called `sessions` which hold something else; what lies in them is
            meant only where a path names them.

    Raises:
        UsageError: a path does not exist, or a pattern fits nothing (E001): all of them.
    """
    found: dict[str, str] = {}
    problems = []
    for path in paths:
        if path == STDIN:
            found.setdefault(path, path)
        elif fitting := _fitting(path):
            for each in fitting:
                for file in _below(each) if os.path.isdir(each) else [each]:
                    if not _holds_other(file, path, without):
                        found.setdefault(os.path.realpath(file), file)
        else:
            message = "no file fits this pattern" if glob.has_magic(path) else "no such file or folder"
            problems.append(Problem("E001", message, Position(path)))
    if problems:
        raise UsageError(problems)
    return list(found.values())


def _holds_other(file: str, path: str, without: Collection[str]) -> bool:
    """Whether a file that was found lies in a folder for other things, which the path does not name."""
    folder = session_folder(file)
    return folder in without and folder not in path.split(os.sep)


def _fitting(path: str) -> list[str]:
    if os.path.exists(path):
        return [path]
    fitting = glob.glob(path, recursive=True) if glob.has_magic(path) else []
    nearest: dict[str, str] = {}  # links that lead in circles give a file dozens of paths
    for each in sorted(fitting, key=lambda name: (name.count(os.sep), name)):
        nearest.setdefault(os.path.realpath(each), each)
    return sorted(nearest.values())


def _below(folder: str) -> list[str]:
    found: list[str] = []
    unreadable: list[str] = []
    for top, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        named = [os.path.join(top, name) for name in sorted(files) if name.endswith(_SUFFIXES) and name[0] != "."]
        found += [path for path in named if os.path.isfile(path)]  # a pipe that lies about might never end
    return found + unreadable


def standard_input() -> IO[bytes]:
    """What `-` names.

    Raises:
        UsageError: it is closed (E001).
    """
    if sys.stdin is None:  # as Python has it where a process is started without
        raise UsageError(Problem("E001", "standard input is closed", Position(STDIN)))
    return sys.stdin.buffer


def several_scenarios(paths: Iterable[str], kb: KnowledgeBase, names: Names) -> list[ScenarioFileItem]:
    """The scenarios of files, folders and patterns; `FILE#NUMBER` is one of a file.

    Raises:
        UsageError: a path does not exist (E001), or there is no such number (E200).
    """
    found: list[ScenarioFileItem] = []
    for path in paths:
        if not os.path.exists(path) and _NUMBERED.fullmatch(path):
            found.append(one_scenario(path, kb, names))
            continue
        for file in scenario_files([path]):
            found += [one_scenario(STDIN, kb, names)] if file == STDIN else read_scenarios(Path(file), kb, names=names)
    return found


def one_scenario(path: str, kb: KnowledgeBase, names: Names) -> ScenarioFileItem:
    """The one scenario that `FILE` or `FILE#NUMBER` names; `-` is standard input.

    Raises:
        UsageError: there is no such file or no standard input (E001), or no such scenario in it, or it has several and
            no number is given.
    """
    number = 0
    if path != STDIN and not os.path.exists(path) and (match := _NUMBERED.fullmatch(path)):
        path, number = match[1], int(match[2])
    if path == STDIN:
        items = list(read_scenarios(standard_input(), kb, STDIN, names))
    elif not Path(path).is_file():
        raise UsageError(Problem("E001", "no such file", Position(path)))
    else:
        items = list(read_scenarios(Path(path), kb, names=names))
    if number > len(items):
        raise UsageError(
            Problem("E200", f"there are {len(items)} scenarios here, and no number {number}", Position(path))
        )
    if not number and len(items) > 1:
        titles = [
            f"{path}#{n}: {item.scenario.title or 'without a title'}"
            for n, item in enumerate(items, 1)
            if item.scenario
        ]
        raise UsageError(
            Problem(
                "E200",
                f"there are {len(items)} scenarios here: name one by its number",
                Position(path),
                tuple(titles[:3]),
            )
        )
    return items[max(number, 1) - 1]


def numbers_of(path: str, kb: KnowledgeBase, names: Names) -> int:
    """How many scenarios a file has; 0 where it is none."""
    return sum(1 for _ in read_scenarios(Path(path), kb, names=names)) if Path(path).is_file() else 0
