"""What packs change: the base with them against the base without, on many occasions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from reasoner.batch.comparing import Difference, differences, sort_of
from reasoner.batch.expect import Failure
from reasoner.batch.impact_report import Added, Bearing, Broken, Change, ImpactReport, Occasion
from reasoner.batch.report import Status, Trouble
from reasoner.batch.run import failures_of, located, status_of
from reasoner.errors import InputError, Problem
from reasoner.knowledge.names import Names
from reasoner.knowledge.scenarios import ScenarioFileItem, read_scenarios
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.result import FindingResult, PhaseResult
from reasoner.model.rule import RuleKind
from reasoner.model.scenario import Setting
from reasoner.pipeline import Additions, Analysis, Program, Reasoner, Situation, setting_of, settings_of

_FAILING = (Status.failed, Status.warned)


@dataclass
class _Gathered:
    """What was found so far."""

    changes: dict[Difference, list[Occasion]] = field(default_factory=dict)
    results: dict[Difference, FindingResult] = field(default_factory=dict)
    bearings: dict[str, list[Occasion]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    broken: list[Broken] = field(default_factory=list)
    invalid: list[Problem] = field(default_factory=list)
    conditions: int = 0
    scenarios: int = 0
    phases: int = 0


class Impact:
    """Compares two bases.

    Args:
        before: the base without the packs.
        after: the base with them.
    """

    def __init__(self, before: Reasoner, after: Reasoner) -> None:
        self.before = before
        self.after = after
        self.new = {rule.id: rule for rule in after.kb.rules if rule.id not in before.kb.rules_by_id}
        self.names = [Names(reasoner.kb) for reasoner in (before, after)]
        self.found = _Gathered()
        self._joined = after.joins_rows_of(before)
        self._additions: dict[tuple[int, int], tuple[Program, Program, Additions]] = {}

    @cached_property
    def _bare(self) -> Reasoner:
        """The base's own rules, with the vocabulary of the packs: for settings that the base alone does not know."""
        kb = self.after.kb
        parts = {name: getattr(kb, name) for name in KnowledgeBase.model_fields}
        own = tuple(rule for rule in kb.rules if rule.id not in self.new)
        return Reasoner(KnowledgeBase.of(**{**parts, "rules": own}))

    def report(self, files: Iterable[str], folders: Sequence[str] = ()) -> ImpactReport:
        """Look at all single conditions, and at the scenarios of files.

        Args:
            files: paths of scenario files.
            folders: the packs, as they are called.
        """
        settings = self._settings()
        for setting in settings:
            self._conditions(setting)
        for path in files:
            self._file(path)
        found, kb = self.found, self.after.kb
        silent = [id_ for id_, rule in self.new.items() if rule.fires and id_ not in found.fired]
        return ImpactReport(
            knowledge_base=kb.digest,
            without=self.before.kb.digest,
            added=self._added(folders),
            conditions=found.conditions,
            settings=tuple(map(setting_of, settings)),
            scenarios=found.scenarios,
            phases=found.phases,
            changes=tuple(self._changes()),
            bearings=tuple(self._bearings()),
            broken=tuple(found.broken),
            silent=tuple(sorted(silent)),
            invalid=tuple(Trouble.from_problem(problem) for problem in found.invalid),
        )

    def _added(self, folders: Sequence[str]) -> Added:
        kb, base = self.after.kb, self.before.kb
        known = base.entities
        kinds = {kind: tuple(id_ for id_, rule in self.new.items() if rule.kind is kind) for kind in RuleKind}
        return Added(
            folders=tuple(folders),
            sources=tuple(source.id for source in kb.sources if source.id not in base.sources_by_id),
            rules=kinds[RuleKind.rule],
            requirements=kinds[RuleKind.requirement],
            denials=kinds[RuleKind.denial],
            groups=tuple(group.id for group in kb.groups if group.id not in base.groups_by_id),
            entities=tuple(id_ for id_ in kb.entities if id_ not in known),
            extended=tuple(id_ for id_, entity in kb.entities.items() if id_ in known and entity != known[id_]),
        )

    # ---------------------------------------------------------------- single conditions

    def _settings(self) -> list[Setting]:
        """No context, and the least ones in which guarded rules of the packs exist."""
        guarded = [each for rule in self.new.values() for each in settings_of(rule)]
        return list(dict.fromkeys([Setting(), *guarded]))

    def _conditions(self, setting: Setting) -> None:
        """Each condition of the base with the packs; those that only the packs know had no findings without them.

        In a context only what a rule does that is guarded by it counts: the rest is seen without a context.
        """
        base = self.before if self._known(setting) else self._bare
        new = {each.condition: each for each in self.after.alone(setting, self.after.kb.conditions)}
        shared = [each for each in new if each.entity in base.kb.entities]
        old = {each.condition: each for each in base.alone(setting, shared)}
        guarded = {id_ for id_, rule in self.new.items() if setting != Setting() and setting in settings_of(rule)}
        self.found.conditions = self.found.conditions or len(new)
        for condition, after in new.items():
            before = old.get(condition)
            if before and before.support == after.support and not self._joined:
                situations = (before.situation, after.situation)
                if not self._between(*situations).have_part_in(after.situation, after.model, after.support):
                    continue
            explained = self.after.explained(after)
            analysis = base.explained(before) if before else None
            results = (base.phase(analysis) if analysis else PhaseResult(), self.after.phase(explained))
            seen = {*self._fired(explained), *(each.rule for each in results[1].beside)}
            if not guarded or guarded & seen:
                occasion = Occasion(condition=condition, setting=setting_of(setting))
                self._compare(results, (analysis, explained), occasion)

    def _between(self, before: Situation, after: Situation) -> Additions:
        """What the packs add to the program of a situation; worked out once for each pair of programs."""
        programs = (before.program, after.program)
        key = (id(programs[0]), id(programs[1]))
        if key not in self._additions:
            self._additions[key] = (*programs, Additions(*programs))  # the programs are kept, so that ids stay theirs
        return self._additions[key][2]

    def _fired(self, analysis: Analysis) -> set[str]:
        """The rules of the packs that fired."""
        return {rule.rule.id for rule in analysis.fired.rules if rule.rule} & self.new.keys()

    def _known(self, setting: Setting) -> bool:
        """Whether the base without the packs knows everything that a setting names."""
        kb = self.before.kb
        groups = [group for group, _ in setting.assume]
        named = [each for each in (setting.cancer, setting.stage, setting.site) if each]
        return all(each in kb.entities for each in named) and all(each in kb.groups_by_id for each in groups)

    # ---------------------------------------------------------------- scenarios

    def _file(self, path: str) -> None:
        items = [read_scenarios(Path(path), reasoner.kb, names=names) for reasoner, names in self._both()]
        for before, after in zip(*items, strict=True):
            if before.scenario is None:
                self.found.invalid += before.problems
            else:
                self._scenario(before, after)

    def _both(self) -> Iterator[tuple[Reasoner, Names]]:
        yield from zip((self.before, self.after), self.names, strict=True)

    def _scenario(self, before: ScenarioFileItem, after: ScenarioFileItem) -> None:
        assert before.scenario is not None
        try:
            old = self.before.evaluate(before.scenario, "columns")
        except InputError as error:
            self.found.invalid += located(before, error)
            return
        self.found.scenarios += 1
        self.found.phases += len(old.phases)
        if after.scenario is None:
            self._break(before, problems=after.problems)
            return
        try:
            new = self.after.evaluate(after.scenario, "columns")
        except InputError as error:
            self._break(before, problems=located(after, error))
            return
        if all(map(self._is_the_same, old.phases, new.phases)):
            return
        results = [self.before.result(old, with_specificity=False), self.after.result(new, with_specificity=False)]
        shown = [result.phases or (result,) for result in results]
        where, title, count = before.position, before.scenario.title, len(old.phases)
        for number in range(count):
            occasion = Occasion(path=where.path, line=where.line, title=title, phase=number + 1, phases=count)
            phases = (shown[0][number], shown[1][number])
            self._compare(phases, (old.phases[number], new.phases[number]), occasion)
        was = tuple(failures_of(old, before))
        now = tuple(failures_of(new, after))
        self._judge(before, (status_of(before.scenario, was), was), (status_of(after.scenario, now), now))

    def _is_the_same(self, before: Analysis, after: Analysis) -> bool:
        """Whether the packs have no part in a phase, so that its results need not be made to be compared."""
        supports = [
            {str(each): analysis.proofs.support[analysis.number(each)] for each in analysis.findings}
            for analysis in (before, after)
        ]
        if self._joined or supports[0] != supports[1]:
            return False
        additions = self._between(before.situation, after.situation)
        held = frozenset(after.findings)
        return not additions.have_part_in(after.situation, after.model, held)

    def _judge(
        self,
        item: ScenarioFileItem,
        before: tuple[Status, tuple[Failure, ...]],
        after: tuple[Status, tuple[Failure, ...]],
    ) -> None:
        status, failures = after
        known = {(each.phase, each.key, each.name) for each in before[1]}
        fresh = tuple(each for each in failures if (each.phase, each.key, each.name) not in known)
        if status in _FAILING and fresh:
            self._break(item, failures=fresh, warn=status is Status.warned)
        elif status is Status.xpassed and before[0] is not Status.xpassed:
            self._break(item, xpassed=True)

    def _break(
        self,
        item: ScenarioFileItem,
        *,
        failures: tuple[Failure, ...] = (),
        problems: Iterable[Problem] = (),
        warn: bool = False,
        xpassed: bool = False,
    ) -> None:
        where = item.position
        self.found.broken.append(
            Broken(
                path=where.path,
                line=where.line,
                title=item.scenario.title if item.scenario else "",
                warn=warn,
                failures=failures,
                problems=tuple(Trouble.from_problem(problem) for problem in problems),
                xpassed=xpassed,
            )
        )

    # ---------------------------------------------------------------- comparing

    def _compare(
        self,
        results: tuple[PhaseResult, PhaseResult],
        analyses: tuple[Analysis | None, Analysis],
        occasion: Occasion,
    ) -> None:
        """Compare one phase, and note which rules of the packs had a part in it."""
        old, new = results
        fired = self._fired(analyses[1])
        self.found.fired |= fired
        for difference in differences(old, new, self._lines(*analyses, fired)):
            self.found.changes.setdefault(difference, []).append(occasion)
            if difference not in self.found.results:
                phase = old if difference.after is None else new
                self.found.results[difference] = next(
                    each for each in phase.findings if each.finding == difference.finding
                )
        for each in new.beside:
            if each.rule in self.new:
                self.found.bearings.setdefault(each.rule, []).append(occasion)

    def _lines(self, before: Analysis | None, after: Analysis, fired: set[str]) -> dict[Finding, tuple[int, int]]:
        """The independent lines of what rules of the packs conclude and the base concludes too."""
        heads = {finding for id_ in fired for finding in self.new[id_].then if after.holds(finding)}
        return {
            finding: (self.before.independent_lines(before, finding), self.after.independent_lines(after, finding))
            for finding in heads
            if before is not None and finding.entity in self.before.kb.entities and before.holds(finding)
        }

    # ---------------------------------------------------------------- the answer

    def _changes(self) -> Iterator[Change]:
        kb = self.after.kb
        for difference, occasions in self.found.changes.items():
            shown = self.found.results[difference]
            yield Change(
                finding=difference.finding,
                label=kb.label(difference.finding),
                sort=sort_of(difference.before, difference.after),
                before=difference.before,
                after=difference.after,
                citations=shown.citations,
                rules=tuple(rule for rule in shown.rules if rule in self.new),
                occasions=tuple(occasions),
            )

    def _bearings(self) -> Iterator[Bearing]:
        kb = self.after.kb
        for id_, occasions in sorted(self.found.bearings.items()):
            rule = kb.rules_by_id[id_]
            yield Bearing(
                rule=id_,
                effect="denies" if rule.kind is RuleKind.denial else rule.effect.value,
                claim=rule.claim,
                citations=tuple(dict.fromkeys(map(kb.citation, rule.evidence))),
                occasions=tuple(occasions),
            )
