"""What a phase gained and lost against the one before, and how each finding ended."""

from __future__ import annotations

from reasoner.explain.analysis import Analysis
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.result import Changes, Citation, Ending, Gone


def changes(before: Analysis, after: Analysis) -> Changes:
    """Compare two successive phases of one scenario."""
    gained = tuple(finding for finding in after.findings if not before.holds(finding))
    ended = tuple(_ended(finding, before, after) for finding in before.findings if not after.holds(finding))
    return Changes.of(gained=gained, ended=ended)


def _ended(finding: Finding, before: Analysis, after: Analysis) -> Gone:
    kb = before.kb
    atom = before.number(finding)
    proof = before.judge(finding).proof
    finals = before.proofs.final_rules(atom)
    label = kb.label(finding)

    def gone(how: Ending, reason: str, cited: tuple[Citation, ...] = ()) -> Gone:
        return Gone.of(finding=finding, label=label, how=how, reason=reason, citations=cited)

    if proof.via is Via.intervened:
        return gone(Ending.removed, "no longer set")
    if proof.via is Via.given and _left(proof, after):
        return gone(Ending.removed, "no longer given")
    if reason := _cut(finding, after):
        return gone(Ending.cut, reason)
    if proof.steps == 0 and any(_left(root, after) for root in _roots(atom, before)):
        return gone(Ending.removed, "what gave it by definition is no longer given")
    for rule in finals:
        for number in rule.unless:  # one scenario, one program: the numbers are the same in every phase
            if number in after.model and after.model.issuperset(rule.body):
                blocker = kb.label(after.program.atoms[number].finding)
                excepted = tuple(dict.fromkeys(map(kb.citation, rule.rule.evidence))) if rule.rule else ()
                return gone(Ending.cut, f"what gave it makes an exception of this: {blocker}", excepted)
    if finals and all(rule.rule and rule.rule.reverts for rule in finals):
        reversals = dict.fromkeys(kb.citation(rule.rule.reverts) for rule in finals if rule.rule and rule.rule.reverts)
        return gone(Ending.reverts, "it goes with its cause", tuple(reversals))
    missing = next((p.finding for part in proof.walk() for p in part.premises if not after.holds(p.finding)), None)
    lost = f"{kb.label(missing)} ended; " if missing else ""
    return gone(Ending.open, f"{lost}{kb.silent('does not say', 'do not say')} what becomes of it")


def _roots(atom: int, analysis: Analysis) -> list[Proof]:
    """What was given or set, and gave an atom by structure alone."""
    found: list[Proof] = []
    seen = {atom}
    todo = [atom]
    while todo:
        current = todo.pop()
        if (leaf := analysis.situation.leaves.get(current)) and leaf.as_given:
            found.append(leaf.proof)
        for rule in analysis.fired.concluding.get(current, ()):
            if rule.step.structural and rule.body[0] not in seen:
                seen.add(rule.body[0])
                todo.append(rule.body[0])
    return found


def _left(leaf: Proof, after: Analysis) -> bool:
    """Whether something given or set is no longer so, rather than given and without effect."""
    inputs = after.situation.inputs
    if leaf.via is Via.intervened:
        return not after.holds(leaf.finding)
    return leaf.finding not in inputs.given if leaf.measurement is None else leaf.measurement not in inputs.measured


def _cut(finding: Finding, after: Analysis) -> str:
    situation, kb = after.situation, after.kb
    if finding.node in situation.fixed.nodes:
        return f"an intervention fixes it: {kb.label(Finding(*finding.node, situation.fixed.nodes[finding.node].down))}"
    if cell := situation.fixed.cell_of(finding.place):
        return f"{kb.entities[cell].label} are blocked"
    if finding.contrary in situation.observed.closure:
        return "it is observed otherwise"
    if finding in situation.suspended:
        return "an intervention suspends it"
    return ""
