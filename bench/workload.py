"""What the peers are timed on: a ground program, one scenario to run alone, and many to run side by side."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reasoner.engines.columns import Block, side_by_side
from reasoner.errors import InputError
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Phase, Scenario
from reasoner.program.build import Grounder
from reasoner.program.ground import Layer, Program
from reasoner.program.phases import inputs
from reasoner.program.situation import Past, Situation, situation

GIVEN_SHARE = 0.35
"""The share of a generated base's conditions that a scenario gives: some third of the rules then fires."""


@dataclass(frozen=True)
class Workload:
    """A program with scenarios on it.

    Attributes:
        base: what the knowledge base is called in the table.
        negation: whether rules with exceptions are in it.
        groups: the row groups of the base, for its explanations.
        situations: those that were drawn; some of the first are run one by one.
        width: how many scenarios stand side by side.
    """

    base: str
    negation: bool
    groups: dict[tuple[str, str], int]
    situations: tuple[Situation, ...]
    width: int

    @property
    def title(self) -> str:
        """What the workload is called in messages."""
        return f"{self.base}, {'with' if self.negation else 'without'} negation"

    @property
    def program(self) -> Program:
        """The ground program that all situations share."""
        return self.situations[0].program

    @cached_property
    def block(self) -> Block:
        """The scenarios side by side."""
        return repeated(self.situations, self.width)

    @cached_property
    def givable(self) -> tuple[int, ...]:
        """The atoms that some scenario starts from."""
        return tuple(sorted(frozenset[int]().union(*(each.case.facts for each in self.situations))))

    @cached_property
    def stoppable(self) -> frozenset[int]:
        """The rules that some scenario stops: a peer that compiles its rules once needs a switch for each."""
        return frozenset[int]().union(*(each.case.disabled for each in self.situations))

    def text(self, atom: int) -> str:
        """An atom as messages show it."""
        finding, layer = self.program.atoms[atom]
        return str(finding) if layer is Layer.holds else f"{finding} ({layer.value})"


def repeated(situations: Sequence[Situation], width: int) -> Block:
    """Situations side by side, over and over up to a width: to an engine without branches a bit is as good as another.

    Args:
        situations: at least one; all of one program.
        width: how many scenarios the block is to hold.
    """
    once = side_by_side(situations[:width])
    everything = (1 << width) - 1
    times = sum(1 << start for start in range(0, width, once.width))

    def over(columns: Mapping[int, int]) -> dict[int, int]:
        return {number: column * times & everything for number, column in columns.items()}

    facts = {grade: over(columns) for grade, columns in once.facts.items()}
    return Block(once.program, width, facts, over(once.disabled))


def workload(
    base: str,
    kb: KnowledgeBase,
    *,
    negation: bool,
    given: Sequence[Sequence[str]],
    drawn: int,
    width: int,
    seed: int,
) -> Workload:
    """A workload on a knowledge base.

    Args:
        base: what it is called.
        kb: it.
        negation: whether rules with exceptions are in it.
        given: the conditions of the first scenarios; the others are drawn.
        drawn: how many scenarios there are to be.
        width: how many a block is to hold: they are repeated up to that.
        seed: for drawing them.
    """
    grounder = Grounder(kb)
    rng = random.Random(f"{seed}/{base}")
    situations = [_situation(grounder, names) for names in given]
    while len(situations) < drawn:
        names = _draw(kb, rng, few=bool(given))
        try:
            situations.append(_situation(grounder, names))
        except InputError:  # conditions that exclude each other: another draw
            continue
    return Workload(base, negation, grounder.groups, tuple(situations), width)


def _draw(kb: KnowledgeBase, rng: random.Random, *, few: bool) -> list[str]:
    """Conditions at random: one to six of a real base, a fixed share of a generated one."""
    pool = [finding.entity for finding in kb.conditions]
    count = rng.randint(1, 6) if few else round(len(pool) * GIVEN_SHARE)
    return rng.sample(pool, count)


def _situation(grounder: Grounder, names: Sequence[str]) -> Situation:
    scenario = Scenario(phases=(Phase(given=tuple(map(Finding, names))),))
    (given,) = inputs(grounder.kb, scenario)
    return situation(grounder, scenario, given, Past())
