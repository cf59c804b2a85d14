"""Knowledge base and setting to ground program."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.errors import InputError, KnowledgeError, Problem
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding, Node, Premise
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Effect, Rule, RuleKind
from reasoner.model.scenario import Setting
from reasoner.model.supposition import Supposition
from reasoner.program.grading import Backing, allowed, backing
from reasoner.program.ground import Atom, GroundRequirement, GroundRule, Layer, Program, Step
from reasoner.program.rows import row_groups
from reasoner.program.strata import strata
from reasoner.program.universe import closure, named_by_base, structural_steps


class Grounder:
    """Builds programs of one knowledge base; remembers what does not depend on the setting."""

    def __init__(self, kb: KnowledgeBase, unsupposed: Grounder | None = None) -> None:
        self.kb = kb
        self._unsupposed = unsupposed
        self.base = closure(kb, named_by_base(kb))
        # Suppositions are in no row: what rests on one is stated by nobody.
        self.groups: dict[tuple[str, str], int] = unsupposed.groups if unsupposed else row_groups(kb)
        self._programs: dict[tuple[Setting, frozenset[Node], bool], Program] = {}
        self._supposing: dict[tuple[Supposition, ...], Grounder] = {}

    def supposing(self, suppose: tuple[Supposition, ...]) -> Grounder:
        """The grounder of the base with suppositions as further rules; itself where it has these already."""
        base = self._unsupposed or self
        if not suppose:
            return base
        kb = base.kb.supposing(suppose)
        if kb is self.kb:
            return self
        known = base._supposing.get(suppose)
        if known is None or known.kb is not kb:
            known = Grounder(kb, base)
            if len(base._supposing) >= 16:
                base._supposing.pop(next(iter(base._supposing)), None)
            base._supposing[suppose] = known
        return known

    def program(self, setting: Setting, named: Iterable[Node] = (), *, every: bool = False) -> Program:
        """The program of a setting, with room for the nodes that a scenario names; what it supposes is in it.

        Args:
            setting: it.
            named: the nodes that a scenario names.
            every: also the rules that guards, hypotheses and filters keep out of the setting: an open program, on which
                a situation disables them. Its models are those of the setting.

        Raises:
            InputError: what the setting supposes closes a cycle through an exception (E232).
        """
        if (right := self.supposing(setting.suppose)) is not self:
            return right.program(setting, named, every=every)
        extra = frozenset(named) - self.base
        key = (setting, extra, every)
        if key not in self._programs:
            if len(self._programs) >= 64:  # a service that sees many settings must not grow without bound
                self._programs.pop(next(iter(self._programs)), None)
            self._programs[key] = _Build(self, setting, extra, every).program()
        return self._programs[key]


_Cited = tuple[bool, Rule, frozenset[int], bool]
"""What the ground rules of one rule have in common: `extrapolated`, `rule`, `rows` and `summary`."""


class _Build:
    """One program in the making."""

    def __init__(self, grounder: Grounder, setting: Setting, extra: frozenset[Node], every: bool) -> None:
        self.every = every
        self.kb = grounder.kb
        self.groups = grounder.groups
        self.setting = setting
        nodes = grounder.base | closure(self.kb, extra) if extra else grounder.base
        self.findings = sorted((Finding(*node, down) for node in nodes for down in (False, True)), key=str)
        self.places: dict[tuple[str, bool], list[Finding]] = {}
        for finding in self.findings:
            self.places.setdefault((finding.entity, finding.down), []).append(finding)
        self.edges = [
            (step, finding, target) for finding in self.findings for step, target in structural_steps(self.kb, finding)
        ]
        self.backed = [
            (rule, found)
            for rule in self.kb.rules
            if allowed(self.kb, rule, setting) and (found := backing(self.kb, rule, setting))
        ]
        self.rules: list[GroundRule] = []

    def program(self) -> Program:
        in_setting = [(rule, found) for rule, found in self.backed if rule.fires]
        firing = self._every_firing() if self.every else in_setting
        self._number_atoms([rule for rule, _ in firing])
        for rule, found in firing:
            places = ((item.source, row) for item in found.items for row in item.rows)
            rows = frozenset(self.groups[place] for place in places if place in self.groups)
            summary = all((item.source, row) in self.kb.summary_rows for item in rule.evidence for row in item.rows)
            cited = (found.extrapolated, rule, rows, summary)
            self._forwards(rule, found.grade, cited)
            if rule.effect is Effect.marks:
                self._backwards(rule, found.grade, cited)
        self._structure()
        try:
            stratum, component = strata(len(self.atoms), ((rule.head, rule.body, rule.unless) for rule in self.rules))
        except ValueError as error:
            raise self._cycle([self.atoms[number].finding for number in error.args[0]]) from None
        return Program(
            self.setting,
            tuple(self.atoms),
            tuple(self.rules),
            stratum,
            component,
            tuple(self._requirements(rule for rule, _ in self.backed)),
            {rule.id: found for rule, found in self.backed},
            self.every,
            tuple(self._requirements(self._kept_out())) if self.every else (),
        )

    def _cycle(self, findings: list[Finding]) -> InputError | KnowledgeError:
        """The error for a cycle through an exception: one of the supposition that closes it, if one does."""
        names = ", ".join(dict.fromkeys(map(str, findings)))
        closing = [each for each in self.setting.suppose if not set(findings).isdisjoint(each.then)]
        if not closing:
            return KnowledgeError(Problem("E033", f"a cycle runs through `unless`: {names}"))
        around = ", ".join(dict.fromkeys(map(self.kb.label, findings)))
        message = f"what is supposed closes a circle through an exception: {around}"
        help_ = "a finding must not depend on its own absence: leave the exception or a conclusion out"
        return InputError(Problem("E232", message, None, (help_,), f"suppose {closing[-1]}"))

    def _every_firing(self) -> list[tuple[Rule, Backing]]:
        """All rules that fire in some setting; those kept out of this one with what would back them without filters."""
        known = {rule.id: found for rule, found in self.backed}
        unfiltered = self.setting.model_copy(update={"strict_context": False, "system": None})
        firing = (rule for rule in self.kb.rules if rule.fires)
        found = ((rule, known.get(rule.id) or backing(self.kb, rule, unfiltered)) for rule in firing)
        return [(rule, backed) for rule, backed in found if backed]

    def _number_atoms(self, firing: list[Rule]) -> None:
        natural = {p.finding for rule in firing if rule.effect is Effect.correlates for v in rule.variants for p in v}
        observed = {finding for rule in firing if rule.effect is Effect.marks for finding in rule.then}
        before = {p.finding for rule in self.kb.rules for item in rule.when for p in item if p.before}
        self.atoms: list[Atom] = []
        self.number: dict[Layer, dict[Finding, int]] = {}
        for layer, findings in (
            (Layer.holds, self.findings),
            (Layer.natural, self._leading_to(natural)),
            (Layer.observed, self._leading_to(observed)),
            (Layer.before, sorted(before, key=str)),
        ):
            self.number[layer] = {finding: number for number, finding in enumerate(findings, len(self.atoms))}
            self.atoms += [Atom(finding, layer) for finding in findings]

    def _leading_to(self, wanted: set[Finding]) -> list[Finding]:
        """The findings from which structure leads to one of those wanted, themselves included."""
        sources: dict[Finding, list[Finding]] = {}
        for _, finding, target in self.edges:
            sources.setdefault(target, []).append(finding)
        seen = set(wanted)
        todo = list(wanted)
        while todo:
            for finding in sources.get(todo.pop(), ()):
                if finding not in seen:
                    seen.add(finding)
                    todo.append(finding)
        return sorted(seen, key=str)

    def _forwards(self, rule: Rule, grade: Grade, cited: _Cited) -> None:
        layer = Layer.natural if rule.effect is Effect.correlates else Layer.holds
        unless = tuple(number for finding in rule.unless for number in self._anywhere(finding))
        for variant in rule.variants:
            body = tuple(self._premise(premise, layer) for premise in variant)
            for finding in rule.then:
                self._conclude(finding, body, unless, Step.cited, grade, cited)

    def _backwards(self, rule: Rule, grade: Grade, cited: _Cited) -> None:
        # The guard of semantics: every marker observed; exceptions do not apply; one grade lower.
        body = tuple(self.number[Layer.observed][finding] for finding in rule.then)
        for (premise,) in rule.variants:
            if not premise.before:
                self._conclude(premise.finding, body, (), Step.backward, grade.lowered(1), cited)

    def _premise(self, premise: Premise, layer: Layer) -> int:
        return self.number[Layer.before if premise.before else layer][premise.finding]

    def _anywhere(self, exception: Finding) -> list[int]:
        """The atoms of an exception: the same finding in any place at or below its own."""
        return [
            self.number[Layer.holds][finding]
            for finding in self.places[exception.entity, exception.down]
            if self.kb.place_within(finding.place, exception.place)
        ]

    def _conclude(
        self,
        finding: Finding,
        body: tuple[int, ...],
        unless: tuple[int, ...],
        step: Step,
        grade: Grade,
        cited: _Cited,
    ) -> None:
        for layer in (Layer.holds, Layer.natural):
            head = self.number[layer].get(finding)
            if head is not None:
                self.rules.append(GroundRule(len(self.rules), head, body, unless, step, grade, *cited))

    def _structure(self) -> None:
        for layer in (Layer.holds, Layer.natural, Layer.observed):
            number = self.number[layer]
            for step, finding, target in self.edges:
                if (source := number.get(finding)) is not None and (head := number.get(target)) is not None:
                    self.rules.append(GroundRule(len(self.rules), head, (source,), (), step))

    def _kept_out(self) -> Iterable[Rule]:
        inside = {rule.id for rule, _ in self.backed}
        return (rule for rule in self.kb.rules if rule.id not in inside)

    def _requirements(self, rules: Iterable[Rule]) -> Iterable[GroundRequirement]:
        for rule in rules:
            if rule.kind is RuleKind.requirement:
                when = tuple(tuple(self._premise(p, Layer.holds) for p in variant) for variant in rule.variants)
                broken = tuple(self.number[Layer.holds][finding.contrary] for finding in rule.needs)
                yield GroundRequirement(rule, when, broken, frozenset(self._at_or_below(rule.then)))

    def _at_or_below(self, findings: Iterable[Finding]) -> Iterable[int]:
        """The atoms of findings, and of those below them in the same direction, that a rule may conclude."""
        for upper in findings:
            for entity in self.kb.descendants(upper.entity):
                for finding in self.places[entity, upper.down]:
                    if self.kb.place_within(finding.place, upper.place):
                        known = (self.number[layer].get(finding) for layer in (Layer.holds, Layer.natural))
                        yield from (number for number in known if number is not None)
