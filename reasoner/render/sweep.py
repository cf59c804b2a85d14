"""The answer to `sweep`: how often each target holds, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sensitivity import Prevalence
from reasoner.model.sweep import Sweep, SweptFactor
from reasoner.render import claims, sensitivity
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.words import DIM, HEAD, counted, footer, grade, listed, start

_MOST = 24
_SWITCH = ["off", "on"]
_WEAKEST = (
    "Grades are those of the weakest link; whether a finding is stated or combined, `infer` tells of one scenario."
)


def told(kb: KnowledgeBase, answer: Sweep, *, everything: bool = False, closing: bool = True) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
        closing: legend, disclaimer and advice stand at the end.
    """
    yield Para(styled(f"{start(kb, answer)} {_size(answer)}", HEAD))
    yield Para(styled(f"Switched: {_factors(answer.factors, everything)}."))
    counting = answer.scenarios - answer.refused
    outcomes = [each for each in answer.targets if each.kind is Kind.outcome]
    others = [each for each in answer.targets if each.kind is not Kind.outcome]
    associated = f"What {kb.silent('associates', 'associate')} with this"
    for title, targets in (("Finding", others), (associated, outcomes)):
        if targets:
            yield from _prevalences(title, targets, counting, everything)
    graded = any(each.scenarios for each in answer.targets)
    if graded:
        yield Para(styled(_WEAKEST, DIM))
    if answer.claims:
        yield BLANK
        yield from claims.body(answer.claims)
    if answer.sensitivity:
        yield BLANK
        yield from sensitivity.body(answer.sensitivity, everything)
    if closing:
        yield BLANK
        yield from footer(kb, {work.id for work in kb.works}, legend=graded, advice=answer.advice)


def planned(kb: KnowledgeBase, answer: Sweep) -> Iterator[Block]:
    """A sweep of which nothing is evaluated yet, in Python: its scenarios, and what is looked at."""
    yield Para(styled(f"{start(kb, answer)} {_which(answer)}.", HEAD))
    yield Para(styled(f"Switched: {_factors(answer.factors, everything=False)}."))
    labels = [each.label for each in answer.targets]
    left = [f"and {len(labels) - _MOST} more"] if len(labels) > _MOST else []
    yield Para(styled(f"Looked at: {', '.join([*labels[:_MOST], *left])}."))
    yield Para(
        styled("`summary()`, `sensitivity()` and `claims()` evaluate them; so does going through the rows.", DIM)
    )
    yield BLANK
    yield from footer(kb, legend=False, advice=answer.advice)


def _size(answer: Sweep) -> str:
    """How many scenarios there are, which, and how many are refused."""
    done = f" {answer.scenarios:,} of them evaluated." if answer.scenarios < answer.size else ""
    refused = f" {answer.refused:,} refused, since they contradict themselves." if answer.refused else ""
    return f"{_which(answer)}.{done}{refused}"


def _which(answer: Sweep) -> str:
    number = f"{answer.size:,} scenario{'' if answer.size == 1 else 's'}"
    which = {
        "factorial": f"every combination of {counted(len(answer.factors), 'factor')}",
        "sample": f"drawn at random from {_large(answer.combinations)} combinations of "
        f"{counted(len(answer.factors), 'factor')} (seed {answer.seed})",
        "table": f"the rows of a table of {counted(len(answer.factors), 'factor')}",
    }[answer.design]
    return f"{number}: {which}"


def _large(number: int) -> str:
    """A number that can be read: from a million millions on by its power of ten."""
    return f"{number:,}" if number < 10**12 else f"some 10^{len(str(number)) - 1}"


def _factors(factors: Sequence[SweptFactor], everything: bool) -> str:
    """The factors, with their levels where these are more than off and on."""
    shown = factors if everything else factors[:_MOST]
    words = [each.label + ("" if _is_switch(each) else f" ({_levels(each, everything)})") for each in shown]
    left = len(factors) - len(shown)
    return "; ".join([*words, *([f"and {left} more (--all shows them)"] if left else [])])


def _is_switch(factor: SweptFactor) -> bool:
    return [level.name for level in factor.levels] == _SWITCH


def _levels(factor: SweptFactor, everything: bool) -> str:
    labels = [level.label for level in factor.levels]
    few = labels if everything or len(labels) <= _MOST else [*labels[:_MOST], f"{len(labels) - _MOST} more"]
    return listed(few, " or ")


def _prevalences(title: str, targets: Sequence[Prevalence], counting: int, everything: bool) -> Iterator[Block]:
    """Targets, those that hold most often first; those that never hold in one line."""
    ranked = sorted(targets, key=lambda each: (-each.scenarios, each.label))
    holding = [each for each in ranked if each.scenarios]
    shown = holding if everything else holding[:_MOST]
    if shown:
        yield Rows([_row(each, counting) for each in shown], 0, styled(title, HEAD), styled("holds in"))
    if left := len(holding) - len(shown):
        yield Para(styled(f"and {left} more (--all shows them)"), indent=2)
    if never := [each.label for each in ranked if not each.scenarios]:
        yield Para(styled(f"In none: {', '.join(never)}."))


def _row(each: Prevalence, counting: int) -> Row:
    """A target: in how many scenarios it holds, which share of those that count that is, and how firmly."""
    found = [(Grade[name], number) for name, number in each.support.items() if number]
    parts = [join([grade(known), f" {number:,}"]) for known, number in sorted(found, reverse=True)]
    cells = (styled(each.label), styled(f"{each.scenarios:,}"), styled(_share(each.scenarios, counting)))
    return Row(cells, 0, join(parts, ", "))


def _share(number: int, of: int) -> str:
    """A share in words: `all`, `25 %`; what is not all or none is never said to be."""
    if number == of:
        return "all"
    percent = 100 * number / of
    return "< 1 %" if percent < 1 else "> 99 %" if percent > 99 else f"{percent:.0f} %"
