"""Blocks of scenarios that choices in one phase make: from columns of choices to columns of findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from reasoner.engines.columns import Block, Columns
from reasoner.engines.recorded import Recorded, RecordedColumns
from reasoner.engines.settings import Parts, Settings
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.program.choosing import OpenPhase
from reasoner.program.ground import Program
from reasoner.program.logic import Literal
from reasoner.program.relevance import relevant

BUDGET = 64 << 20
"""Bytes that the columns of a block may take."""
LEAST_WIDTH, MOST_WIDTH = 1 << 10, 1 << 17
"""Narrower blocks spend their time between columns, wider ones leave the cache; see `bench/`."""


class Evaluated:
    """A block with what holds in it.

    Args:
        columns: the engine.
        block: the scenarios.
        made: what the choices made of the phase.

    Attributes:
        refused: the scenarios that contradict themselves; what holds in them means nothing.
    """

    def __init__(self, columns: Columns, block: Block, made: RecordedColumns) -> None:
        self._columns, self.block, self.made = columns, block, made
        self.refused = made.forbidden

    @cached_property
    def models(self) -> list[int]:
        """For each atom the scenarios in which it holds."""
        return self._columns.models(self.block)

    @cached_property
    def supports(self) -> dict[Grade, list[int]]:
        """For each grade and atom the scenarios in which it has at least that support."""
        return self._columns.supports(self.block, self.models)

    @cached_property
    def persisting(self) -> dict[Finding, dict[Grade, int]]:
        """For each finding and grade where a rule that persists concluded it with that support at least."""
        return self._columns.persisting(self.block, self.supports)

    def column(self, finding: Finding, support: Grade = Grade.hypothesis) -> int:
        """The scenarios in which a finding holds with a support at least; none where they contradict themselves."""
        atom = self.block.program.number(finding)
        if atom is None:
            return 0
        columns = self.models if support is Grade.hypothesis else self.supports[support]
        return columns[atom] & ~self.refused


class OpenBlocks:
    """A phase with choices, ready for blocks of scenarios.

    Args:
        kb: the knowledge base.
        program: its open program, with room for all that may be chosen.
        recorded: what the phase was written into.
        phase: it.
        about: the findings that will be asked for; None for all.
    """

    def __init__(
        self,
        kb: KnowledgeBase,
        program: Program,
        recorded: Recorded,
        phase: OpenPhase,
        about: Iterable[Finding] | None = None,
    ) -> None:
        self._program, self._recorded, self._phase = program, recorded, phase
        self._about: Collection[int] = range(len(program.atoms))
        if about is not None:
            starts = [number for finding in about if (number := program.number(finding)) is not None]
            self._about = relevant(program, phase.facts, starts, demotions=True)
        self._columns = Columns(program, None if about is None else self._about)
        self._settings = Settings(kb, program)
        stops: dict[Literal, list[int]] = {}
        for atom in self._about:
            literal = phase.stop(program.atoms[atom].finding)
            if literal is not False:
                stops.setdefault(literal, []).extend(rule.index for rule in program.concluding[atom])
        self._stops = list(stops.items())

    @property
    def width(self) -> int:
        """How many scenarios a block may hold: a power of 2 for which the columns of all grades keep to the budget."""
        bits = BUDGET * 8 // (len(Grade) * max(1, len(self._about)))
        return max(LEAST_WIDTH, min(MOST_WIDTH, 1 << (bits.bit_length() - 1)))

    def evaluate(self, choices: Mapping[int, int], width: int, parts: Parts) -> Evaluated:
        """What holds in a block of scenarios.

        Args:
            choices: for each choice the scenarios in which it is made.
            width: how many scenarios.
            parts: of the settings of the scenarios.
        """
        everything = (1 << width) - 1
        made = self._recorded.columns(choices, everything)
        facts: dict[Grade, dict[int, int]] = {}
        for atom in self._about:
            for literal, support in self._phase.facts.get(atom, ()):
                if column := made[literal]:
                    of_grade = facts.setdefault(support, {})
                    of_grade[atom] = of_grade.get(atom, 0) | column
        disabled = {rule: column for literal, rules in self._stops if (column := made[literal]) for rule in rules}
        counted = self._settings.counted(parts, everything)
        block = Block(self._program, width, facts, disabled, counted.grades, counted.requirements)
        return Evaluated(self._columns, block, made)
