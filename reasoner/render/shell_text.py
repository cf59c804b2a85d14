"""Answers of the shell: what a change gained and lost, and lists whose numbers can be asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult, Origin, Result
from reasoner.render.beside import beside, nothing, openers, said_only_in
from reasoner.render.layout import Block, Para, Row, Rows, join, styled
from reasoner.render.listing import (
    SUPPOSED_HEADING,
    Entry,
    by_place,
    combined,
    difference,
    entries,
    outcomes_heading,
    support_heading,
    support_words,
)
from reasoner.render.notes import cited
from reasoner.render.numbers import Listed, Numbers
from reasoner.render.phases import ended, phase_name
from reasoner.render.shell_parts import in_shell_words
from reasoner.render.view import View
from reasoner.render.words import (
    DIM,
    HEAD,
    citations,
    cited_in,
    counted,
    header,
    label,
    labels,
    listed,
    sentence,
)

_MOST = 10
_FEW = 6
_PLURALS = {Kind.process: "processes", Kind.pathway: "pathways", Kind.cell: "cells", Kind.therapy: "therapies"}


@dataclass(frozen=True)
class Answer:
    """An answer with numbered lines.

    Attributes:
        blocks: it.
        numbered: what each number stands for.
    """

    blocks: list[Block]
    numbered: list[Listed]


class _Lines:
    """Numbers lines through several tables."""

    def __init__(self, view: View, most: int = 0) -> None:
        self.view = view
        self.left = most
        self.limited = bool(most)
        self.numbers = Numbers()
        self.untold: list[FindingResult] = []

    def table(self, title: str, found: Sequence[FindingResult], over: str = "") -> Iterator[Block]:
        """Findings with their number, support, places and notes, as long as there is room."""
        told = entries(self.view, found)
        shown = told[: self.left] if self.limited else told
        self.left -= len(shown)
        self.untold += [each for entry in told[len(shown) :] for each in entry.findings]
        rows = [self._row(entry) for entry in shown]
        if rows:
            yield Rows(rows, 1, styled(title, HEAD), styled(over, DIM))

    def altered(self, pairs: Sequence[tuple[FindingResult, FindingResult]]) -> Iterator[Block]:
        """Findings that hold otherwise than before."""
        was = {now.finding: old for old, now in pairs}
        groups: dict[tuple[str, ...], list[FindingResult]] = {}
        for _, now in pairs:
            groups.setdefault(difference(was[now.finding], now), []).append(now)
        rows = []
        for words, group in groups.items():
            for entry in entries(self.view, group):
                if self.limited and self.left <= 0:
                    self.untold += entry.findings
                    continue
                self.left -= 1
                rows.append(self._row(entry, words[0]))
        if rows:
            yield Rows(rows, 1, styled("Changed", HEAD))

    def _row(self, entry: Entry, change: str = "") -> Row:
        first = entry.first
        number = styled(f"{self.numbers.line(each.finding for each in entry.findings):>2}", DIM)
        support = support_words(first)
        if change:
            support = join([support, f" {change}"])
        name = labels(self.view.kb, [each.finding for each in entry.findings])
        return Row((number, styled(name), support, cited(self.view, first)), tail=entry.notes)


# ---------------------------------------------------------------- what a change did


def changed(before: View, after: View, echo: str) -> Answer:
    """What holds after a change against before it. What ended since the phase before is told with its reason.

    Args:
        before: what held.
        after: what holds.
        echo: what was understood of the line.
    """
    gained = [each for each in after.concluded if each.finding not in before.found]
    lost = [each for each in before.concluded if each.finding not in after.found]
    altered = [
        (was, each)
        for each in after.concluded
        if (was := before.found.get(each.finding)) and was.origin is not Origin.given and difference(was, each)
    ]
    blocks: list[Block] = [Para(styled(echo, HEAD))] if echo else []
    lines = _Lines(after, _MOST)
    blocks += _gained(lines, _unfolded(after, gained))
    folded = [each for each in gained if each not in _unfolded(after, gained)]
    blocks += _and_more(after, [*lines.untold, *folded], "gained")
    gone = {each.finding: each for each in (after.phase.changes.ended if after.phase.changes else ())}
    blocks += ended(after, [gone[each.finding] for each in lost if each.finding in gone], before)
    blocks += _lost(before, [each for each in lost if each.finding not in gone])
    lines.left, lines.untold = _FEW, []
    shown = _unfolded(after, [now for _, now in altered])
    blocks += lines.altered([pair for pair in altered if pair[1] in shown])
    blocks += _and_more(after, [*lines.untold, *(now for _, now in altered if now not in shown)], "changed")
    blocks += _news(before, after)
    if not (gained or lost or altered):
        blocks += _no_change(before, after)
    return Answer(blocks, lines.numbers.listed)


def _unfolded(view: View, found: Sequence[FindingResult]) -> list[FindingResult]:
    """Those to be shown, contested ones among them; all, where none would be."""
    return [each for each in found if each.contested or not view.is_folded(each)] or list(found)


def _gained(lines: _Lines, found: Sequence[FindingResult]) -> Iterator[Block]:
    ordinary = [each for each in found if each.kind is not Kind.outcome]
    stated = [each for each in ordinary if each.stated]
    yield from lines.table("Gained, stated", stated, support_heading(lines.view, stated))
    yield from lines.table("Gained, combined by this tool, not said end to end", combined(ordinary))
    yield from lines.table(f"Gained, {SUPPOSED_HEADING.lower()}", [each for each in ordinary if each.supposed])
    outcomes = [each for each in found if each.kind is Kind.outcome]
    yield from lines.table(outcomes_heading(lines.view, outcomes), outcomes)


def _lost(view: View, lost: Sequence[FindingResult]) -> Iterator[Block]:
    shown = entries(view, _unfolded(view, lost))[:_FEW]
    told = {each.finding for entry in shown for each in entry.findings}
    rows = [
        Row(
            (
                styled(" -", DIM),
                styled(labels(view.kb, [each.finding for each in entry.findings])),
                join(["was ", support_words(entry.first)]),
                cited(view, entry.first),
            )
        )
        for entry in shown
    ]
    if rows:
        yield Rows(rows, 1, styled("Lost", HEAD))
    yield from _and_more(view, [each for each in lost if each.finding not in told], "lost")


def _and_more(view: View, left: Iterable[FindingResult], verb: str) -> Iterator[Block]:
    """How many were not listed, and where to see them."""
    counts: Counter[str] = Counter()
    for each in left:
        counts["long" if view.is_long(each) else each.kind] += 1
    parts = [_count(kind, number) for kind, number in counts.items() if kind != "long"]
    if counts["long"]:
        parts.append(counted(counts["long"], "longer chain"))
    if parts:
        hint = "" if verb == "lost" else " (findings all)"
        yield Para(styled(f"and {listed(parts, ' and ')} {verb}{hint}", DIM), indent=2)


def _count(kind: str, number: int) -> str:
    return counted(number, kind, _PLURALS.get(Kind(kind), ""))


def _news(before: View, after: View) -> Iterator[Block]:
    """Notes, denials and the like that were not there before."""
    kb, was, now = after.kb, before.phase, after.phase
    for note in now.warnings:
        if note not in was.warnings:
            yield Para(join([styled(f"Note, {note.code}: ", "yellow"), f"{note.message}."]))
    known = {each.finding for each in was.expected_otherwise}
    for each in now.expected_otherwise:
        if each.finding not in known:
            places = citations(kb, each.citations)
            told = join([label(kb, each.finding), ", " if places else "", places])
            head = f"Expected from {kb.called(cited_in(kb, each))}, observed otherwise: "
            yield Para(join([styled(head, HEAD), told, "."]))
    for denied in now.denied:
        if denied not in was.denied:
            head = f"Said otherwise by {kb.called(cited_in(kb, denied))}: "
            yield Para(join([styled(head, HEAD), f"{denied.claim} ", citations(kb, denied.citations), "."]))
    if now.would_bring_in and now.would_bring_in != was.would_bring_in:
        names = listed(kb.entities[cell].label for cell in now.would_bring_in)
        yield Para(join([styled("Would bring in: ", HEAD), f"{names} (assert to go on)."]))


def _no_change(before: View, after: View) -> Iterator[Block]:
    """A line that is of use where nothing came of a change."""
    same = before.phase.given == after.phase.given and before.phase.interventions == after.phase.interventions
    was, now = before.setting, after.setting
    if same and (was.cancer, was.stage, was.site, was.assume) == (now.cancer, now.stage, now.site, now.assume):
        yield Para(styled("Nothing is different.", DIM))
        return
    silent = after.kb.silent("draws", "draw")
    yield Para(styled(sentence(f"{silent} no conclusion from this alone; that is not the same as no effect")))
    for text in after.phase.given:
        if text not in before.phase.given and "=" not in text:
            yield from said_only_in(after.kb, Finding.parse(text))
    opening = [(f, n) for f, n in openers(after) if after.kb.kind(f) is not Kind.therapy][:3]
    if opening:
        parts = [f"{label(after.kb, finding)} ({counted(number, 'statement')})" for finding, number in opening]
        yield Para(join([styled("Would open most, if given: ", HEAD), f"{listed(parts)}."]))


# ---------------------------------------------------------------- lists


def findings_answer(
    view: View,
    result: Result,
    found: Sequence[FindingResult],
    words: str,
    *,
    everything: bool,
    emptied_by: str = "",
    further: int = 0,
    asked: str = "",
) -> Answer:
    """The findings that were asked for.

    Args:
        view: what holds.
        result: the same.
        found: those that were asked for, in their order.
        words: how they were asked for; empty where all were.
        everything: nothing is folded.
        emptied_by: of several filters the one without which something would be left.
        further: how many more there are by definition.
        asked: what was typed behind `findings`.
    """
    view = View(view.kb, view.phase, view.setting, everything, view.rules)
    top = header(view.kb, view.setting, result.given, result.interventions, result.history)
    if result.phases:
        top = f"{phase_name(len(result.phases), result.phases[-1])}. {top}"
    blocks: list[Block] = [Para(styled(top, HEAD))]
    lines = _Lines(view)
    if words:
        blocks.append(Para(styled(f"{counted(len(found), 'finding')}: {words}.")))
    given = [each for each in found if each.origin in (Origin.given, Origin.intervened)]
    ordinary = [each for each in found if each not in given and each.kind is not Kind.outcome]
    stated = [each for each in ordinary if each.stated]
    blocks += lines.table("Stated", stated, support_heading(view, stated))
    blocks += lines.table("Combined by this tool, not said end to end", combined(ordinary))
    blocks += lines.table(SUPPOSED_HEADING, [each for each in ordinary if each.supposed])
    outcomes = [each for each in found if each not in given and each.kind is Kind.outcome]
    blocks += lines.table(outcomes_heading(view, outcomes), outcomes)
    blocks += lines.table("Given or set", given)
    if words:
        if further:
            more = f"{further} more follow{'s' * (further == 1)} by definition (findings {asked} all)."
            blocks.append(Para(styled(more, DIM), indent=2))
        if not found:
            blocks.append(Para(styled("None of what holds is that; not inferred is not the same as false.")))
            if view.concluded and not emptied_by:
                hint = "`findings all` lists all that holds; `whynot` tells what a finding lacks."
                blocks.append(Para(styled(hint, DIM)))
            if emptied_by:
                blocks.append(Para(styled(f"Without “{emptied_by.strip('“”')}” there would be some.")))
        return Answer(blocks, lines.numbers.listed)
    if not view.concluded:
        blocks += in_shell_words(nothing(view))
    blocks += by_place(view)
    blocks += _folded(view, found)
    blocks += in_shell_words(beside(view))
    return Answer(blocks, lines.numbers.listed)


def _folded(view: View, found: Sequence[FindingResult]) -> Iterator[Block]:
    shown = {id(each) for each in found}
    blocks = list(_and_more(view, [each for each in view.concluded if id(each) not in shown], "folded"))
    yield from blocks
    lifted = sum(map(len, view.lifted.values()))
    if lifted and not view.everything:
        yield Para(styled(f"{lifted} more follow by definition from these.", DIM), indent=2)
