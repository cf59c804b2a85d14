"""The answer to `seek`: minimal sets of conditions, by the rule that finally gives the goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.search import FoundSet, Seek, Shown
from reasoner.render.layout import BLANK, FIRM, Block, Para, Row, Rows, join, styled
from reasoner.render.listing import SUPPOSED_HEADING
from reasoner.render.numbers import Numbers
from reasoner.render.searching import (
    because,
    completeness,
    goal_words,
    held,
    is_supposed,
    named,
    outcome,
    sentences,
)
from reasoner.render.words import DIM, HEAD, cited_in, counted, footer, start

_GROUPS = 6
_SETS = 8


def told(
    kb: KnowledgeBase,
    answer: Seek,
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
        numbers: count the sets, where they can be asked about.
    """
    yield Para(styled(f"{start(kb, answer)} Sought: {goal_words(answer.goals)}.", HEAD))
    yield from outcome(answer, "condition", "conditions")
    if answer.sets:
        yield Para(styled(_count(answer.sets)))
        yield from _groups(kb, answer.sets, everything, numbers)
    if answer.sets or answer.cut:
        yield from completeness(answer, "condition", "conditions")
    if closing:
        yield BLANK
        yield from footer(kb, cited_in(kb, answer), legend=bool(answer.sets), advice=answer.advice)


def _groups(kb: KnowledgeBase, sets: Sequence[FoundSet], everything: bool, numbers: Numbers | None) -> Iterator[Block]:
    """The sets under the rules that finally give the first goal, stated ones first."""
    if not sets[0].shows:  # nothing is to hold: no rule gives that
        shown = sets if everything else sets[:_SETS]
        yield Para(styled("; ".join(_numbered(each, numbers) for each in shown)), indent=2)
        yield from _more(len(sets) - len(shown), "set")
        return
    groups: dict[object, list[FoundSet]] = {}
    for each in sets:
        first = each.shows[0]
        groups.setdefault((_rank(first), first.rule), []).append(each)
    listed = list(groups.values())
    shown_groups = listed if everything else listed[:_GROUPS]
    for rank, title in enumerate(("Stated", "Combined by this tool, not said end to end", SUPPOSED_HEADING)):
        here = [group for group in shown_groups if _rank(group[0].shows[0]) == rank]
        rows = [row for group in here for row in _group(kb, group, everything, numbers)]
        if rows:
            yield Rows(rows, 0, styled(title, HEAD), widest=0)
    yield from _more(len(listed) - len(shown_groups), "rule")


def _rank(shown: Shown) -> int:
    """Which list a finding stands in: stated, combined, or resting on what the user supposes."""
    return 0 if shown.stated else 1 + is_supposed(shown)


def _count(sets: Sequence[FoundSet]) -> str:
    """How many sets there are, and of how many conditions."""
    sizes = sorted({len(each.changes) for each in sets})
    if len(sets) == 1:
        return f"One set of {counted(sizes[0], 'condition')} is enough:"
    noun = "condition" if sizes == [1] else "conditions"
    return f"{len(sets)} minimal sets of {' or '.join(map(str, sizes))} {noun}, each enough by itself:"


def _group(kb: KnowledgeBase, group: Sequence[FoundSet], everything: bool, numbers: Numbers | None) -> Iterator[Row]:
    """A rule, with how firmly it gives the goal at best, and the sets that end in it below."""
    first = group[0].shows[0]
    yield Row((because(kb, first), held(first)))
    shown = group if everything else group[:_SETS]
    texts = [_numbered(each, numbers) + _others(kb, each) for each in shown]
    left = len(group) - len(shown)
    more = f"; and {left} more" if left else ""
    yield Row((styled("; ".join(texts) + more), join([])), depth=1)


def _numbered(found: FoundSet, numbers: Numbers | None) -> str:
    """A set by name, with its number where sets have one."""
    return f"{numbers.changes(found.changes)}{FIRM}{FIRM}{named(found.changes)}" if numbers else named(found.changes)


def _others(kb: KnowledgeBase, found: FoundSet) -> str:
    """How long the way is, where it is a combination, and how firm the further goals are."""
    parts = [] if found.shows[0].stated else [sentences(found.shows[0])]
    parts += [f"{each.label} {each.support}" for each in found.shows[1:]]
    return f" ({', '.join(parts)})" if parts else ""


def _more(left: int, noun: str) -> Iterator[Block]:
    if left > 0:
        yield Para(styled(f"and {counted(left, f'more {noun}')} (--all shows them)", DIM), indent=2)
