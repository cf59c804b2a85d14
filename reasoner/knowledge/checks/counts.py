"""Statement counts: every statement that was counted in a row is encoded, and every row without any says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reasoner.errors import Problem
from reasoner.knowledge.checks.context import Context
from reasoner.knowledge.wording import plural
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule, RuleKind

_LISTED = 3


class Part(NamedTuple):
    """Something that encodes statements of a row."""

    row: tuple[str, str]
    name: str
    statements: int


def statements(rule: Rule) -> int:
    """How many statements a rule encodes: choices among `any` times conclusions, needs, or denied conclusions."""
    if rule.kind is RuleKind.requirement:
        return len(rule.needs)
    if rule.kind is RuleKind.denial:
        return len(rule.then)
    return len(rule.variants) * (len(rule.then) + bool(rule.outcomes))


def parts(kb: KnowledgeBase) -> Iterator[Part]:
    """Everything that cites a row, once for each row that it cites.

    What a pack adds to the base's own source is left out: the statements of its rows were counted without that pack.
    """
    for rule in kb.rules:
        if rule.pack and rule.source == kb.home_source:
            continue
        for row in dict.fromkeys((item.source, item.at) for item in rule.evidence):
            yield Part(row, rule.id, statements(rule))
        if rule.reverts:
            yield Part((rule.reverts.source, rule.reverts.at), f"{rule.id} (reverts)", 1)
    for group in kb.groups:
        if group.pack and group.source == kb.home_source:
            continue
        for row in dict.fromkeys((item.source, item.at) for item in group.evidence):
            yield Part(row, group.id, len(group.options))
    for entity in kb.entities.values():
        for threshold in entity.thresholds:
            for row in dict.fromkeys((item.source, item.at) for item in threshold.evidence):
                yield Part(row, f"{entity.id} {threshold.text}", 1)


def check(context: Context) -> Iterator[Problem]:
    """Counts against parts, row by row; rows listed as not encoded have none of either."""
    kb = context.kb
    encoded: Counter[tuple[str, str]] = Counter()
    by_row: dict[tuple[str, str], list[Part]] = {}
    for part in parts(kb):
        encoded[part.row] += part.statements
        by_row.setdefault(part.row, []).append(part)
    listed = {(entry.source, entry.at) for entry in kb.not_encoded}
    for source in kb.sources:
        located = context.draft.sources[source.id]
        for number, row in enumerate(source.rows):
            key = (source.id, row.id)
            where = located.where("rows", number, "statements")
            if row.statements is None:
                if key in by_row:
                    message = f"row {row.id} is cited by {by_row[key][0].name}, but its statements are not counted"
                    yield Problem("W038", message, located.where("rows", number))
            elif row.statements != encoded[key]:
                counted = plural(row.statements, "statement")
                message = f"row {row.id} makes {counted}, but {encoded[key]} are encoded"
                yield Problem("E050", message, where, _tally(by_row.get(key, [])))
            elif row.statements == 0 and key not in listed:
                message = f"row {row.id} makes no statements, and rules/not_encoded.yaml does not say why"
                yield Problem("E051", message, where)
            if key in listed:
                entry = context.draft.not_encoded[key]
                if key in by_row:
                    message = f"row {row.id} is listed as not encoded, but {by_row[key][0].name} cites it"
                    yield Problem("E051", message, entry.where("at"))
                elif row.statements is None:
                    message = f"row {row.id} is listed as not encoded, but its statements are not counted"
                    yield Problem("E051", message, entry.where("at"), ("write `statements: 0` in facts/source.yaml",))
                elif row.statements:
                    message = f"row {row.id} is listed as not encoded, but makes {plural(row.statements, 'statement')}"
                    yield Problem("E051", message, entry.where("at"))


def _tally(found: list[Part]) -> tuple[str, ...]:
    lines = [f"{part.name}: {part.statements}" for part in found]
    if len(lines) > _LISTED:
        lines = [*lines[: _LISTED - 1], "; ".join(lines[_LISTED - 1 :])]
    return tuple(lines)
