"""From evidence and proofs to citations, contexts and nodes of a proof as readers get them."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.model.evidence import Evidence
from reasoner.model.explanation import Proof
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Citation, ProofNode


def citations(kb: KnowledgeBase, items: Iterable[Evidence]) -> tuple[Citation, ...]:
    """The citations of several items, each once, in order."""
    found = map(kb.citation, items)
    return tuple({id(each): each for each in found}.values())  # the base has one citation for each place


def contexts(kb: KnowledgeBase, items: Iterable[Evidence]) -> tuple[str, ...]:
    """The settings that items name, as `cancer: ovarian cancer`, each once, in order."""
    named = {id(item.context): item.context for item in items}  # most items have the same empty one
    return tuple(dict.fromkeys(words for context in named.values() for words in kb.setting_words(context)))


def mixes_cancers(kb: KnowledgeBase, parts: Iterable[Proof]) -> bool:
    """Whether a proof joins steps that were studied in cancers of which none is an ancestor of the other."""
    steps: list[tuple[str, ...]] = []
    for part in parts:
        if part.items and all(item.context.cancer for item in part.items):
            steps.append(tuple(cancer for item in part.items for cancer in item.context.cancer))
    return any(
        not any(kb.related(a, b) for a in first for b in second)
        for number, first in enumerate(steps)
        for second in steps[number + 1 :]
    )


def node(kb: KnowledgeBase, proof: Proof, written: set[int] | None = None) -> ProofNode:
    """A proof as a tree of nodes; a proof that stands further up already is written without its premises."""
    written = set() if written is None else written
    repeated = id(proof) in written and bool(proof.premises)
    written.add(id(proof))
    rule = kb.rules_by_id.get(proof.rule or "")
    cited = citations(kb, proof.items)
    return ProofNode.of(
        finding=proof.finding,
        label=kb.label(proof.finding),
        via=proof.via.value,
        rule=proof.rule,
        claim=rule.claim if rule else "",
        grade=proof.grade,
        steps=proof.steps,
        extrapolated=proof.extrapolated,
        lowered_by=proof.lowered_by,
        refs=tuple(sorted({ref for each in cited if each.source == kb.home_source for ref in each.refs})),
        links=tuple(
            dict.fromkeys(
                filter(None, [*(each.link for each in cited), *(to for each in cited for to in each.reference_links)])
            )
        ),
        citations=cited,
        contexts=contexts(kb, proof.items),
        measurement=_measured(kb, proof),
        repeated=repeated,
        premises=() if repeated else tuple(node(kb, premise, written) for premise in proof.premises),
    )


def _measured(kb: KnowledgeBase, proof: Proof) -> str | None:
    number = proof.measurement
    return f"{kb.entities[number.measure].label} = {number.value} {number.unit}" if number else None
