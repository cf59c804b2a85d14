"""What a sweep shows: how often each target holds, what each switch does to it, and which switches suffice."""

from __future__ import annotations

from reasoner.model.base import Field, Record
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.result import ScenarioAnswer


class Switch(Record):
    """A level of a factor, against the first level of that factor.

    Attributes:
        name: unique among the switches: the factor's name, with the level where it has several to switch to.
        label: as a reader says it.
        factor, level: names.
    """

    name: str
    label: str
    factor: str
    level: str


class Prevalence(Record):
    """In how many scenarios a finding holds.

    Attributes:
        finding, label, kind: it.
        scenarios: how many.
        support: in how many with which support.
    """

    finding: Finding
    label: str
    kind: Kind
    scenarios: int
    support: dict[str, int]


class Effect(Record):
    """What a switch does to a target, over pairs of scenarios that differ in it alone and are both not refused.

    Attributes:
        switch: its name.
        target: the finding.
        pairs: how many pairs.
        gained, lost: in how many the target holds with the switch only, or without it only.
        raised, lowered: in how many it holds in both, with the switch more firmly, or less.
        with_switch, held_with: in how many scenarios the switch is on, and in how many of these the target holds.
        without, held_without: the same where its factor is at its first level.
    """

    switch: str
    target: Finding
    pairs: int
    gained: int
    lost: int
    raised: int
    lowered: int
    with_switch: int
    held_with: int
    without: int
    held_without: int


class Interaction(Record):
    """What two switches do to a target that neither does by itself.

    Counted over fours of scenarios that differ in the two alone, none of them refused.

    Attributes:
        first, second: names of the switches.
        target: the finding.
        fours: how many there are.
        only_together: the target holds with both only.
        either: with either or both, and not with neither.
        second_undoes: with the first alone only: the second undoes it.
        first_undoes: with the second alone only.
        one_alone: with exactly one.
        together_end: with all but both.
        either_ends: with neither only.
        second_restores: it is ended by the first alone, and not with the second.
        first_restores: it is ended by the second alone, and not with the first.
        both_or_neither: with both or with neither.
    """

    first: str
    second: str
    target: Finding
    fours: int
    only_together: int = 0
    either: int = 0
    second_undoes: int = 0
    first_undoes: int = 0
    one_alone: int = 0
    together_end: int = 0
    either_ends: int = 0
    second_restores: int = 0
    first_restores: int = 0
    both_or_neither: int = 0


class Sufficient(Record):
    """A smallest set of switches with which a target holds, all other factors at their first level.

    No proper subset that was seen has it; sets that were not seen, or are refused, are not judged.

    Attributes:
        target: the finding.
        switches: names; none where it holds without any.
        among: in how many scenarios all of these are on, whatever the others, and which are not refused.
        held: in how many of these the target holds: fewer where another switch takes it away.
    """

    target: Finding
    switches: tuple[str, ...]
    among: int
    held: int


class Sensitivity(ScenarioAnswer):
    """What a sweep shows.

    Attributes:
        scenarios: how many there are.
        refused: how many of them contradict themselves; they count nowhere else.
        full: all combinations of the levels are there; else pairs, fours and sets are those that the table or sample
            happens to have.
        compared: among how many scenarios pairs, fours and sets were looked for: of a long table or sample the first.
        switches: all of them, in the order of the factors.
        targets: the findings looked at.
        effects: of each switch on each target.
        interactions: those of which there is at least one case.
        sufficient: smallest sets, small ones first; `more_sets` names the targets that have more than are listed.
    """

    scenarios: int
    refused: int
    full: bool
    compared: int
    switches: tuple[Switch, ...]
    targets: tuple[Prevalence, ...]
    effects: tuple[Effect, ...]
    interactions: tuple[Interaction, ...] = ()
    sufficient: tuple[Sufficient, ...] = ()
    more_sets: tuple[Finding, ...] = Field(default=(), description="targets with more smallest sets than are listed")
