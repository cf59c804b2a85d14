"""A new rule as the lines of a rule file, with an id and a claim to begin with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from reasoner.knowledge.as_yaml import listed, prose, scalar
from reasoner.model.evidence import Wording
from reasoner.model.finding import Finding, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, RuleKind

_LONGEST = 60
_WIDTH = 120
# A claim that says what the rule says, for its author to put better.
_CLAIMS = {
    Effect.causes: "Given {when}, {then} follow{s}.",
    Effect.correlates: "Given {when}, one also sees {then}.",
    Effect.marks: "The signs of {when}: {then}.",
    Effect.modulates: "Given {when}, {then} change{s}, in a direction that is left open.",
    Effect.precedes: "{when} comes before {then}.",
}


@dataclass(frozen=True)
class NewRule:
    """What is known of a rule that is to be written; findings are resolved.

    Attributes:
        when, then, unless, needs: its parts.
        kind, effect: what kind of statement it is.
        at, refs, refs_at, find, wording, shared: its one evidence item.
        context: the setting of the study, key to value.
        id, claim, note: as in rule files.
    """

    when: tuple[Premise, ...]
    then: tuple[Finding, ...]
    at: str
    find: str
    unless: tuple[Finding, ...] = ()
    needs: tuple[Finding, ...] = ()
    kind: RuleKind = RuleKind.rule
    effect: Effect = Effect.causes
    refs: tuple[int, ...] = ()
    refs_at: str = ""
    wording: Wording = Wording.states
    shared: bool = False
    context: dict[str, str] = field(default_factory=dict)
    id: str = ""
    claim: str = ""
    note: str = ""

    @property
    def statements(self) -> int:
        """How many statements of its row it encodes."""
        return len(self.needs) if self.kind is RuleKind.requirement else len(self.then)


def proposed_id(rule: NewRule, taken: Collection[str]) -> str:
    """An id that says what the rule says, and that no rule has or had."""
    when, then, needs = (_slugs(part) for part in ([p.finding for p in rule.when], rule.then, rule.needs))
    parts = {
        RuleKind.rule: [*when, *then],
        RuleKind.requirement: [*then, "needs", *needs],
        RuleKind.denial: [*when, "not", *then],
    }[rule.kind]
    id_ = "-".join(parts) or "rule"
    while len(id_) > _LONGEST and "-" in id_:
        id_ = id_.rpartition("-")[0]
    number, found = 1, id_
    while found in taken:
        number += 1
        found = f"{id_}-{number}"
    return found


def _slugs(findings: Iterable[Finding]) -> list[str]:
    found = []
    for finding in findings:
        words = [finding.entity, "low" if finding.down else "", finding.place or ""]
        found.append("-".join(re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words if word))
    return found


def proposed_claim(rule: NewRule, kb: KnowledgeBase) -> str:
    """A sentence that says what the rule says."""
    when = _and(kb.label(each.finding) + (" before" if each.before else "") for each in rule.when)
    s = "s" if len(rule.then) == 1 else ""
    then = _and(map(kb.label, rule.then))
    if rule.kind is RuleKind.requirement:
        text = f"{then} depend{s} on {_and(map(kb.label, rule.needs))}."
    elif rule.kind is RuleKind.denial:
        text = f"It is not so that {then} follow{s} from {when}."
    else:
        text = _CLAIMS[rule.effect].format(when=when, then=then, s=s)
    return text[:1].upper() + text[1:]


def _and(words: Iterable[str]) -> str:
    found = list(words)
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def rule_lines(rule: NewRule) -> list[str]:
    """The lines of the rule in a rule file, without indentation."""
    return list(_lines(rule))


def _lines(rule: NewRule) -> Iterator[str]:
    yield f"- id: {rule.id}"
    if rule.kind is not RuleKind.rule:
        yield f"  kind: {rule.kind}"
    yield f"  claim: {prose(rule.claim)}"
    if rule.kind is RuleKind.rule and rule.effect is not Effect.causes:
        yield f"  effect: {rule.effect}"
    if rule.when:
        yield f"  when: {listed(rule.when)}"
    for key in ("then", "unless", "needs"):
        findings = getattr(rule, key)
        if findings:
            alone = len(findings) == 1 and key != "unless"
            yield f"  {key}: {scalar(str(findings[0])) if alone else listed(findings)}"
    if rule.note:
        yield f"  note: {prose(rule.note)}"
    yield "  evidence:"
    yield from _evidence(rule)


def _evidence(rule: NewRule) -> Iterator[str]:
    parts = [f"at: {scalar(rule.at)}"]
    parts += [f"refs_at: {scalar(rule.refs_at)}"] if rule.refs_at else []
    parts += [f"refs: {listed(rule.refs)}"] if rule.refs else []
    parts += [f"find: {quoted(rule.find)}", f"wording: {rule.wording}"]
    parts += ["shared: true"] if rule.shared else []
    if rule.context:
        parts.append(f"context: {{{', '.join(f'{key}: {scalar(value)}' for key, value in rule.context.items())}}}")
    line = f"    - {{{', '.join(parts)}}}"
    if len(line) + 2 <= _WIDTH:
        yield line
        return
    yield f"    - {parts[0]}"
    yield from (f"      {part}" for part in parts[1:])


def quoted(text: str) -> str:
    """Words of a source, always in quotation marks: they are somebody else's."""
    bare = scalar(text)
    return bare if bare.startswith('"') else f'"{bare}"'


def scenario_lines(rule: NewRule, title: str) -> list[str]:
    """A scenario that expects what the rule concludes, for a rule that fires; empty for others."""
    given = [str(premise.finding) for premise in rule.when if not premise.before]
    history = [str(premise.finding) for premise in rule.when if premise.before]
    if rule.kind is not RuleKind.rule or rule.effect in (Effect.modulates, Effect.precedes) or not (given or history):
        return []
    setting = {key: value for key, value in rule.context.items() if key in ("cancer", "stage", "site")}
    return [
        f"scenario: {scalar(title)}",
        *(f"{key}: {scalar(value)}" for key, value in setting.items()),
        *([f"history: {listed(history)}"] if history else []),
        f"given: {listed(given)}",
        "expect:",
        f"  present: {listed(rule.then)}",
    ]
