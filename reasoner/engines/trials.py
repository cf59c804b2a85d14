"""Rules tried out: each with its own premises observed and nothing else. One that is silent then says little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from reasoner.engines.columns import Block, Columns
from reasoner.model.finding import Finding, Premise
from reasoner.model.rule import Rule
from reasoner.model.scenario import Scenario, Setting
from reasoner.program.build import Grounder
from reasoner.program.ground import Case, GroundRule, Layer
from reasoner.program.situation import alone


class Trial(NamedTuple):
    """A rule with one choice of its premises, in one of the least settings in which it exists."""

    rule: Rule
    premises: tuple[Premise, ...]
    setting: Setting


class Silent(NamedTuple):
    """A trial in which a rule does not conclude something, as it does in no other setting.

    Attributes:
        trial: it.
        findings: what is not concluded.
        exceptions: the exceptions of the rule that hold then.
        refused: whether the premises cannot be observed together.
    """

    trial: Trial
    findings: tuple[Finding, ...]
    exceptions: tuple[Finding, ...] = ()
    refused: bool = False


def settings_of(rule: Rule) -> Iterator[Setting]:
    """The least settings in which a rule exists: one for each choice among its guards."""
    keys = dict(rule.only.items())
    assume = [rule.hypothesis.split("/", 1)] if rule.hypothesis else []
    for values in product(*keys.values()):
        yield Setting.model_validate({**dict(zip(keys, values, strict=True)), "assume": assume})


def silent(grounder: Grounder) -> Iterator[Silent]:
    """The rules that do not fire where their premises are observed, with `before` premises as history.

    Args:
        grounder: of the knowledge base.

    Yields:
        For each choice of premises that in no setting gives all conclusions, its last trial.
    """
    trials = [
        Trial(rule, premises, setting)
        for rule in grounder.kb.rules
        if rule.fires
        for setting in settings_of(rule)
        for premises in rule.variants
    ]
    by_setting: dict[Setting, list[Trial]] = {}
    for trial in trials:
        by_setting.setdefault(trial.setting, []).append(trial)
    outcomes: dict[tuple[str, tuple[Premise, ...]], list[Silent | None]] = {}
    for setting, members in by_setting.items():
        for trial, outcome in _tried(grounder, setting, members):
            outcomes.setdefault((trial.rule.id, trial.premises), []).append(outcome)
    for found in outcomes.values():
        failed = [each for each in found if each]
        if len(failed) == len(found):
            yield failed[-1]


def _tried(grounder: Grounder, setting: Setting, trials: list[Trial]) -> Iterator[tuple[Trial, Silent | None]]:
    """Trials of one setting, as one block."""
    ready: list[tuple[Trial, Case]] = []
    for trial in trials:
        history = tuple(premise.finding for premise in trial.premises if premise.before)
        given = dict.fromkeys(premise.finding for premise in trial.premises if not premise.before)
        known = alone(grounder, Scenario(setting=setting, history=history), tuple(given))
        if known:
            ready.append((trial, known.case))
        else:
            yield trial, Silent(trial, trial.rule.then, refused=True)
    if not ready:
        return
    block = Block.of([case for _, case in ready])
    models = Columns.of(block.program).models(block)
    ground: dict[str, list[GroundRule]] = {}
    for each in block.program.rules:
        if each.rule and block.program.atoms[each.head].layer is Layer.holds:
            ground.setdefault(each.rule.id, []).append(each)
    for number, (trial, _) in enumerate(ready):
        yield trial, _outcome(trial, ground[trial.rule.id], block, [column >> number & 1 for column in models], number)


def _outcome(trial: Trial, rules: list[GroundRule], block: Block, holds: Sequence[int], number: int) -> Silent | None:
    """How one trial went, from what holds in its scenario."""
    atoms = block.program.atoms
    concluded = {
        atoms[rule.head].finding
        for rule in rules
        if all(holds[atom] for atom in rule.body)
        and not any(holds[atom] for atom in rule.unless)
        and not block.disabled.get(rule.index, 0) >> number & 1
    }
    lacking = tuple(finding for finding in trial.rule.then if finding not in concluded)
    exceptions = dict.fromkeys(atoms[atom].finding for rule in rules for atom in rule.unless if holds[atom])
    return Silent(trial, lacking, tuple(exceptions)) if lacking else None
