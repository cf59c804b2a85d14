"""A run of scenarios as people read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reasoner.batch.report import RunEnd, RunItem, Status, Trouble
from reasoner.batch.reports.words import QUIET, change, finding_change, name, remarks, tally, where
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.infer import infer
from reasoner.render.layout import BLANK, Block, Para, join, styled
from reasoner.render.words import DIM, HEAD, footer

_STYLES = {
    Status.passed: "green",
    Status.unjudged: "dim",
    Status.warned: "yellow",
    Status.xfailed: "yellow",
    Status.xpassed: "bold red",
    Status.failed: "bold red",
    Status.invalid: "bold red",
    Status.error: "bold red",
    Status.collected: "dim",
}
_NAMED = 20


def is_told(item: RunItem) -> bool:
    """Whether there is something to say of a scenario."""
    against = item.against
    changed = against and (against.change in ("newly_failing", "newly_passing") or against.findings)
    return item.status not in QUIET or bool(changed)


def item_blocks(kb: KnowledgeBase, item: RunItem, *, verbose: bool) -> Iterator[Block]:
    """A scenario: how it ended, what is wrong with it, what changed, and, where more is wanted, what holds."""
    head = [
        styled(f"{item.status.value} ", _STYLES[item.status]),
        styled(name(item), HEAD),
        styled(f"  {where(item)}", DIM),
    ]
    yield Para(join([*head, f"  {change(item)}"] if change(item) else head))
    for failure in item.failures:
        place = f"{failure.path}:{failure.line}:{failure.column}: " if failure.line else ""
        phase = f"phase {failure.phase}: " if item.phases > 1 else ""
        yield Para(join([styled(place, DIM), f"{phase}{failure.text}"]), indent=2)
        if failure.hint:
            yield Para(styled(f"hint: {failure.hint}", DIM), indent=4)
    for problem in item.problems:
        yield from trouble_blocks(problem)
    if item.status is Status.xpassed:
        yield Para(styled(f"marked xfail ({item.xfail}), yet every expectation is met: take the mark away"), indent=2)
    elif item.xfail and item.failures:
        yield Para(styled(f"xfail: {item.xfail}", DIM), indent=2)
    for each in item.against.findings if item.against else ():
        yield Para(styled(finding_change(each)), indent=2)
    if verbose and item.result is not None:
        yield from infer(kb, item.result, closing=False, titled=False)
        yield BLANK


def trouble_blocks(problem: Trouble) -> Iterator[Block]:
    """A problem of a document."""
    numbers = [str(number) for number in (problem.line, problem.column) if number]
    where = ":".join([problem.path, *numbers]) + ": " if problem.path else ""
    yield Para(join([where, styled(f"error[{problem.code}]", "red"), f": {problem.message}"]), indent=2)
    for line in problem.help[:3]:
        yield Para(styled(f"help: {line}", DIM), indent=4)


def summary(kb: KnowledgeBase, end: RunEnd, sources: Collection[str], *, advice: str) -> Iterator[Block]:
    """The last lines: how many of what, whether that is all, and what it is for."""
    for each in end.gone[:_NAMED]:
        yield Para(
            join([styled("gone ", DIM), styled(each.title or f"scenario {each.number}", HEAD), f"  {each.path}"])
        )
    if len(end.gone) > _NAMED:
        yield Para(styled(f"and {len(end.gone) - _NAMED} more that are gone"))
    yield Para(styled(tally(end.counts), HEAD))
    for remark in remarks(end):
        yield Para(styled(remark))
    yield from footer(kb, sources, legend=False, advice=advice)
