"""One phase of a scenario made ready for an engine: facts, and the rules that are cut or stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from reasoner.errors import InputError, Problem
from reasoner.model.evidence import Grade
from reasoner.model.explanation import Proof, Via
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.scenario import Scenario, Setting
from reasoner.program.build import Grounder
from reasoner.program.grading import allowed, backing
from reasoner.program.ground import Case, Layer, Program
from reasoner.program.interventions import Fixed, fix
from reasoner.program.observations import Observed, observe, readings, without_overridden
from reasoner.program.phases import Inputs
from reasoner.program.universe import named_by, reach
from reasoner.values import Value


class Stop(StrEnum):
    """Why a ground rule does not count in a phase."""

    fixed = "fixed"
    cell = "cell"
    observed = "observed"
    guard = "guard"
    hypothesis = "hypothesis"
    evidence = "evidence"


class Leaf(Value):
    """A fact that an engine starts from, with what its proofs start from.

    Attributes:
        proof: the proof of the fact: a leaf, or for a persisting finding and for `before` the one of an earlier phase.
        support, steps: of that proof.
        as_given: whether one-row proofs may start from it.
        extrapolated, against_requirement, contested: what was so of every best proof in the earlier phase.
    """

    proof: Proof
    support: Grade
    steps: int
    as_given: bool
    extrapolated: bool = False
    against_requirement: bool = False
    contested: bool = False


class Past(Value):
    """What earlier phases leave behind.

    Attributes:
        held: each finding of an earlier phase with its best proof there.
        persisting: findings concluded by a rule that persists, with their best such proof.
    """

    held: Mapping[Finding, Leaf] = field(default_factory=dict)
    persisting: Mapping[Finding, Leaf] = field(default_factory=dict)


class Situation(Value):
    """A phase of a scenario on a program.

    Attributes:
        kb: the knowledge base.
        case: what the engines need.
        inputs: what was given and set.
        leaves: for each fact its proof.
        fixed: the nodes fixed by interventions.
        observed: the observations that count.
        stopped: for each disabled rule, why.
        suspended: persisting findings that an intervention suspends.
        ended: persisting findings that an observation ended.
        persisting: those that hold on.
        warnings: what does not count, and why.
    """

    kb: KnowledgeBase
    case: Case
    inputs: Inputs
    leaves: Mapping[int, Leaf]
    fixed: Fixed
    observed: Observed
    stopped: Mapping[int, Stop]
    persisting: Mapping[Finding, Leaf]
    suspended: Mapping[Finding, Leaf]
    ended: frozenset[Finding]
    warnings: tuple[Problem, ...]

    @property
    def program(self) -> Program:
        """The ground program."""
        return self.case.program


def situation(
    grounder: Grounder, scenario: Scenario, inputs: Inputs, past: Past, open_program: Program | None = None
) -> Situation:
    """Make a phase ready.

    Args:
        grounder: of the knowledge base.
        scenario: for its setting, its history and the nodes it names.
        inputs: what the phase is given.
        past: what the phases before leave behind.
        open_program: an open program with the scenario's nodes, to be used instead of that of its setting. The rules
            that the setting keeps out are disabled in it, so that its model is the same; grades are those of the
            setting that it was made for.

    Raises:
        InputError: the inputs contradict each other (E020 to E026).
    """
    grounder = grounder.supposing(scenario.setting.suppose)
    kb = grounder.kb
    program = grounder.program(scenario.setting, named_by(scenario)) if open_program is None else open_program
    every = readings(kb, inputs.given, inputs.measured)
    # Which therapies are given, and so block, depends on what overrides observations, and that on what is fixed.
    counting, _ = without_overridden(kb, every, fix(kb, program, inputs.block, inputs.force, ()))
    fixed = fix(kb, program, inputs.block, inputs.force, (o.finding for o in counting))
    observations, warnings = without_overridden(kb, every, fixed)
    observed = observe(kb, observations, inputs.measured, fixed)
    warnings += observed.warnings
    warnings += [
        Problem("W022", f"{kb.name(node)} is given but blocked itself, so it blocks nothing") for node in fixed.idle
    ]
    persisting = {
        finding: leaf for finding, leaf in past.persisting.items() if finding.contrary not in observed.closure
    }
    suspended = {finding: leaf for finding, leaf in persisting.items() if finding.node in fixed}
    leaves = _leaves(kb, program, scenario, observed, fixed, past, persisting)
    stopped = _stopped(program, fixed, observed)
    if program.every:
        out = kept_out(kb, scenario.setting)
        stopped |= {rule.index: out[rule.rule.id] for rule in program.rules if rule.rule and rule.rule.id in out}
    return Situation(
        kb,
        Case(program, frozenset(leaves), frozenset(stopped)),
        inputs,
        leaves,
        fixed,
        observed,
        stopped,
        {finding: leaf for finding, leaf in persisting.items() if finding not in suspended},
        suspended,
        frozenset(past.persisting) - frozenset(persisting),
        tuple(warnings),
    )


def kept_out(kb: KnowledgeBase, setting: Setting) -> dict[str, Stop]:
    """The rules that a setting keeps out, each with the first reason for it."""
    found: dict[str, Stop] = {}
    filtered = setting.strict_context or setting.system
    for rule in kb.rules:
        if rule.guarded and not allowed(kb, rule, setting):
            unguarded = rule.model_copy(update={"hypothesis": None})
            found[rule.id] = Stop.hypothesis if allowed(kb, unguarded, setting) else Stop.guard
        elif filtered and not backing(kb, rule, setting):
            found[rule.id] = Stop.evidence
    return found


def alone(grounder: Grounder, scenario: Scenario, given: tuple[Finding, ...]) -> Situation | None:
    """Some findings and nothing else, in a scenario's setting; None where they contradict each other."""
    try:
        return situation(grounder, scenario, Inputs("", given), Past())
    except InputError:
        return None


