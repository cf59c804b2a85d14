"""Answers -> what pictures show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from reasoner.model.base import Record
from reasoner.model.entity import Kind
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.pictures import (
    Bar,
    Bars,
    Cell,
    EffectMap,
    Lane,
    Picture,
    ProofMap,
    ProofStep,
    Setup,
    Spell,
    Timeline,
)
from reasoner.model.result import Origin, PhaseResult, ProofNode, Result, Why
from reasoner.model.sayings import Says
from reasoner.model.sensitivity import Effect, Prevalence, Sensitivity
from reasoner.model.sweep import Sweep
from reasoner.render.view import View
from reasoner.render.words import counted, given_label, intervention_labels, listed, setting_words

SHARES = (
    "Each cell: +, in how many percent of the pairs of scenarios that differ in the row alone the column is gained "
    "with it; −, in how many it is lost. ? means that there is no such pair."
)


def pictures(kb: KnowledgeBase, answer: Record) -> Iterator[Picture]:
    """What can be drawn of an answer.

    Args:
        kb: the knowledge base that gave it.
        answer: it.
    """
    if isinstance(answer, Result) and len(answer.phases) > 1:
        yield timeline(kb, answer)
    elif isinstance(answer, Why) and answer.finding.proof:
        yield from _worth_drawing(proof_map(kb.supposing(answer.setting.suppose), answer.finding.proof, answer.advice))
    elif isinstance(answer, Says) and answer.combination:
        yield from _worth_drawing(proof_map(kb, answer.combination.proof, answer.advice))
    elif isinstance(answer, Sweep) and answer.scenarios > answer.refused:
        total = answer.scenarios - answer.refused
        title = f"How often findings hold in {counted(total, 'scenario')}"
        yield prevalence_bars(title, total, answer.targets, answer.advice)
        if answer.sensitivity:
            yield effect_map(answer.sensitivity)
    elif isinstance(answer, Sensitivity) and answer.scenarios > answer.refused:
        yield sweep_bars(answer)
        yield effect_map(answer)


def _worth_drawing(picture: ProofMap) -> Iterator[ProofMap]:
    """A proof of more than a step: else a line says it all."""
    if sum(step.cited for step in picture.steps) > 1:
        yield picture


def effect_map(answer: Sensitivity) -> EffectMap:
    """What each switch of a sweep does to each target."""
    effects = {(each.switch, each.target): each for each in answer.effects}
    return EffectMap(
        title=f"What each factor does, over {counted(answer.scenarios - answer.refused, 'scenario')}",
        note=SHARES,
        rows=tuple(each.label for each in answer.switches),
        columns=tuple(each.label for each in answer.targets),
        cells=tuple(
            tuple(_cell(effects[switch.name, target.finding]) for target in answer.targets)
            for switch in answer.switches
        ),
        advice=answer.advice,
    )


def _cell(effect: Effect) -> Cell:
    if not effect.pairs:
        return Cell(known=False)
    return Cell(gained=effect.gained / effect.pairs, lost=effect.lost / effect.pairs)


def prevalence_bars(title: str, total: int, findings: Iterable[Prevalence], advice: str = "") -> Bars:
    """In which share of scenarios findings hold, the most frequent first.

    Args:
        title: what is counted.
        total: how many scenarios.
        findings: they, counted.
        advice: that it is none, where the scenarios have to do with a therapy.
    """
    ordered = sorted(findings, key=lambda each: (-each.scenarios, each.label))
    bars = tuple(Bar(label=each.label, supports=tuple(each.support[str(grade)] for grade in Grade)) for each in ordered)
    return Bars(title=title, total=total, bars=bars, advice=advice)


def sweep_bars(answer: Sensitivity) -> Bars:
    """In which share of a sweep's scenarios each target holds."""
    total = answer.scenarios - answer.refused
    title = f"How often findings hold in {counted(total, 'scenario')}"
    return prevalence_bars(title, total, answer.targets, answer.advice)


