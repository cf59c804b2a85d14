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
        cited: how the place of a citation is called.
    """

    spelt: Callable[[str], Sequence[str]]
    cited: Callable[[Citation], str]


def place(citation: Citation, row: str = "") -> str:
    """The place of a citation: its row, as it is called, and its references."""
    refs = ", ".join(map(str, citation.refs))
    return f"{row or citation.row} {f'[{refs}]' if refs else '(no reference)'}"


PLAIN = Naming(spelt=lambda _: (), cited=place)
