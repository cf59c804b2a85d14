"""Scenario files, and scenarios put together from a command line or a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reasoner.errors import Position, Problem, UsageError, sort_key
from reasoner.knowledge.names import Names, a_text, texts
from reasoner.knowledge.resolve import Resolver
from reasoner.knowledge.scenario_docs import ScenarioDoc
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario
from reasoner.values import Value

if TYPE_CHECKING:
    from reasoner.knowledge.text import Chunk


Positions = Mapping[tuple[int, str], Position]


class ScenarioFileItem(Value):
    """One document of a scenario file.

    Attributes:
        position: where it begins.
        scenario: what it says; None where something is wrong.
        problems: what is wrong.
        look: works out `positions`; documents that are read quickly have none before they are asked for.
    """

    position: Position
    scenario: Scenario | None = None
    problems: tuple[Problem, ...] = ()
    look: Callable[[], Positions] = dict

    @cached_property
    def positions(self) -> Positions:
        """Where each phase names or expects something.

        By the phase's number, from 0, and the text in canonical ids of a finding, node or measure, or the key and the
        text of what is expected, as `present: angiogenesis`.
        """
        return self.look()

    def where(self, phase: int, name: object) -> Position:
        """Where a phase names something, else where the document begins."""
        return self.positions.get((phase, str(name)), self.position)


def read_scenarios(
    source: str | Path | IO[bytes] | IO[str], kb: KnowledgeBase, name: str = "", names: Names | None = None
) -> Iterator[ScenarioFileItem]:
    """Read scenarios, one document at a time; a broken one does not stop those that follow.

    Args:
        source: a path, or an open stream of any length.
        kb: whose names the scenarios use.
        name: what positions call the file; its path, or `-`, if it is left out.
        names: the names of `kb`, for callers that read many files.

    Yields:
        Each document's scenario, or its problems: all of the document, sorted by position. A file that cannot be read,
        or is empty, gives one item.
    """
    from reasoner.knowledge.reader import pieces

    yield from scenarios_of(pieces(source, name), kb, names or Names(kb))


def scenarios_of(chunks: Iterable[Chunk], kb: KnowledgeBase, names: Names) -> Iterator[ScenarioFileItem]:
    """What documents say that were cut out of their file already (`reader.pieces`)."""
    from reasoner.knowledge.quick import Quick

    quick = Quick(kb, names)
    for chunk in chunks:
        if found := quick.read(chunk):
            yield ScenarioFileItem(*found, (), partial(_positions, chunk, kb, names))
        else:
            yield _careful(chunk, kb, names)


def _positions(chunk: Chunk, kb: KnowledgeBase, names: Names) -> Positions:
    return _careful(chunk, kb, names).positions


def _careful(chunk: Chunk, kb: KnowledgeBase, names: Names) -> ScenarioFileItem:
    """What a document says, with all that is wrong at its position."""
    from reasoner.knowledge.reader import document as parsed
    from reasoner.knowledge.typed import salvage, validate

    document = parsed(chunk)
    root = document.root
    if root is None:
        return ScenarioFileItem(document.position, None, _sorted(document.problems))
    # Where the shape is wrong, the names in the parts that are right are looked up all the same.
    doc, written = validate(ScenarioDoc, root, document), frozenset(root.keys)
    if doc is None:
        doc, written = salvage(ScenarioDoc, root)

    def where(*steps: int | str, key: bool = False) -> Position:
        return document.where_key(root, *steps) if key else document.where(root, *steps)

    resolver = Resolver(kb, names, where, written)
    scenario = resolver.scenario(doc)
    problems = _sorted([*document.problems, *resolver.problems])
    positions = resolver.positions
    return ScenarioFileItem(document.position, scenario if not problems else None, problems, lambda: positions)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=sort_key))


def scenario_from_parts(
    kb: KnowledgeBase,
    given: Iterable[str] = (),
    *,
    block: Iterable[str] = (),
    force: Iterable[str] = (),
    cancer: str | None = None,
    stage: str | None = None,
    site: str | None = None,
    assume: Iterable[str] = (),
    suppose: Iterable[str] = (),
    history: Iterable[str] = (),
    strict_context: bool = False,
    system: str | None = None,
    title: str = "",
    names: Names | None = None,
) -> Scenario:
    """A scenario of one phase from names as people type them.

    Args:
        kb: whose names they are.
        given: findings, and numbers as `oxygen = 1 %`.
        block: nodes that are fixed to down.
        force: nodes that are fixed to up.
        cancer: a cancer.
        stage: a stage.
        site: a site.
        assume: hypotheses, as `GROUP/OPTION`.
        suppose: hypotheses of the user's own, as `A, B -> C unless D`.
        history: findings that lie before.
        strict_context: whether evidence from other settings is dropped.
        system: the one experimental system whose evidence counts.
        title: what the scenario is called.
        names: the names of `kb`, for callers that have them.

    Returns:
        The scenario.

    Raises:
        UsageError: some names are unknown, ambiguous or of the wrong kind: all of them, without positions; or one is no
            text.
    """
    names = names or Names(kb)
    resolver = Resolver(kb, names, lambda *_, **__: None)
    known: Any = None
    if system is not None:
        try:
            known = names.system(a_text(system))
        except UsageError as error:
            resolver.problems.extend(error.problems)
    doc = ScenarioDoc.of(
        scenario=title,
        given=texts(given),
        block=texts(block),
        force=texts(force),
        cancer=None if cancer is None else a_text(cancer),
        stage=None if stage is None else a_text(stage),
        site=None if site is None else a_text(site),
        assume=texts(assume),
        suppose=texts(suppose),
        history=texts(history),
        strict_context=strict_context,
        system=known,
    )
    scenario = resolver.scenario(doc)
    if scenario is None:
        raise UsageError(resolver.problems)
    return scenario
