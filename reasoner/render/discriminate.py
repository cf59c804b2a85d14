"""The answer to `discriminate`: set-ups, and what each model predicts there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import Discriminate, Prediction, SetUp, Shown
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.numbers import Numbers
from reasoner.render.searching import completeness, held, named
from reasoner.render.words import DIM, HEAD, after, citations, cited_in, counted, footer, listed, sentence, start

_SETUPS = 6
_SHOWN = 3


def told(
    kb: KnowledgeBase,
    answer: Discriminate,
    *,
    everything: bool = False,
    closing: bool = True,
    numbers: Numbers | None = None,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        closing: legend, disclaimer and advice stand at the end.
        numbers: count the set-ups, where they can be asked about.
    """
    if answer.question:
        asked = join([styled(answer.question, HEAD), " "])
        source = kb.called(cited_in(kb, answer.citations))
        yield Para(join([asked, after(f"Asked and left open by {source}", citations(kb, answer.citations)), "."]))
        yield Para(styled(start(kb, answer), DIM))
    yield Rows(
        [Row((styled(each.key), styled(each.label), styled(each.name, DIM))) for each in answer.contenders], 1, widest=0
    )
    if answer.setups:
        yield from _setups(kb, answer, everything, numbers or Numbers())
    yield from _inseparable(answer)
    yield from completeness(answer, "change", "changes") if answer.setups or answer.cut else ()
    yield Para(styled("What a model does not predict is not predicted absent."))
    if answer.note:
        yield Para(styled(answer.note, DIM))
    if closing:
        yield BLANK
        yield from footer(kb, cited_in(kb, answer), legend=bool(answer.setups), advice=answer.advice)


def _setups(kb: KnowledgeBase, answer: Discriminate, everything: bool, numbers: Numbers) -> Iterator[Block]:
    shown = answer.setups if everything else answer.setups[:_SETUPS]
    yield Para(styled("Set-ups on which they differ, best separating first:", HEAD))
    for each in shown:
        yield from _setup(kb, each, numbers.changes(each.changes), everything)
    if left := len(answer.setups) - len(shown):
        yield Para(styled(f"and {counted(left, 'more set-up')} (--all shows them)", DIM), indent=2)


def _setup(kb: KnowledgeBase, setup: SetUp, number: str, everything: bool) -> Iterator[Block]:
    parts = [styled(f"{number}  {named(setup.changes)}", HEAD), styled(f"  separates {_pairs(setup.separates)}")]
    if setup.alike:
        others = setup.alike if everything else setup.alike[:2]
        left = len(setup.alike) - len(others)
        more = f" and {left} more" if left else ""
        parts.append(styled(f"; the same with {'; with '.join(named(each) for each in others)}{more}", DIM))
    yield Para(join(parts), indent=2, hang=5)
    rows = [row for each in setup.predictions for row in _prediction(kb, each, everything)]
    yield Rows(rows, 1, indent=5, widest=0)


def _prediction(kb: KnowledgeBase, prediction: Prediction, everything: bool) -> Iterator[Row]:
    if not prediction.shows:
        yield Row((styled(prediction.key), styled("predicts nothing of its own here", DIM), join([]), join([])))
        return
    shown = prediction.shows if everything else prediction.shows[:_SHOWN]
    left = len(prediction.shows) - len(shown)
    for place, each in enumerate(shown):
        more = styled(f"and {left} more", DIM) if left and each is shown[-1] else join([])
        yield _predicted(kb, each, prediction.key if not place else "", more)


def _predicted(kb: KnowledgeBase, shown: Shown, key: str, more: Text) -> Row:
    return Row((styled(key), styled(shown.label), held(shown), citations(kb, shown.citations)), tail=more)


def _inseparable(answer: Discriminate) -> Iterator[Block]:
    if answer.inseparable and not answer.cut:
        size = counted(answer.most, "change")
        pairs = _pairs(answer.inseparable)
        among = counted(answer.candidates, "candidate")
        yield Para(styled(sentence(f"nothing among {among} separates {pairs}, with up to {size}")))


def _pairs(pairs: Sequence[str]) -> str:
    return listed((f"{one} from {other}" for one, other in (pair.split() for pair in pairs)), ", ")
