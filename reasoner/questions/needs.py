"""What a finding cannot do without: what is given, or a rule, left out alone, and the whole model computed anew."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.explain.analysis import Analysis
from reasoner.explain.citing import citations
from reasoner.explain.report import finding_result
from reasoner.explain.why import proof_lines
from reasoner.model.explanation import Proof
from reasoner.model.finding import Finding
from reasoner.model.needs import Line, NeededRule, Needs
from reasoner.pipeline import Evaluation, Reasoner, has_therapy
from reasoner.program.ground import Atom, Layer
from reasoner.questions.leaving_out import Variant, holds_in, things


def needs(reasoner: Reasoner, evaluation: Evaluation, finding: Finding) -> Needs:
    """What a finding of the last phase cannot do without.

    Args:
        reasoner: of the knowledge base.
        evaluation: the scenario.
        finding: it.

    Raises:
        UsageError: the finding does not hold (E203).
    """
    reasoner.must_hold(evaluation, finding)
    kb, scenario, last = reasoner.kb, evaluation.scenario, evaluation.last
    proof = last.judge(finding).proof
    given = list(things(kb, scenario))
    rules = _candidates(evaluation, proof)
    variants: list[Variant] = [*((without, "") for _, without in given), *((scenario, rule) for rule in rules)]
    held = holds_in(reasoner, scenario, variants, finding)
    by_thing = list(zip((thing for thing, _ in given), held, strict=False))
    return Needs.of(
        knowledge_base=kb.digest,
        finding=finding_result(last, finding),
        things=tuple(thing for thing, holds in by_thing if holds is False),
        rules=tuple(
            _needed(evaluation, rule, proof)
            for rule, holds in zip(rules, held[len(given) :], strict=True)
            if holds is False
        ),
        spare=tuple(thing for thing, holds in by_thing if holds),
        refused=tuple(thing for thing, holds in by_thing if holds is None),
        lines=tuple(_lines(last, finding)),
        **evaluation.standing,
        advice=kb.no_advice if has_therapy(kb, scenario) else "",
    )


def _candidates(evaluation: Evaluation, proof: Proof) -> list[str]:
    """The rules that the finding may need: those of its proof, top down, and those that keep exceptions of these away.

    As long as the proof stands the finding holds. It falls with a rule of its own, or where an exception of one comes
    to hold; for that, something must hold now that stops a rule on the way to the exception.
    """
    phases = evaluation.phases
    own = proof.rules
    reached = _reaching({atom for analysis in phases for atom in _exceptions(analysis, own)}, phases[-1])
    fired = {rule.rule.id for each in phases for rule in each.fired.rules if rule.rule and rule.head in reached}
    return [*own, *sorted(fired - set(own))]


def _exceptions(analysis: Analysis, rules: Iterable[str]) -> set[int]:
    names = set(rules)
    return {atom for rule in analysis.program.rules if rule.rule and rule.rule.id in names for atom in rule.unless}


def _reaching(atoms: set[int], analysis: Analysis) -> set[int]:
    """The atoms that others depend on in any way, through exceptions and earlier phases too."""
    program = analysis.program
    seen, todo = set(atoms), list(atoms)
    while todo:
        atom = todo.pop()
        finding, layer = program.atoms[atom]
        earlier = program.index.get(Atom(finding)) if layer is Layer.before else None
        below = [number for rule in program.concluding[atom] for number in (*rule.body, *rule.unless)]
        for number in [*below, *([earlier] if earlier is not None else [])]:
            if number not in seen:
                seen.add(number)
                todo.append(number)
    return seen


def _needed(evaluation: Evaluation, rule_id: str, proof: Proof) -> NeededRule:
    kb, parts = evaluation.last.kb, [part for part in proof.walk() if part.rule == rule_id]
    items = [item for part in parts for item in part.items] or evaluation.last.program.backings[rule_id].items
    return NeededRule.of(
        rule=rule_id,
        claim=kb.rules_by_id[rule_id].claim,
        concludes=tuple(dict.fromkeys(part.finding for part in parts)),
        grade=min((part.grade for part in parts), default=None),
        citations=citations(kb, items),
    )


def _lines(analysis: Analysis, finding: Finding) -> Iterable[Line]:
    return (
        Line.of(rule=line.rule, claim=line.claim, support=line.support, steps=line.steps, citations=line.citations)
        for line in proof_lines(analysis, finding)
        if line.independent
    )
