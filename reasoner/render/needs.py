"""The answer to `needs`: what a finding cannot do without, and how many ways lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.needs import NeededRule, Needs
from reasoner.model.result import Origin, PhaseResult
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.view import View
from reasoner.render.why import verdict
from reasoner.render.words import (
    DIM,
    HEAD,
    bare,
    citations,
    cited_in,
    counted,
    footer,
    grade,
    labels,
    listed,
    sentence,
    start,
)

_MOST = 6


def needs(
    kb: KnowledgeBase,
    answer: Needs,
    *,
    everything: bool = False,
    rules: bool = False,
    headed: bool = True,
    closing: bool = True,
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        rules: ids of rules are shown.
        headed: the scenario stands above.
        closing: legend, disclaimer and advice stand at the end.
    """
    if headed:
        yield Para(styled(start(kb, answer), DIM))
    found = answer.finding
    yield Para(join([styled(sentence(found.label)[:-1], HEAD), ": ", verdict(kb, found), "."]))
    view = View(kb, PhaseResult(), answer.setting, everything, rules)
    yield from _things(answer)
    yield from _rules(view, answer)
    yield from _lines(view, answer)
    if closing:
        yield BLANK
        yield from footer(kb, cited_in(kb, answer), legend=bool(found.rules), advice=answer.advice)


told = needs


def _things(answer: Needs) -> Iterator[Block]:
    if answer.things:
        names = listed((each.label for each in answer.things), " and ")
        yield Para(join([styled("Cannot do without: ", HEAD), f"{names}."]))
    else:
        said = "Nothing that is given or set is needed alone: it holds without any one of these"
        yield Para(styled(f"{said}." if answer.spare else "Nothing that is given or set is needed."))
    if answer.spare:
        names = listed((each.label for each in answer.spare), " or ")
        yield Para(join([styled("Holds as well without ", DIM), styled(names, DIM), styled(".", DIM)]))
    for each in answer.refused:
        yield Para(styled(f"Without {each.label} the rest contradicts itself: nothing can be said of it."))


def _rules(view: View, answer: Needs) -> Iterator[Block]:
    found = answer.finding
    if answer.rules:
        yield Rows(
            [_rule(view, each) for each in answer.rules],
            title=styled("Statements that it cannot do without", HEAD),
            widest=0,
        )
    elif found.rules:
        yield Para(styled("No single statement is needed: without any one of them, others give it."))


def _rule(view: View, each: NeededRule) -> Row:
    away = "" if each.concludes else "keeps an exception away"
    gives = f"gives {labels(view.kb, each.concludes)}" if each.concludes else away
    tail = [gives, each.rule if view.rules else ""]
    support = grade(each.grade) if each.grade is not None else styled("")
    lead = styled(bare(each.claim))
    return Row((lead, support, citations(view.kb, each.citations)), tail=styled("; ".join(filter(None, tail)), DIM))


def _lines(view: View, answer: Needs) -> Iterator[Block]:
    if not answer.finding.rules or answer.finding.origin is Origin.persisting:
        return
    number = len(answer.lines)
    if number < 2:
        word = "One line gives it" if number else "No line to it cites a reference"
        yield Para(styled(f"{word}; there is no other without a reference in common." if number else f"{word}."))
        return
    shown = answer.lines if view.everything else answer.lines[:_MOST]
    rows = [
        Row(
            (styled(bare(each.claim)), grade(each.support), citations(view.kb, each.citations)),
            tail=styled(each.rule if view.rules else "", DIM),
        )
        for each in shown
    ]
    yield Rows(rows, title=styled(f"{number} lines without a reference in common, which end in", HEAD), widest=0)
    if left := number - len(shown):
        yield Para(styled(f"and {counted(left, 'more line')} (--all shows them)", DIM), indent=2)
