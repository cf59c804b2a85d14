"""Step the agenda: which rule fires next, or which rules are ready?"""

from __future__ import annotations

from functools import partial

from reasoner.engines.production import Production
from reasoner.errors import UsageError
from reasoner.knowledge.resolve import rule as rule_named
from reasoner.model.exercise import Entry, EntryKey, Message, Option, QuestionType
from reasoner.model.finding import Finding
from reasoner.pipeline import Situation
from reasoner.program.ground import GroundRule, Layer
from reasoner.teach.documents import AgendaDoc
from reasoner.teach.explaining import listed, paragraphs, sentence, together, told_rule
from reasoner.teach.question import OfScenario
from reasoner.teach.sheet import Sheet

_READY, _LATER = 4, 2
"""Options where the exercise names none: so many that are ready, and so many that come later."""


class Run:
    """A production run that stands after some firings of cited rules; what follows by definition fires along unseen.

    Args:
        situation: the phase.
        fired: how many firings to go on; a rule that concludes several findings at once counts once.
    """

    def __init__(self, situation: Situation, fired: int) -> None:
        self.program = situation.program
        self._production = Production(situation.case)
        self.fired: list[str] = []
        self._matches: set[tuple[object, ...]] = set()
        while len(self.fired) < fired and self.step():
            pass
        self._settle()
        self.facts = frozenset(self._production.model)

    def step(self) -> bool:
        """Fire until one more cited rule has fired; False where none is left."""
        self._settle()
        rule = self._next()
        if rule is None or rule.rule is None:
            return False
        self.fired.append(rule.rule.id)
        self._matches.add((rule.rule.id, rule.body))
        self._production.step()
        return True

    def _next(self) -> GroundRule | None:
        waiting = self._production.agenda()[:1]
        return self.program.rules[waiting[0].rule] if waiting else None

    def _settle(self) -> None:
        """Let fire what is not shown: definitions, layers that only keep account, further conclusions of a match."""
        while (rule := self._next()) is not None and not self._shown(rule):
            self._production.step()

    def _shown(self, rule: GroundRule) -> bool:
        if rule.rule is None or self.program.atoms[rule.head].layer is not Layer.holds:
            return False
        return (rule.rule.id, rule.body) not in self._matches

    @property
    def ready(self) -> list[str]:
        """The rules on the agenda, the next first."""
        rules = (self.program.rules[each.rule] for each in self._production.agenda())
        return list(dict.fromkeys(rule.rule.id for rule in rules if rule.rule is not None and self._shown(rule)))

    @property
    def finished(self) -> bool:
        """Whether nothing is left to fire."""
        return self._next() is None

    def stratum(self, rule: str) -> int:
        """The lowest stratum of what a rule concludes."""
        heads = [each.head for each in self.program.rules if each.rule is not None and each.rule.id == rule]
        return min(self.program.stratum[each] for each in heads)

    def missing(self, rule: str) -> tuple[Finding, ...]:
        """What a rule still lacks, in its variant that lacks least."""
        lacking = [
            tuple(self.program.atoms[atom].finding for atom in each.body if atom not in self.facts)
            for each in self.program.rules
            if each.rule is not None and each.rule.id == rule and self._shown(each)
        ]
        return min(lacking, key=len) if lacking else ()

    def stopping(self, rule: str) -> tuple[Finding, ...]:
        """The exceptions of a rule that hold."""
        ground = (each for each in self.program.rules if each.rule is not None and each.rule.id == rule)
        held = (atom for each in ground for atom in each.unless if atom in self.facts)
        return tuple(dict.fromkeys(self.program.atoms[atom].finding for atom in held))


