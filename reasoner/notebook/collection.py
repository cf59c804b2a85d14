"""The exercises of a knowledge base, or of files, in Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reasoner.api.base import Base, load
from reasoner.api.shown import Shown
from reasoner.errors import Position, Problem, UsageError, name_error
from reasoner.knowledge.wording import did_you_mean, shown
from reasoner.notebook.interactive import Exercise
from reasoner.teach.answers import Answers
from reasoner.teach.question import Desk, Question
from reasoner.teach.reading import Bank, read_bank

if TYPE_CHECKING:
    from reasoner.render.layout import Block

Source = str | os.PathLike[str]


class Exercises(Shown):
    """Exercises by id, in their order; `str()` and notebooks show a table.

    Args:
        bank: they.
        desk: the knowledge base that they are asked of.
        student: stands in submissions and marks.
    """

    def __init__(self, bank: Bank, desk: Desk, student: str = "") -> None:
        self._bank = bank
        self._answers = Answers(desk.kb, desk.names)
        self._student = student

    def __len__(self) -> int:
        """How many there are."""
        return len(self._bank)

    def __iter__(self) -> Iterator[Exercise]:
        """They, each not answered yet."""
        return (self._exercise(each) for each in self._bank)

    def __getitem__(self, name: str) -> Exercise:
        """An exercise, not answered yet.

        Raises:
            UsageError: there is none of this id (E274, with suggestions).
        """
        question = self._bank.get(name)
        if question is None:
            help_ = did_you_mean(name, [*self._bank.questions]) or ("reasoner.exercises() lists all",)
            raise name_error("E274", f"there is no exercise {shown(name)}", help_)
        return self._exercise(question)

    def _exercise(self, question: Question[Any]) -> Exercise:
        from reasoner.teach.asking import Exercise as Asked

        return Exercise(Asked(question), self._answers, self._student)

    def __repr__(self) -> str:
        return f"<exercises: {len(self)}>"

    def _told(self) -> Iterator[Block]:
        from reasoner.render.exercises import closing
        from reasoner.render.layout import Para, Row, Rows, styled
        from reasoner.render.words import DIM, HEAD, counted

        items = [each.item for each in self._bank]
        rows = [
            Row(
                (styled(each.id), styled(each.title), styled(each.type.value)),
                tail=styled(f"difficulty {each.difficulty}, {each.minutes:g} min", DIM),
            )
            for each in items
        ]
        yield Rows(rows, 1, styled(counted(len(items), "exercise"), HEAD), widest=60)
        yield Para(styled("Ask one: reasoner.exercise(ID)", DIM))
        yield from closing()


def exercises(*sources: Source, kb: Base | None = None, student: str = "") -> Exercises:
    """The exercises of files and folders; without any, those of the knowledge base and of the packs added to it.

    Args:
        *sources: YAML files, or folders of such.
        kb: the knowledge base that answers are judged by; without one, the one that `load` finds.
        student: stands in submissions and marks.

    Raises:
        UsageError: a file or folder does not exist (E001).
        InputError: exercises are broken: all problems of all files.
    """
    from reasoner.teach.selecting import exercise_files

    base = kb or load()
    desk = Desk(base.knowledge)
    files = [(path, str(path)) for source in sources for path in _files(Path(source))]
    names = dict(files if sources else exercise_files(base.packs))
    return Exercises(read_bank(names, desk, names.__getitem__), desk, student)


def exercise(name: str, *sources: Source, kb: Base | None = None, student: str = "") -> Exercise:
    """One exercise: `exercises(...)[name]`.

    Args:
        name: its id.
        *sources: as for `exercises`.
        kb: as for `exercises`.
        student: as for `exercises`.

    Raises:
        UsageError: there is no such exercise (E274), file or folder (E001).
        InputError: exercises are broken.
    """
    return exercises(*sources, kb=kb, student=student)[name]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml") and each.is_file())
    if not path.exists():
        raise UsageError(Problem("E001", "there is no such file or folder", Position(str(path))))
    return [path]
