"""Runs scenarios one after the other; what is wrong with one never stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat
from pathlib import Path
from typing import IO

from reasoner.batch.expect import Failure, all_met, judge
from reasoner.batch.report import RunItem, Status, Trouble
from reasoner.batch.selection import Select
from reasoner.batch.together import Held, Together
from reasoner.errors import InputError, Problem, ReasonerError
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenarios import ScenarioFileItem, read_scenarios
from reasoner.model.result import Result
from reasoner.model.scenario import Scenario
from reasoner.pipeline import Evaluation, Reasoner

BLOCK = 8192
"""How many scenarios are read before they are evaluated."""
FROM_STREAM = (1, 1, 1, 1, 16, 256)
"""The same at the beginning of a stream: what comes slowly is told as it comes."""
FEW = 4
"""So many are as well evaluated one by one."""


def run(
    reasoner: Reasoner,
    sources: Iterable[str | IO[bytes]],
    *,
    names: Names | None = None,
    engine: str = "columns",
    results: bool = False,
    select: Select | None = None,
    evaluated: bool = True,
) -> Iterator[RunItem]:
    """Run the scenarios of files and streams, lazily and in order.

    Args:
        reasoner: of the knowledge base whose names the scenarios use.
        sources: paths and open streams.
        names: the names of the knowledge base, for callers that have them.
        engine: which engine computes the models.
        results: whether each item carries its result.
        select: of a document and its number in its file, whether it is run; None runs all.
        evaluated: whether scenarios are evaluated, or only read.
    """
    names = names or Names(reasoner.kb)
    for source in sources:
        place = Path(source) if isinstance(source, str) else source
        numbered = enumerate(read_scenarios(place, reasoner.kb, names=names), start=1)
        yield from run_documents(
            reasoner,
            ((number, item) for number, item in numbered if select is None or select(item, number)),
            engine=engine,
            results=results,
            evaluated=evaluated,
            slow=place is source,
        )


def run_documents(
    reasoner: Reasoner,
    documents: Iterator[tuple[int, ScenarioFileItem]],
    *,
    engine: str,
    results: bool,
    evaluated: bool = True,
    slow: bool = False,
) -> Iterator[RunItem]:
    """Run documents that were read.

    They are evaluated in blocks, side by side; those that are not as expected, or expect what only proofs tell, are
    explained one by one.

    Args:
        reasoner: of the knowledge base.
        documents: each with its number in its file.
        engine: which engine computes the models.
        results: whether each item carries its result.
        evaluated: whether scenarios are evaluated, or only read.
        slow: whether they may come slowly: then the first are run as they come.
    """
    if not evaluated:
        yield from (_read(item, number) for number, item in documents)
        return
    together = Together(reasoner) if engine == "columns" and not results else None
    sizes = chain(FROM_STREAM if slow else (), repeat(BLOCK)) if together else repeat(1)
    while block := list(islice(documents, next(sizes))):
        held: list[tuple[Held, ...] | None] = [None] * len(block)
        if together and len(block) > FEW:
            held = _held(together, [item.scenario or Scenario() for _, item in block])
        for (number, item), known in zip(block, held, strict=True):
            phases = item.scenario.phases if item.scenario else ()
            if item.scenario and known and all(map(all_met, known, (phase.expect for phase in phases))):
                yield _item(item, number, status_of(item.scenario, ()))
            else:  # proofs are needed to judge it, or to say why it is not as expected
                yield run_one(reasoner, item, number, engine=engine, results=results)


def _read(item: ScenarioFileItem, number: int) -> RunItem:
    return _item(item, number, Status.collected if item.scenario else Status.invalid, problems=item.problems)


def _held(together: Together, scenarios: list[Scenario]) -> list[tuple[Held, ...] | None]:
    """What holds in each; where something fails, in none: each is then evaluated by itself, and tells its own."""
    try:
        return together.evaluate(scenarios)
    except Exception:
        if os.environ.get("REASONER_DEBUG"):
            raise
        return [None] * len(scenarios)


def run_one(
    reasoner: Reasoner, item: ScenarioFileItem, number: int = 1, *, engine: str = "columns", results: bool = False
) -> RunItem:
    """Run one document.

    Args:
        reasoner: of the knowledge base.
        item: the document.
        number: the how-manieth of its file it is.
        engine: which engine computes the model.
        results: whether the item carries its result.
    """
    scenario = item.scenario
    if scenario is None:
        return _item(item, number, Status.invalid, problems=item.problems)
    reasoner = reasoner.supposing(scenario)
    try:
        evaluation = reasoner.evaluate(scenario, engine)
        failures = tuple(failures_of(evaluation, item))
        result = reasoner.result(evaluation) if results else None
    except InputError as error:
        return _item(item, number, Status.invalid, problems=located(item, error))
    except ReasonerError as error:
        return _item(item, number, Status.error, problems=located(item, error))
    except Exception as error:  # whatever it is, the scenarios that follow are run
        if os.environ.get("REASONER_DEBUG"):
            raise
        found = Problem("E499", f"internal error: {type(error).__name__}: {error}", item.position)
        return _item(item, number, Status.error, problems=[found])
    return _item(item, number, status_of(scenario, failures), failures=failures, result=result)


def located(item: ScenarioFileItem, error: ReasonerError) -> list[Problem]:
    """The problems of an evaluation, at what they are about in the document."""
    return [each.at(item.where(each.phase, each.subject)) for each in error.problems]


def failures_of(evaluation: Evaluation, item: ScenarioFileItem) -> Iterator[Failure]:
    """What of a scenario's expectations is not met, phase by phase, each at its position."""
    for number, phase in enumerate(evaluation.scenario.phases):
        for failure in judge(evaluation, number, phase.expect) if phase.expect else ():
            where = item.where(number, f"{failure.key}: {failure.name}")
            yield failure.model_copy(
                update={"phase": number + 1, "path": where.path, "line": where.line, "column": where.column}
            )


def status_of(scenario: Scenario, failures: tuple[Failure, ...]) -> Status:
    """How a scenario ended that was evaluated."""
    if all(phase.expect is None for phase in scenario.phases):
        return Status.unjudged
    if scenario.xfail:
        return Status.xfailed if failures else Status.xpassed
    if failures:
        return Status.warned if scenario.severity == "warn" else Status.failed
    return Status.passed


def _item(
    item: ScenarioFileItem,
    number: int,
    status: Status,
    *,
    problems: Iterable[Problem] = (),
    failures: tuple[Failure, ...] = (),
    result: Result | None = None,
) -> RunItem:
    scenario = item.scenario or Scenario()
    return RunItem.of(
        path=item.position.path,
        line=item.position.line,
        number=number,
        title=scenario.title,
        phases=len(scenario.phases),
        tags=scenario.tags,
        rows=scenario.rows,
        severity=scenario.severity,
        xfail=scenario.xfail,
        status=status,
        failures=failures,
        problems=tuple(Trouble.from_problem(problem) for problem in problems),
        result=result,
    )
