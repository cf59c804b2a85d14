"""Claims about all scenarios of a sweep, told: whether they hold, and where they fail."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.claims import Claim, Claims
from reasoner.model.evidence import Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.render.layout import BLANK, Block, Para, join, styled
from reasoner.render.sensitivity import scope
from reasoner.render.words import DIM, HEAD, footer, listed, start


def told(kb: KnowledgeBase, answer: Claims, *, everything: bool = False) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is ever folded here.
    """
    yield Para(styled(start(kb, answer), HEAD))
    yield Para(styled(scope(answer.scenarios, answer.refused, full=answer.full)))
    yield from body(answer)
    yield BLANK
    yield from footer(kb, legend=any(claim.counter_example for claim in answer.claims), advice=answer.advice)


def body(answer: Claims) -> Iterator[Block]:
    """Whether each claim holds, and where it fails."""
    for claim in answer.claims:
        yield from _claim(answer, claim)
    if not answer.full:
        yield Para(styled("A table or sample proves nothing of scenarios that are not in it.", DIM))


def _claim(answer: Claims, claim: Claim) -> Iterator[Block]:
    firm = f" with {claim.support} support or firmer" if claim.support > Grade.hypothesis else ""
    said = f"{'Always' if claim.always else 'Never'} {claim.label}{firm}: "
    tested = answer.scenarios - answer.refused
    if not answer.tested:
        yield Para(join([styled(said, HEAD), "not tested: every scenario contradicts itself."]))
    elif not claim.against:
        yield Para(join([styled(said, HEAD), styled("holds", "green"), f" in all {tested:,} scenarios."]))
    else:
        words = f" in {claim.against:,} of {tested:,} scenarios."
        yield Para(join([styled(said, HEAD), styled("does not hold", "red"), words]))
    if (example := claim.counter_example) is not None:
        on = listed(example.switches, " and ") or "nothing"
        only = "only " if claim.always else ""
        there = f"it holds there, {only}{example.support}" if example.support is not None else "it does not hold there"
        yield Para(styled(f"With the fewest factors switched: {on}; {there}. As a scenario file:"), indent=2)
        yield from (Para(styled(line), indent=4) for line in example.scenario.splitlines())
