"""The one module that imports experta, with what its release of 2019 needs and without what it leaves behind.

- It pins frozendict 1.2, which looks for `collections.Mapping`, gone since Python 3.10: the name is there during the
  import and taken away again.
- Its import calls `logging.basicConfig()`: the handler that this puts on the root logger is removed again, so that the
  application's own logging set-up still works.
- The package swallows ImportError, so that with a dependency missing it imports as an empty module: its submodules are
  imported here, which name the culprit, and what we use is looked up at once.

Importing this module does all that, once per process (Python's import lock sees to it, whatever the number of threads);
after a failure the next import tries anew.

experta ships no types. Those below declare what we use of it, as it is used here: with them, the modules that build on
experta are checked like any other.
"""
# ruff: noqa: D102 - the methods below are declarations of experta's; its manual documents them

from __future__ import annotations

import collections
import collections.abc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reasoner.errors import EngineError, Problem

__all__ = [
    "NOT",
    "Activation",
    "Agenda",
    "DefFacts",
    "Fact",
    "InitialFact",
    "KnowledgeEngine",
    "Matcher",
    "Rule",
    "Strategy",
]


@contextmanager
def _mapping_in_collections() -> Iterator[None]:
    """Gives frozendict 1.2 the name it looks for; one that somebody else has put there stays."""
    if hasattr(collections, "Mapping"):
        yield
        return
    setattr(collections, "Mapping", collections.abc.Mapping)  # noqa: B010 - typing knows that the module lacks it
    try:
        yield
    finally:
        vars(collections).pop("Mapping", None)


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """Removes the handler that `logging.basicConfig()` puts on the root logger, and no other."""
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        yield
    finally:
        for handler in list(root.handlers):
            if handler not in before and type(handler) is logging.StreamHandler:
                root.removeHandler(handler)
                handler.close()


def _load() -> dict[str, Any]:
    """Import experta and look up what we use of it.

    Returns:
        Each name of `__all__` with what experta has under it.

    Raises:
        EngineError: experta cannot be imported or lacks a name (E401).
    """
    try:
        with _mapping_in_collections(), _root_logger_kept():
            import experta.abstract
            import experta.activation
            import experta.agenda
            import experta.conditionalelement
            import experta.deffacts
            import experta.engine
            import experta.fact
            import experta.rule
        homes = {
            experta.abstract: ("Matcher", "Strategy"),
            experta.activation: ("Activation",),
            experta.agenda: ("Agenda",),
            experta.conditionalelement: ("NOT",),
            experta.deffacts: ("DefFacts",),
            experta.engine: ("KnowledgeEngine",),
            experta.fact: ("Fact", "InitialFact"),
            experta.rule: ("Rule",),
        }
        return {name: getattr(home, name) for home, names in homes.items() for name in names}
    except Exception as error:  # an import runs foreign code: whatever it raises, the engine is not there
        help = (
            "install the packages of requirements/runtime.txt: experta needs frozendict and schema beside it",
            "the other engine needs none of them: --engine columns",
        )
        message = f"the production engine is not available: experta cannot be loaded ({_one_line(error)})"
        raise EngineError(Problem("E401", message, None, help)) from error


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


if TYPE_CHECKING:

    class Fact(dict[Any, Any]):
        """A fact, and as a rule's condition a pattern: positional values under 0, 1, ..."""

        __factid__: int | None

        def __init__(self, *args: object, **kwargs: object) -> None: ...

    class InitialFact(Fact):
        """The fact that every reset declares."""

    class NOT(tuple[Fact, ...]):
        """A condition that holds while no fact matches its pattern."""

        def __new__(cls, *args: Fact) -> NOT: ...

    class Rule(tuple[Fact | NOT, ...]):
        """A production: conditions and, behind `__call__`, an action."""

        salience: int

        def __new__(cls, *args: Fact | NOT, salience: int = 0) -> Rule: ...

    class DefFacts:
        """Facts to be declared at each reset, from a generator."""

        def __init__(self, nonexpected: None = None, order: int = 0) -> None: ...
        def __call__(self, generator: Callable[[], Iterator[Fact]]) -> DefFacts: ...

    class Activation:
        """A rule with the facts that satisfy it."""

        rule: Rule
        facts: set[Fact]
        key: Any

        def __init__(self, rule: Rule, facts: Iterable[Fact], context: dict[str, object] | None = None) -> None: ...

    class Agenda:
        """What waits to fire; the last is next."""

        activations: list[Activation]

    class Matcher:
        """Turns changes of the facts into changes of the agenda."""

        engine: KnowledgeEngine

        def __init__(self, engine: KnowledgeEngine) -> None: ...

    class Strategy:
        """Keeps the agenda in firing order."""

        def update_agenda(self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]) -> None: ...

    class KnowledgeEngine:
        """Facts, rules, an agenda and the loop that fires."""

        facts: dict[int, Fact]
        agenda: Agenda
        matcher: Matcher
        strategy: Strategy
        running: bool

        def declare(self, *facts: Fact) -> Fact | None: ...
        def retract(self, idx_or_declared_fact: int | Fact) -> None: ...
        def reset(self) -> None: ...
        def run(self, steps: float = ...) -> None: ...
        def get_rules(self) -> Sequence[Rule]: ...
        def get_deffacts(self) -> list[DefFacts]: ...
        def get_activations(self) -> tuple[list[Activation], list[Activation]]: ...

else:
    globals().update(_load())