class RunBars:
    """In which share of the scenarios of a run each phenotype holds that holds in any, counted as they come.

    Args:
        kb: the knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._counts: dict[Finding, Counter[str]] = {}
        self._total = 0
        self._advice = ""

    def add(self, result: PhaseResult, advice: str = "") -> None:
        """Count a scenario, by the result of its last phase; its advice, where it has to do with a therapy, is kept."""
        self._total += 1
        self._advice = self._advice or advice
        for found in result.findings:
            if found.kind is Kind.phenotype and found.lifted_from is None:
                self._counts.setdefault(found.finding, Counter())[str(found.support)] += 1

    def picture(self) -> Bars | None:
        """The picture; None where nothing was counted."""
        findings = [
            Prevalence(
                finding=finding,
                label=self._kb.label(finding),
                kind=Kind.phenotype,
                scenarios=support.total(),
                support={str(grade): support[str(grade)] for grade in Grade},
            )
            for finding, support in self._counts.items()
        ]
        title = f"How often phenotypes hold in {counted(self._total, 'scenario')}"
        return prevalence_bars(title, self._total, findings, self._advice) if self._total else None


def timeline(kb: KnowledgeBase, result: Result, only: Collection[Finding] = ()) -> Timeline:
    """The findings of a scenario over its phases.

    Args:
        kb: the knowledge base of the result.
        result: of one phase or more.
        only: findings to show; without any those that an answer lists and does not fold.
    """
    kb = kb.supposing(result.setting.suppose)
    phases = result.phases or (result,)
    views = [View(kb, phase, result.setting) for phase in phases]
    listed: dict[Finding, None] = {}
    for view in views:
        shown = [each.finding for each in view.concluded if not view.is_folded(each)]
        listed.update(dict.fromkeys(finding for finding in only or shown if finding in view.found))
    return Timeline(
        title=result.title or " ".join([*setting_words(kb, result.setting), "Findings over phases"]),
        phases=tuple(
            f"{number} {phase.name}" if phase.name else str(number) for number, phase in enumerate(phases, start=1)
        ),
        setup=tuple(_setup(kb, phases)),
        lanes=tuple(_lane(views, finding) for finding in listed),
        advice=result.advice,
    )


def _setup(kb: KnowledgeBase, phases: Sequence[PhaseResult]) -> Iterable[Setup]:
    labels: dict[str, list[bool]] = {}
    for number, phase in enumerate(phases):
        blocked, forced = intervention_labels(kb, phase.interventions)
        names = [given_label(kb, text) for text in phase.given]
        names += [f"{each} inhibited" for each in blocked] + [f"{each} forced" for each in forced]
        for name in names:
            labels.setdefault(name, [False] * len(phases))[number] = True
    return (Setup(label=name, phases=tuple(where)) for name, where in labels.items())


def _lane(views: Sequence[View], finding: Finding) -> Lane:
    spells: list[Spell | None] = []
    for number, view in enumerate(views):
        found = view.found.get(finding)
        before = number > 0 and finding in views[number - 1].found
        if found is not None:
            gained = number > 0 and not before
            spells.append(Spell(support=found.support, gained=gained, persisting=found.origin is Origin.persisting))
            continue
        changes = view.phase.changes
        ended = [each.how.value for each in changes.ended if each.finding == finding] if changes else []
        spells.append(Spell(ended=ended[0]) if ended else None)
    return Lane(label=views[0].kb.label(finding), spells=tuple(spells))


_NOTES = {
    "given": "given",
    "intervened": "set by an intervention",
    "persisting": "persists from an earlier phase",
    "before": "held in an earlier phase",
    "history": "given as history",
}


def proof_map(kb: KnowledgeBase, proof: ProofNode, advice: str = "") -> ProofMap:
    """A proof as a graph, in which every finding stands once.

    Args:
        kb: the knowledge base of the proof.
        proof: it.
        advice: that it is none, where the scenario has to do with a therapy.
    """
    steps: list[ProofStep] = []
    known: dict[Finding, int] = {}

    def add(node: ProofNode) -> int:
        if node.finding not in known:
            premises = tuple(dict.fromkeys(map(add, node.premises)))
            cited = node.via in ("cited", "backward")
            step = ProofStep(label=node.label, note=_note(kb, node), cited=cited, premises=premises)
            known[node.finding] = len(steps)
            steps.append(step)
        return known[node.finding]

    add(proof)
    return ProofMap(title=f"Why {proof.label}", steps=tuple(steps), advice=advice)


def _note(kb: KnowledgeBase, node: ProofNode) -> str:
    """What gives a step: the rows with the grade, or how it is there without one."""
    if node.via not in ("cited", "backward"):
        return node.measurement or _NOTES.get(node.via, "by definition")
    rows = listed(dict.fromkeys(kb.row_name(each.source, each.row) for each in node.citations))
    return ", ".join(filter(None, [rows, "read backwards" if node.via == "backward" else "", str(node.grade)]))
