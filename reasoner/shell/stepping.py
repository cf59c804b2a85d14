"""The production run of the present scenario, one firing at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from reasoner.engines.production import Production
from reasoner.model.explanation import Via
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.program.ground import GroundRule, Layer, Program, Step
from reasoner.program.situation import Situation
from reasoner.render.stepping import AT_A_GLANCE, Fired, agenda_text, facts_text, fired_text
from reasoner.shell.interpreter import Shell

WATCHABLE = ("rules", "facts", "agenda")
READ_BACK = "read back from its signs"
_STRUCTURE = {
    Step.is_a: "by definition, as a kind of it",
    Step.implies: "by definition",
    Step.place: "by place",
}

_STARTS = {
    Via.given: "given",
    Via.intervened: "set by an intervention",
    Via.persisting: "goes on from an earlier phase",
    Via.history: "from the history",
}


@dataclass
class Stepping:
    """A run, with what it has shown.

    Attributes:
        production: the run.
        situation: what is given, set and stopped.
        count: the firings shown.
        numbers: for each of them, by its key, as which number it fired.
        gave: for each atom that a rule gave the number of the ground rule.
        paused: the match before which a break stopped the run last; the run goes past it then.
    """

    production: Production
    situation: Situation
    count: int = 0
    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    gave: dict[int, int] = field(default_factory=dict)
    paused: tuple[object, ...] = ()

    @property
    def program(self) -> Program:
        """What the numbers of the run mean."""
        return self.situation.program

    @classmethod
    def of(cls, shell: Shell, scenario: Scenario) -> Stepping:
        """A run of the last phase of a scenario, with nothing fired yet."""
        situation = shell.reasoner.prepared(scenario)
        return cls(Production(situation.case), situation)

    def fire(
        self, limit: int | None = None, breaks: Collection[str] = (), until: Finding | None = None
    ) -> Iterator[Fired]:
        """Fire rules. What only keeps account of where findings come from fires along, unseen.

        Args:
            limit: the most to fire; None for all.
            breaks: the ids of rules before which to stop.
            until: a finding at which to stop, once it holds.
        """
        while (limit is None or limit > 0) and not (breaks and self._pauses(breaks)):
            firing = self.production.step()
            if firing is None:
                return
            rule = self.program.rules[firing.rule]
            if firing.new:
                self.gave[firing.head] = firing.rule
            if self.is_seen(rule):
                self.count += 1
                limit = None if limit is None else limit - 1
                told = self.told(rule, self.count, new=firing.new)
                self.numbers[told.key] = self.count
                yield told
                if told.finding == until:
                    return

    def _pauses(self, breaks: Collection[str]) -> bool:
        """Whether a break stops the run here: once before each match, whatever number of findings it concludes."""
        for waiting in self.production.agenda()[:1]:
            rule = self.program.rules[waiting.rule]
            if rule.rule is not None and rule.rule.id in breaks and self.is_seen(rule):
                match = self.told(rule).match
                passed, self.paused = match == self.paused, match
                return not passed
        return False

    def agenda(self) -> list[Fired]:
        """What is ready to fire, the next first."""
        rules = (self.program.rules[each.rule] for each in self.production.agenda())
        seen = (rule for rule in rules if self.is_seen(rule))
        return [self.told(rule, number) for number, rule in enumerate(seen, start=1)]

    def origin(self, finding: Finding) -> str | None:
        """How a finding came to hold, in words; None where it does not hold by now."""
        number = self.program.number(finding)
        return None if number is None else self.origin_at(number)

    def origin_at(self, atom: int) -> str | None:
        """How an atom came to hold, in words; None where it does not hold by now."""
        if leaf := self.situation.leaves.get(atom):
            if (number := leaf.proof.measurement) is not None:
                return f"given as {self.situation.kb.entities[number.measure].label} = {number.value} {number.unit}"
            return _STARTS.get(leaf.proof.via, "held there")
        if atom not in self.gave:
            return None
        told = self.told(self.program.rules[self.gave[atom]])
        by = f"by {told.rule.id}" if told.rule else f"{told.how}: {self.situation.kb.label(told.premises[0])}"
        return f"number {self.numbers[told.key]}, {by}" if told.key in self.numbers else by

    @property
    def structure(self) -> int:
        """How many of the firings shown were by definition or place."""
        return sum(not key[-1] for key in self.numbers)

    def told(self, rule: GroundRule, number: int = 0, *, new: bool = True) -> Fired:
        """A ground rule as it is shown."""
        return Fired(
            number,
            self.program.atoms[rule.head].finding,
            tuple(self.program.atoms[atom].finding for atom in rule.body),
            rule.rule,
            _STRUCTURE.get(rule.step, READ_BACK if rule.step is Step.backward else ""),
            new,
            tuple(self.program.atoms[atom].layer.value for atom in rule.body) if rule.rule else (),
            self.program.backings[rule.rule.id].items if rule.rule else (),
        )

    def is_seen(self, rule: GroundRule) -> bool:
        """Whether a ground rule is shown: it concludes what holds, not only where that comes from."""
        return self.program.atoms[rule.head].layer is Layer.holds


def watched(shell: Shell, before: Scenario, after: Scenario) -> None:
    """Show what is watched: of the firings of a change those that did not happen before it."""
    earlier, run = list(Stepping.of(shell, before).fire()), Stepping.of(shell, after)
    if "agenda" in shell.watched:
        shell.out.show(agenda_text(shell.kb, run.agenda(), "Ready at the start", AT_A_GLANCE))
    now = list(run.fire())
    if "rules" in shell.watched:
        known = {each.key for each in earlier}
        shell.out.show(fired_text(shell.kb, [each for each in now if each.key not in known], 2 * AT_A_GLANCE))
    if "facts" in shell.watched:
        was, are = ({each.finding for each in fired} for fired in (earlier, now))
        went = [each for each in earlier if each.new and each.finding not in are]
        shell.out.show(facts_text(shell.kb, went, [each for each in now if each.new and each.finding not in was]))
