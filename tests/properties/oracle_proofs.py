"""The oracle's proofs: naive fixpoints over the derivations that fired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .oracle_base import Atom, Vocabulary, parse
from .oracle_context import STRONG, Ground
from .oracle_logic import Model


@dataclass(frozen=True)
class Carried:
    """How a finding stood in an earlier phase, for `before` and for what persists."""

    support: int
    steps: int
    extrapolated: bool = False
    lowered: bool = False
    unsettled: bool = False  # contested, or resting on what is
    from_history: bool = False

    def beats(self, other: Carried | None) -> bool:
        """Better support, then fewer steps; what came first wins a tie."""
        return other is None or (self.support, -self.steps) > (other.support, -other.steps)


@dataclass(frozen=True)
class Derivation:
    """One step of a proof: a leaf, a structural step or a cited rule that fired."""

    head: Atom
    body: tuple[Atom, ...] = ()
    grade: int = STRONG
    cost: int = 0
    rows: frozenset[str] | None = None  # rows of which it may be part; None: of any
    extrapolated: bool = False
    lowered: bool = False
    unsettled: bool = False
    rule: Ground | None = None


Lengths = dict[Atom, int]


def fewest(derivations: Iterable[Derivation]) -> Lengths:
    """For each provable atom the fewest cited rules on the longest branch of a proof: a naive fixpoint."""
    program = list(derivations)
    best: Lengths = {}
    changed = True
    while changed:
        changed = False
        for derivation in program:
            if all(atom in best for atom in derivation.body):
                steps = derivation.cost + max((best[atom] for atom in derivation.body), default=0)
                if steps < best.get(derivation.head, steps + 1):
                    best[derivation.head] = steps
                    changed = True
    return best


class Proofs:
    """The proofs that use only rules at or above a grade."""

    def __init__(self, derivations: Iterable[Derivation], grade: int) -> None:
        self.program = [d for d in derivations if d.grade >= grade]
        self.all = fewest(self.program)
        self.clean = fewest(d for d in self.program if not d.extrapolated)
        self.lawful = fewest(d for d in self.program if not d.lowered)
        self.settled = fewest(d for d in self.program if not d.unsettled)
        self.stated, self.stated_clean = self.of_one_row(False), self.of_one_row(True)

    def of_one_row(self, clean: bool) -> Lengths:
        """The fewest steps of proofs that use the rules of one row alone, over all rows."""
        program = [d for d in self.program if not (clean and d.extrapolated)]
        rows = {row for d in program for row in d.rows or ()}
        best = fewest(d for d in program if d.rows is None)
        for row in rows:
            for atom, steps in fewest(d for d in program if d.rows is None or row in d.rows).items():
                best[atom] = min(steps, best.get(atom, steps))
        return best

    def shown(self, atom: Atom) -> int:
        """Steps of the shown proof: stated before combined, then not extrapolated, then fewest."""
        order = [self.stated_clean, self.stated, self.clean, self.all]
        return next(lengths[atom] for lengths in order if atom in lengths)


def derivations_of(
    model: Model,
    rules: dict[str, Ground],
    vocabulary: Vocabulary,
    lasting: dict[str, Carried],
    past: dict[str, Carried],
) -> list[Derivation]:
    """Everything that fired in a phase, layer by layer."""
    held = {(layer, text) for layer, text in model.get("hold", ())}
    contested = {text for (text,) in model.get("contested", ())}
    free = {text for (text,) in model.get("free", ())}
    grades = {(name, head): int(grade) for name, head, grade in model.get("grade", ())}
    lowered = {text for _, text in model.get("lowered", ())}

    def unsettled(body: Iterable[Atom]) -> bool:
        return any(layer != "past" and text in contested for layer, text in body)

    found: list[Derivation] = []
    for (text,) in model.get("effective", ()):
        found += [Derivation((layer, text)) for layer in ("all", "nat", "seen")]
    found += [Derivation(("all", text)) for (text,) in model.get("fixed_finding", ())]
    for text, carried in past.items():
        found.append(leaf(("past", text), carried))
    for text, carried in lasting.items():
        if text in free:
            found += [leaf((layer, text), carried) for layer in ("all", "nat")]
    for layer, text in held:
        if layer in ("all", "nat", "seen"):
            body = ((layer, text),)
            for above, _ in vocabulary.steps(parse(text)):
                if str(above) in free:
                    found.append(Derivation((layer, str(above)), body, unsettled=unsettled(body)))
    for (name, head), grade in grades.items():
        rule = rules[name]
        for layer in ("all", "nat"):
            found.append(
                Derivation(
                    (layer, head),
                    rule.premises,
                    grade,
                    cost=1,
                    rows=rule.backing.rows,
                    extrapolated=rule.backing.extrapolated,
                    lowered=head in lowered,
                    unsettled=unsettled(rule.premises),
                    rule=rule,
                )
            )
    return found


def leaf(atom: Atom, carried: Carried) -> Derivation:
    """An atom of an earlier phase or of the history as the leaf of a proof; only the history counts as given."""
    rows = None if carried.from_history else frozenset[str]()
    flags = (carried.extrapolated, carried.lowered, carried.unsettled)
    return Derivation(atom, (), carried.support, carried.steps, rows, *flags)
