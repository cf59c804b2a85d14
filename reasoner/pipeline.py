"""The one place that wires the stages: knowledge, program, engine, explanation, result.

scenario -> program -> engine -> model -> analysis -> result. Surfaces talk to this module and to `render` only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from reasoner.engines.alone import Additions, Alone, alone
from reasoner.engines.specificity import listed, specificity, unlisted
from reasoner.engines.trials import settings_of
from reasoner.errors import InputError, Problem, UsageError
from reasoner.explain.analysis import Analysis
from reasoner.explain.changes import changes
from reasoner.explain.opened import opened_exceptions
from reasoner.explain.report import denied_steps, phase_result
from reasoner.explain.why import proof_lines, why
from reasoner.knowledge.cache import remembered
from reasoner.knowledge.scenarios import scenario_from_parts as scenario_from_names
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import Changes, PhaseResult, Result, Setting, Why
from reasoner.model.rule import Rule, RuleKind
from reasoner.model.scenario import Phase, Scenario
from reasoner.model.scenario import Setting as Context
from reasoner.program.build import Grounder
from reasoner.program.ground import Case, Layer, Program
from reasoner.program.phases import Inputs, inputs
from reasoner.program.rows import joins_more
from reasoner.program.situation import Past, Situation, situation
from reasoner.program.universe import named_by
from reasoner.values import Value

if TYPE_CHECKING:
    from reasoner.engines.trials import Silent

__all__ = [
    "ENGINES",
    "Additions",
    "Alone",
    "Analysis",
    "Evaluation",
    "Program",
    "Reasoner",
    "Situation",
    "has_therapy",
    "scenario_from_names",
    "setting_of",
    "settings_of",
    "standing",
]

ENGINES = ("production", "columns")


class Evaluation(Value):
    """A scenario with the model of each of its phases, explained."""

    scenario: Scenario
    engine: str
    phases: tuple[Analysis, ...]

    @property
    def last(self) -> Analysis:
        """The last phase."""
        return self.phases[-1]

    @property
    def past(self) -> Past:
        """What the phases before the last leave to it."""
        past = Past()
        for analysis in self.phases[:-1]:
            past = analysis.past(past)
        return past

    @property
    def standing(self) -> dict[str, Any]:
        """What the last phase is given and set, and where: the fields of `Standing`."""
        return standing(self.scenario, self.last.situation.inputs)

    def changes(self, number: int) -> Changes | None:
        """What a phase (from 0) gained and lost against the one before; None for the first."""
        return changes(self.phases[number - 1], self.phases[number]) if number else None


class Reasoner:
    """A knowledge base ready to be asked. Holds no other state: safe to use from several threads.

    Args:
        kb: the knowledge base, checked.
    """

    def __init__(self, kb: KnowledgeBase, grounder: Grounder | None = None) -> None:
        self.kb = kb
        self.grounder = grounder or Grounder(kb)
        self._specificity: dict[object, dict[Finding, float]] = {}

    def supposing(self, scenario: Scenario) -> Reasoner:
        """The reasoner whose base has what a scenario supposes among its rules; itself where it supposes nothing.

        Any reasoner evaluates any scenario, with what it supposes. Whoever looks up rules of an answer, or puts it into
        words, needs the base of this one.
        """
        grounder = self.grounder.supposing(scenario.setting.suppose)
        return self if grounder is self.grounder else Reasoner(grounder.kb, grounder)

    def evaluate(self, scenario: Scenario, engine: str = "production") -> Evaluation:
        """Compute and explain the model of every phase.

        Args:
            scenario: with its names resolved.
            engine: `production` (experta) or `columns`.

        Raises:
            InputError: the scenario contradicts itself (E020 to E026).
            UsageError: there is no such engine (E201).
            EngineError: the engine failed.
        """
        model = _engine(engine)
        past = Past()
        phases: list[Analysis] = []
        for number, given in enumerate(inputs(self.kb, scenario)):
            prepared = self._situation(scenario, number, given, past)
            analysis = Analysis(prepared, model(prepared.case), self.grounder.groups)
            phases.append(analysis)
            if len(phases) < len(scenario.phases):
                past = analysis.past(past)
        return Evaluation(scenario, engine, tuple(phases))

    def prepared(self, scenario: Scenario) -> Situation:
        """The last phase made ready, not yet run: for stepping through a production run."""
        given, past = self.before_last(scenario)
        return self._situation(scenario, len(scenario.phases) - 1, given, past)

    def before_last(self, scenario: Scenario) -> tuple[Inputs, Past]:
        """What the last phase is given, and what the phases before it leave behind.

        Raises:
            InputError: the scenario contradicts itself.
        """
        past = Past()
        listed = inputs(self.kb, scenario)
        for number, given in enumerate(listed[:-1]):
            ready = self._situation(scenario, number, given, past)
            past = Analysis(ready, _engine("columns")(ready.case), self.grounder.groups).past(past)
        return listed[-1], past

    def _situation(self, scenario: Scenario, number: int, given: Inputs, past: Past) -> Situation:
        try:
            return situation(self.grounder, scenario, given, past)
        except InputError as error:
            raise InputError(problem.in_phase(number) for problem in error.problems) from None

    def result(
        self, evaluation: Evaluation, proofs: Iterable[Finding] = (), *, with_specificity: bool = True
    ) -> Result:
        """The result of a scenario: the last phase at the top, and every phase where there are several.

        Args:
            evaluation: what `evaluate` gave.
            proofs: the findings whose proof is wanted in the result.
            with_specificity: whether it is worked out, which takes most of the time where settings differ.
        """
        scenario, kb = evaluation.scenario, self.kb
        wanted = frozenset(proofs)
        specificity = self.specificity(scenario) if with_specificity else None
        warnings = self._opened_exceptions(evaluation)
        phases = [
            phase_result(analysis, specificity, evaluation.changes(number), wanted, warnings[number])
            for number, analysis in enumerate(evaluation.phases)
        ]
        several = len(phases) > 1
        top: PhaseResult = phases[-1]
        return Result.of(
            **{name: getattr(top, name) for name in PhaseResult.model_fields},
            knowledge_base=kb.digest,
            engine=evaluation.engine,
            title=scenario.title,
            setting=setting_of(scenario.setting),
            history=tuple(str(finding) for finding in scenario.history),
            phases=tuple(phases) if several else (),
            advice=kb.no_advice if has_therapy(kb, scenario) else "",
        )

    def _opened_exceptions(self, evaluation: Evaluation) -> list[tuple[Problem, ...]]:
        """For each phase what its filters let fire; found by evaluating the scenario once more without them."""
        scenario = evaluation.scenario
        if not scenario.setting.strict_context and not scenario.setting.system:
            return [() for _ in evaluation.phases]
        setting = scenario.setting.model_copy(update={"strict_context": False, "system": None})
        whole = self.evaluate(scenario.model_copy(update={"setting": setting}), "columns")
        return [opened_exceptions(*pair) for pair in zip(evaluation.phases, whole.phases, strict=True)]

    def why(self, evaluation: Evaluation, finding: Finding, most: int | None = 3) -> Why:
        """Why a finding holds in the last phase.

        Args:
            evaluation: what `evaluate` gave.
            finding: it.
            most: how many lines through other rules; None for all.

        Raises:
            UsageError: the finding does not hold (E203).
        """
        self.must_hold(evaluation, finding)
        return why(evaluation.last, finding, most).model_copy(
            update={
                "knowledge_base": self.kb.digest,
                **evaluation.standing,
                "advice": self.kb.no_advice if has_therapy(self.kb, evaluation.scenario) else "",
            }
        )

    def must_hold(self, evaluation: Evaluation, finding: Finding) -> None:
        """Refuse a question about why a finding holds where it does not.

        Raises:
            UsageError: it does not hold in the last phase (E203).
        """
        if not evaluation.last.holds(finding):
            contrary = evaluation.last.holds(finding.contrary)
            hint = (f"{self.kb.label(finding.contrary)} holds instead",) if contrary else ()
            raise UsageError(
                Problem(
                    "E203",
                    f"{self.kb.label(finding)} is not inferred here",
                    None,
                    (*hint, "not inferred is not the same as false"),
                )
            )

    def alone(self, setting: Context, conditions: Iterable[Finding]) -> Iterator[Alone]:
        """Each condition given alone, all of them computed at once; those that contradict themselves are left out."""
        return alone(self.grounder, setting, conditions)

    def explained(self, one: Alone) -> Analysis:
        """A condition alone, explained."""
        return Analysis(one.situation, one.model, self.grounder.groups)

    def joins_rows_of(self, other: Reasoner) -> bool:
        """Whether rows that are apart in a base with fewer rules count as one here, which bears on what is stated."""
        return joins_more(other.grounder.groups, self.grounder.groups)

    def phase(self, analysis: Analysis) -> PhaseResult:
        """The result of one phase, without specificity."""
        return phase_result(analysis)

    def independent_lines(self, analysis: Analysis, finding: Finding) -> int:
        """How many lines without a reference in common give a finding that holds."""
        return sum(line.independent for line in proof_lines(analysis, finding))

    def specificity(self, scenario: Scenario) -> dict[Finding, float]:
        """The specificity of every finding in the scenario's context; worked out once for each."""
        key = (scenario.setting, named_by(scenario) - self.grounder.base)
        if key not in self._specificity:
            plain = bool(self.kb.digest) and not key[1] and not scenario.setting.suppose  # what is kept is the base's
            self._specificity[key] = self._kept_specificity(scenario) if plain else specificity(self.grounder, scenario)
        return self._specificity[key]

    def closures(self, findings: Iterable[Finding]) -> dict[Finding, frozenset[Finding]]:
        """What each finding leads to when it is given alone, in no context: what cited rules conclude there.

        Findings that contradict themselves by definition are left out.
        """
        from reasoner.engines.closures import closures

        return closures(self.grounder, findings)

    def derivable(self) -> frozenset[Finding]:
        """Everything that rules conclude which can fire from the conditions, in whichever context."""
        from reasoner.program.derivable import derivable

        return derivable(self.grounder)

    def silent(self) -> Iterator[Silent]:
        """The rules that do not fire where their own premises are observed."""
        from reasoner.engines.trials import silent

        return silent(self.grounder)

    def _kept_specificity(self, scenario: Scenario) -> dict[Finding, float]:
        """The specificity in a context in which nothing beyond the base is named: kept between runs."""
        program = self.grounder.program(scenario.setting)

        def make() -> str:
            return json.dumps(listed(program, specificity(self.grounder, scenario)))

        setting = hashlib.sha256(repr(scenario.setting).encode()).hexdigest()
        name = f"specificity-{self.kb.digest[:16]}-{setting[:16]}"
        return unlisted(program, json.loads(remembered(name, ("model", "program", "engines"), make)))


