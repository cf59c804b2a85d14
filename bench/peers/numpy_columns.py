"""A trial: the columns engine with rows of numpy words in place of Python's integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reasoner.engines.columns import Block
from reasoner.model.evidence import Grade
from reasoner.program.ground import GroundRule, Program

Words = NDArray[np.uint64]
Mask = Words | bool
"""The scenarios in which a rule counts; True for all of them, False for none, neither of which costs anything."""


class Rows:
    """A block as numpy takes it.

    Args:
        block: the scenarios, as columns of Python's integers.
    """

    def __init__(self, block: Block) -> None:
        self.width = block.width
        self.words = -(-block.width // 64)
        self.facts = {grade: self._rows(columns) for grade, columns in block.facts.items()}
        self.enabled = {index: ~row for index, row in self._rows(block.disabled).items()}

    def _rows(self, columns: Mapping[int, int]) -> dict[int, Words]:
        size = self.words * 8
        return {
            number: np.frombuffer(column.to_bytes(size, "little"), dtype="<u8") for number, column in columns.items()
        }


def integers(rows: Rows, columns: Sequence[Words]) -> list[int]:
    """Columns of numpy words as Python's integers."""
    everything = (1 << rows.width) - 1
    return [int.from_bytes(column.astype("<u8").tobytes(), "little") & everything for column in columns]


class NumpyColumns:
    """The same rules in the same order as `reasoner.engines.columns` has them.

    Args:
        program: the ground program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        by_component: dict[int, list[GroundRule]] = {}
        for rule in program.rules:
            by_component.setdefault(program.component[rule.head], []).append(rule)
        self._groups = [
            (any(program.component[atom] == number for rule in rules for atom in rule.body), rules)
            for number, rules in sorted(by_component.items())
        ]

    def models(self, rows: Rows) -> list[Words]:
        """For each atom the scenarios in which it holds."""
        columns = self._facts(rows, Grade.hypothesis)
        return self._fixpoint(rows, columns, self._enabled(rows), columns)

    def supports(self, rows: Rows, models: Sequence[Words]) -> dict[Grade, list[Words]]:
        """For each grade and atom the scenarios in which the atom has at least that support."""
        fired = self._enabled(rows)
        for rule in self.program.rules:
            for atom in rule.unless:
                fired[rule.index] = _both(fired[rule.index], ~models[atom])
        lowered = self._lowered(rows, models)
        found = {Grade.hypothesis: list(models)}
        for grade in (Grade.limited, Grade.moderate, Grade.strong):
            allowed = [
                _both(mask, _reaches(rule, grade, lowered))
                for rule, mask in zip(self.program.rules, fired, strict=True)
            ]
            found[grade] = self._fixpoint(rows, self._facts(rows, grade), allowed, None)
        return found

    def _facts(self, rows: Rows, grade: Grade) -> list[Words]:
        columns = list(np.zeros((len(self.program.atoms), rows.words), dtype=np.uint64))
        for support, facts in rows.facts.items():
            if support >= grade:
                for atom, row in facts.items():
                    columns[atom] |= row
        return columns

    def _enabled(self, rows: Rows) -> list[Mask]:
        enabled: list[Mask] = [True] * len(self.program.rules)
        for index, row in rows.enabled.items():
            enabled[index] = row
        return enabled

    def _lowered(self, rows: Rows, models: Sequence[Words]) -> dict[int, list[Words]]:
        """For each head under a requirement: in which scenarios it is lowered by at least 1, 2, ... grades."""
        lowered: dict[int, list[Words]] = {}
        for requirement in self.program.requirements:
            broken, about = (np.zeros(rows.words, dtype=np.uint64) for _ in range(2))
            for atom in requirement.broken:
                broken |= models[atom]
            for atoms in requirement.when:
                row = broken.copy()
                for atom in atoms:
                    row &= models[atom]
                about |= row
            for head in requirement.lowered if about.any() else ():
                counts = lowered.setdefault(head, [])
                carry = about
                for number, count in enumerate(counts):
                    counts[number], carry = count | carry, count & carry
                if carry.any():
                    counts.append(carry)
        return lowered

    def _fixpoint(
        self, rows: Rows, columns: list[Words], allowed: Sequence[Mask], negated: Sequence[Words] | None
    ) -> list[Words]:
        """Apply the rules where allowed; exceptions are read from `negated`, or taken to be in `allowed` already."""
        reached = [bool(row.any()) for row in columns]  # a rule with a premise that is nowhere need not be applied
        everywhere = ~np.zeros(rows.words, dtype=np.uint64)
        row, other = np.empty_like(everywhere), np.empty_like(everywhere)
        for cyclic, rules in self._groups:
            changed = True
            while changed:
                changed = False
                for rule in rules:
                    mask = allowed[rule.index]
                    if mask is False or not all(reached[atom] for atom in rule.body):
                        continue
                    column = columns[rule.body[0]] if rule.body else everywhere
                    for atom in rule.body[1:]:
                        column = np.bitwise_and(column, columns[atom], out=row)
                    if mask is not True:
                        column = np.bitwise_and(column, mask, out=row)
                    for excepted in [] if negated is None else [negated[atom] for atom in rule.unless]:
                        column = np.bitwise_and(column, np.bitwise_not(excepted, out=other), out=row)
                    head = columns[rule.head]
                    if cyclic:
                        changed |= bool(np.bitwise_and(column, np.bitwise_not(head, out=other), out=other).any())
                    np.bitwise_or(head, column, out=head)
                    reached[rule.head] = True
        return columns


def _both(one: Mask, other: Mask) -> Mask:
    if one is False or other is False:
        return False
    if one is True or other is True:
        return other if one is True else one
    return one & other


def _reaches(rule: GroundRule, grade: Grade, lowered: Mapping[int, Sequence[Words]]) -> Mask:
    """The scenarios in which a rule counts at a grade or above."""
    if rule.step.structural:
        return True
    spare = rule.grade - grade
    counts = lowered.get(rule.head, ())
    return spare >= 0 and (~counts[spare] if spare < len(counts) else True)
