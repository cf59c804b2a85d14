"""Why a finding holds: the proof shown, and a line for each other rule that concludes it."""

from __future__ import annotations

from reasoner.explain.analysis import Analysis
from reasoner.explain.citing import citations, node
from reasoner.explain.fired import Fired
from reasoner.explain.reach import Part
from reasoner.explain.report import finding_result
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.model.result import ProofLine, Why
from reasoner.program.ground import GroundRequirement


def why(analysis: Analysis, finding: Finding, most: int | None = 3) -> Why:
    """Explain a finding that holds.

    Args:
        analysis: the model, explained.
        finding: it.
        most: how many lines through other rules than that of the shown proof; None for all.

    Raises:
        KeyError: the finding does not hold.
    """
    shown = finding_result(analysis, finding, proof=True)
    lines = proof_lines(analysis, finding)
    first = shown.proof.rule if shown.proof else None
    final = next((part.rule for part in analysis.judge(finding).proof.walk() if part.rule), None)
    others = [line for line in lines if line.rule not in (first, final)]
    kept = others if most is None else others[:most]
    return Why.of(
        finding=shown,
        lines=tuple(kept),
        independent=sum(line.independent for line in lines),
        more=len(others) - len(kept),
        if_unmet=_if_unmet(analysis, finding),
    )


def proof_lines(analysis: Analysis, finding: Finding) -> list[ProofLine]:
    """One line for each cited rule that finally concludes a finding, best first.

    They are gone through by support, steps and id; a line is independent if its best proof cites something and shares
    no reference with the independent lines before it.
    """
    kb = analysis.kb
    atom = analysis.number(finding)
    best: dict[str, Proof] = {}
    for rule in analysis.proofs.final_rules(atom):
        proof = analysis.proofs.through(rule, atom)
        if proof and rule.rule and (rule.rule.id not in best or _order(proof) < _order(best[rule.rule.id])):
            best[rule.rule.id] = proof
    lines: list[ProofLine] = []
    taken: set[tuple[str, int]] = set()
    for rule_id, proof in sorted(best.items(), key=lambda item: (*_order(item[1]), item[0])):
        independent = bool(proof.refs) and taken.isdisjoint(proof.refs)
        if independent:
            taken.update(proof.refs)
        last = next(part for part in proof.walk() if part.rule == rule_id)
        lines.append(
            ProofLine.of(
                rule=rule_id,
                claim=kb.rules_by_id[rule_id].claim,
                support=proof.support,
                steps=proof.steps,
                independent=independent,
                extrapolated=last.extrapolated,
                lowered_by=last.lowered_by,
                refs=tuple(ref for source, ref in proof.refs if source == kb.home_source),
                citations=citations(kb, last.items),
                proof=node(kb, proof),
            )
        )
    return lines


def _order(proof: Proof) -> tuple[int, int]:
    return (-proof.support, proof.steps)


def _if_unmet(analysis: Analysis, finding: Finding) -> tuple[str, ...]:
    """For each requirement that is met and bears on the finding: how firmly it would hold if it were not."""
    kb = analysis.kb
    atom = analysis.number(finding)
    breached = {requirement.rule.id for requirement in analysis.fired.breached}
    beneath = analysis.fired.beneath(atom)
    found = []
    for requirement in analysis.program.requirements:
        about = any(analysis.model.issuperset(atoms) for atoms in requirement.when)
        if about and requirement.rule.id not in breached and not requirement.lowered.isdisjoint(beneath):
            support = _support_without(analysis.fired, atom, requirement)
            if support < analysis.proofs.support[atom]:
                needs = " or ".join(kb.label(need.contrary) for need in requirement.rule.needs)
                found.append(f"If {needs}: {support} ({requirement.rule.claim.rstrip('.')}).")
    return tuple(found)


def _support_without(fired: Fired, atom: int, requirement: GroundRequirement) -> Grade:
    """The support of an atom with all that holds now, were it not for a requirement's being met."""
    grade = list(fired.grade)
    for rule in fired.cited:
        if rule.head in requirement.lowered:
            grade[rule.index] = grade[rule.index].lowered(1)
    reach = fired.derive((Part(),), grade=grade)
    return reach.layout.best(reach.masks[atom]) or Grade.hypothesis  # nothing counts lower
