"""The answer to `whatif`: what changes would bring and take away, each under its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, Origin, PhaseResult
from reasoner.model.whatif import Because, Difference, Reason, WhatIf
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.listing import entries
from reasoner.render.notes import cited
from reasoner.render.view import View
from reasoner.render.words import (
    DIM,
    HEAD,
    after,
    bare,
    citations,
    cited_in,
    counted,
    footer,
    grade,
    label,
    labels,
    listed,
    sentence,
    start,
)
from reasoner.values import Value

_MOST = 12
_SMALL = (Kind.molecule, Kind.pathway, Kind.marker, Kind.assay)
_TITLES = {"lost": "Lost", "weaker": "Less firm", "gained": "Gained", "firmer": "Firmer"}


def whatif(
    kb: KnowledgeBase,
    answer: WhatIf,
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
    made = [f"{each.label} (as it is)" if each.idle else each.label for each in answer.changes]
    yield Para(styled(f"With {listed(made, ', and with ')}:", HEAD))
    folded: list[FindingResult] = []
    for part in _TITLES:
        yield from _part(_Part(kb, answer, part, everything, rules), folded)
    for note in answer.warnings:
        yield Para(join([styled(f"Note, {note.code}: ", "yellow"), f"{note.message}."]))
    if not any(not _itself(each) for part in _TITLES for each in getattr(answer, part)):
        yield Para(styled(sentence(_nothing(kb, answer))))
    yield from _folded(folded)
    if answer.unchanged and any(getattr(answer, part) for part in _TITLES):
        holds = "holds" if answer.unchanged == 1 else "hold"
        yield Para(styled(f"{counted(answer.unchanged, 'finding')} {holds} as before.", DIM))
    if closing:
        yield BLANK
        legend = any(getattr(answer, part) for part in _TITLES)
        yield from footer(kb, cited_in(kb, answer), legend=legend, advice=answer.advice)


told = whatif


def _nothing(kb: KnowledgeBase, answer: WhatIf) -> str:
    if all(each.idle for each in answer.changes):
        return "nothing is different: it is so already"
    silent = kb.silent("draws", "draw")
    return f"{silent} no other conclusion from this; that is not the same as no effect"


class _Part(Value):
    """One of the four lists."""

    kb: KnowledgeBase
    answer: WhatIf
    name: str
    everything: bool
    rules: bool

    @property
    def all(self) -> tuple[Difference, ...]:
        """Its findings."""
        found: tuple[Difference, ...] = getattr(self.answer, self.name)
        return found

    @property
    def present(self) -> bool:
        """Whether the reason speaks of what is so after the changes, and not of what was before."""
        return self.name in ("lost", "weaker")


def _part(part: _Part, folded: list[FindingResult]) -> Iterator[Block]:
    """One list: for each reason a line, and below it what it bears on."""
    phase = PhaseResult.of(
        findings=tuple(each.finding for each in part.all), unmet_requirements=part.answer.unmet_requirements
    )
    view = View(part.kb, phase, part.answer.setting, part.everything, part.rules)
    news = [each for each in part.all if not _itself(each)]
    shown = [each for each in news if part.everything or not _hidden(view, each)]
    folded += [each.finding for each in news if each not in shown]
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for each in shown:
        groups.setdefault(_root(each.reason), []).append(each)
    if groups:
        yield Para(styled(_TITLES[part.name], HEAD))
    for group in groups.values():
        rows = _rows(view, part, group)
        told = rows if part.everything else rows[:_MOST]
        yield Para(join([reason(part.kb, group[0].reason, lacking=part.present), ":"]), indent=2)
        yield Rows(told, indent=4)
        if left := len(rows) - len(told):
            yield Para(styled(f"and {counted(left, 'more line')} (--all shows them)", DIM), indent=4)


def _hidden(view: View, each: Difference) -> bool:
    """What follows by definition, molecules and long chains are counted only."""
    return each.finding.lifted_from is not None or view.is_folded(each.finding)


def _itself(each: Difference) -> bool:
    """Whether it is what a change gives or sets."""
    found = each.finding
    return found.origin in (Origin.given, Origin.intervened) and each.reason.path == (found.finding,)


def _root(why: Reason) -> tuple[object, ...]:
    """What reasons that are told together have in common."""
    step = why.rule if why.kind in _STEPS else None
    return (why.kind, step, why.by, why.requirement, why.finding if why.kind not in _SHARED else None, why.weaker)


# Reasons that are told with the claim of the rule, and those whose root says all, whatever step it stops.
_STEPS = (Because.setting, Because.extrapolated, Because.evidence, Because.exception)
_SHARED = (Because.given, Because.fixed, Because.cell, Because.requirement, Because.intervened)


def _rows(view: View, part: _Part, group: Sequence[Difference]) -> list[Row]:
    both = part.name in ("firmer", "weaker")  # else there is one support only, and entries go by that
    rows = []
    for was in dict.fromkeys(each.was if both else None for each in group):
        for entry in entries(view, [each.finding for each in group if each.was == was or not both]):
            name = labels(view.kb, [each.finding for each in entry.findings])
            rows.append(
                Row((styled(name), _support(part, entry.first, was), cited(view, entry.first)), tail=entry.notes)
            )
    return rows


def _support(part: _Part, found: FindingResult, was: Grade | None) -> Text:
    link = "" if found.stated or not found.rules else "weakest link "
    if part.name == "lost":
        return join(["was ", link, grade(found.support)])
    old = f" (was {was})" if was is not None else ""
    return join([link, grade(found.support), old])


def _folded(folded: Sequence[FindingResult]) -> Iterator[Block]:
    lifted = sum(each.lifted_from is not None for each in folded)
    small = sum(each.lifted_from is None and each.kind in _SMALL for each in folded)
    long = len(folded) - lifted - small
    words = [
        counted(small, "molecule or pathway", "molecules and pathways") if small else "",
        counted(long, "longer chain") if long else "",
        f"{lifted} by definition" if lifted else "",
    ]
    if any(words):
        yield Para(styled(f"Folded: {listed(filter(None, words), ' and ')} (--all shows them).", DIM))


# ---------------------------------------------------------------- reasons


def reason(kb: KnowledgeBase, why: Reason, *, lacking: bool) -> Text:
    """A reason in words.

    Args:
        kb: the knowledge base.
        why: it.
        lacking: it is told of the scenario that lacks the finding, or has it less firmly: what is so there. Else of the
            one that has it: what is so no longer.
    """
    words = _LACKING if lacking else _HAVING
    root, by = label(kb, why.finding), label(kb, why.by) if why.by else ""
    if why.kind in (Because.fixed, Because.intervened):
        return styled(_set(kb, why, lacking=lacking))
    text = words[why.kind]
    if why.weaker:
        text = _WEAKER[lacking]
    if why.kind is Because.setting and not why.needs:
        text = "evidence from elsewhere is left out: {claim}" if lacking else "its evidence counts here: {claim}"
    demand = bare(kb.rules_by_id[why.requirement].claim) if why.requirement else ""
    needs = listed(map(_need, why.needs), " and ")
    told = text.format(root=root, by=by, claim=bare(why.claim), needs=needs, demand=demand)
    if why.because is not None:
        roots = reason(kb, why.because, lacking=not lacking).plain
        told += f" ({roots})"
    return after(told, citations(kb, why.citations, 3)) if why.kind in (*_STEPS, Because.requirement) else styled(told)


def _need(text: str) -> str:
    key, _, value = text.partition(": ")
    return f"the assumption {value}" if key == "assume" else value


_LACKING = {
    Because.given: "{root} not given",
    Because.persisting: "not persisting: {root}",
    Because.before: "not there before: {root}",
    Because.history: "not there before: {root}",
    Because.cell: "{by}: blocked",
    Because.observed: "observed otherwise: {by}",
    Because.exception: "stopped by {by}: {claim}",
    Because.setting: "said for {needs} only: {claim}",
    Because.requirement: "{by}: {demand}",
    Because.extrapolated: "studied elsewhere, so it counts less here: {claim}",
    Because.evidence: "less evidence counts here: {claim}",
}
_HAVING = {
    Because.given: "{root} given",
    Because.persisting: "persisting: {root}",
    Because.before: "there before: {root}",
    Because.history: "there before: {root}",
    Because.cell: "{by} no longer: released",
    Because.observed: "no longer observed otherwise: {by}",
    Because.exception: "no longer stopped by {by}: {claim}",
    Because.setting: "said for {needs}: {claim}",
    Because.requirement: "{by} no longer: {demand}",
    Because.extrapolated: "studied in this setting: {claim}",
    Because.evidence: "more evidence counts here: {claim}",
}
_WEAKER = {True: "less firm before: {root}", False: "firmer before: {root}"}


def _set(kb: KnowledgeBase, why: Reason, *, lacking: bool) -> str:
    """An intervention that makes a difference: one that stops something, or one that sets what a proof starts from."""
    if why.by is None:
        return "something that is forced excludes it" if lacking else "nothing that is forced excludes it any longer"
    so = lacking == (why.kind is Because.fixed)  # whether it is set in the scenario that the reason is told of
    node = Finding(why.by.entity, why.by.place)
    if why.by.down:
        return f"{kb.name(node.node)} {'' if so else 'no longer '}inhibited"
    if kb.kind(node) is Kind.therapy and node.node != why.finding.node:
        return f"{kb.name(why.finding.node)} {'' if so else 'no longer '}inhibited by {label(kb, node)}"
    return f"{label(kb, node)} {'' if so else 'no longer '}forced"
