"""An analysis as a result: what readers and programs get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reasoner.errors import Problem
from reasoner.explain.analysis import Analysis, Judgement
from reasoner.explain.citing import citations, contexts, mixes_cancers, node
from reasoner.model.entity import Kind
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import (
    Beside,
    Changes,
    Denied,
    FindingResult,
    GuardNote,
    Note,
    Origin,
    Otherwise,
    PhaseResult,
)
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.scenario import Setting
from reasoner.program.grading import allowed, backing
from reasoner.program.ground import Layer

_KIND_ORDER = {kind: number for number, kind in enumerate((Kind.phenotype, Kind.process, Kind.pathway, Kind.molecule))}


def phase_result(
    analysis: Analysis,
    specificity: Mapping[Finding, float] | None = None,
    changes: Changes | None = None,
    proofs: frozenset[Finding] = frozenset(),
    warnings: tuple[Problem, ...] = (),
) -> PhaseResult:
    """The result of one phase.

    Args:
        analysis: the model, explained.
        specificity: of each finding, where it was asked for.
        changes: against the phase before.
        proofs: findings whose proof tree is wanted.
        warnings: further ones than those of the situation.
    """
    kb, situation = analysis.kb, analysis.situation
    found = [
        finding_result(analysis, finding, (specificity or {}).get(finding), finding in proofs)
        for finding in analysis.findings
    ]
    return PhaseResult.of(
        name=situation.inputs.name,
        given=(
            *(str(finding) for finding in situation.inputs.given),
            *(str(number) for number in situation.inputs.measured),
        ),
        interventions=(
            *(f"block {node_}" for node_ in situation.inputs.block),
            *(f"force {node_}" for node_ in situation.inputs.force),
        ),
        findings=tuple(sorted(found, key=listing_order)),
        expected_otherwise=tuple(
            Otherwise.of(
                finding=finding,
                label=kb.label(finding),
                rules=tuple(sorted({rule.rule.id for rule in rules if rule.rule})),
                citations=citations(
                    kb,
                    (item for rule in rules if rule.rule for item in analysis.program.backings[rule.rule.id].items),
                ),
            )
            for finding, rules in analysis.expected_otherwise.items()
        ),
        beside=tuple(beside(analysis)),
        guards=tuple(guards(analysis)),
        denied=tuple(_denied(analysis)),
        would_bring_in=_brought_in(analysis),
        unmet_requirements=tuple(req.rule.id for req in analysis.fired.breached),
        warnings=tuple(Note.of(code=w.code, message=w.message) for w in (*situation.warnings, *warnings)),
        changes=changes,
    )


def finding_result(
    analysis: Analysis, finding: Finding, specificity: float | None = None, proof: bool = False
) -> FindingResult:
    """What the result says of one finding that holds.

    Raises:
        KeyError: the finding does not hold.
    """
    kb = analysis.kb
    judged = analysis.judge(finding)
    shown = judged.proof
    parts = list(shown.walk())
    items = [item for part in parts for item in part.items]
    cited = citations(kb, items)
    return FindingResult.of(
        finding=finding,
        label=kb.label(finding),
        entity=finding.entity,
        direction="down" if finding.down else "up",
        place=finding.place,
        kind=kb.kind(finding),
        origin=judged.origin,
        stated=judged.stated,
        also_stated=judged.also_stated,
        rows=tuple(dict.fromkeys(kb.row_name(c.source, c.row) for c in cited)),
        support=judged.support,
        steps=judged.steps,
        specificity=specificity,
        extrapolated=judged.extrapolated,
        contested=judged.contested,
        rests_on_contested=judged.rests_on_contested,
        against_requirement=judged.against_requirement,
        supposed=judged.supposed,
        mixed_context=mixes_cancers(kb, parts),
        weakest=weakest(parts, judged),
        lifted_from=_lifted_from(shown),
        through=_through(analysis, finding, shown),
        rules=tuple(dict.fromkeys(part.rule for part in parts if part.rule)),
        refs=tuple(sorted({ref for each in cited if each.source == kb.home_source for ref in each.refs})),
        citations=cited,
        contexts=contexts(kb, items),
        proof=node(kb, shown) if proof else None,
    )


def weakest(parts: Iterable[Proof], judged: Judgement) -> tuple[str, ...]:
    """The rules of a proof, by its parts, that set its support."""
    return tuple(dict.fromkeys(part.rule for part in parts if part.rule and part.grade == judged.support))


def listing_order(found: FindingResult) -> tuple[object, ...]:
    """Outcomes last; stated before combined, phenotypes first, then support, steps, specificity, text."""
    return (
        found.origin in (Origin.given, Origin.intervened),
        found.kind is Kind.outcome,
        not found.stated,
        _KIND_ORDER.get(found.kind, len(_KIND_ORDER)),
        -found.support,
        found.steps,
        -(found.specificity or 0.0),
        str(found.finding),
    )


def _lifted_from(shown: Proof) -> Finding | None:
    proof = shown
    while proof.via in (Via.is_a, Via.implies, Via.place):
        proof = proof.premises[0]
    return None if proof is shown else proof.finding


def _through(analysis: Analysis, finding: Finding, shown: Proof) -> tuple[Finding, ...]:
    """The members that hold, for a family shown by one of them."""
    if shown.via is not Via.is_a:
        return ()
    children = analysis.kb.children.get(finding.entity, ())
    members = (Finding(child, finding.place) for child in children)
    return tuple(member for member in members if analysis.holds(member))


def _premises_hold(analysis: Analysis, premises: tuple[Premise, ...]) -> bool:
    return all(_holds(analysis, premise) for premise in premises)


def _holds(analysis: Analysis, premise: Premise) -> bool:
    layer = Layer.before if premise.before else Layer.holds
    return analysis.program.number(premise.finding, layer) in analysis.model


def _excepted(analysis: Analysis, rule: Rule) -> bool:
    """Whether one of the rule's exceptions holds, in any place at or below its own."""
    return any(
        finding.entity == exception.entity
        and finding.down == exception.down
        and analysis.kb.place_within(finding.place, exception.place)
        for exception in rule.unless
        for finding in analysis.findings
    )


