"""Scenes: scenarios in which the rules of a subject fire, found from what sets these rules off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from reasoner.explain.analysis import Analysis
from reasoner.model.entity import Kind
from reasoner.model.finding import Finding, Premise
from reasoner.model.rule import Rule
from reasoner.model.scenario import Scenario, Setting
from reasoner.teach.making.choosing import in_turn
from reasoner.teach.making.lots import Lots
from reasoner.teach.making.topics import Subject
from reasoner.teach.making.workshop import Workshop, plain
from reasoner.values import Value

_WAYS, _SETS, _FURTHER = 3, 4, 2
"""Tried for each rule: conditions that bring a premise, sets of conditions, and changes to each of these."""
_CHUNK = 24
_CAN_BE_BLOCKED = frozenset({Kind.molecule, Kind.pathway, Kind.process})


class Scene(Value):
    """A scenario in which a rule fires.

    Attributes:
        scenario: of one phase.
        rule: it.
        analysis: what holds.
    """

    scenario: Scenario
    rule: Rule
    analysis: Analysis

    @property
    def given(self) -> tuple[Finding, ...]:
        """What is given."""
        return self.scenario.phases[0].given

    @property
    def setting(self) -> Setting:
        """Where."""
        return self.scenario.setting


def scenes(shop: Workshop, subject: Subject, lots: Lots) -> Iterator[Scene]:
    """Scenes for each rule of a subject that can fire: one for each rule first, then the second ones, and so on."""
    rules = lots.shuffled((rule for rule in subject.rules if rule.fires), lambda rule: rule.id)
    through = in_turn(_trials(shop, subject, rule, lots.of(rule.id)) for rule in rules)
    seen: set[Scenario] = set()
    while batch := list(islice(through, _CHUNK)):
        shop.try_out(scenario for _, scenario in batch)
        for rule, scenario in batch:
            if scenario not in seen and (analysis := shop.analysis(scenario)):
                seen.add(scenario)
                yield Scene(scenario=scenario, rule=rule, analysis=analysis)


def _trials(shop: Workshop, subject: Subject, rule: Rule, lots: Lots) -> Iterator[tuple[Rule, Scenario]]:
    """Scenarios that may set a rule off: plain ones, and each with something more that is given, or with a block."""
    for scenario in islice(_plain(shop, rule, lots), _SETS):
        yield rule, scenario
        yield from ((rule, changed) for changed in _changed(shop, subject, scenario, lots))


def _plain(shop: Workshop, rule: Rule, lots: Lots) -> Iterator[Scenario]:
    """What meets the premises of a rule: conditions where some bring them, else the premises themselves."""
    for variant in lots.shuffled(rule.variants, lambda each: ", ".join(map(str, each))):
        history = tuple(premise.finding for premise in variant if premise.before)
        now = [premise for premise in variant if not premise.before]
        ways = product(*(_met_by(shop, premise, lots) for premise in now))
        for given in ways:
            for setting in _settings(shop, rule, lots):
                yield plain(dict.fromkeys(given), setting, history=history)


def _met_by(shop: Workshop, premise: Premise, lots: Lots) -> list[Finding]:
    """What can be given to meet a premise; the nearest first, then one that takes more steps, as lots decide."""
    finding = premise.finding
    if shop.kb.is_condition(finding):
        return [finding]
    bringing = shop.bringing.get(finding, ())
    return lots.shuffled(bringing)[:_WAYS] or [finding]


def _settings(shop: Workshop, rule: Rule, lots: Lots) -> list[Setting]:
    """The settings in which a rule exists: as wide as its guards let it be, and that of one of its studies."""
    guards = {key: lots.pick(values, key) for key, values in rule.only.items()}
    assume = (tuple(rule.hypothesis.split("/", 1)),) if rule.hypothesis else ()
    widest = Setting(assume=assume, **guards)  # type: ignore[arg-type]
    studied = [
        widest.model_copy(update={"cancer": cancer})
        for item in rule.items()
        for cancer in item.context.cancer
        if not guards and shop.kb.entities[cancer].kind is Kind.cancer
    ]
    return [widest, *lots.shuffled(dict.fromkeys(studied), lambda each: each.cancer or "")[:1]]


def _changed(shop: Workshop, subject: Subject, scenario: Scenario, lots: Lots) -> Iterator[Scenario]:
    given = scenario.phases[0].given
    more = (each for each in shop.conditions_of(subject) if each not in given and each.contrary not in given)
    for finding in lots.shuffled(more)[:_FURTHER]:
        yield plain((*given, finding), scenario.setting, history=scenario.history)
    held = set().union(*(shop.alone(each) for each in given)) if given else set()
    nodes = {each.node for each in held if not each.down and shop.kb.kind(each) in _CAN_BE_BLOCKED}
    nodes = {node for node in nodes if not any(shop.kb.is_at_or_below(each.node, node) for each in given)}
    for node in lots.shuffled(nodes & {each.node for each in subject.premises})[:_FURTHER]:
        yield plain(given, scenario.setting, (node,), scenario.history)
