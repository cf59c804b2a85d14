"""Proofs: acyclic trees of rules from a finding down to what was given."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from reasoner.model.evidence import Evidence, Grade
from reasoner.model.finding import Finding, Measurement
from reasoner.model.supposition import SUPPOSED


class Via(StrEnum):
    """How a finding stands in a proof: a leaf of some kind, or the conclusion of a step."""

    given = "given"
    intervened = "intervened"
    persisting = "persisting"
    before = "before"
    history = "history"
    cited = "cited"
    backward = "backward"
    is_a = "is_a"
    implies = "implies"
    place = "place"

    __hash__ = str.__hash__  # that of enumerations is in Python

    @property
    def is_rule(self) -> bool:
        """Whether the step is a cited rule."""
        return self in (Via.cited, Via.backward)


class _Proof(NamedTuple):
    finding: Finding
    via: Via
    grade: Grade = Grade.strong
    rule: str | None = None
    extrapolated: bool = False
    lowered_by: tuple[str, ...] = ()
    items: tuple[Evidence, ...] = ()
    measurement: Measurement | None = None
    steps: int = 0
    premises: tuple[Proof, ...] = ()


class Proof(_Proof):
    """A finding with the step that shows it and the proofs of that step's premises.

    A tuple, since a model has hundreds.

    Attributes:
        finding: what is shown.
        via: the last step, or the kind of leaf.
        rule: id of the rule, for cited steps.
        grade: how firmly the last step counts here; strong for structure and leaves, but a finding that persists, or
            held before, brings the support it had.
        extrapolated: no evidence of the step's rule that fits the setting reaches its grade.
        lowered_by: ids of the requirements that are not met and lower the step.
        items: the evidence items that the step rests on, best fitting first.
        measurement: the number that a given finding was read from.
        steps: cited rules on the longest branch down from here.
        premises: the proofs of the premises; for `persisting` and `before`, the proof of that earlier phase.
    """

    def walk(self) -> Iterator[Proof]:
        """Every different proof in the tree, top down, each once."""
        seen: set[int] = set()
        todo = [self]
        while todo:
            proof = todo.pop()
            if id(proof) not in seen:
                seen.add(id(proof))
                yield proof
                todo.extend(reversed(proof.premises))

    def rests_on(self, finding: Finding) -> bool:
        """Whether the proof has a finding of its own phase beneath its root."""
        todo = list(self.premises)
        seen: set[int] = set()
        while todo:
            proof = todo.pop()
            if id(proof) in seen or proof.via in (Via.before, Via.history):
                continue
            seen.add(id(proof))
            if proof.finding == finding:
                return True
            if proof.via is not Via.persisting:
                todo.extend(proof.premises)
        return False

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The cited rules in the proof, top down, each once."""
        return tuple(dict.fromkeys(proof.rule for proof in self.walk() if proof.rule))

    @cached_property
    def refs(self) -> tuple[tuple[str, int], ...]:
        """The references that the proof rests on, as (source id, number), sorted."""
        return tuple(sorted({(i.source, ref) for proof in self.walk() for i in proof.items for ref in i.refs}))

    @cached_property
    def supposed(self) -> bool:
        """Whether it rests on what the user supposes."""
        return any(item.source == SUPPOSED for proof in self.walk() for item in proof.items)

    @cached_property
    def support(self) -> Grade:
        """The weakest grade in the proof."""
        return min(proof.grade for proof in self.walk())
