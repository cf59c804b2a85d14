"""What a knowledge base holds, how far it covers its source, and what each condition alone leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reasoner.errors import InputError
from reasoner.model.base import Record
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import SCHEMA_VERSION, FindingResult, Origin
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner


class Section(Record):
    """A section of a source.

    Attributes:
        source, section: which one.
        rows: its sentences.
        counted: those whose statements are counted; only these are encoded.
        cited: those that something cites.
        set_aside: those that are listed as not encoded, with a reason.
        statements: of the counted ones.
    """

    source: str
    section: str
    rows: int
    counted: int
    cited: int
    set_aside: int
    statements: int


class Lead(Record):
    """What one condition alone leads to.

    Attributes:
        condition, label: it.
        stated, combined: how many findings, without those that follow by definition alone.
        steps: how many of them take how many steps.
        phenotypes: how many phenotypes are among them, and their mean `specificity`.
    """

    condition: Finding
    label: str
    stated: int
    combined: int
    steps: dict[str, int]
    phenotypes: int
    specificity: float | None


class Stats(Record):
    """The answer to `kb stats`."""

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    entities: dict[str, int]
    statements: dict[str, int]
    grades: dict[str, int]
    systems: dict[str, int]
    references: dict[str, int]
    sections: tuple[Section, ...]
    conditions: tuple[Lead, ...]
    specificity: float | None
    phenotype_specificity: dict[str, float]


def stats(reasoner: Reasoner) -> Stats:
    """Count, and evaluate each condition alone, in no particular cancer."""
    kb = reasoner.kb
    specificity = reasoner.specificity(Scenario())
    phenotypes = {
        str(finding): round(value, 4)
        for finding, value in specificity.items()
        if kb.kind(finding) is Kind.phenotype and not finding.down and finding.place is None
    }
    return Stats(
        knowledge_base=kb.digest,
        entities=_counts(entity.kind for entity in kb.entities.values()),
        statements=_counts(rule.effect if rule.kind == "rule" else rule.kind for rule in kb.rules),
        grades=_counts(str(max(item.grade for item in rule.evidence)) for rule in kb.rules),
        systems=_counts(system.value for rule in kb.rules for item in rule.items() for system in item.context.system),
        references=_counts(each.confidence or "not said" for each in kb.references),
        sections=tuple(_sections(kb)),
        conditions=tuple(_leads(reasoner)),
        specificity=_mean(phenotypes.values()),
        phenotype_specificity=dict(sorted(phenotypes.items(), key=lambda item: (-item[1], item[0]))),
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    return {str(word): number for word, number in sorted(Counter(words).items(), key=lambda item: (-item[1], item[0]))}


def _mean(values: Iterable[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def _sections(kb: KnowledgeBase) -> Iterator[Section]:
    cited = {(item.source, item.at) for item in kb.evidence()}
    aside = {(each.source, each.at) for each in kb.not_encoded}
    for source in kb.sources:
        for name in dict.fromkeys(row.section for row in source.rows):
            rows = [row for row in source.rows if row.section == name]
            yield Section(
                source=source.id,
                section=name,
                rows=len(rows),
                counted=sum(row.statements is not None for row in rows),
                cited=sum((source.id, row.id) in cited for row in rows),
                set_aside=sum((source.id, row.id) in aside for row in rows),
                statements=sum(row.statements or 0 for row in rows),
            )


def _leads(reasoner: Reasoner) -> Iterator[Lead]:
    for condition in reasoner.kb.conditions:
        try:
            result = reasoner.result(reasoner.evaluate(Scenario(phases=(Phase(given=(condition,)),)), "columns"))
        except InputError:  # a condition that contradicts itself by definition leads nowhere
            continue
        found = [each for each in result.findings if _counts_as_found(each)]
        phenotypes = [each for each in found if each.kind is Kind.phenotype]
        steps = Counter(each.steps for each in found)
        yield Lead(
            condition=condition,
            label=reasoner.kb.label(condition),
            stated=sum(each.stated for each in found),
            combined=sum(not each.stated for each in found),
            steps={str(number): steps[number] for number in sorted(steps)},
            phenotypes=len(phenotypes),
            specificity=_mean(each.specificity for each in phenotypes),
        )


def _counts_as_found(found: FindingResult) -> bool:
    return found.lifted_from is None and found.origin is Origin.derived
