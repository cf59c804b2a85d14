"""The production engine: one rule fires at a time, on experta, and everything that fires is on record.

Sound with negation as failure: a production's salience is the stratum of its head, negated, so that all that could
conclude an exception has fired before a rule that relies on its absence (the perfect model, T. Przymusinski, 1988).
Rules whose head holds already fire too, as in CLIPS, and are on record as confirming it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from reasoner.engines.experta_shim import DefFacts, InitialFact, KnowledgeEngine
from reasoner.engines.matcher import CountingMatcher
from reasoner.engines.strategy import StratifiedStrategy
from reasoner.engines.translation import GroundProduction, Holds, productions
from reasoner.program.ground import Case


class Activation(NamedTuple):
    """A ground rule that is ready to fire.

    Attributes:
        rule: its number in the program.
        head: the atom that it concludes.
        matched: the premises that it matched, in the order of its body.
    """

    rule: int
    head: int
    matched: tuple[int, ...]


class Firing(NamedTuple):
    """A ground rule that fired.

    Attributes:
        number: counts the firings of a run from 1.
        rule: the rule's number in the program.
        head: the atom that it concluded.
        new: whether the atom did not hold before; otherwise the rule confirmed it.
    """

    number: int
    rule: int
    head: int
    new: bool


class GroundEngine(KnowledgeEngine):
    """An experta engine of its own rules, with the matcher and the strategy of this package.

    experta reads rules and initial facts from the class, where engines share them; here each engine has its own.

    Args:
        rules: the productions, made for this engine alone.
    """

    __matcher__ = CountingMatcher
    __strategy__ = StratifiedStrategy

    def __init__(self, rules: tuple[GroundProduction, ...]) -> None:
        self.holding: set[int] = set()
        self.log: list[Firing] = []
        self._rules = rules  # before experta's part, in which the matcher asks for them
        self._initial = DefFacts()(_initial_fact)
        super().__init__()

    def get_rules(self) -> tuple[GroundProduction, ...]:
        """The engine's rules, in their order."""
        return self._rules

    def get_deffacts(self) -> list[DefFacts]:
        """What a reset declares: experta's initial fact, without which it warns at the first declaration."""
        return [self._initial]

    def reset(self) -> None:
        """Forget facts and firings."""
        self.holding.clear()
        self.log.clear()
        super().reset()

    def give(self, atoms: frozenset[int]) -> None:
        """Declare atoms, in one call, as each call updates the agenda; the facts are made here and never leave."""
        self.holding |= atoms
        if atoms:
            self.declare(*(Holds(atom) for atom in sorted(atoms)))

    def conclude(self, rule: GroundProduction) -> None:
        """The action of every production: declare the head, unless it holds, and put the firing on record."""
        new = rule.head not in self.holding
        if new:
            self.holding.add(rule.head)
            self.declare(Holds(rule.head))
        self.log.append(Firing(len(self.log) + 1, rule.number, rule.head, new))

    def settle(self) -> None:
        """Bring the agenda up to date: experta does so before a firing, not after the last one of a run."""
        self.strategy.update_agenda(self.agenda, *self.get_activations())


def _initial_fact() -> Iterator[InitialFact]:
    yield InitialFact()


class Production:
    """A run of a case that can be stepped.

    Args:
        case: the program, the given atoms and the rules that are cut or stopped.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._fired = 0
        self._engine: GroundEngine | None = self._start()

    def agenda(self) -> tuple[Activation, ...]:
        """The rules that are ready, the next to fire first."""
        rules = self._case.program.rules
        waiting = (_numbered(activation.rule) for activation in reversed(self._ready().agenda.activations))
        return tuple(Activation(rule.number, rule.head, rules[rule.number].body) for rule in waiting)

    def step(self) -> Firing | None:
        """Fire one rule; None when none is ready."""
        return next(iter(self.run(1)), None)

    def run(self, limit: int | None = None) -> tuple[Firing, ...]:
        """Fire until no rule is ready.

        Args:
            limit: the most rules to fire; None for no limit.

        Returns:
            What fired during this call.

        Raises:
            ValueError: the limit is negative.
        """
        if limit is not None and limit < 0:
            raise ValueError("a run cannot fire fewer than 0 rules")
        engine = self._ready()
        before = len(engine.log)
        try:
            engine.run(math.inf if limit is None else limit)
            engine.settle()
        except (
            BaseException
        ):  # Ctrl-C above all: experta has then lost an activation and believes itself running for ever
            self._fired = len(engine.log)
            self._engine = None
            raise
        return tuple(engine.log[before:])

    @property
    def log(self) -> tuple[Firing, ...]:
        """Everything that has fired so far."""
        return tuple(self._ready().log)

    @property
    def model(self) -> frozenset[int]:
        """The atoms that hold now: the perfect model when finished, before that a part of it."""
        return frozenset(self._ready().holding)

    @property
    def finished(self) -> bool:
        """Whether no rule is ready."""
        return not self._ready().agenda.activations

    def _ready(self) -> GroundEngine:
        """The engine; after an interruption a new one that has fired the same rules again."""
        if self._engine is None:
            engine = self._start()
            engine.run(self._fired)
            engine.settle()
            self._engine = engine
        return self._engine

    def _start(self) -> GroundEngine:
        engine = GroundEngine(productions(self._case))
        engine.reset()
        engine.give(self._case.facts)
        return engine


def model(case: Case) -> frozenset[int]:
    """The perfect model of a case: all atoms that hold when no rule is ready any more."""
    production = Production(case)
    production.run()
    return production.model


def _numbered(rule: object) -> GroundProduction:
    """The rule of an activation, which experta's types do not tell to be one of ours."""
    assert isinstance(rule, GroundProduction)
    return rule
