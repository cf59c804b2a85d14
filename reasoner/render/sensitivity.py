"""What a sweep shows, told: how often findings hold, what brings them or takes them away, and which factors suffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.text import Text

from reasoner.model.evidence import Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sensitivity import Effect, Interaction, Prevalence, Sensitivity, Sufficient
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.pictures.signs import percent
from reasoner.render.words import DIM, HEAD, counted, footer, grade, listed, start

Thing = TypeVar("Thing")
_MOST = 5
_LONGEST = 5
_TOGETHER = {
    "only_together": "only {} and {} together bring it",
    "either": "either of {} and {} brings it",
    "second_undoes": "{1} undoes what {0} brings",
    "first_undoes": "{0} undoes what {1} brings",
    "one_alone": "{} or {} brings it, not both",
    "together_end": "only {} and {} together end it",
    "either_ends": "either of {} and {} ends it",
    "second_restores": "{1} restores what {0} ends",
    "first_restores": "{0} restores what {1} ends",
    "both_or_neither": "it holds with both of {} and {}, or with neither",
}

_ALIKE = ("either", "either_ends")
Parts = list[tuple[str, list[Row]]]


def told(kb: KnowledgeBase, answer: Sensitivity, *, everything: bool = False) -> Iterator[Block]:
    """The answer as blocks.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
        everything: nothing is folded.
    """
    yield Para(styled(start(kb, answer), HEAD))
    yield Para(styled(scope(answer.scenarios, answer.refused, full=answer.full)))
    yield Rows([_prevalence(answer, each) for each in answer.targets], title=styled("How often findings hold", HEAD))
    yield from body(answer, everything)
    yield BLANK
    yield from footer(kb, legend=True, advice=answer.advice)


def body(answer: Sensitivity, everything: bool) -> Iterator[Block]:
    """What each factor does, what two do together, and which suffice."""
    yield from _effects(answer, everything)
    yield from _together(answer, everything)
    yield from _sets(answer, everything)


def scope(scenarios: int, refused: int, *, full: bool) -> str:
    """Which scenarios an answer about a sweep is about."""
    kind = "all combinations of the factors" if full else "those of a table or sample"
    left_out = f"; {refused:,} contradict themselves and count nowhere" if refused else ""
    return f"{scenarios:,} {'scenario' if scenarios == 1 else 'scenarios'}, {kind}{left_out}."


def _prevalence(answer: Sensitivity, each: Prevalence) -> Row:
    total = answer.scenarios - answer.refused
    numbers = [(each.support[str(firm)], firm) for firm in reversed(Grade)]
    parts = [join([f"{number:,} ", grade(firm)]) for number, firm in numbers if number]
    share = percent(each.scenarios / total) if total else "0"
    return Row((styled(each.label), styled(f"{share:>4} %")), tail=join(parts, ", "))


def _effects(answer: Sensitivity, everything: bool) -> Iterator[Block]:
    labels = {each.name: each.label for each in answer.switches}
    parts: Parts = []
    for target in answer.targets:
        moving = [each for each in answer.effects if each.target == target.finding and _moved(each)]
        moving.sort(key=lambda each: (-(each.gained + each.lost) / each.pairs, -_moved(each) / each.pairs))
        rows = [Row((styled(labels[each.switch]), _effect(each)), depth=1) for each in _some(moving, everything)]
        parts.append((target.label, [*rows, *_folded(len(moving), everything)]))
    if not any(each.pairs for each in answer.effects):
        words = "No two of these scenarios differ in one factor alone: of single factors nothing can be said."
        yield Para(styled(f"{words} All combinations of fewer factors have such pairs."))
        return
    if not answer.full:
        yield Para(styled(_pairs_words(answer), DIM))
    if rows := _merged(parts):
        yield Rows(rows, title=styled("Switching on, all else equal", HEAD))
    else:
        yield Para(styled("No factor by itself changes any of these findings in the pairs that there are."))


def _moved(effect: Effect) -> int:
    return effect.gained + effect.lost + effect.raised + effect.lowered


def _effect(effect: Effect) -> Text:
    parts = [
        f"{word} in {percent(number / effect.pairs)} %"
        for word, number in (
            ("brings it", effect.gained),
            ("ends it", effect.lost),
            ("makes it firmer", effect.raised),
            ("makes it less firm", effect.lowered),
        )
        if number
    ]
    return styled(f"{', '.join(parts)} of {effect.pairs:,} pairs")


def _pairs_words(answer: Sensitivity) -> str:
    first = f" among the first {answer.compared:,}" if answer.compared < answer.scenarios else ""
    return (
        f"Pairs are those{first} that happen to differ in one factor alone; they need not stand for all settings of "
        "the others."
    )


def _together(answer: Sensitivity, everything: bool) -> Iterator[Block]:
    """That two do the same says little, and is left out unless everything is wanted."""
    labels = {each.name: each.label for each in answer.switches}
    told = [pattern for pattern in _TOGETHER if everything or pattern not in _ALIKE]
    parts: Parts = []
    for target in answer.targets:
        cases = [
            (each, pattern)
            for each in answer.interactions
            if each.target == target.finding
            for pattern in told
            if getattr(each, pattern)
        ]
        cases.sort(key=lambda case: -getattr(*case) / case[0].fours)
        rows = [_case(labels, *case) for case in _some(cases, everything)]
        parts.append((target.label, [*rows, *_folded(len(cases), everything)]))
    if rows := _merged(parts):
        yield Rows(rows, title=styled("Two factors together", HEAD), widest=0)
    alike = [each for each in answer.interactions if any(getattr(each, pattern) for pattern in _ALIKE)]
    if alike and not everything:
        words = "which do the same, either of them enough (--all shows them)"
        yield Para(styled(f"Left out: {counted(len(alike), 'case')} of two factors {words}.", DIM))


def _case(labels: dict[str, str], each: Interaction, pattern: str) -> Row:
    share = f"in {percent(getattr(each, pattern) / each.fours)} % of {counted(each.fours, 'setting')} of the others"
    words = _TOGETHER[pattern].format(labels[each.first], labels[each.second])
    return Row((styled(words), styled(share)), depth=1)


def _sets(answer: Sensitivity, everything: bool) -> Iterator[Block]:
    labels = {each.name: each.label for each in answer.switches}
    parts: Parts = []
    for target in answer.targets:
        sets = [each for each in answer.sufficient if each.target == target.finding]
        if not answer.full:  # long sets of a table or sample are whole scenarios of it, and tell nothing
            sets = [each for each in sets if len(each.switches) <= _LONGEST]
        rows = [_set(labels, each, answer.full) for each in _some(sets, everything)]
        parts.append((target.label, [*rows, *_folded(len(sets), everything, more=target.finding in answer.more_sets)]))
    if rows := _merged(parts):
        yield Rows(rows, title=styled("Smallest sets of factors that suffice, all others off", HEAD), widest=0)
        yield Para(
            styled(
                "No smaller part of a set that was seen does it. That a set suffices alone does not mean that it does "
                "whatever else is on: where others end it, the number says so.",
                DIM,
            )
        )


def _set(labels: dict[str, str], each: Sufficient, full: bool) -> Row:
    names = listed((labels[name] for name in each.switches), " and ") or "without any"
    if each.held == each.among and full:
        lasting = "whatever else is on"
    else:
        lasting = f"in {each.held:,} of {counted(each.among, 'scenario')} with it"
    return Row((styled(names), styled(lasting)), depth=1)


def _merged(parts: Parts) -> list[Row]:
    """Rows beneath the findings that they are about; findings of which the same is told stand together."""
    groups: dict[tuple[str, ...], tuple[list[str], list[Row]]] = {}
    for label, rows in parts:
        if rows:
            key = tuple(cell.plain for row in rows for cell in row.cells)
            groups.setdefault(key, ([], rows))[0].append(label)
    return [row for labels, rows in groups.values() for row in (Row((styled(listed(labels)), styled(""))), *rows)]


def _some(things: Sequence[Thing], everything: bool) -> Sequence[Thing]:
    return things if everything else things[:_MOST]


def _folded(number: int, everything: bool, *, more: bool = False) -> list[Row]:
    left = 0 if everything else max(0, number - _MOST)
    if not left and not more:
        return []
    words = f"and {left} more (--all shows them)" if left else "and more"
    return [Row((styled(words, DIM), styled("")), depth=1)]
