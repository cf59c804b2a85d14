"""A matcher for ground productions that counts instead of polling.

experta's Rete asks every rule's node for news after every firing, which makes a run cost rules times firings. Here an
atom knows the rules that mention it, and a rule knows how many of its conditions are unmet, so that a change costs what
it touches (the scheme of W. Dowling and J. Gallier, J. Logic Programming 1(3), 1984, made to work in both directions).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from reasoner.engines.experta_shim import NOT, Activation, Fact, InitialFact, KnowledgeEngine, Matcher
from reasoner.engines.translation import GroundProduction, Holds

_INITIAL = -1
"""Stands for experta's `InitialFact` among the atoms: what a rule without premises waits for."""


def _atom(fact: Fact) -> int | None:
    """The atom that a fact or a pattern is about; None for facts of other kinds, which no ground pattern matches."""
    if type(fact) is Holds:
        atom: int = fact[0]
        return atom
    return _INITIAL if type(fact) is InitialFact else None


class CountingMatcher(Matcher):
    """Matches ground productions incrementally.

    After each call of `changes` there is one activation for each production whose premises all hold and of whose
    exceptions none does, however facts came and went in between: one that was declared and retracted in the same action
    leaves no trace, one that was retracted and declared again counts as new and activates anew, as in CLIPS.

    Raises:
        TypeError: a rule is no ground production.
    """

    def __init__(self, engine: KnowledgeEngine) -> None:
        super().__init__(engine)
        self._rules: list[GroundProduction] = []
        self._premises: list[tuple[int, ...]] = []
        self._needed_by: dict[int, list[int]] = {}
        self._barred_by: dict[int, list[int]] = {}
        for position, rule in enumerate(engine.get_rules()):
            if not isinstance(rule, GroundProduction):
                raise TypeError(f"a ground production is expected, not {rule!r}")
            premises: dict[int, None] = {}
            blockers: dict[int, None] = {}
            for condition in rule:
                negated = isinstance(condition, NOT)
                atom = _atom(condition[0] if isinstance(condition, NOT) else condition)
                if atom is None:
                    raise TypeError(f"a ground pattern is expected, not {condition!r}")
                (blockers if negated else premises)[atom] = None
            if not premises:
                premises[_INITIAL] = None
            self._rules.append(rule)
            self._premises.append(tuple(premises))
            for atom in premises:
                self._needed_by.setdefault(atom, []).append(position)
            for atom in blockers:
                self._barred_by.setdefault(atom, []).append(position)
        self.reset()

    def reset(self) -> None:
        """Forget all facts."""
        self._unmet = [len(premises) for premises in self._premises]
        self._facts: dict[int, Fact] = {}
        self._live: dict[int, Activation] = {}

    def changes(
        self, adding: Iterable[Fact] | None = None, deleting: Iterable[Fact] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Take over what changed since the last call.

        Args:
            adding: facts declared since.
            deleting: facts retracted since; one may be in both.

        Returns:
            The activations that came and those that went.
        """
        if not adding and not deleting:  # after a firing that only confirmed what held
            return [], []
        gone, come = self._net(adding or (), deleting or ())
        removed: dict[int, Activation] = {}
        ready: list[int] = []
        for atom in gone:
            del self._facts[atom]
            self._tighten(self._needed_by.get(atom, ()), removed)
            self._relax(self._barred_by.get(atom, ()), ready)
        for atom, fact in come.items():
            self._facts[atom] = fact
            self._tighten(self._barred_by.get(atom, ()), removed)
            self._relax(self._needed_by.get(atom, ()), ready)
        added: list[Activation] = []
        for position in ready:
            if not self._unmet[position] and position not in self._live:  # it may have been ready only for a moment
                facts = [self._facts[atom] for atom in self._premises[position]]
                self._live[position] = activation = Activation(self._rules[position], facts)
                added.append(activation)
        return added, list(removed.values())

    def _net(self, adding: Iterable[Fact], deleting: Iterable[Fact]) -> tuple[list[int], dict[int, Fact]]:
        """Which atoms lost their fact and which got one, whatever happened to them in between.

        The engine's list of facts decides, not the history: that of one action may contain a fact twice.
        """
        present = self.engine.facts
        now: dict[int, Fact | None] = {}
        for fact in chain(deleting, adding):  # of several facts on one atom, at most the last is still there
            atom, number = _atom(fact), fact.__factid__
            if atom is not None and number is not None:
                now[atom] = fact if present.get(number) is fact else None
        gone = [atom for atom in now if atom in self._facts]
        come = {atom: fact for atom, fact in now.items() if fact is not None}
        return gone, come

    def _tighten(self, positions: Iterable[int], removed: dict[int, Activation]) -> None:
        """One more condition of each of these rules is unmet."""
        for position in positions:
            self._unmet[position] += 1
            activation = self._live.pop(position, None)
            if activation is not None:
                removed[position] = activation

    def _relax(self, positions: Iterable[int], ready: list[int]) -> None:
        """One more condition of each of these rules is met."""
        for position in positions:
            self._unmet[position] -= 1
            if not self._unmet[position]:
                ready.append(position)
