"""The production run of the present scenario, one firing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reasoner.engines.production import Firing, Production
from reasoner.model.scenario import Scenario
from reasoner.program.ground import GroundRule, Layer, Program, Step
from reasoner.render.shell_parts import Fired, agenda_text, fired_text, title
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
        program: what its numbers mean.
        count: the firings shown.
    """

    production: Production
    program: Program
    count: int = field(default=0)

    @classmethod
    def of(cls, shell: Shell, scenario: Scenario) -> Stepping:
        """A run of the last phase of a scenario, with nothing fired yet."""
        production = shell.reasoner.production(scenario)
        return cls(production, shell.reasoner.prepared(scenario).program)

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
                yield self.told(firing)

    def told(self, firing: Firing) -> Fired:
        """A firing as it is shown."""
        rule = self.program.rules[firing.rule]
        return self._told(rule, self.count, new=firing.new)

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
