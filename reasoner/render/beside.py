"""What a phase's result holds beside its findings: denials, guards, what would open more, warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from rich.text import Text

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Measurement
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Beside, GuardNote, PhaseResult
from reasoner.render.layout import Block, Para, join, styled
from reasoner.render.view import View
from reasoner.render.words import DIM, HEAD, after, bare, citations, cited_in, counted, label, labels, listed, sentence

_MOST = 3
_WORDS = {
    "modulates": "Bears on this, direction left open",
    "precedes": "Comes before or after, as mere sequence",
    "denies": "Said otherwise by {}",
}


def beside(view: View, *, opening: bool = True, earlier: Sequence[PhaseResult] = ()) -> Iterator[Block]:
    """Every section that has something in it.

    Args:
        view: the phase.
        opening: also which conditions would open most.
        earlier: phases that were told before: statements and settings named there are counted only.
    """
    told = () if view.everything else earlier
    yield from _warnings(view)
    yield from _expected(view)
    yield from _denied(view)
    yield from _statements(view, {each.rule for phase in told for each in phase.beside})
    yield from _guards(view, {each for phase in told for each in phase.guards})
    yield from _brought_in(view, {cell for phase in told for cell in phase.would_bring_in})
    yield from _again(view, told)
    if opening:
        yield from _opening(view)


def _section(title: str, parts: list[Text], view: View, most: int = _MOST) -> Iterator[Block]:
    if not parts:
        return
    if len(parts) == 1:
        yield Para(join([styled(f"{title}: ", HEAD), parts[0], "."]))
        return
    yield Para(styled(f"{title}:", HEAD))
    shown = parts if view.everything else parts[:most]
    yield from (Para(part, indent=2) for part in shown)
    if left := len(parts) - len(shown):
        yield Para(styled(f"and {left} more (--all shows them)", DIM), indent=2)


def _expected(view: View) -> Iterator[Block]:
    parts = [
        after(label(view.kb, each.finding), citations(view.kb, each.citations))
        for each in view.phase.expected_otherwise
    ]
    source = view.kb.called(cited_in(view.kb, view.phase.expected_otherwise))
    yield from _section(f"Expected from {source}, observed otherwise", parts, view)


def _denied(view: View) -> Iterator[Block]:
    parts = [
        join(
            [
                f"{bare(each.claim)}, ",
                citations(view.kb, each.citations),
                f" (on the way to {label(view.kb, each.finding)})",
            ]
        )
        for each in view.phase.denied
    ]
    sources = cited_in(view.kb, view.phase.denied)
    denies = "deny" if len(sources) > 1 else "denies"
    yield from _section(f"A step taken above that {view.kb.called(sources)} {denies}", parts, view)


def _statements(view: View, told: Set[str]) -> Iterator[Block]:
    passed = {each.rule for each in view.phase.denied} | told
    by_effect: dict[str, list[Beside]] = {}
    for each in view.phase.beside:
        if each.rule not in passed:
            by_effect.setdefault(each.effect, []).append(each)
    for effect, words in _WORDS.items():
        found = by_effect.get(effect, ())
        parts = [join([f"{bare(each.claim)}, ", citations(view.kb, each.citations)]) for each in found]
        yield from _section(words.format(view.kb.called(cited_in(view.kb, *found))), parts, view)


def _guards(view: View, told: Set[GuardNote]) -> Iterator[Block]:
    by_need: dict[tuple[str, ...], list[Finding]] = {}
    for each in view.phase.guards:
        if each not in told:
            by_need.setdefault(each.needs, []).extend(each.would_give)
    parts = [
        styled(f"{listed(map(_need, needs), ' and ')}: {labels(view.kb, dict.fromkeys(findings))}")
        for needs, findings in sorted(by_need.items())
    ]
    yield from _section("Would follow in another setting", parts, view)


def _need(need: str) -> str:
    """`cancer: glioma` as `in glioma`, `assume: quiescence/induced` as `assuming quiescence/induced`."""
    key, _, value = need.partition(": ")
    return f"assuming {value}" if key == "assume" else f"in {value}"


def _brought_in(view: View, told: Set[str]) -> Iterator[Block]:
    if cells := [each for each in view.phase.would_bring_in if each not in told]:
        names = listed(view.kb.entities[cell].label for cell in cells)
        yield Para(join([styled("Would bring in: ", HEAD), f"{names} (give them to go on)."]))


def _again(view: View, told: Sequence[PhaseResult]) -> Iterator[Block]:
    """What stands beside these findings, too, and was told of an earlier phase."""
    rules = {each.rule for phase in told for each in phase.beside}
    guards = {each for phase in told for each in phase.guards}
    number = sum(each.rule in rules for each in view.phase.beside) + sum(each in guards for each in view.phase.guards)
    if number:
        yield Para(
            styled(f"As told above: {counted(number, 'statement')} beside these findings (--all shows them).", DIM)
        )


def _opening(view: View) -> Iterator[Block]:
    kb = view.kb
    found = [each for each in openers(view) if kb.kind(each[0]) is not Kind.therapy][:_MOST]
    if found and view.concluded:
        parts = [f"{label(kb, finding)} ({counted(number, 'statement')})" for finding, number in found]
        yield Para(join([styled("Would open most, if given: ", HEAD), f"{listed(parts)}."]))


def openers(view: View) -> list[tuple[Finding, int]]:
    """Conditions that are not given and would alone let more rules fire, with the number of these, most first."""
    kb, held = view.kb, view.found
    rules: dict[Finding, set[str]] = {}
    for rule in kb.rules:
        if not rule.fires or rule.guarded:
            continue
        if all(then in held for then in rule.then):
            continue
        for variant in rule.variants:
            missing = {premise for premise in variant if premise.before or premise.finding not in held}
            if len(missing) != 1 or any(premise.before for premise in missing):
                continue
            finding = next(iter(missing)).finding
            if kb.is_condition(finding) and finding.contrary not in held:
                rules.setdefault(finding, set()).add(rule.id)
    return sorted(((finding, len(ids)) for finding, ids in rules.items()), key=lambda each: (-each[1], str(each[0])))


def _warnings(view: View) -> Iterator[Block]:
    for each in view.phase.warnings:
        yield Para(join([styled(f"Note, {each.code}: ", "yellow"), f"{each.message}."]))


def nothing(view: View) -> Iterator[Block]:
    """What to say where nothing is inferred: which conditions there are, and where to look."""
    kb = view.kb
    given = bool(view.phase.given or view.phase.interventions)
    filtered = view.setting.strict_context or view.setting.system
    source = "the evidence that is left allows" if filtered else kb.silent("draws", "draw")
    yield Para(
        styled(
            f"Nothing is inferred: {source} no conclusion from this alone. That is not the same as no effect."
            if given
            else "Nothing is inferred, since nothing is given: an empty scenario has no findings."
        )
    )
    for text in view.phase.given:
        if "=" in text:
            yield from _thresholds(kb, Measurement.parse(text))
        else:
            yield from said_only_in(kb, Finding.parse(text))
    opening = [finding for finding, _ in openers(view)] or list(kb.conditions)
    names = listed(dict.fromkeys(label(kb, finding) for finding in opening[:12]))
    more = " and more" if len(opening) > 12 else ""
    yield Para(join([styled("Conditions that lead on: ", HEAD), f"{names}{more}."]))
    yield Para(styled("Look for others with: reasoner kb search WORD", DIM))


def said_only_in(kb: KnowledgeBase, given: Finding) -> Iterator[Block]:
    """Where a finding bears on something that was given without a place, if no rule asks for it as it was given."""
    premises = {premise.finding for rule in kb.rules if rule.fires for item in rule.when for premise in item}
    above = kb.ancestors(given.entity)
    as_given = any(each.entity in above and each.place is None and each.down == given.down for each in premises)
    if given.place is not None or as_given:
        return
    places = sorted((each for each in premises if (each.entity, each.down) == (given.entity, given.down)), key=str)
    if places:
        named = [f"{label(kb, each)} (add `in {each.place}`)" for each in places[:_MOST]]
        more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
        yield Para(join([styled("Said only of ", HEAD), f"{listed(named)}{more}."]))


def _thresholds(kb: KnowledgeBase, number: Measurement) -> Iterator[Block]:
    """What numbers of a measure would mean something, where this one does not."""
    entity = kb.entities[number.measure]
    if not any(each.unit == number.unit and each.met_by(number.value) for each in entity.thresholds):
        means = listed(f"{label(kb, Finding.parse(each.gives))} at {each.text}" for each in entity.thresholds)
        yield Para(styled(f"{sentence(entity.label)[:-1]} means something here only as: {means}."))
