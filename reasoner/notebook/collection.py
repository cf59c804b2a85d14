"""The exercises of a knowledge base, or of files, in Python."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reasoner.api.base import Base, load
from reasoner.api.shown import Shown
from reasoner.errors import Position, Problem, UsageError, name_error
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.notebook.interactive import Exercise
from reasoner.teach.answers import Answers
from reasoner.teach.asking import Exercise as Asked
from reasoner.teach.desk import Desk
from reasoner.teach.reading import read_bank

if TYPE_CHECKING:
    from reasoner.render.layout import Block

Source = str | os.PathLike[str]


class Exercises(Shown):
    """Exercises by id, in their order; `str()` and notebooks list them.

    One is worked out when it is its turn, by id or in a loop; a list takes what is written.

    Args:
        files: they, and how messages call them.
        desk: the knowledge base that exercises are asked of.
        student: stands in submissions and marks.
    """

    def __init__(self, files: Mapping[Path, str], desk: Desk, student: str = "") -> None:
        self._files = files
        self._desk = desk
        self._answers = Answers(desk.kb, desk.names)
        self._student = student

    @cached_property
    def _bank(self) -> dict[str, Asked]:
        return read_bank(self._files.items(), self._desk, Asked)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the exercises.

        Raises:
            InputError: some are of another form: all of them.
        """
        return tuple(self._bank)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    def __iter__(self) -> Iterator[Exercise]:
        """They, each not answered yet.

        Raises:
            InputError: some are broken: all problems of all files.
        """
        return map(self._exercise, self._bank.values())

    def __getitem__(self, name: str) -> Exercise:
        """An exercise, not answered yet.

        Raises:
            UsageError: there is none of this id (E304, with suggestions).
            InputError: it is broken.
        """
        if name not in self._bank:
            help_ = did_you_mean(name, self.ids) or ("reasoner.exercises().ids lists all",)
            raise name_error("E304", f"there is no exercise {shown(name)}", help_)
        return self._exercise(self._bank[name])

    def _exercise(self, asked: Asked) -> Exercise:
        return Exercise(asked, self._answers, self._student)

    def __repr__(self) -> str:
        return f"<exercises: {len(self)}>"

    def _told(self) -> Iterator[Block]:
        from reasoner.model.listing import Listing
        from reasoner.render.exercises import closing, listing
        from reasoner.render.rewording import reworded

        found = Listing(exercises=tuple(each.summary for each in self._bank.values()))
        here = {
            "reasoner teach do ID": "reasoner.exercise(ID)",
            "; `reasoner teach preview ID --key` shows its key": "",
        }
        yield from reworded(listing(found, self._desk.topics), here)
        yield from closing()


def exercises(*sources: Source, kb: Base | None = None, student: str = "") -> Exercises:
    """The exercises of files and folders; without any, those of the knowledge base and of the packs added to it.

    Args:
        *sources: YAML files, or folders of such.
        kb: the knowledge base that answers are judged by; without one, the one that `load` finds.
        student: stands in submissions and marks.

    Raises:
        UsageError: a file or folder does not exist (E001).
    """
    from reasoner.teach.selecting import exercise_files

    base = kb or load()
    desk = Desk(base.knowledge)
    files = [(path, str(path)) for source in sources for path in _files(Path(source))]
    names = dict(files if sources else exercise_files(base.packs))
    return Exercises(names, desk, student)


def exercise(name: str, *sources: Source, kb: Base | None = None, student: str = "") -> Exercise:
    """One exercise: `exercises(...)[name]`.

    Args:
        name: its id.
        *sources: as for `exercises`.
        kb: as for `exercises`.
        student: as for `exercises`.

    Raises:
        UsageError: there is no such exercise (E304), file or folder (E001).
        InputError: it is broken.
    """
    return exercises(*sources, kb=kb, student=student)[name]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml") and each.is_file())
    if not path.exists():
        raise UsageError(Problem("E001", "there is no such file or folder", Position(str(path))))
    return [path]