def beside(analysis: Analysis) -> list[Beside]:
    """What modulates, precedes or denies, where its premises hold and nothing but its effect keeps it from firing."""
    kb = analysis.kb
    found = []
    for rule_id, backed in analysis.program.backings.items():
        rule = kb.rules_by_id[rule_id]
        silent = rule.kind is RuleKind.denial or rule.effect in (Effect.modulates, Effect.precedes)
        if (
            silent
            and rule.kind is not RuleKind.requirement
            and any(_premises_hold(analysis, variant) for variant in rule.variants)
            and not _excepted(analysis, rule)
        ):
            found.append(
                Beside.of(
                    rule=rule.id,
                    effect="denies" if rule.kind is RuleKind.denial else rule.effect.value,
                    claim=rule.claim,
                    findings=(*rule.then, *rule.outcomes),
                    citations=citations(kb, backed.items),
                )
            )
    return found


def guards(analysis: Analysis) -> list[GuardNote]:
    """Rules that would give something new here if the scenario named what their guards ask for."""
    kb, setting = analysis.kb, analysis.program.setting
    found = []
    for rule in kb.rules:
        if not rule.fires or not rule.guarded:
            continue
        if allowed(kb, rule, setting) or backing(kb, rule, setting) is None:
            continue
        new = tuple(finding for finding in rule.then if not analysis.holds(finding))
        if new and any(_premises_hold(analysis, v) for v in rule.variants) and not _excepted(analysis, rule):
            found.append(
                GuardNote.of(rule=rule.id, claim=rule.claim, needs=needs_of(kb, rule, setting), would_give=new)
            )
    return found


def needs_of(kb: KnowledgeBase, rule: Rule, setting: Setting) -> tuple[str, ...]:
    """What a rule's guards and hypothesis ask for that a setting does not have, as `stage: late stage`."""
    needs = []
    for key, values in rule.only.items():
        value = getattr(setting, key)
        if value is None or not any(wanted in kb.ancestors(value) for wanted in values):
            needs.append(f"{key}: {' or '.join(kb.entities[v].label for v in values)}")
    if rule.hypothesis and tuple(rule.hypothesis.split("/", 1)) not in setting.assume:
        needs.append(f"assume: {rule.hypothesis}")
    return tuple(needs)


def _denied(analysis: Analysis) -> list[Denied]:
    """Shown proofs that take a step which the source denies."""
    kb, backings = analysis.kb, analysis.program.backings
    return [
        Denied.of(rule=rule.id, claim=rule.claim, finding=finding, citations=citations(kb, backings[rule.id].items))
        for rule, finding in denied_steps(analysis)
    ]


def denied_steps(analysis: Analysis) -> Iterator[tuple[Rule, Finding]]:
    """The denials that exist in the setting, with each finding whose shown proof takes the denied step."""
    for rule_id in analysis.program.backings:
        rule = analysis.kb.rules_by_id[rule_id]
        if rule.kind is RuleKind.denial:
            for finding in rule.then:
                if analysis.holds(finding) and _passes_through(analysis.judge(finding).proof, rule):
                    yield rule, finding


def _passes_through(proof: Proof, denial: Rule) -> bool:
    """Whether a proof has all premises of one variant of a denial beneath its root."""
    beneath = {part.finding for part in proof.walk() if part is not proof}
    return any(all(premise.finding in beneath for premise in variant) for variant in denial.variants)


def _brought_in(analysis: Analysis) -> tuple[str, ...]:
    """Cells that the processes which hold would bring in, and that are not there yet."""
    kb = analysis.kb
    cells = {
        cell
        for finding in analysis.findings
        if not finding.down
        for cell in kb.entities[finding.entity].yields
        if not analysis.holds(Finding(cell)) and not analysis.holds(Finding(cell, None, True))
    }
    return tuple(sorted(cells))
