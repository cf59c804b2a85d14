"""From the ground rules of a case to experta's facts and rules."""

from __future__ import annotations

from typing import Any

from reasoner.engines.experta_shim import NOT, Fact, Rule
from reasoner.program.ground import Case, GroundRule


class Holds(Fact):
    """The fact that an atom holds: `Holds(17)`."""

    def __init__(self, *atom: int) -> None:
        # As experta would, without what it does for keywords and for values that can change.
        dict.update(self, enumerate(atom))


class GroundProduction(Rule):
    """A ground rule as experta sees it: a pattern per premise, NOT(...) per exception, its number and its head.

    experta's `Rule` decorates a function, whose signature it inspects for each rule; here the action is the engine's,
    the same for all. And it belongs to a class, whose engines share it, while each of these belongs to one engine.
    """

    number: int
    head: int

    def __new__(cls, *conditions: Fact | NOT, salience: int = 0, number: int = 0, head: int = 0) -> GroundProduction:
        """Make a production from its conditions.

        Args:
            *conditions: `Holds(atom)` or `NOT(Holds(atom))`.
            salience: higher fires first.
            number: lower fires first among equal salience.
            head: the atom that it concludes.
        """
        made: Any = super().__new__(cls, *conditions, salience=salience)
        made.number, made.head = number, head
        made.__name__ = f"rule {number}"  # experta's loggers print it
        return made  # type: ignore[no-any-return]

    def new_conditions(self, *conditions: Fact | NOT) -> GroundProduction:
        """The same production on other conditions: experta's Rete rewrites rules through this."""
        return type(self)(*conditions, salience=self.salience, number=self.number, head=self.head)

    def __call__(self, engine: Any, **context: object) -> None:
        """Fire: what to do is the engine's business."""
        engine.conclude(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GroundProduction) and self.number == other.number and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.number)


def relevant(case: Case) -> list[GroundRule]:
    """The rules that could fire at all: those not disabled whose premises can be reached when no exception counts.

    One scenario reaches a small part of a base; the others need no experta objects. Each rule waits for one unreached
    premise at a time, which costs less than to count them all.
    """
    waiting: dict[int, list[GroundRule]] = {}
    reached: set[int] = set(case.facts)
    found: list[GroundRule] = []
    fresh = list(reached)
    for rule in case.program.rules:
        if rule.index in case.disabled:
            continue
        if rule.body:
            waiting.setdefault(rule.body[0], []).append(rule)
        else:
            found.append(rule)
            if rule.head not in reached:
                reached.add(rule.head)
                fresh.append(rule.head)
    while fresh:
        for rule in waiting.pop(fresh.pop(), ()):
            for atom in rule.body:
                if atom not in reached:
                    waiting.setdefault(atom, []).append(rule)
                    break
            else:
                found.append(rule)
                if rule.head not in reached:
                    reached.add(rule.head)
                    fresh.append(rule.head)
    return sorted(found, key=lambda rule: rule.index)


def productions(case: Case) -> tuple[GroundProduction, ...]:
    """The relevant rules of a case as productions, made anew at each call; patterns are shared among them."""
    patterns: dict[int, Holds] = {}
    negations: dict[int, NOT] = {}

    def pattern(atom: int) -> Holds:
        return patterns.get(atom) or patterns.setdefault(atom, Holds(atom))

    def negation(atom: int) -> NOT:
        return negations.get(atom) or negations.setdefault(atom, NOT(Holds(atom)))

    stratum = case.program.stratum
    return tuple(
        GroundProduction(
            *map(pattern, rule.body),
            *map(negation, rule.unless),
            salience=-stratum[rule.head],
            number=rule.index,
            head=rule.head,
        )
        for rule in relevant(case)
    )
