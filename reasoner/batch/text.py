"""A run of scenarios as people read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from reasoner.batch.report import RunItem, Status, Trouble
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.infer import infer
from reasoner.render.layout import BLANK, Block, Para, join, styled
from reasoner.render.words import DIM, HEAD, counted, footer, listed

_STYLES = {
    Status.passed: "green",
    Status.unjudged: "dim",
    Status.warned: "yellow",
    Status.xfailed: "yellow",
    Status.xpassed: "bold red",
    Status.failed: "bold red",
    Status.invalid: "bold red",
    Status.error: "bold red",
}
_QUIET = (Status.passed, Status.unjudged, Status.xfailed)
_COUNTED = {
    Status.passed: "passed",
    Status.failed: "failed",
    Status.xpassed: "passed although marked xfail",
    Status.invalid: "invalid",
    Status.error: "ended in an error",
    Status.warned: "failed with severity warn",
    Status.xfailed: "failed as expected",
    Status.unjudged: "without expectations",
}


def item_blocks(kb: KnowledgeBase, item: RunItem, *, verbose: bool) -> Iterator[Block]:
    """A scenario: nothing where all is well, unless more is wanted."""
    if item.status in _QUIET and not verbose:
        return
    where = f"{item.path}:{item.line}" if item.line else item.path
    title = item.title or f"scenario {item.number}"
    yield Para(
        join([styled(f"{item.status.value} ", _STYLES[item.status]), styled(title, HEAD), styled(f"  {where}", DIM)])
    )
    for failure in item.failures:
        place = f"{failure.path}:{failure.line}:{failure.column}: " if failure.line else ""
        phase = f"phase {failure.phase}: " if item_has_phases(item) else ""
        yield Para(join([styled(place, DIM), f"{phase}{failure.text}"]), indent=2)
        if failure.hint:
            yield Para(styled(f"hint: {failure.hint}", DIM), indent=4)
    for problem in item.problems:
        yield from trouble_blocks(problem)
    if item.status is Status.xpassed:
        yield Para(styled(f"marked xfail ({item.xfail}), yet every expectation is met: take the mark away"), indent=2)
    elif item.xfail and item.failures:
        yield Para(styled(f"xfail: {item.xfail}", DIM), indent=2)
    if verbose and item.result is not None:
        yield from infer(kb, item.result, closing=False, titled=False)
        yield BLANK


def item_has_phases(item: RunItem) -> bool:
    """Whether failures should say in which phase they are."""
    return any(failure.phase > 1 for failure in item.failures) or bool(item.result and item.result.phases)


def trouble_blocks(problem: Trouble) -> Iterator[Block]:
    """A problem of a document."""
    numbers = [str(number) for number in (problem.line, problem.column) if number]
    where = ":".join([problem.path, *numbers]) + ": " if problem.path else ""
    yield Para(join([where, styled(f"error[{problem.code}]", "red"), f": {problem.message}"]), indent=2)
    for line in problem.help[:3]:
        yield Para(styled(f"help: {line}", DIM), indent=4)


def summary(kb: KnowledgeBase, counts: Mapping[str, int], sources: Collection[str], *, advice: str) -> Iterator[Block]:
    """The last lines: how many of what, and what it is for."""
    parts = [f"{counts[status.value]} {words}" for status, words in _COUNTED.items() if counts.get(status.value)]
    yield Para(styled(f"{counted(sum(counts.values()), 'scenario')}: {listed(parts)}.", HEAD))
    yield from footer(kb, sources, legend=False, advice=advice)
