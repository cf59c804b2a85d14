"""A phase with choices -> rules for clingo, whose stable models are the models of the scenarios that the choices make.

Programs are stratified, so each choice has exactly one stable model: the perfect model that the engines compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node
from reasoner.model.search import Change, Verb
from reasoner.program.choosing import Choices, OpenPast, OpenPhase
from reasoner.program.ground import GroundRule
from reasoner.program.observations import Observation, readings
from reasoner.program.observing import Given
from reasoner.program.relevance import relevant
from reasoner.search.logic import Literal, Logic, negated
from reasoner.search.world import World


class Encoding:
    """One world in the solver.

    Args:
        logic: gets the rules.
        world: it.
        changes: what may be changed, each with its literal.
        wanted: the findings that will be asked for; only what bears on these is written.
        supports: the grades at which they will be asked for, beside whether they hold at all.
    """

    def __init__(
        self,
        logic: Logic,
        world: World,
        changes: Mapping[Change, Literal],
        wanted: Iterable[Finding],
        supports: Iterable[Grade] = (),
    ) -> None:
        self.logic, self.world, self.program = logic, world, world.program
        inputs = world.inputs
        there = {(each.verb, each.item): literal for each, literal in changes.items()}
        given = [
            Given(each, True if each.measurement else self._stays(each.finding, there))
            for each in readings(world.kb, inputs.given, inputs.measured)
        ]
        given += [
            Given(Observation(Finding.parse(each.item)), literal)
            for each, literal in changes.items()
            if each.verb is Verb.give
        ]
        fixed: dict[Verb, dict[Node, Literal]] = {}
        for verb, nodes in ((Verb.block, inputs.block), (Verb.force, inputs.force)):
            fixed[verb] = {Node.parse(each.item): lit for each, lit in changes.items() if each.verb is verb}
            fixed[verb] |= {node: negated(there.get((Verb.release, str(node)), False)) for node in nodes}
        choices = Choices(
            tuple(given),
            dict.fromkeys(inputs.measured, True),
            fixed[Verb.block],
            fixed[Verb.force],
            dict.fromkeys(world.history, True),
        )
        self.phase = OpenPhase(logic, world.kb, world.program, choices, OpenPast.of(world.past))
        grades = sorted({each for each in supports if each > Grade.hypothesis})
        starts = {number for finding in wanted if (number := self.program.number(finding)) is not None}
        self._relevant = relevant(self.program, self.phase.facts, starts, demotions=bool(grades))
        self._atoms = {atom: logic.atom() for atom in sorted(self._relevant)}
        self._firm = {grade: {atom: logic.atom() for atom in self._atoms} for grade in grades}
        self._write(grades)

    def _stays(self, finding: Finding, there: Mapping[tuple[Verb, str], Literal]) -> Literal:
        """That what is given is not removed, nor replaced by its contrary where it was carried over."""
        removed = there.get((Verb.remove, str(finding)), False)
        replaced = there.get((Verb.give, str(finding.contrary)), False) if finding in self.world.carried else False
        return self.logic.both(negated(removed), negated(replaced))

    def literal(self, finding: Finding, support: Grade = Grade.hypothesis) -> Literal:
        """That a finding, one of those wanted, holds with a support at least."""
        number = self.program.number(finding)
        atoms = self._atoms if support is Grade.hypothesis else self._firm[support]
        return atoms.get(-1 if number is None else number, False)

    # ---------------------------------------------------------------- rules

    def _write(self, grades: list[Grade]) -> None:
        program = self.program
        for atom, literals in self.phase.facts.items():
            for literal, support in literals if atom in self._atoms else ():
                self.logic.rule(self._atoms[atom], [literal])
                for grade in grades:
                    if support >= grade:
                        self.logic.rule(self._firm[grade][atom], [literal])
        lowered = self._lowered() if grades else {}
        for atom in sorted(self._atoms):
            stop = self.phase.stop(program.atoms[atom].finding)
            for rule in program.concluding[atom]:
                if stop is not True and all(each in self._atoms for each in rule.body):
                    self._rule(rule, stop, grades, lowered)

    def _rule(self, rule: GroundRule, stop: Literal, grades: list[Grade], lowered: Mapping[int, list[Literal]]) -> None:
        against = [negated(stop), *(negated(self._atoms.get(each, False)) for each in rule.unless)]
        self.logic.rule(self._atoms[rule.head], [*(self._atoms[each] for each in rule.body), *against])
        for grade in grades:
            if rule.grade >= grade:
                firm = self._firm[grade]
                counts: Literal = True
                if not rule.step.structural and rule.head in lowered:
                    counts = negated(self.logic.at_least(rule.grade - grade + 1, lowered[rule.head]))
                self.logic.rule(firm[rule.head], [*(firm[each] for each in rule.body), *against, counts])

    def _lowered(self) -> dict[int, list[Literal]]:
        """For each head under requirements, the literals that these are not met."""
        found: dict[int, list[Literal]] = {}
        for requirement in self.program.requirements:
            heads = [head for head in requirement.lowered if head in self._atoms]
            if heads:
                about = self.logic.either(
                    self.logic.both(*(self._atoms.get(atom, False) for atom in atoms)) for atoms in requirement.when
                )
                broken = self.logic.either(self._atoms.get(atom, False) for atom in requirement.broken)
                breached = self.logic.both(about, broken)
                for head in heads:
                    found.setdefault(head, []).append(breached)
        return found
