"""One finding of a model explained without the rest: what bears on it is all that is looked at."""

from __future__ import annotations

from reasoner.explain.citing import citations
from reasoner.explain.fired import Fired
from reasoner.explain.proofs import Proofs
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.model.search import Shown
from reasoner.program.situation import Situation


class Brief:
    """A finding of a model with what bears on it.

    Args:
        situation: the phase.
        model: the atoms that hold.
        finding: one that holds.

    Attributes:
        key: equal for phases of one scenario in which the same bears on the finding.

    Raises:
        KeyError: it does not hold.
    """

    def __init__(self, situation: Situation, model: frozenset[int], finding: Finding) -> None:
        atom = situation.program.number(finding)
        if atom is None or atom not in model:
            raise KeyError(str(finding))
        self.finding, self.atom = finding, atom
        self.fired = Fired(situation, model, about=atom)
        self.key = (
            finding,
            tuple((rule.index, self.fired.grade[rule.index]) for rule in self.fired.rules),
            frozenset((number, leaf.proof.via) for number, leaf in self.fired.leaves.items()),
        )

    def shown(self, groups: dict[tuple[str, str], int]) -> Shown:
        """How it holds.

        Args:
            groups: the row groups of the base.
        """
        kb = self.fired.situation.kb
        proofs = Proofs(self.fired, groups)
        proof = proofs.shown(self.atom)
        last = final(proof)
        rule = kb.rules_by_id.get(last.rule or "")
        rows = citations(kb, [item for part in proof.walk() for item in part.items])
        return Shown.of(
            finding=self.finding,
            label=kb.label(self.finding),
            support=proofs.support[self.atom],
            stated=proofs.one_row.grade(self.atom) is proofs.support[self.atom],
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
