"""The answer to `infer`: what holds in a scenario, phase by phase where it has several."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Result
from reasoner.render.beside import beside, nothing
from reasoner.render.layout import BLANK, Block, Para, styled
from reasoner.render.listing import listing
from reasoner.render.phases import story
from reasoner.render.view import View
from reasoner.render.words import HEAD, cited_in, footer, header, sentence


def infer(
    kb: KnowledgeBase,
    result: Result,
    *,
    everything: bool = False,
    rules: bool = False,
    closing: bool = True,
    titled: bool = True,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base of the result.
        result: it.
        everything: nothing is folded.
        rules: ids of rules are shown.
        closing: legend, disclaimer and advice stand at the end; the shell shows them once.
        titled: the title of the scenario stands above.
    """
    kb = kb.supposing(result.setting.suppose)
    view = View(kb, result, result.setting, everything, rules)
    if result.title and titled:
        yield Para(styled(sentence(result.title), HEAD))
    if result.phases:
        yield from story(kb, result, everything=everything, rules=rules)
    else:
        yield Para(styled(header(kb, result.setting, result.given, result.interventions, result.history), HEAD))
        yield from answer(view)
    if closing:
        yield BLANK
        legend = bool(view.concluded) or bool(result.phases)
        yield from footer(kb, cited_in(kb, result), legend=legend, advice=result.advice)


told = infer


def answer(view: View) -> Iterator[Block]:
    """The lists and sections of one phase."""
    if view.concluded:
        yield from listing(view)
    else:
        yield from nothing(view)
    yield from beside(view)
