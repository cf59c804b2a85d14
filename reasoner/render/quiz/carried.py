"""What an export gives back: the file, and what the format could not carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reasoner.model.exercise import Item, Key
from reasoner.model.result import Citation
from reasoner.values import Value

Pair = tuple[Item, Key]


class Loss(Value):
    """What a format cannot carry of an exercise.

    Attributes:
        exercise: its id.
        entry: the part that it is about; empty for the whole.
        what: in words, as the end of `not carried: ...`.
    """

    exercise: str
    entry: str
    what: str


class Exported(Value):
    """A file, and what of the exercises is not in it."""

    content: bytes
    losses: tuple[Loss, ...] = ()


class Naming(Value):
    """How names are put, which only a knowledge base knows.

    Attributes:
        spelt: how else a name may be written, as a student would type it.
        row: how the row of a citation is called.
    """

    spelt: Callable[[str], Sequence[str]]
    row: Callable[[Citation], str]


PLAIN = Naming(spelt=lambda _: (), row=lambda citation: citation.row)
