"""Rules that were taken down, computed in columns: what choices make of a phase, for many scenarios at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reasoner.engines.kernel import Kernel
from reasoner.program.logic import Literal
from reasoner.program.strata import strata


class Recorded:
    """Takes down atoms and rules, as `program/logic.py` has them written, and evaluates them.

    Atoms that no rule concludes are the choices: their columns are given. Atom 0 stands for what is forbidden.
    """

    def __init__(self) -> None:
        self._count = 1  # atoms begin with 2: as a key, 1 would pass for True
        self._rules: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = []
        self._kernel: Kernel | None = None

    def add_atom(self) -> int:
        """A new atom, from 2 up."""
        self._count += 1
        return self._count

    def add_rule(self, head: Sequence[int], body: Sequence[int]) -> None:
        """The atom of the head holds where the body does; without a head the body is forbidden."""
        positive = tuple(each for each in body if each > 0)
        negative = tuple(-each for each in body if each < 0)
        self._rules.append((head[0] if head else 0, positive, negative))
        self._kernel = None

    def columns(self, choices: Mapping[int, int], everything: int) -> RecordedColumns:
        """Evaluate.

        Args:
            choices: for each choice the scenarios in which it is made.
            everything: all scenarios.
        """
        if self._kernel is None:
            _, component = strata(self._count + 1, self._rules)
            self._kernel = Kernel(((n, *rule) for n, rule in enumerate(self._rules)), component)
        columns = [0] * (self._count + 1)
        for atom, column in choices.items():
            columns[atom] = column
        self._kernel.run(columns, [None] * len(self._rules), everything, columns)
        return RecordedColumns(columns, everything)


class RecordedColumns:
    """The scenarios in which each literal holds.

    Args:
        columns: by atom.
        everything: all scenarios.
    """

    def __init__(self, columns: Sequence[int], everything: int) -> None:
        self._columns, self._everything = columns, everything

    @property
    def forbidden(self) -> int:
        """The scenarios that contradict themselves."""
        return self._columns[0]

    def __getitem__(self, literal: Literal) -> int:
        if isinstance(literal, bool):
            return self._everything if literal else 0
        if literal < 0:
            return self._everything & ~self._columns[-literal]
        return self._columns[literal]
