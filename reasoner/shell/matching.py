"""What of a rule is matched, in a run as far as it is: premises that are met, what stops it, what keeps it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from reasoner.explain.obstacles import Hindrance
from reasoner.explain.ways import Ways
from reasoner.model.rule import Rule
from reasoner.program.grading import Backing, backing
from reasoner.program.ground import Atom, GroundRule, Layer, Program, Step
from reasoner.questions.whynot import ways_of
from reasoner.render.stepping import Match, Part, numbered
from reasoner.shell.interpreter import Shell
from reasoner.shell.stepping import READ_BACK, Stepping

_LAYERS = {
    Layer.natural: ", not by an intervention alone",
    Layer.observed: ", as something observed",
    Layer.before: ", in an earlier phase",
}


class Matching:
    """The matches of rules at one moment of a run.

    Args:
        shell: the session.
        run: of its scenario.
    """

    def __init__(self, shell: Shell, run: Stepping) -> None:
        self.kb = shell.kb
        self.run = run
        self._shell = shell
        self._model = run.production.model
        self._places = {each.key: each.number for each in run.agenda()}

    @cached_property
    def _ways(self) -> Ways:
        """What stands in the way of what; it also has the rules that are kept out of the setting."""
        return ways_of(self._shell.reasoner, self._shell.moment.evaluation)

    def backing(self, rule: Rule) -> Backing:
        """What backs a rule in this setting, or would without its filters."""
        setting = self.run.program.setting
        unfiltered = setting.model_copy(update={"strict_context": False, "system": None})
        found = backing(self.kb, rule, setting) or backing(self.kb, rule, unfiltered)
        assert found is not None  # without filters every item counts, if at a lower grade
        return found

    def of(self, rule: Rule) -> list[Match]:
        """The ways in which a rule can fire, each as it stands; those that differ in conclusions alone are one."""
        program = self.run.program
        ground = _instances(program, rule)
        if not ground:
            program = self._ways.program
            ground = _instances(program, rule)
        groups: dict[tuple[object, ...], list[GroundRule]] = {}
        for each in ground:
            groups.setdefault((each.body, each.step, *self._state(program, each)), []).append(each)
        return [self._match(program, group) for group in groups.values()]

    def _match(self, program: Program, group: list[GroundRule]) -> Match:
        first = group[0]
        state, told = self._state(program, first)
        if state in ("fired", "ready"):
            known = self.run.numbers if state == "fired" else self._places
            numbers = [known[self.run.told(each).key] for each in group]
            told = f"number{'s' if len(numbers) > 1 else ''} {numbered(numbers)}"
            told += " of the agenda" if state == "ready" else ""
        return Match(
            tuple(program.atoms[each.head].finding for each in group),
            f"{READ_BACK}, one grade lower" if first.step is Step.backward else "",
            tuple(self._premise(program.atoms[atom]) for atom in dict.fromkeys(first.body)),
            tuple(self._exceptions(program, first)),
            state,
            told,
        )

    def _state(self, program: Program, rule: GroundRule) -> tuple[str, str]:
        """Where an instance of a rule stands, and what keeps it from firing."""
        obstacles = self._ways.obstacles if program is not self.run.program else None
        if obstacles is not None and rule.rule is not None:
            return "out", _said(obstacles.of_rule(rule.rule))
        key = self.run.told(rule).key
        if key in self.run.numbers:
            return "fired", ""
        if key in self._places:
            return "ready", ""
        if rule.index in self.run.situation.stopped:
            return "stopped", _said(self._ways.obstacles.at(program.atoms[rule.head].finding))
        return "stopped" if any(atom in self._model for atom in rule.unless) else "partly", ""

    # ---------------------------------------------------------------- premises and exceptions

    def _part(self, atom: Atom) -> Part:
        label, how = self.kb.label(atom.finding), self._how(atom)
        if how is not None and atom.layer is not Layer.before:
            return Part(label, holds=True, how=how)
        if atom.layer is Layer.before or self.run.origin(atom.finding) is not None:
            label += _LAYERS.get(atom.layer, "")  # it holds, but not in the way in which it has to
        return Part(label, how is not None, how or "")

    def _premise(self, atom: Atom) -> Part:
        part = self._part(atom)
        if part.holds or atom.layer is Layer.before:
            return part
        return replace(part, how=_said(self._ways.obstacles.at(atom.finding)))

    def _exceptions(self, program: Program, rule: GroundRule) -> Iterator[Part]:
        """The exceptions that hold, or what they say where none does; each stands for all places within its own."""
        atoms = [program.atoms[atom] for atom in rule.unless]
        for finding in rule.rule.unless if rule.rule and atoms else ():
            within = [
                each
                for each in atoms
                if (each.finding.entity, each.finding.down) == (finding.entity, finding.down)
                and self.kb.place_within(each.finding.place, finding.place)
            ]
            holding = [part for part in map(self._part, within) if part.holds]
            yield from holding or [Part(self.kb.label(finding), holds=False)]

    def _how(self, atom: Atom) -> str | None:
        """How an atom came to hold; None where it does not."""
        run = self.run
        number = run.program.index.get(atom)
        if number is None:  # only a rule that is out of the setting asks in which way this finding holds
            known = self._ways.program.index.get(atom) in self._ways.model
            return self._how(Atom(atom.finding)) if known and atom.layer is not Layer.holds else None
        return run.origin_at(number)


def _instances(program: Program, rule: Rule) -> list[GroundRule]:
    """The ground rules of a rule that are shown: what they conclude holds, wherever it comes from."""
    return [
        each
        for each in program.rules
        if each.rule is not None and each.rule.id == rule.id and program.atoms[each.head].layer is Layer.holds
    ]


def _said(hindrances: tuple[Hindrance, ...]) -> str:
    return "; ".join(dict.fromkeys(each.text for each in hindrances))
