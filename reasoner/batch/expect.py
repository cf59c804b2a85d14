"""Judges what a scenario expects against what holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from reasoner.batch.together import Held
from reasoner.explain.report import beside, finding_result, guards
from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import Ending, FindingResult, Gone
from reasoner.model.scenario import Expectation
from reasoner.pipeline import Evaluation


class Failure(Record):
    """An expectation that is not met.

    Attributes:
        phase: its number, from 1.
        key: the key of the expectation, as `present`.
        name: the finding in canonical text, or the id of a rule.
        expected: what was expected.
        actual: what is.
        hint: what may help, if anything.
        path, line, column: where the expectation stands.
    """

    phase: int = 1
    key: str
    name: str
    expected: str
    actual: str
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The failure in one line."""
        return f"expected {self.expected}; {self.actual}"


class Judge:
    """Holds a phase against expectations; of its findings only those are explained that these are about.

    Args:
        evaluation: what the scenario gave.
        number: of the phase, from 0.
    """

    def __init__(self, evaluation: Evaluation, number: int) -> None:
        self._evaluation, self._number = evaluation, number
        self.phase = evaluation.phases[number]
        self.kb = self.phase.kb

    @cached_property
    def ended(self) -> dict[Finding, Gone]:
        """What ended with the phase before."""
        changes = self._evaluation.changes(self._number)
        return {each.finding: each for each in changes.ended} if changes else {}

    def found(self, finding: Finding) -> FindingResult | None:
        """What there is to say of a finding; None where it does not hold."""
        return finding_result(self.phase, finding) if self.phase.holds(finding) else None

    def failures(self, expected: Expectation) -> Iterator[Failure]:
        """Everything that is not as expected, in the order of the expectation's keys."""
        yield from self._present(expected.present)
        for finding in expected.absent:
            if found := self.found(finding):
                yield self._failure(
                    "absent", finding, "not to hold", f"it holds: {self._holds(found)}", _because(found)
                )
        for name, grade in expected.support.items():
            yield from self._support(name, grade)
        for name, refs in expected.cites.items():
            yield from self._cites(name, refs)
        yield from self._flag("stated", expected.stated, lambda found: found.stated, "it is combined")
        yield from self._flag("combined", expected.combined, lambda found: not found.stated, "it is stated")
        yield from self._flag(
            "extrapolated",
            expected.extrapolated,
            lambda found: found.extrapolated,
            "evidence from this setting carries it",
        )
        yield from self._flag(
            "against_requirement",
            expected.against_requirement,
            lambda found: found.against_requirement,
            "no requirement that is not met lowers it",
        )
        yield from self._flag("contested", expected.contested, lambda found: found.contested, "nothing contests it")
        for finding in expected.expected_otherwise:
            if finding not in self.phase.expected_otherwise:
                actual = "it holds" if self.phase.holds(finding) else "no rule gives it against an observation"
                yield self._failure("expected_otherwise", finding, "to be expected but observed otherwise", actual)
        there = {each.rule for each in beside(self.phase)} if expected.beside else set()
        for rule in expected.beside:
            if rule not in there:
                listed = ", ".join(sorted(there)) or "nothing"
                yield Failure(
                    key="beside", name=rule, expected=f"{rule} beside the findings", actual=f"beside them: {listed}"
                )
        for how in Ending:
            yield from self._ending(how, getattr(expected, how.value))

    # ---------------------------------------------------------------- parts

    def _failure(self, key: str, finding: Finding, expected: str, actual: str, hint: str = "") -> Failure:
        label = self.kb.label(finding)
        return Failure(key=key, name=str(finding), expected=f"{label} {expected}", actual=actual, hint=hint)

    def _present(self, findings: Sequence[Finding]) -> Iterator[Failure]:
        for finding in findings:
            if not self.phase.holds(finding):
                yield self._failure("present", finding, "to hold", "it is not inferred", self._hint(finding))

    def _support(self, name: str, grade: Grade) -> Iterator[Failure]:
        finding = Finding.parse(name)
        found = self.found(finding)
        if found is None:
            yield self._failure("support", finding, f"to be {grade}", "it is not inferred", self._hint(finding))
        elif found.support != grade:
            yield self._failure("support", finding, f"to be {grade}", f"it is {self._holds(found)}", _because(found))

    def _cites(self, name: str, refs: Sequence[int | str]) -> Iterator[Failure]:
        finding = Finding.parse(name)
        found = self.found(finding)
        wanted = f"to cite {_numbers(refs)}"
        if found is None:
            yield self._failure("cites", finding, wanted, "it is not inferred", self._hint(finding))
            return
        cited: list[int | str] = [*found.refs, *self._elsewhere(found)]
        if missing := [ref for ref in refs if ref not in cited]:
            actual = f"its proof cites {_numbers(cited)} and not {_numbers(missing)}"
            yield self._failure("cites", finding, wanted, actual, _because(found))

    def _elsewhere(self, found: FindingResult) -> list[str]:
        """The references of other sources than the base's own that a proof cites."""
        others = [each for each in found.citations if each.source != self.kb.home_source]
        return list(dict.fromkeys(f"{each.source}/{ref}" for each in others for ref in each.refs))

    def _flag(
        self, key: str, findings: Sequence[Finding], test: Callable[[FindingResult], bool], otherwise: str
    ) -> Iterator[Failure]:
        wanted = f"to be {key.replace('_', ' ')}"
        if key == "against_requirement":
            wanted = "to be against a stated requirement"
        for finding in findings:
            found = self.found(finding)
            if found is None:
                yield self._failure(key, finding, wanted, "it is not inferred", self._hint(finding))
            elif not test(found):
                yield self._failure(key, finding, wanted, otherwise, _because(found))

    def _ending(self, how: Ending, findings: Sequence[Finding]) -> Iterator[Failure]:
        for finding in findings:
            ended = self.ended.get(finding)
            wanted = f"to have ended as {how.value}"
            if found := self.found(finding):
                yield self._failure(how.value, finding, wanted, "it still holds", _because(found))
            elif ended is None:
                yield self._failure(how.value, finding, wanted, "it did not hold in the phase before")
            elif ended.how is not how:
                reason = f" ({ended.reason})" if ended.reason else ""
                yield self._failure(how.value, finding, wanted, f"it ended as {ended.how.value}{reason}")

    # ---------------------------------------------------------------- words

    def _holds(self, found: FindingResult) -> str:
        if found.origin in ("given", "intervened"):
            return found.origin.value
        return f"{found.support}, {'stated' if found.stated else 'combined'}"

    def _hint(self, finding: Finding) -> str:
        """Why something may be missing: the contrary, another place, an observation, a guard."""
        if contrary := self.found(finding.contrary):
            return f"{contrary.label} holds ({self._holds(contrary)})"
        if rules := self.phase.expected_otherwise.get(finding):
            backings = (self.phase.program.backings[rule.rule.id] for rule in rules if rule.rule)
            source = self.kb.called(item.source for backed in backings for item in backed.items)
            return f"it is expected from {source}, but the contrary is observed"
        for guard in guards(self.phase):
            if finding in guard.would_give:
                return f"it would follow with {' and '.join(guard.needs)}"
        places = [
            self.kb.label(each)
            for each in self.phase.findings
            if each.entity == finding.entity and each.down == finding.down
        ]
        if places:
            return f"what holds is {', '.join(places[:3])}"
        could = [rule.id for rule in self.kb.rules if rule.fires and finding in rule.then]
        return f"rules that could give it: {', '.join(could[:3])}" if could else "no rule concludes it"


