"""The story of a scenario with several phases: what each phase gained, kept and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Ending, FindingResult, Gone, Origin, PhaseResult, Result
from reasoner.render.beside import beside, nothing
from reasoner.render.layout import BLANK, Block, Para, Row, Rows, join, styled
from reasoner.render.listing import difference, entries, folded, gained, support_words
from reasoner.render.notes import cited
from reasoner.render.view import View
from reasoner.render.words import (
    HEAD,
    after,
    citations,
    given_label,
    intervention_labels,
    labels,
    listed,
    setting_words,
)


def story(kb: KnowledgeBase, result: Result, *, everything: bool = False, rules: bool = False) -> Iterator[Block]:
    """A header, then each phase."""
    where = " ".join(setting_words(kb, result.setting))
    if before := [given_label(kb, each) for each in result.history]:
        where = f"{where} Before: {listed(before)}.".strip()
    if where:
        yield Para(styled(where, HEAD))
    previous: View | None = None
    for number, phase in enumerate(result.phases, start=1):
        view = View(kb, phase, result.setting, everything, rules)
        if previous:
            yield BLANK
        yield Para(styled(f"{phase_name(number, phase)}: {described(view, previous)}", HEAD))
        yield from _phase(view, previous)
        yield from beside(view, opening=number == len(result.phases), earlier=result.phases[: number - 1])
        previous = view


def phase_name(number: int, phase: PhaseResult) -> str:
    """`Phase 2`, or `Phase 2 (drug holiday)`."""
    return f"Phase {number} ({phase.name})" if phase.name else f"Phase {number}"


def described(view: View, previous: View | None) -> str:
    """What is given and set, or what changes against the phase before."""
    kb, phase = view.kb, view.phase
    blocked, forced = intervention_labels(kb, phase.interventions)
    given = [given_label(kb, text) for text in phase.given]
    if previous is None:
        changed = [("{}", given), ("{} inhibited", blocked), ("{} forced", forced)]
        none = "nothing given"
    else:
        given_before = [given_label(kb, text) for text in previous.phase.given]
        blocked_before, forced_before = intervention_labels(kb, previous.phase.interventions)
        released = [each for each in blocked_before if each not in blocked]
        released += [each for each in forced_before if each not in forced]
        changed = [
            ("{} given", [each for each in given if each not in given_before]),
            ("{} no longer given", [each for each in given_before if each not in given]),
            ("{} inhibited", [each for each in blocked if each not in blocked_before]),
            ("{} forced", [each for each in forced if each not in forced_before]),
            ("{} released", released),
        ]
        none = "nothing changed"
    return f"{'; '.join(words.format(listed(names)) for words, names in changed if names) or none}."


def _phase(view: View, previous: View | None) -> Iterator[Block]:
    changes = view.phase.changes
    new = {each.finding for each in view.concluded} if changes is None else set(changes.gained)
    shown = [each for each in view.concluded if not view.is_folded(each)]
    yield from gained(view, [each for each in shown if each.finding in new], "Gained")
    if changes is not None and previous is not None:
        yield from ended(view, changes.ended, previous)
    kept = [each for each in shown if each.finding not in new]
    yield from _kept(view, kept + _sunk(view, previous), previous)
    if not view.concluded and not (changes and changes.ended):
        yield from nothing(view)
    yield from folded(view)


def _kept(view: View, kept: Sequence[FindingResult], previous: View | None) -> Iterator[Block]:
    """What held before and holds on: as it did, more or less firmly, or since it outlasts its cause."""
    lasting = [each for each in kept if each.origin is Origin.persisting]
    changes = {each.finding: _change(each, previous) for each in kept if each not in lasting}
    if same := [finding for finding, words in changes.items() if not words]:
        yield Para(join([styled("Still there: ", HEAD), placewise(view.kb, same), "."]))
    rows = [
        Row(
            (
                styled(labels(view.kb, [each.finding for each in entry.findings])),
                join([support_words(entry.first), " ", words]),
                cited(view, entry.first),
            )
        )
        for words in dict.fromkeys(filter(None, changes.values()))
        for entry in entries(view, [each for each in kept if changes.get(each.finding) == words])
    ]
    if rows:
        yield Rows(rows, title=styled("Still there, otherwise backed", HEAD))
    if lasting:
        told = [
            after(labels(view.kb, [each.finding for each in entry.findings]), cited(view, entry.first))
            for entry in entries(view, lasting)
        ]
        yield Para(join([styled("Persists: ", HEAD), join(told, "; "), "."]))


def _sunk(view: View, previous: View | None) -> list[FindingResult]:
    """What was listed before and is folded by now: it holds on by a longer way, which has to be said."""
    before = {each.finding for each in previous.concluded if not previous.is_folded(each)} if previous else set()
    return [each for each in view.concluded if view.is_folded(each) and each.finding in before]


def _change(now: FindingResult, previous: View | None) -> str:
    """How a finding is backed otherwise than before; empty where it is not, or where it was given."""
    was = previous.found.get(now.finding) if previous else None
    if was is None or was.origin in (Origin.given, Origin.intervened):
        return ""
    return "".join(difference(was, now))


def placewise(kb: KnowledgeBase, findings: Iterable[Finding]) -> str:
    """A long list of findings: first those of no place, then place by place, with semicolons between these."""
    places: dict[str | None, list[Finding]] = {None: []}
    for finding in findings:
        places.setdefault(finding.place, []).append(finding)
    return "; ".join(labels(kb, part) for part in places.values() if part)


def ended(view: View, gone: Sequence[Gone], previous: View) -> Iterator[Block]:
    """What ended, by how it ended and why; what was given, or followed by definition alone, goes without saying."""
    groups: dict[tuple[Ending, str, str], tuple[Text, dict[str, list[Gone]]]] = {}
    for each in gone:
        was = previous.found.get(each.finding)
        silent = was is None or was.lifted_from is not None or was.origin in (Origin.given, Origin.intervened)
        if not view.everything and was is not None and (silent or previous.is_folded(was)):
            continue
        lost, _, reason = each.reason.rpartition("; ")
        places = citations(view.kb, each.citations)
        _, members = groups.setdefault((each.how, reason, places.plain), (places, {}))
        members.setdefault(lost, []).append(each)
    rows: list[Row] = []
    order = list(Ending)
    for (how, reason, _), (places, members) in sorted(groups.items(), key=lambda item: order.index(item[0][0])):
        why = after(reason, places)
        parts = [
            placewise(view.kb, [each.finding for each in part]) + (f" ({lost})" if lost else "")
            for lost, part in members.items()
        ]
        if len(parts) == 1:
            rows.append(Row((styled(how.value), join([f"{parts[0]}: ", why]))))
        else:
            rows.append(Row((styled(how.value), join([why, ":"]))))
            rows += [Row((styled(""), styled(part)), depth=1) for part in parts]
    if rows:
        yield Rows(rows, 1, styled("Ended", HEAD), widest=0)
