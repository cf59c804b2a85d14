"""Plain documents of the generator as the package's own values; nothing here looks at what they mean."""

from __future__ import annotations

from typing import Any

from reasoner.model.entity import Entity
from reasoner.model.evidence import as_list
from reasoner.model.finding import Finding, Measurement, Node
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import HypothesisGroup, Rule
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.model.source import Incompatible, Source

Document = dict[str, Any]


def knowledge_base(base: Document) -> KnowledgeBase:
    """The knowledge base of a generated base."""
    source = Source(
        id="made",
        title="an invented work",
        url="https://example.org/",
        reference_anchor="ref-CR{}",
        summary_rows=tuple(base["source"].get("summary_rows", ())),
    )
    base = _sourced(base)
    rules = [Rule.model_validate(document) for document in base["rules"]]
    return KnowledgeBase(
        entities={document["id"]: Entity.model_validate(document) for document in base["entities"]},
        rules=tuple(rules),
        groups=tuple(HypothesisGroup.model_validate(group) for group in base.get("groups", ())),
        incompatible=tuple(Incompatible.model_validate(group) for group in base.get("incompatible", ())),
        sources=(source,),
    )


def _sourced(value: Any) -> Any:
    """The same documents, each place of the source with the id of the one source, as the loader fills it in."""
    if isinstance(value, dict):
        found = {key: _sourced(part) for key, part in value.items()}
        return {**found, "source": "made"} if "at" in value else found
    return [_sourced(part) for part in value] if isinstance(value, (list, tuple)) else value


def rows_named(value: Any) -> set[str]:
    """Every row of the source that the documents point to."""
    if isinstance(value, dict):
        own = {value["at"], value.get("refs_at") or value["at"]} if "at" in value else set()
        return own.union(*map(rows_named, value.values()))
    return set().union(*map(rows_named, value)) if isinstance(value, (list, tuple)) else set()


def scenario(base: Document, document: Document) -> Scenario:
    """The scenario of a generated one."""
    measures = {entity["id"] for entity in base["entities"] if entity["kind"] == "measure"}
    phases = document.get("phases") or [document]
    return Scenario(
        setting=Setting.model_validate(
            {
                **{key: document.get(key) for key in ("cancer", "stage", "site", "system")},
                "assume": [option.split("/", 1) for option in as_list(document.get("assume", ()))],
                "strict_context": document.get("strict_context", False),
            }
        ),
        history=tuple(Finding.parse(text) for text in as_list(document.get("history", ()))),
        phases=tuple(_phase(phase, measures) for phase in phases),
    )


def _phase(document: Document, measures: set[str]) -> Phase:
    def texts(key: str) -> list[str]:
        return as_list(document.get(key, []))

    return Phase(
        name=document.get("name", ""),
        given=tuple(Finding.parse(text) for text in texts("given") if "=" not in text),
        measured=tuple(Measurement.parse(text) for text in texts("given") if "=" in text),
        remove=tuple(Finding.parse(text) for text in texts("remove") if text not in measures),
        remove_measured=tuple(text for text in texts("remove") if text in measures),
        block=tuple(Node.parse(text) for text in texts("block")),
        force=tuple(Node.parse(text) for text in texts("force")),
        release=tuple(Node.parse(text) for text in texts("release")),
    )