def _numbers(refs: Sequence[int | str]) -> str:
    return f"[{', '.join(map(str, refs))}]" if refs else "nothing"


def _because(found: FindingResult) -> str:
    return f"by {', '.join(found.rules[:4])} ({', '.join(found.rows[:4])})" if found.rules else ""


def judge(evaluation: Evaluation, number: int, expected: Expectation) -> list[Failure]:
    """What of an expectation a phase (from 0) does not meet, in the order of its keys."""
    return list(Judge(evaluation, number).failures(expected))


_BY_PROOFS = attrgetter(*(name for name in Expectation.model_fields if name not in ("present", "absent", "support")))
"""What of an expectation is judged by proofs, or by the phase before."""


def all_met(held: Held, expected: Expectation | None) -> bool:
    """Whether a scenario is as expected, told from findings and supports alone; where it takes proofs, it is not told.

    Args:
        held: what holds.
        expected: what is expected, if anything.
    """
    if expected is None:
        return True
    if any(_BY_PROOFS(expected)):
        return False
    reaches = held.reaches
    for finding in expected.present:
        if not reaches(finding):
            return False
    for finding in expected.absent:
        if reaches(finding):
            return False
    for name, grade in expected.support.items():
        finding = Finding.parse(name)
        if not reaches(finding, grade) or (grade is not Grade.strong and reaches(finding, Grade(grade + 1))):
            return False
    return True
