"""What stands beside a finding: why it counts less, where it was studied, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult, Origin
from reasoner.model.rule import Rule
from reasoner.render.layout import join, styled
from reasoner.render.view import View
from reasoner.render.words import DIM, after, citations, grade, label, listed, spot


def notes(view: View, found: FindingResult) -> Text:
    """All that is to be noted of a finding, separated by semicolons."""
    weak = weakest_rows(view, found)
    parts = [
        *([styled(f"weakest: {', '.join(weak)}")] if weak and not found.stated else []),
        *_lowered(view, found),
        *_contested(view, found),
        *_settings(view, found),
        *_through(view, found),
    ]
    if found.origin is Origin.persisting:
        parts.append(styled("persists from an earlier phase"))
    if found.also_stated is not None:
        parts.append(join(["also stated, ", grade(found.also_stated)]))
    if view.rules and found.rules:
        parts.append(styled(f"rules {', '.join(found.rules)}", DIM))
    return join(parts, "; ")


def _lowered(view: View, found: FindingResult) -> Iterable[Text]:
    if found.against_requirement:
        rules = lowering(view, found)
        yield from (join(["lowered: ", requirement(view, rule)]) for rule in rules)
        if not rules:
            yield styled("lowered: against a stated requirement")
    if found.extrapolated:
        foreign = view.foreign(found.contexts)
        yield styled(
            f"extrapolated from {listed(foreign, ' and ')}" if foreign else "extrapolated from another setting"
        )


def lowering(view: View, found: FindingResult) -> list[Rule]:
    """The requirements, not met here, that bear on a step of the finding's proof."""
    kb = view.kb
    concluded = [found.finding, *(then for rule in found.rules for then in kb.rules_by_id[rule].then)]
    unmet = [kb.rules_by_id[rule] for rule in view.phase.unmet_requirements]
    return [
        rule
        for rule in unmet
        if any(
            each.down == then.down and kb.is_at_or_below(each.node, then.node)
            for each in concluded
            for then in rule.then
        )
    ]


def requirement(view: View, rule: Rule) -> Text:
    """What a requirement that is not met demands: `depends on HIF-2α active, S115 [71]`."""
    missing = [need for need in rule.needs if need.contrary in view.found] or list(rule.needs)
    names = listed((view.kb.name(need.node) for need in missing), " and ")
    return join([f"depends on {names}, ", join([spot(view.kb, item) for item in rule.evidence], ", ")])


def _contested(view: View, found: FindingResult) -> Iterable[Text]:
    if found.contested:
        yield contested(view, found)
    if found.rests_on_contested:
        yield styled("rests on a contested finding")


def contested(view: View, found: FindingResult) -> Text:
    """What holds as well and speaks against a finding."""
    parts = []
    for other in (view.found[each] for each in _against(view, found.finding) if each in view.found):
        held = join([label(view.kb, other.finding), " (", grade(other.support), ")"])
        parts.append(after(held, citations(view.kb, other.citations, 2)))
    return join(["contested: ", join(parts, ", "), " as well"]) if parts else styled("contested")


def _against(view: View, finding: Finding) -> list[Finding]:
    """The contrary, and what the vocabulary says cannot be together with the finding."""
    others = [finding.contrary]
    above = view.kb.ancestors(finding.entity)
    for each in view.kb.incompatible:
        if not finding.down and above.intersection(each.members):
            others += [Finding(member, finding.place) for member in each.members if member not in above]
    return others


def _settings(view: View, found: FindingResult) -> Iterable[Text]:
    """Where it was studied: cancers, stages, sites, systems."""
    by_key: dict[str, list[str]] = {}
    for text in found.contexts:
        key, _, value = text.partition(": ")
        by_key.setdefault(key, []).append(value)
    if found.mixed_context:
        yield styled(f"joins studies of {listed(by_key.get('cancer', []), ' and ')}")
    foreign = set() if not found.extrapolated else set(view.foreign(found.contexts))
    where = [
        value
        for key in ("cancer", "stage", "site")
        for value in by_key.get(key, ())
        if value not in foreign and not (found.mixed_context and key == "cancer")
    ]
    where += by_key.get("system", ())
    if where:
        yield styled(", ".join(where))


def _through(view: View, found: FindingResult) -> Iterable[Text]:
    """Families among the premises, with the members through which they hold."""
    seen = set()
    for name in found.rules:
        rule = view.kb.rules_by_id[name]
        for premise in (each for item in rule.when for each in item):
            family = view.found.get(premise.finding)
            if premise.before or family is None or family.finding in seen or not family.through:
                continue
            seen.add(family.finding)
            if family.origin is Origin.derived and family.kind not in (Kind.cell, Kind.therapy, Kind.condition):
                members = [view.kb.name(each.node) for each in family.through]
                named = members if len(members) < 3 else [members[0], f"{len(members) - 1} others"]
                yield styled(f"{view.kb.name(family.finding.node)} through {listed(named, ' and ')}")


def weakest_rows(view: View, found: FindingResult) -> list[str]:
    """The rows of the weakest links, where not all links are as weak."""
    if set(found.weakest) >= set(found.rules):
        return []
    rows = {
        view.kb.row_name(item.source, item.at) for rule in found.weakest for item in view.kb.rules_by_id[rule].evidence
    }
    return [row for row in found.rows if row in rows]


def merge_key(found: FindingResult) -> tuple[object, ...]:
    """Findings with equal keys are told in one line, if their notes are equal too."""
    refs = frozenset((each.source, ref) for each in found.citations for ref in each.refs)
    return (found.finding.place, found.stated, found.support, found.rows, refs, found.origin)


def cited(view: View, found: FindingResult, most: int = 4) -> Text:
    """The places that the proof shown rests on."""
    return citations(view.kb, found.citations, 0 if view.everything else most)