def denied_proofs(reasoner: Reasoner) -> Iterator[tuple[Rule, Finding, tuple[Finding, ...]]]:
    """Proofs that take a step which the source denies, over all scenarios of one or two conditions.

    They are looked for without a context and, for denials with guards or a hypothesis, in each context these name.

    Yields:
        The denial, the finding whose shown proof passes through the denied step, and the conditions.
    """
    denials = [rule for rule in reasoner.kb.rules if rule.kind is RuleKind.denial]
    for setting in dict.fromkeys(each for rule in denials for each in settings_of(rule)):
        for conditions in _holding_denied(reasoner.grounder, setting, denials):
            scenario = Scenario(setting=setting, phases=(Phase(given=conditions),))
            for denial, finding in denied_steps(reasoner.evaluate(scenario, "columns").last):
                yield denial, finding, conditions


def _holding_denied(grounder: Grounder, setting: Context, denials: Iterable[Rule]) -> Iterator[tuple[Finding, ...]]:
    """The conditions under which both sides of a denied step hold: only there can a proof take it."""
    from reasoner.engines.columns import Columns
    from reasoner.engines.pairs import one_or_two

    pairs = one_or_two(grounder, Scenario(setting=setting))
    if pairs is None:
        return
    program, models = pairs.block.program, Columns.of(pairs.block.program).models(pairs.block)
    holding = {finding: models[number] for number, (finding, layer) in enumerate(program.atoms) if layer is Layer.holds}
    either = 0
    for denial in denials:
        for finding, premises in product(denial.then, denial.variants):
            column = holding[finding]
            for premise in premises:
                column &= holding[premise.finding]
            either |= column & pairs.sound
    yield from (conditions for number, conditions in enumerate(pairs.conditions) if either >> number & 1)


