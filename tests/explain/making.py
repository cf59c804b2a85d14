"""Small knowledge bases, written by hand in the terms of rule files."""

from __future__ import annotations

from typing import Any

from reasoner.model.result import FindingResult, Result
from reasoner.pipeline import Reasoner
from tests.properties import adapter

Document = dict[str, Any]

KINDS = {
    "condition": "hypoxia inflammation",
    "therapy": "taxane paclitaxel carboplatin",
    "cell": "CSC CAF",
    "molecule": "HIF HIF1A HIF2A VEGF SRC",
    "process": "angiogenesis EMT recruitment",
    "phenotype": "stemness enrichment",
    "marker": "CD44",
    "cancer": "solid_tumour breast_cancer glioma",
    "outcome": "relapse",
}


def item(row: str, *refs: int, wording: str = "states", **more: Any) -> Document:
    return {"at": row, "refs": list(refs), "find": "three plain words", "wording": wording, **more}


def rule(name: str, when: list[Any], then: Any, *items: Document, **more: Any) -> Document:
    return {"id": name, "claim": f"Claim of {name}.", "when": when, "then": then, "evidence": list(items), **more}


def reasoner(*rules: Document, **keys: Document) -> Reasoner:
    """A base of these rules over the entities above; keywords add keys to entities."""
    entities = [
        {"id": name, "label": name, "kind": kind, **keys.get(name, {})}
        for kind, names in KINDS.items()
        for name in names.split()
    ]
    groups = [{"id": "origin", "question": "Where from?", "options": [{"id": "early", "label": "early"}]}]
    source = {"summary_rows": ["S900"]}
    return Reasoner(
        adapter.knowledge_base(
            {"entities": entities, "incompatible": [], "source": source, "rules": list(rules), "groups": groups}
        )
    )


def infer(made: Reasoner, *given: str, **more: Any) -> Result:
    """The result of one phase."""
    document = {"given": list(given), **more}
    base = {"entities": []}
    evaluation = made.evaluate(adapter.scenario(base, document))
    return made.result(evaluation, evaluation.last.findings)


def one(result: Result, finding: str) -> FindingResult:
    """A finding of a result."""
    return next(found for found in result.findings if str(found.finding) == finding)


def texts(result: Result) -> set[str]:
    """What holds."""
    return {str(found.finding) for found in result.findings}