class Agenda(OfScenario[AgendaDoc]):
    """The rule that stands first on the agenda, or all that stand on it."""

    type = QuestionType.agenda

    def __init__(self, sheet: Sheet, doc: AgendaDoc) -> None:
        super().__init__(sheet, doc)
        self.options = sheet.all(partial(rule_named, self.kb), doc.options, "options")
        self.run: Run
        if sheet.problems:
            return
        situation = self.desk.reasoner.prepared(self.scenario)
        run = self.run = Run(situation, doc.fired)
        if len(run.fired) < doc.fired or not run.ready:
            rest = f"only {len(run.fired)} rules fire" if len(run.fired) < doc.fired else "nothing is left to fire"
            sheet.refuse("E302", f"{rest} in this scenario", "fired")
            return
        if not self.options:
            self.options = self._some(situation, run)
        if doc.asks == "next" and run.ready[0] not in self.options:
            sheet.refuse("E303", f"the rule that fires next, `{run.ready[0]}`, is not among the options", "options")
        if doc.asks == "ready" and not set(run.ready) & set(self.options):
            sheet.refuse("E303", "none of the options is ready", "options", help=[f"as `{run.ready[0]}`, which is"])

    def _some(self, situation: Situation, run: Run) -> tuple[str, ...]:
        """The first that are ready, and some that come later."""
        whole = Run(situation, 10_000)
        later = [each for each in dict.fromkeys(whole.fired) if each not in run.ready and each not in run.fired]
        return (*run.ready[:_READY], *later[-_LATER:])

    def shown(self) -> tuple[tuple[str, str], ...]:
        """The scenario, and what has fired by now."""
        fired = [self.kb.rules_by_id[each].claim.strip() for each in self.run.fired]
        again = ["" if text not in fired[:number] else ", now by another premise" for number, text in enumerate(fired)]
        shown = [
            f"{number}. {text.removesuffix('.')}{more}."
            for number, (text, more) in enumerate(zip(fired, again, strict=True), start=1)
        ]
        if len(shown) > 8:
            shown = [*shown[:2], f"(and {len(shown) - 6} more)", *shown[-4:]]
        return (*self.told_scenario(self.scenario), ("Fired so far", " ".join(shown) or "nothing"))

    def entries(self) -> tuple[Entry, ...]:
        """The rules, by their claims."""
        options = tuple(Option(id=each, text=self._rule(each)) for each in self.shuffled(self.options))
        asks_next = self.doc.asks == "next"
        prompt = "Fires next" if asks_next else "On the agenda now"
        return (Entry(id="rule", kind="one" if asks_next else "many", prompt=prompt, options=options),)

    def _rule(self, id_: str) -> str:
        """A rule as `premises → conclusions`, with its id."""
        rule = self.kb.rules_by_id[id_]
        when = listed((" or ".join(self.kb.label(each.finding) for each in item) for item in rule.when), ", ")
        unless = f" unless {listed(map(self.kb.label, rule.unless), ' or ')}" if rule.unless else ""
        return f"{when} → {listed(map(self.kb.label, rule.then), ', ')}{unless} ({id_})"

    def keys(self) -> tuple[EntryKey, ...]:
        """What the engine's agenda says."""
        ready = self.run.ready
        right = ready[:1] if self.doc.asks == "next" else [each for each in self.options if each in ready]
        messages = {each: self._told(each) for each in self.options}
        return (EntryKey(entry="rule", points=self.doc.points, right=tuple(right), messages=messages),)

    def _told(self, id_: str) -> Message:
        """Where a rule stands."""
        ready, about = self.run.ready, told_rule(self.kb, self.kb.rules_by_id[id_])
        if id_ not in ready:
            return together([Message(text=f"“{id_}” {self._waits(id_)}."), about])
        at = ready.index(id_)
        if self.doc.asks == "ready":
            where = "is ready: all its premises are met, and no exception is"
        elif at:
            where = self._behind(id_, ready[0], at)
        else:
            where = "is ready, and stands first on the agenda"
        return together([Message(text=sentence(f"“{id_}” {where}")), about])

    def _waits(self, id_: str) -> str:
        """Why a rule is not ready."""
        rule = self.kb.rules_by_id[id_]
        if id_ in self.run.fired:
            return "has fired already"
        if not rule.fires:
            return "never fires: it leaves open which way the one moves the other"
        if lacking := listed(map(self.kb.label, self.run.missing(id_))):
            return f"still lacks {lacking}"
        stopping = listed(map(self.kb.label, self.run.stopping(id_)))
        return f"is stopped by {stopping}" if stopping else "is not ready"

    def _behind(self, id_: str, first: str, at: int) -> str:
        """Why a rule that is ready does not stand first."""
        before = f"is ready, but {'another rule stands' if at == 1 else f'{at} rules stand'} before it"
        if self.run.stratum(id_) <= self.run.stratum(first):
            return f"{before}: in one stratum, the order of the names decides"
        waits = listed(map(self.kb.label, self.kb.rules_by_id[id_].unless), " or ")
        until = f"until it is settled whether {waits} holds" if waits else "for what it rests on to be settled"
        return f"{before}: its conclusion lies in a higher stratum, which waits {until}"

    def explanation(self) -> Message:
        """What stands first, and why; or what is ready of the options."""
        if self.doc.asks == "next":
            return self._told(self.run.ready[0])
        ready = [each for each in self.options if each in self.run.ready]
        lead = Message(text=sentence(f"Of these are ready: {listed(f'“{each}”' for each in ready)}"))
        return paragraphs([lead, *(self._told(each) for each in self.options if each not in ready)])

    def named(self, entry: Entry, text: str) -> str | None:
        """The option that is a rule's id; other names mean nothing here."""
        try:
            found = rule_named(self.kb, text)
        except UsageError:
            return None
        return found if any(each.id == found for each in entry.options) else None