def has_therapy(kb: KnowledgeBase, scenario: Scenario) -> bool:
    """Whether a therapy is given or intervened on in any phase, or stands in the history."""
    named = [finding.entity for finding in scenario.history]
    for phase in scenario.phases:
        named += [finding.entity for finding in phase.given] + [node.entity for node in (*phase.block, *phase.force)]
    return any(kb.entities[entity].kind is Kind.therapy for entity in named)


def _engine(name: str) -> Callable[[Case], frozenset[int]]:
    if name == "production":
        from reasoner.engines.production import model

        return model
    if name == "columns":
        from reasoner.engines.columns import model as columns_model

        return columns_model
    raise UsageError(Problem("E201", f"there is no engine {name!r}", None, (f"engines: {', '.join(ENGINES)}",)))


def standing(scenario: Scenario, last: Inputs) -> dict[str, Any]:
    """What a scenario gives and sets in its last phase, and where: the fields of `Standing`."""
    return {
        "setting": setting_of(scenario.setting),
        "given": (*map(str, last.given), *map(str, last.measured)),
        "interventions": (*(f"block {node}" for node in last.block), *(f"force {node}" for node in last.force)),
        "history": tuple(map(str, scenario.history)),
        "phase": len(scenario.phases) if len(scenario.phases) > 1 else 0,
    }


def setting_of(setting: Context) -> Setting:
    """A scenario's setting as results have it."""
    return Setting.of(
        cancer=setting.cancer,
        stage=setting.stage,
        site=setting.site,
        assume=tuple(f"{group}/{option}" for group, option in setting.assume),
        strict_context=setting.strict_context,
        system=setting.system,
        suppose=tuple(map(str, setting.suppose)),
    )
