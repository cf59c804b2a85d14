"""Why a finding is not inferred: the ways to it, what stands in each, and the smallest changes that would give it."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.engines.columns import model as columns_model
from reasoner.errors import Problem, UsageError
from reasoner.explain.analysis import Analysis
from reasoner.explain.citing import citations, contexts
from reasoner.explain.obstacles import Hindrance
from reasoner.explain.ways import Way as FoundWay
from reasoner.explain.ways import Ways
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Via
from reasoner.model.finding import Finding, Node, Premise
from reasoner.model.result import Beside, Otherwise
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.whynot import Needed, Obstacle, Way, WhyNot
from reasoner.pipeline import Evaluation, Reasoner, has_therapy
from reasoner.program.grading import Backing, allowed, backing
from reasoner.program.ground import Atom, GroundRule, Layer, Program
from reasoner.program.situation import situation
from reasoner.program.universe import named_by
from reasoner.questions.changes import smallest_changes


def why_not(reasoner: Reasoner, evaluation: Evaluation, finding: Finding, *, changes: bool = True) -> WhyNot:
    """Why a finding is not inferred in the last phase.

    Args:
        reasoner: of the knowledge base.
        evaluation: of the scenario.
        finding: what was asked for.
        changes: whether the smallest changes that give it are looked for, which takes most of the time.

    Raises:
        UsageError: the finding holds (E220).
    """
    kb, last = reasoner.kb, evaluation.last
    if last.holds(finding):
        raise UsageError(
            Problem("E220", f"{kb.label(finding)} holds here", None, ("ask `why` of it, with the same scenario",))
        )
    ways = ways_of(reasoner, evaluation, [finding.node])
    atom = ways.program.index[Atom(finding)]
    ways.reach([atom])
    teller = _Teller(reasoner, evaluation, ways)
    found, cut_short, complete_to = smallest_changes(reasoner, evaluation, finding, ways) if changes else ((), False, 0)
    ruled = any(way.rule is not None for way in ways.to(atom))
    return WhyNot.of(
        knowledge_base=kb.digest,
        finding=finding,
        label=kb.label(finding),
        can_be_given=kb.is_condition(finding),
        ruled=ruled,
        cost=ways.cost.get(atom),
        contrary=last.judge(finding.contrary).origin.value if last.holds(finding.contrary) else "",
        contrary_label=kb.label(finding.contrary) if last.holds(finding.contrary) else "",
        otherwise=_otherwise(last, finding),
        ways=tuple(teller.ways(atom)),
        givable=tuple(
            ways.program.atoms[way.head].finding
            for way in ways.sorted(ways.to(atom))
            if way.step == "given" and way.head != atom
        ),
        denials=tuple(_denials(last, finding)),
        beside=tuple(_statements(last, finding)),
        related=() if ruled else tuple(_related(last, finding)),
        changes=found,
        changes_complete_to=complete_to,
        changes_cut_short=cut_short,
        **evaluation.standing,
        advice=kb.no_advice if has_therapy(kb, evaluation.scenario) else "",
    )


def ways_of(reasoner: Reasoner, evaluation: Evaluation, named: Iterable[Node] = ()) -> Ways:
    """The ways to everything that does not hold in the last phase.

    Args:
        reasoner: of the knowledge base.
        evaluation: of the scenario.
        named: nodes that are asked about; they get room in the program.
    """
    scenario = evaluation.scenario
    program = reasoner.grounder.program(scenario.setting, named_by(scenario) | frozenset(named), every=True)
    prepared = situation(
        reasoner.grounder, scenario, evaluation.last.situation.inputs, evaluation.past, open_program=program
    )
    return Ways(prepared, columns_model(prepared.case), scenario.setting)


class _Teller:
    """Ways as records; each finding on the way is explained once."""

    def __init__(self, reasoner: Reasoner, evaluation: Evaluation, ways: Ways) -> None:
        self.kb = reasoner.kb
        self.last = evaluation.last
        self.found = ways
        self.program: Program = ways.program
        setting = evaluation.scenario.setting
        self.setting = setting
        self.unfiltered = setting.model_copy(update={"strict_context": False, "system": None})
        self.told: set[int] = set()

    def ways(self, atom: int) -> list[Way]:
        """The ways to what was asked for; giving something else stands apart."""
        self.told.add(atom)
        wanted = [way for way in self.found.to(atom) if way.step != "given" or way.head == atom]
        listed = [way for way in wanted if not (way.step == "given" and not way.hindrances)]
        return [self.way(way) for way in self.found.sorted(listed)]

    def way(self, way: FoundWay) -> Way:
        """A way, with the best way to each premise that it misses."""
        finding = self.program.atoms[way.head].finding
        cited = self._cited(way.rule) if way.rule and way.rule.rule else {}
        premises = tuple(self._needed(atom, way) for atom in dict.fromkeys(way.rule.body)) if way.rule else ()
        if way.step == "structure":
            premises = (self._needed(way.head, way),)
        return Way.of(
            step=way.step,
            concludes=finding,
            label=self.kb.label(finding),
            lifted=way.head != way.atom,
            premises=premises,
            obstacles=(*self._missing(way, premises), *map(_obstacle, way.hindrances)),
            cost=self.found.cost_of(way),
            **cited,
        )

    def _cited(self, ground: GroundRule) -> dict[str, object]:
        rule = ground.rule
        assert rule is not None
        backed = self._backing(rule)
        items = backed.items if backed else ()
        cited = citations(self.kb, items)
        home = self.kb.home_source
        return {
            "rule": rule.id,
            "claim": rule.claim,
            "effect": rule.effect.value,
            "grade": Grade(self.found.grade(ground)),
            "extrapolated": ground.extrapolated,
            "citations": cited,
            "refs": tuple(sorted({ref for each in cited if each.source == home for ref in each.refs})),
            "contexts": contexts(self.kb, items),
        }

    def _backing(self, rule: Rule) -> Backing | None:
        return backing(self.kb, rule, self.setting) or backing(self.kb, rule, self.unfiltered)

    def _missing(self, way: FoundWay, premises: tuple[Needed, ...]) -> Iterable[Obstacle]:
        for edit in way.edits:
            finding = Finding.parse(edit.what)
            yield Obstacle.of(
                kind="missing" if edit.kind == "give" else "before", text=self.kb.label(finding), subject=edit.what
            )
        for each in premises:
            if not each.met:
                yield Obstacle.of(kind=each.how, text=each.label, subject=str(each.finding))

    def _needed(self, atom: int, way: FoundWay) -> Needed:
        finding, layer = self.program.atoms[atom]
        met = atom in self.found.model
        parts = {
            "finding": finding,
            "label": self.kb.label(finding),
            "before": layer is Layer.before,
            "met": met,
            "can_be_given": self.kb.is_condition(finding),
        }
        if met:
            return Needed.of(**parts, **self._held(finding, layer), cost=0)
        kind = {Layer.before: "before", Layer.observed: "not_observed"}.get(layer, "missing")
        if layer is Layer.natural and self.last.holds(finding):
            kind = "intervened_only"
        best = self.found.best.get(atom)
        ruled = any(each.rule is not None for each in self.found.to(atom))
        parts |= {"how": kind, "cost": self.found.cost.get(atom), "ruled": ruled}
        if best is None or (best.step in ("given", "history") and best.head == atom and not best.hindrances):
            return Needed.of(**parts)
        if atom in self.told:
            return Needed.of(**parts, shown_above=True)
        self.told.add(atom)
        return Needed.of(**parts, way=self.way(best))

    def _held(self, finding: Finding, layer: Layer) -> dict[str, str]:
        """Where a premise that is met comes from."""
        if layer is Layer.before:
            number = self.program.index[Atom(finding, layer)]
            via = self.found.situation.leaves[number].proof.via
            return {"how": "history" if via is Via.history else "earlier phase"}
        proof = self.last.judge(finding).proof
        while proof.via in (Via.is_a, Via.implies, Via.place):
            proof = proof.premises[0]
        through = "" if proof.finding == finding else self.kb.label(proof.finding)
        return {"how": self.last.judge(proof.finding).origin.value, "through": through}


def _obstacle(each: Hindrance) -> Obstacle:
    return Obstacle.of(kind=each.kind, text=each.text, subject=each.subject)


def _otherwise(last: Analysis, finding: Finding) -> Otherwise | None:
    rules = last.expected_otherwise.get(finding)
    if rules is None:
        return None
    items = (item for each in rules if each.rule for item in last.program.backings[each.rule.id].items)
    return Otherwise.of(
        finding=finding,
        label=last.kb.label(finding),
        rules=tuple(sorted({each.rule.id for each in rules if each.rule})),
        citations=citations(last.kb, items),
    )


def _denials(last: Analysis, finding: Finding) -> Iterable[Beside]:
    for rule_id, backed in last.program.backings.items():
        rule = last.kb.rules_by_id[rule_id]
        if rule.kind is RuleKind.denial and finding in rule.then and any(_hold(last, each) for each in rule.variants):
            yield _beside(last, rule, "denies", backed)


def _hold(last: Analysis, premises: tuple[Premise, ...]) -> bool:
    layers = ((each.finding, Layer.before if each.before else Layer.holds) for each in premises)
    return all(last.program.number(*each) in last.model for each in layers)


def _statements(last: Analysis, finding: Finding) -> Iterable[Beside]:
    """What modulates the finding's node, or tells of it as mere sequence, and exists in the setting."""
    for rule_id, backed in last.program.backings.items():
        rule = last.kb.rules_by_id[rule_id]
        silent = rule.kind is RuleKind.rule and rule.effect in (Effect.modulates, Effect.precedes)
        if silent and any(each.node == finding.node for each in (*rule.then, *rule.outcomes)):
            yield _beside(last, rule, rule.effect.value, backed)


def _related(last: Analysis, finding: Finding) -> Iterable[Beside]:
    """What rules conclude of the same entity in another place or direction."""
    kb = last.kb
    for rule in kb.rules:
        if rule.fires and any(each.entity == finding.entity for each in rule.then):
            backed = last.program.backings.get(rule.id) or backing(kb, rule, last.program.setting)
            if backed and allowed(kb, rule, last.program.setting):
                yield _beside(last, rule, rule.effect.value, backed)


def _beside(last: Analysis, rule: Rule, effect: str, backed: Backing) -> Beside:
    return Beside.of(
        rule=rule.id,
        effect=effect,
        claim=rule.claim,
        findings=(*rule.then, *rule.outcomes),
        citations=citations(last.kb, backed.items),
    )
