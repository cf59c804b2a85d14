"""The answer to `says`: how the sources put a step from one thing to another, if they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import PhaseResult
from reasoner.model.sayings import Combination, Says, StepSaying
from reasoner.render.layout import BLANK, Block, Para, Rows, styled
from reasoner.render.sayings import saying_rows
from reasoner.render.view import View
from reasoner.render.why import proof_rows
from reasoner.render.words import HEAD, cited_in, counted, footer, label, listed, sentence

_VERDICTS = {
    "states": "stated",
    "hedges": "said with a hedge",
    "denies": "the step is denied",
    "open": "said to bear on it, direction left open",
    "order": "said to come before it, as mere sequence",
    "combination": "not said end to end; what is said gives it together",
}
_TITLES = {
    "states": "Stated",
    "hedges": "Said with a hedge: suggested, as a correlation, or as a hypothesis",
    "denies": "The step is denied: said not to lead to it, or that it does not depend on it",
    "open": "Bears on it, direction left open",
    "order": "Comes before it, as mere sequence",
}
_FEW = 8


def told(kb: KnowledgeBase, answer: Says, *, everything: bool = False) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base.
        answer: it.
        everything: long lists are told whole.
    """
    yield from says(kb, answer, everything=everything)
    yield BLANK
    graded = bool(answer.sayings or answer.together or answer.combination or answer.contrary or answer.reverse)
    yield from footer(kb, cited_in(kb, answer), legend=graded or bool(answer.requirements), advice=answer.advice)


def says(kb: KnowledgeBase, answer: Says, *, everything: bool = False) -> Iterator[Block]:
    """The answer without what stands below answers."""
    first, second = label(kb, answer.premise), label(kb, answer.conclusion)
    yield Para(styled(f"{sentence(first)[:-1]} → {second}: {_verdict(kb, answer)}", HEAD))
    if answer.by_definition:
        yield Para(styled(f"By definition {first} is, or means, {second}: no source need say it."))
    if answer.verdict == "nothing":
        yield Para(styled("That it is not said is not the same as false."))
    near = [each for each in answer.sayings if each.relation != "kinds"]
    for how, title in _TITLES.items():
        yield from _cut(kb, title, [each for each in near if each.how == how], everything)
    for how, title in _TITLES.items():
        kinds = [each for each in answer.sayings if each.relation == "kinds" and each.how == how]
        yield from _cut(kb, f"{title}, of kinds of them or in places within", kinds, everything)
    if answer.combination:
        yield from _combination(kb, answer.combination)
    for title, part in (
        ("Said of it together with something else", answer.together),
        (f"What {second} depends on", answer.requirements),
        (f"Said unless {first}", answer.stopped),
        (f"Said of {first}: the contrary", answer.contrary),
        ("Said the other way round", answer.reverse),
    ):
        yield from _cut(kb, title, part, everything)


def _verdict(kb: KnowledgeBase, answer: Says) -> str:
    """All verdicts in one sentence, each with whether it is of kinds, or in some settings, only."""
    if answer.verdict == "nothing":
        return f"{kb.silent('says', 'say')} nothing of it, and no combination of statements gives it."
    parts = []
    for verdict in answer.verdicts:
        here = [each for each in answer.sayings if each.how == verdict]
        words = _VERDICTS[verdict]
        if verdict == "combination":
            words = _together(answer)
        if here and all(each.relation == "kinds" for each in here):
            words += ", of kinds of them"
        if here and all(each.guards for each in here):
            words += ", and not in every setting"
        parts.append(words)
    return f"{'; '.join(parts)}."


def _together(answer: Says) -> str:
    """How several statements, or one that needs something besides, give the step."""
    if answer.combination is None:
        also = "" if answer.verdict == "combination" else "also "
        return f"{also}said {'' if also else 'only '}together with something else"
    if answer.combination.stated:
        return f"{'' if answer.verdict == 'combination' else 'more firmly '}given by what one sentence says"
    return _VERDICTS["combination"] if answer.verdict == "combination" else "more firmly by what is said together"


def _cut(kb: KnowledgeBase, title: str, sayings: Sequence[StepSaying], everything: bool) -> Iterator[Block]:
    shown = sayings if everything else sayings[:_FEW]
    yield from saying_rows(kb, title, shown)
    if left := len(sayings) - len(shown):
        yield Para(styled(f"and {counted(left, 'more statement')} (--all shows them)"), indent=2)


def _combination(kb: KnowledgeBase, combined: Combination) -> Iterator[Block]:
    given = listed((label(kb, each) for each in combined.given), " and ")
    sentences = counted(len(combined.sentences), "sentence")
    how = "Given by what one sentence says" if combined.stated else f"Combined by this tool from {sentences}"
    link = "" if combined.stated else "weakest link "
    title = f"{how}, where nothing but {given} is given; {link}{combined.support}"
    yield Para(styled(title, HEAD))
    yield Rows(list(proof_rows(View(kb, PhaseResult()), combined.proof)), widest=0, tree=True)
