"""One finding of a model explained without the rest: what bears on it is all that is looked at."""

from __future__ import annotations

from reasoner.explain.citing import citations
from reasoner.explain.fired import Fired
from reasoner.explain.proofs import Proofs
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.model.search import Shown
from reasoner.program.situation import Situation


def briefly(situation: Situation, model: frozenset[int], groups: dict[tuple[str, str], int], finding: Finding) -> Shown:
    """How a finding holds.

    Args:
        situation: the phase.
        model: the atoms that hold.
        groups: the row groups of the base.
        finding: one that holds.

    Raises:
        KeyError: it does not.
    """
    kb = situation.kb
    atom = situation.program.number(finding)
    if atom is None or atom not in model:
        raise KeyError(str(finding))
    proofs = Proofs(Fired(situation, model, about=atom), groups)
    proof = proofs.shown(atom)
    last = final(proof)
    rule = kb.rules_by_id.get(last.rule or "")
    rows = citations(kb, [item for part in proof.walk() for item in part.items])
    return Shown.of(
        finding=finding,
        label=kb.label(finding),
        support=proofs.support[atom],
        stated=proofs.is_stated(atom),
        steps=proof.steps,
        rule=last.rule,
        claim=rule.claim if rule else "",
        rows=tuple(dict.fromkeys(kb.row_name(each.source, each.row) for each in rows)),
        citations=citations(kb, last.items),
    )


def final(proof: Proof) -> Proof:
    """The cited step that a proof ends in, beneath what structure alone gives from it; a leaf where there is none."""
    while not proof.via.is_rule and proof.premises:
        proof = proof.premises[0]
    return proof
