"""The production run of the present scenario, one firing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reasoner.engines.production import Firing, Production
from reasoner.model.finding import Finding
from reasoner.model.scenario import Scenario
from reasoner.program.ground import GroundRule, Layer, Program, Step
from reasoner.program.situation import Situation
from reasoner.render.shell_parts import title
from reasoner.render.stepping import Fired, agenda_text, fired_text
from reasoner.shell.interpreter import Shell

WATCHABLE = ("rules", "facts", "agenda")
_STRUCTURE = {
    Step.is_a: "by definition, as a kind of it",
    Step.implies: "by definition",
    Step.place: "by place",
}


@dataclass
class Stepping:
    """A run, with what it has shown.

    Attributes:
        production: the run.
        situation: what is given, set and stopped.
        count: the firings shown.
        numbers: for each ground rule that fired as which number it did.
        gave: for each finding the firing that gave it.
    """

    production: Production
    situation: Situation
    count: int = 0
    numbers: dict[int, int] = field(default_factory=dict)
    gave: dict[Finding, Fired] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """What the numbers of the run mean."""
        return self.situation.program

    @classmethod
    def of(cls, shell: Shell, scenario: Scenario) -> Stepping:
        """A run of the last phase of a scenario, with nothing fired yet."""
        situation = shell.reasoner.prepared(scenario)
        return cls(Production(situation.case), situation)

    def fire(self, limit: int | None) -> Iterator[Fired]:
        """Fire rules. What only keeps account of where findings come from fires along, unseen.

        Args:
            limit: the most to fire; None for all.
        """
        while limit is None or limit > 0:
            firing = self.production.step()
            if firing is None:
                return
            if self._is_seen(self.program.rules[firing.rule]):
                self.count += 1
                limit = None if limit is None else limit - 1
                yield self._kept(firing)

    def _kept(self, firing: Firing) -> Fired:
        """A firing as it is shown; it is remembered what it gave."""
        told = self._told(self.program.rules[firing.rule], self.count, new=firing.new)
        self.numbers[firing.rule] = self.count
        self.gave.setdefault(told.finding, told)
        return told

    def agenda(self) -> list[Fired]:
        """What is ready to fire, the next first."""
        rules = (self.program.rules[each.rule] for each in self.production.agenda())
        seen = (rule for rule in rules if self._is_seen(rule))
        return [self._told(rule, number, new=True) for number, rule in enumerate(seen, start=1)]

    def _told(self, rule: GroundRule, number: int, *, new: bool) -> Fired:
        return Fired(
            number,
            self.program.atoms[rule.head].finding,
            tuple(self.program.atoms[atom].finding for atom in rule.body),
            rule.rule,
            _STRUCTURE.get(rule.step, "read back from its signs" if rule.step is Step.backward else ""),
            new,
        )

    def _is_seen(self, rule: GroundRule) -> bool:
        return self.program.atoms[rule.head].layer is Layer.holds


def watched(shell: Shell, before: Scenario, after: Scenario) -> None:
    """Show what is watched: of the firings of a change those that did not happen before it."""
    earlier, run = list(Stepping.of(shell, before).fire(None)), Stepping.of(shell, after)
    if "agenda" in shell.watched:
        shell.out.show(agenda_text(shell.kb, run.agenda(), "Ready at the start"))
    now = list(run.fire(None))
    if "rules" in shell.watched:
        known = {each.key for each in earlier}
        shell.out.show(fired_text(shell.kb, [each for each in now if each.key not in known]))
    if "facts" in shell.watched:
        was, are = ({each.finding: None for each in fired} for fired in (earlier, now))
        lines = [f"- {shell.kb.label(each)}" for each in was if each not in are]
        lines += [f"+ {shell.kb.label(each)}" for each in are if each not in was]
        if lines:
            shell.out.show(title("Facts that went and came", lines))
