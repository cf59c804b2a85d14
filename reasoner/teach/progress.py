"""How far a student has come: kept after every answer, in the user's state folder, and gone on with later."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from reasoner.model.base import Field, Record
from reasoner.model.exercise import Item, Mark

NAME = "teach.json"


class Kept(Record):
    """What is kept of one exercise.

    Attributes:
        digest, knowledge_base: of the exercise as it was asked.
        answer: by entry, as far as it is filled in.
        hints: how many were taken.
        mark: None as long as there is none.
    """

    digest: str
    knowledge_base: str
    answer: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    hints: int = 0
    mark: Mark | None = None


class Progress(Record):
    """What is kept of a student.

    Attributes:
        names, topics, types: what was asked for last.
        exercises: by id.
    """

    names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    exercises: dict[str, Kept] = Field(default_factory=dict)


class Keeper:
    """Keeps progress in a file, which is replaced as a whole.

    Args:
        folder: where it is; made with the first answer.

    Attributes:
        failed: why nothing can be kept; empty where all is well.
        aside: where a file now is that could not be read; None where all is well.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.failed = ""
        self.aside: Path | None = None
        self.progress = self._read()

    def begin(self, names: tuple[str, ...], topics: tuple[str, ...], types: tuple[str, ...]) -> None:
        """Note what is asked for, so that it can be gone on with."""
        self.progress = self.progress.model_copy(update={"names": names, "topics": topics, "types": types})

    def of(self, exercise: str) -> Kept | None:
        """What is kept of an exercise, whatever it was like then."""
        return self.progress.exercises.get(exercise)

    def put(self, item: Item, kept: Kept) -> None:
        """Keep what is known of an exercise; what another session has kept meanwhile stays."""
        known = {**self._read().exercises, item.id: kept}
        self.progress = self.progress.model_copy(update={"exercises": known})
        self._write()

    def _read(self) -> Progress:
        """What the file says; nothing where there is none. One that is damaged is put aside."""
        try:
            return Progress.model_validate(json.loads(self.path.read_bytes()))
        except OSError:
            return Progress()
        except (ValueError, RecursionError):
            with suppress(OSError):
                self.aside = self.path.replace(self.path.with_suffix(".damaged.json"))
            return Progress()

    def _write(self) -> None:
        beside = ""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=".teach-", dir=self.path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(self.progress.model_dump_json())
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, self.path)
            self.failed = ""
        except OSError as error:
            self.failed = (error.strerror or type(error).__name__).lower()
            if beside:
                Path(beside).unlink(missing_ok=True)


def begun(item: Item) -> Kept:
    """What is kept of an exercise that nothing was answered of."""
    return Kept(digest=item.digest, knowledge_base=item.knowledge_base)


def changed(item: Item, kept: Kept) -> str:
    """What has changed since an exercise was asked; empty where nothing has."""
    if kept.digest != item.digest:
        return "the exercise"
    return "the knowledge base" if kept.knowledge_base != item.knowledge_base else ""
