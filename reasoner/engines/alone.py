"""Every condition alone, side by side in the columns engine: models and supports of all of them in one run.

And, of two programs, in which of these what one of them adds has a part: only these need to be explained to compare.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reasoner.engines.columns import Block, Columns, holding
from reasoner.errors import InputError
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.rule import RuleKind
from reasoner.model.scenario import Phase, Scenario, Setting
from reasoner.program.build import Grounder
from reasoner.program.ground import GroundRule, Layer, Program
from reasoner.program.phases import Inputs
from reasoner.program.situation import Past, Situation, situation


@dataclass(frozen=True)
class Alone:
    """One condition, given alone.

    Attributes:
        condition: it.
        situation: the phase.
        model: the atoms that hold.
        support: of every finding that holds.
    """

    condition: Finding
    situation: Situation
    model: frozenset[int]
    support: Mapping[Finding, Grade]


def alone(grounder: Grounder, setting: Setting, conditions: Iterable[Finding]) -> Iterator[Alone]:
    """Each condition alone in a setting; one that contradicts itself by definition is left out.

    Args:
        grounder: of the knowledge base.
        setting: that all of them share.
        conditions: they.
    """
    ready: list[tuple[Finding, Situation]] = []
    for condition in conditions:
        scenario = Scenario(setting=setting, phases=(Phase(given=(condition,)),))
        try:
            ready.append((condition, situation(grounder, scenario, Inputs("", (condition,)), Past())))
        except InputError:
            continue
    if not ready:
        return
    program = ready[0][1].program
    columns, block = Columns.of(program), Block.of([each.case for _, each in ready])
    models = columns.models(block)
    supports = columns.supports(block, models)
    for number, (condition, prepared) in enumerate(ready):
        model = holding(models, number)
        support = {}
        for grade in Grade:  # weakest first: a better one replaces it
            for atom in model if grade is Grade.hypothesis else holding(supports[grade], number):
                finding, layer = program.atoms[atom]
                if layer is Layer.holds:
                    support[finding] = grade
        yield Alone(condition, prepared, model, support)


class Additions:
    """What one program has and another one, of the same setting, has not: tells in which models it has a part.

    Args:
        before: the program without it.
        after: the program with it.
    """

    def __init__(self, before: Program, after: Program) -> None:
        known = {_signature(before, rule) for rule in before.rules}
        self._rules = [rule for rule in after.rules if _signature(after, rule) not in known]
        ids = {requirement.rule.id for requirement in before.requirements}
        self._requirements = [each for each in after.requirements if each.rule.id not in ids]
        self._new = after.backings.keys() - before.backings.keys()

    def have_part_in(self, at: Situation, model: frozenset[int], held: Container[Finding]) -> bool:
        """Whether an added rule fires, an added requirement is not met, or what an added statement is about holds.

        Args:
            at: a phase of the program with the additions.
            model: the atoms that hold in it.
            held: the findings that do.
        """
        disabled, rules = at.case.disabled, at.kb.rules_by_id
        return (
            any(
                rule.index not in disabled and model.issuperset(rule.body) and model.isdisjoint(rule.unless)
                for rule in self._rules
            )
            or any(requirement.breached(model) for requirement in self._requirements)
            or any(
                all(premise.before or premise.finding in held for premise in variant)
                for id_ in self._new
                if not rules[id_].fires and rules[id_].kind is not RuleKind.requirement
                for variant in rules[id_].variants
            )
        )


def _signature(program: Program, rule: GroundRule) -> object:
    """What a ground rule says, whatever numbers its atoms have."""
    atoms = program.atoms
    return (
        rule.step,
        rule.rule.id if rule.rule else "",
        atoms[rule.head],
        tuple(atoms[atom] for atom in rule.body),
        frozenset(atoms[atom] for atom in rule.unless),
    )
