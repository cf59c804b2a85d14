"""The workshop: a base with what is known of it while exercises are made, and scenarios tried out in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

from reasoner.engines.columns import Columns, holding, side_by_side
from reasoner.errors import InputError
from reasoner.explain.analysis import Analysis
from reasoner.knowledge.names import Names
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.pipeline import Reasoner
from reasoner.program.ground import Layer
from reasoner.program.phases import inputs
from reasoner.program.situation import Past, Situation, situation
from reasoner.program.universe import named_by
from reasoner.teach.making.difficulty import Shape, shape
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject

ASKED = frozenset({Kind.phenotype, Kind.process, Kind.outcome, Kind.molecule, Kind.pathway, Kind.cell, Kind.condition})
"""Kinds that findings asked for are of: what a student can be expected to infer."""


class _Tried:
    """A scenario in a block that was evaluated."""

    def __init__(self, at: Situation, models: Sequence[int], number: int) -> None:
        self.at, self._models, self._number = at, models, number

    @cached_property
    def model(self) -> frozenset[int]:
        """The atoms that hold."""
        return holding(self._models, self._number)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding holds; that alone takes no more than a look."""
        atom = self.at.program.number(finding)
        return atom is not None and bool(self._models[atom] >> self._number & 1)


class Workshop:
    """What makers of exercises ask.

    Args:
        reasoner: of the knowledge base.
        names: its names, for callers that have them.
    """

    def __init__(self, reasoner: Reasoner, names: Names | None = None) -> None:
        self.reasoner = reasoner
        self.kb: KnowledgeBase = reasoner.kb
        self.names = names or Names(reasoner.kb)
        self._tried: dict[Scenario, _Tried | None] = {}
        self._analyses: dict[Scenario, Analysis] = {}
        self._conditions: dict[frozenset[Finding], tuple[Finding, ...]] = {}

    # ---------------------------------------------------------------- trying out

    def try_out(self, scenarios: Iterable[Scenario]) -> None:
        """Compute the models of scenarios of one phase; those of one program side by side."""
        groups: dict[object, list[tuple[Scenario, Situation]]] = {}
        for scenario in dict.fromkeys(scenarios):
            if scenario not in self._tried:
                ready = self._prepared(scenario)
                self._tried[scenario] = None
                if ready:
                    key = (scenario.setting, named_by(scenario) - self.reasoner.grounder.base)
                    groups.setdefault(key, []).append((scenario, ready))
        for group in groups.values():
            block = side_by_side([ready for _, ready in group])
            models = Columns.of(block.program).models(block)
            for number, (scenario, ready) in enumerate(group):
                self._tried[scenario] = _Tried(ready, models, number)

    def _prepared(self, scenario: Scenario) -> Situation | None:
        try:
            (given,) = inputs(self.kb, scenario)
            ready = situation(self.reasoner.grounder, scenario, given, Past())
        except InputError:
            return None
        return None if ready.warnings else ready  # nothing that needs a remark beside it makes a good exercise

    def _found(self, scenario: Scenario) -> _Tried | None:
        self.try_out((scenario,))
        return self._tried[scenario]

    def analysis(self, scenario: Scenario) -> Analysis | None:
        """A scenario of one phase, explained; None where it contradicts itself, or something in it does not count."""
        if scenario not in self._analyses:
            tried = self._found(scenario)
            if tried is None:
                return None
            self._analyses[scenario] = Analysis(tried.at, tried.model, self.reasoner.grounder.groups)
        return self._analyses[scenario]

    def holds(self, scenario: Scenario, finding: Finding) -> bool | None:
        """Whether a finding holds in a scenario of one phase; None where that is no good."""
        tried = self._found(scenario)
        return None if tried is None else tried.holds(finding)

    def held(self, scenario: Scenario) -> frozenset[Finding] | None:
        """What holds in a scenario of one phase; None where it is no good."""
        tried = self._found(scenario)
        if tried is None:
            return None
        atoms = tried.at.program.atoms
        return frozenset(atoms[atom].finding for atom in tried.model if atoms[atom].layer is Layer.holds)

    def alone(self, condition: Finding) -> frozenset[Finding]:
        """What holds where a condition is all that is given, in no context."""
        return self._alone.get(condition, frozenset())

    @cached_property
    def _alone(self) -> dict[Finding, frozenset[Finding]]:
        plain = {each: Scenario(phases=(Phase(given=(each,)),)) for each in self.kb.conditions}
        self.try_out(plain.values())
        return {each: held for each, scenario in plain.items() if (held := self.held(scenario)) is not None}

    @cached_property
    def bringing(self) -> dict[Finding, tuple[Finding, ...]]:
        """For each finding the conditions that bring it when given alone, those that bring least else first."""
        found: dict[Finding, list[Finding]] = {}
        for condition in sorted(self._alone, key=lambda each: (len(self._alone[each]), each.entity)):
            for finding in self._alone[condition]:
                found.setdefault(finding, []).append(condition)
        return {finding: tuple(conditions) for finding, conditions in found.items()}

    def conditions_of(self, subject: Subject) -> tuple[Finding, ...]:
        """The conditions that the rules of a subject ask for, by themselves or through others that bring them."""
        asked = subject.premises
        if asked not in self._conditions:
            found: set[Finding] = set()
            for premise in asked:
                found.update((premise,) if self.kb.is_condition(premise) else self.bringing.get(premise, ())[:1])
            self._conditions[asked] = tuple(sorted(found, key=str))
        return self._conditions[asked]

    # ---------------------------------------------------------------- judging

    def shape(self, analysis: Analysis, finding: Finding) -> Shape:
        """What makes a finding that holds difficult to see; how specific it is, is always judged in no context."""
        return shape(analysis.judge(finding).proof, self._specificity.get(finding, 1.0))

    @cached_property
    def _specificity(self) -> dict[Finding, float]:
        return self.reasoner.specificity(Scenario())

    def told(self, analysis: Analysis, lots: Lots) -> Iterator[Finding]:
        """The findings of a scenario that can be asked for: cited rules conclude them, and nothing speaks against.

        Args:
            analysis: the scenario.
            lots: decide the order; findings are looked at one by one, since judging all of them takes its time.
        """
        return filter(partial(self.can_be_told, analysis), lots.shuffled(analysis.findings))

    def can_be_told(self, analysis: Analysis, finding: Finding) -> bool:
        """Whether a finding can be asked for."""
        if self.kb.kind(finding) not in ASKED or finding.node in analysis.situation.fixed.nodes:
            return False
        if finding in analysis.situation.inputs.given:
            return False
        judged = analysis.judge(finding)
        return judged.proof.via.is_rule and not (judged.contested or judged.rests_on_contested)

    # ---------------------------------------------------------------- the rule graph

    @cached_property
    def firing(self) -> tuple[Rule, ...]:
        """The rules that conclude something, by id."""
        return tuple(rule for rule in self.kb.rules if rule.fires)

    @cached_property
    def places(self) -> dict[tuple[str, bool], tuple[Finding, ...]]:
        """The findings that rules conclude about an entity, in whichever place, by entity and direction."""
        found: dict[tuple[str, bool], set[Finding]] = {}
        for rule in self.firing:
            for finding in rule.then:
                found.setdefault((finding.entity, finding.down), set()).add(finding)
        return {key: tuple(sorted(findings, key=str)) for key, findings in found.items()}


_NOWHERE = Setting()


def plain(
    given: Iterable[Finding],
    setting: Setting = _NOWHERE,
    block: Iterable[object] = (),
    history: Iterable[Finding] = (),
) -> Scenario:
    """A scenario of one phase."""
    phase = Phase(given=tuple(given), block=tuple(block))  # type: ignore[arg-type]
    return Scenario(setting=setting, history=tuple(history), phases=(phase,))
