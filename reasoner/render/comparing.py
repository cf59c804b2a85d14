"""The answer to `compare`: two scenarios side by side, where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Origin, PhaseResult
from reasoner.model.whatif import Compared, Comparison, Side
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.view import View
from reasoner.render.words import DIM, HEAD, citations, cited_in, counted, footer, grade, labels, sentence, start

_FLAGS = {
    "contested": "contested",
    "rests_on_contested": "rests on a contested finding",
    "against_requirement": "lowered",
    "extrapolated": "extrapolated",
}


def compare(
    kb: KnowledgeBase, answer: Comparison, *, everything: bool = False, rules: bool = False, closing: bool = True
) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded, and what is the same is listed too.
        rules: ids of rules are shown.
        closing: legend, disclaimer and advice stand at the end.
    """
    for name, side in (("A", answer.first), ("B", answer.second)):
        yield Para(join([styled(f"{name}: ", HEAD), _scenario(kb, side)]))
    shown = [each for each in answer.different if everything or not _hidden(kb, each)]
    parts = {
        "In A only": [each for each in shown if each.second is None],
        "In B only": [each for each in shown if each.first is None],
        "In both, but not alike: A, then B": [each for each in shown if each.first and each.second],
    }
    for title, part in parts.items():
        yield from _table(kb, title, part, rules=rules)
    if not answer.different:
        yield Para(styled("Nothing is different."))
    if left := len(answer.different) - len(shown):
        what = counted(left, "further difference")
        yield Para(styled(f"Folded: {what}, molecules, pathways, what follows by definition (--all shows them).", DIM))
    if everything:
        yield from _table(kb, "Alike in both", answer.same, rules=rules)
    else:
        alike = "finding is alike" if len(answer.same) == 1 else "findings are alike"
        yield Para(styled(f"{len(answer.same)} {alike} in both{' (--all shows them)' if answer.same else ''}.", DIM))
    if closing:
        yield BLANK
        legend = bool(answer.different) or everything
        yield from footer(kb, cited_in(kb, answer), legend=legend, advice=answer.advice)


told = compare


def _scenario(kb: KnowledgeBase, side: Side) -> str:
    title = f"{sentence(side.title)} " if side.title else ""
    return title + start(kb, side)


def _held(each: Compared) -> list[FindingResult]:
    return [found for found in (each.first, each.second) if found is not None]


def _hidden(kb: KnowledgeBase, each: Compared) -> bool:
    """What is only counted: molecules and the like, long chains, and what structure alone gives."""
    view = View(kb, PhaseResult())
    return all(found.lifted_from is not None or view.is_folded(found) for found in _held(each))


def _table(kb: KnowledgeBase, title: str, part: Sequence[Compared], *, rules: bool) -> Iterator[Block]:
    groups: dict[tuple[str, ...], tuple[tuple[Text, ...], Text, list[Compared]]] = {}
    for each in part:
        cells, tail = _cells(each), _cited(kb, _held(each))
        if names := ", ".join(dict.fromkeys(rule for found in _held(each) for rule in found.rules)) if rules else "":
            tail = join([tail, styled(f"  {names}", DIM)])
        key = (*(cell.plain for cell in cells), tail.plain)
        groups.setdefault(key, (cells, tail, []))[2].append(each)
    rows = [
        Row((styled(labels(kb, [each.finding for each in group])), *cells), tail=tail)
        for cells, tail, group in groups.values()
    ]
    if rows:
        yield Rows(rows, title=styled(title, HEAD))


def _cells(each: Compared) -> tuple[Text, ...]:
    """How a finding holds: one cell where it holds in one scenario, or alike; else one each, with what differs."""
    held = _held(each)
    words = [_words(found) for found in held]
    if len(held) == 1 or (words[0] == words[1] and held[0].support == held[1].support):
        return (_cell(held[0], words[0]),)
    apart = [[word for word in own if word not in other] for own, other in (words, words[::-1])]
    return tuple(_cell(found, own) for found, own in zip(held, apart, strict=True))


def _words(found: FindingResult) -> list[str]:
    """What is to be said beside the grade."""
    how = ["stated" if found.stated else "combined"] if found.rules else []
    how = ["persists"] if found.origin is Origin.persisting else how
    return [*how, *(word for name, word in _FLAGS.items() if getattr(found, name))]


def _cell(found: FindingResult, words: Iterable[str]) -> Text:
    if found.origin in (Origin.given, Origin.intervened):
        return styled("given" if found.origin is Origin.given else "set")
    link = "" if found.stated or not found.rules else "weakest link "
    return join([link, grade(found.support), *(f", {word}" for word in words)])


def _cited(kb: KnowledgeBase, held: Iterable[FindingResult]) -> Text:
    return citations(kb, dict.fromkeys(each for found in held for each in found.citations), 2)