def _leaves(
    kb: KnowledgeBase,
    program: Program,
    scenario: Scenario,
    observed: Observed,
    fixed: Fixed,
    past: Past,
    persisting: Mapping[Finding, Leaf],
) -> dict[int, Leaf]:
    leaves: dict[int, Leaf] = {}

    def put(finding: Finding, layer: Layer, leaf: Leaf) -> None:
        number = program.number(finding, layer)
        if number is not None:
            leaves[number] = leaf

    for finding, leaf in persisting.items():
        if finding.node not in fixed:
            put(finding, Layer.holds, leaf)
            put(finding, Layer.natural, leaf)
    for finding, observation in observed.given.items():
        given = Leaf(
            Proof(
                finding,
                Via.given,
                measurement=observation.measurement,
                items=observation.threshold.evidence if observation.threshold else (),
            ),
            Grade.strong,
            0,
            True,
        )
        for layer in (Layer.holds, Layer.natural, Layer.observed):
            put(finding, layer, given)
    for node, why in fixed.nodes.items():
        finding = Finding(*node, why.down)
        put(finding, Layer.holds, Leaf(Proof(finding, Via.intervened), Grade.strong, 0, True))
    for finding, leaf in past.held.items():
        put(finding, Layer.before, leaf)
    for finding in reach(kb, scenario.history):  # no cut reaches what lies before
        put(finding, Layer.before, Leaf(Proof(finding, Via.history), Grade.strong, 0, True))
    return leaves


def _stopped(program: Program, fixed: Fixed, observed: Observed) -> dict[int, Stop]:
    """The rules that conclude at a fixed node, in a blocked cell, or against an observation."""
    stopped: dict[int, Stop] = {}
    for finding in observed.closure:
        for number in program.at_node[finding.node]:
            if program.atoms[number].finding.down != finding.down:
                stopped.update((rule.index, Stop.observed) for rule in program.concluding[number])
    for node in fixed.nodes:
        for number in program.at_node[node]:
            stopped.update((rule.index, Stop.fixed) for rule in program.concluding[number])
    if fixed.cells:
        for node, numbers in program.at_node.items():
            if node.place in fixed.cells and node not in fixed.nodes:
                for number in numbers:
                    stopped.update((rule.index, Stop.cell) for rule in program.concluding[number])
    return stopped
