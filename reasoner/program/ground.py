"""The ground form that every engine reads: integer atoms and ground rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.program.grading import Backing
from reasoner.values import Value


class Layer(Enum):
    """In which way an atom says that a finding holds.

    `holds` is the model itself. `natural` holds by observation or by a cited rule, not by structure from an
    intervention: what `correlates` reads. `observed` rests on observations and structure alone: what the backward
    reading of `marks` reads. `before` holds what earlier phases and the history gave: what `before X` reads; no rule
    concludes it.
    """

    holds = ""
    natural = "natural"
    observed = "observed"
    before = "before"

    __hash__ = object.__hash__  # a member is one of its kind; that of Enum hashes its name, in Python


class Atom(NamedTuple):
    """A finding in a layer."""

    finding: Finding
    layer: Layer = Layer.holds


class Step(Enum):
    """What kind of step a ground rule is; only the first two are cited and count."""

    cited = "cited"
    backward = "backward"
    is_a = "is_a"
    implies = "implies"
    place = "place"

    def __init__(self, name: str) -> None:
        # Whether the step comes from the vocabulary: no citation, no step counted, no weakening.
        self.structural = name not in ("cited", "backward")


class GroundRule(NamedTuple):
    """One conclusion of one variant of a rule, or one structural step.

    Attributes:
        index: its number in the program.
        head: the atom concluded.
        body: atoms that must all hold.
        unless: atoms none of which may hold.
        step: what kind of step it is.
        grade: the grade in this setting, before requirements are looked at; strong for structural steps.
        extrapolated: no fitting evidence item reaches the grade.
        rule: the rule it comes from; None for structural steps.
        rows: the groups of rows (see `rows.py`) that the items reaching the grade belong to.
        summary: all its items stand in summary rows.
    """

    index: int  # type: ignore[assignment] # hides a method of tuples that is of no use here
    head: int
    body: tuple[int, ...]
    unless: tuple[int, ...] = ()
    step: Step = Step.cited
    grade: Grade = Grade.strong
    extrapolated: bool = False
    rule: Rule | None = None
    rows: frozenset[int] = frozenset()
    summary: bool = False

    @property
    def cost(self) -> int:
        """The steps it counts: one for a cited rule, none for structure."""
        return 0 if self.step.structural else 1


class GroundRequirement(Value):
    """A requirement.

    Attributes:
        rule: it.
        when: the situations it is about, each as the atoms that must hold; one without atoms is about all.
        broken: the atoms any of which breaches it there.
        lowered: the heads that then count one grade lower.
    """

    rule: Rule
    when: tuple[tuple[int, ...], ...]
    broken: tuple[int, ...]
    lowered: frozenset[int]

    def breached(self, model: frozenset[int]) -> bool:
        """Whether a model breaches it."""
        return not model.isdisjoint(self.broken) and any(model.issuperset(atoms) for atoms in self.when)


class Program(Value):
    """A knowledge base in one setting, ground.

    Attributes:
        atoms: by number.
        rules: by number; only rules that exist in the setting.
        stratum: for each atom; a rule's `unless` atoms lie in lower strata than its head.
        component: for each atom its strongly connected component, numbered from the bottom of the dependencies up.
        requirements: those that exist in the setting.
        backings: for each rule of any kind that exists in the setting what backs it there, by rule id.
        every: it is open: it also has the rules that are kept out of the setting, for a situation to disable.
        kept_out: the requirements that do not exist in the setting, of an open program.
    """

    setting: Setting
    atoms: tuple[Atom, ...]
    rules: tuple[GroundRule, ...]
    stratum: tuple[int, ...]
    component: tuple[int, ...]
    requirements: tuple[GroundRequirement, ...] = ()
    backings: Mapping[str, Backing] = field(default_factory=dict)
    every: bool = False
    kept_out: tuple[GroundRequirement, ...] = ()

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """Room for what an engine works out once for a program."""
        return {}

    @cached_property
    def index(self) -> dict[Atom, int]:
        """The number of each atom."""
        return {atom: number for number, atom in enumerate(self.atoms)}

    @cached_property
    def concluding(self) -> tuple[tuple[GroundRule, ...], ...]:
        """For each atom the rules that conclude it."""
        found: list[list[GroundRule]] = [[] for _ in self.atoms]
        for rule in self.rules:
            found[rule.head].append(rule)
        return tuple(map(tuple, found))

    @cached_property
    def at_node(self) -> Mapping[Node, tuple[int, ...]]:
        """The atoms of each node that rules may conclude, in every layer but `before`."""
        found: dict[Node, list[int]] = {}
        for number, atom in enumerate(self.atoms):
            if atom.layer is not Layer.before:
                found.setdefault(atom.finding.node, []).append(number)
        return {node: tuple(numbers) for node, numbers in found.items()}

    @cached_property
    def nodes(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes of each entity."""
        found: dict[str, list[Node]] = {}
        for node in self.at_node:
            found.setdefault(node.entity, []).append(node)
        return {entity: tuple(nodes) for entity, nodes in found.items()}

    def number(self, finding: Finding, layer: Layer = Layer.holds) -> int | None:
        """The number of a finding's atom in a layer, None where the program has none."""
        return self.index.get(Atom(finding, layer))


class Case(Value):
    """A program with what one phase of one scenario makes of it: all that an engine needs.

    Attributes:
        program: the ground program.
        facts: atoms that hold from the start.
        disabled: numbers of the rules that are cut or stopped.
    """

    program: Program
    facts: frozenset[int]
    disabled: frozenset[int] = field(default_factory=frozenset)
