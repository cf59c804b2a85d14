"""What a knowledge base holds, what each condition alone leads to, and how alike that is; the answer to `kb stats`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reasoner.batch.alikeness import NEAR, Alikeness, alikeness
from reasoner.model.base import Record
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.result import SCHEMA_VERSION
from reasoner.model.scenario import Phase, Scenario
from reasoner.pipeline import Reasoner

WIDE = 0.25  # of all that can be derived: more than that, near to one condition alone, is told apart


class Lead(Record):
    """What one condition alone leads to.

    Attributes:
        condition, label: it.
        stated, combined: how many findings that a cited rule concludes.
        steps: how many of them take how many steps.
        near: how many take at most three.
        share: of all findings that can be derived from conditions, those that are near.
        phenotypes: how many phenotypes are among them, and their mean `specificity`.
    """

    condition: Finding
    label: str
    stated: int
    combined: int
    steps: dict[str, int]
    near: int
    share: float
    phenotypes: int
    specificity: float | None


class Stats(Record):
    """The answer to `kb stats`.

    Attributes:
        entities, statements, grades, systems, references: how many of which kind.
        conditions: what each leads to.
        derivable: how many findings rules conclude that can fire from conditions, in whichever context.
        wide: the conditions of which a share above `WIDE` of those is near.
        specificity: the mean of `phenotype_specificity`, which has every phenotype without place, most specific first.
        alikeness: of the closures of premises.
    """

    schema_version: int = SCHEMA_VERSION
    knowledge_base: str = ""
    entities: dict[str, int]
    statements: dict[str, int]
    grades: dict[str, int]
    systems: dict[str, int]
    references: dict[str, int]
    conditions: tuple[Lead, ...]
    derivable: int
    wide: tuple[Finding, ...]
    specificity: float | None
    phenotype_specificity: dict[str, float]
    alikeness: Alikeness


def stats(reasoner: Reasoner) -> Stats:
    """Count, and evaluate each condition alone, in no particular cancer."""
    kb = reasoner.kb
    specificity = reasoner.specificity(Scenario())
    phenotypes = {
        str(finding): round(value, 4)
        for finding, value in specificity.items()
        if kb.kind(finding) is Kind.phenotype and not finding.down and finding.place is None
    }
    derivable = len(reasoner.derivable())
    leads = tuple(_leads(reasoner, derivable))
    return Stats(
        knowledge_base=kb.digest,
        entities=_counts(entity.kind for entity in kb.entities.values()),
        statements=_counts(rule.effect if rule.kind == "rule" else rule.kind for rule in kb.rules),
        grades=_counts(str(max(item.grade for item in rule.evidence)) for rule in kb.rules),
        systems=_counts(system.value for rule in kb.rules for item in rule.items() for system in item.context.system),
        references=_counts(each.confidence or "not said" for each in kb.references),
        conditions=leads,
        derivable=derivable,
        wide=tuple(lead.condition for lead in leads if lead.near > WIDE * derivable),
        specificity=_mean(phenotypes.values()),
        phenotype_specificity=dict(sorted(phenotypes.items(), key=lambda item: (-item[1], item[0]))),
        alikeness=alikeness(reasoner),
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    return {str(word): number for word, number in sorted(Counter(words).items(), key=lambda item: (-item[1], item[0]))}


def _mean(values: Iterable[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def _leads(reasoner: Reasoner, derivable: int) -> Iterator[Lead]:
    for condition, closure in reasoner.closures(reasoner.kb.conditions).items():
        scenario = Scenario(phases=(Phase(given=(condition,)),))
        result = reasoner.result(reasoner.evaluate(scenario, "columns"))
        found = [each for each in result.findings if each.finding in closure]
        phenotypes = [each for each in found if each.kind is Kind.phenotype]
        steps = Counter(each.steps for each in found)
        near = sum(number for count, number in steps.items() if count <= NEAR)
        yield Lead(
            condition=condition,
            label=reasoner.kb.label(condition),
            stated=sum(each.stated for each in found),
            combined=sum(not each.stated for each in found),
            steps={str(number): steps[number] for number in sorted(steps)},
            near=near,
            share=round(near / derivable, 4) if derivable else 0.0,
            phenotypes=len(phenotypes),
            specificity=_mean(each.specificity for each in phenotypes),
        )
