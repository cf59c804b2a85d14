"""What holds otherwise in one base than in another, in one and the same situation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from reasoner.model.base import Record
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import FindingResult, Origin, PhaseResult


class Sort(StrEnum):
    """What a difference comes to, for whoever reads it; a contest weighs more than a gain in support."""

    adds = "adds"
    strengthens = "strengthens"
    weakens = "weakens"
    contests = "contests"
    takes_away = "takes_away"


class State(Record):
    """How a finding holds.

    Attributes:
        support, stated, extrapolated, against_requirement, contested, rests_on_contested: as in results.
        denied: the proof shown takes a step that a source denies.
        lines: how many lines without a reference in common give it, where that was looked at.
    """

    support: Grade
    stated: bool
    extrapolated: bool = False
    against_requirement: bool = False
    contested: bool = False
    rests_on_contested: bool = False
    denied: bool = False
    lines: int | None = None


class Difference(NamedTuple):
    """A finding that holds otherwise, or in one base only."""

    finding: Finding
    before: State | None
    after: State | None


def differences(
    before: PhaseResult, after: PhaseResult, lines: Mapping[Finding, tuple[int, int]] = {}
) -> Iterator[Difference]:
    """What is different, by finding. What is given, set, or follows by definition alone in both, is left out.

    Args:
        before: without the pack.
        after: with it.
        lines: for findings that a rule of the pack concludes, the independent lines in both.
    """
    old, new = ({each.finding: each for each in phase.findings} for phase in (before, after))
    denied = [{each.finding for each in phase.denied} for phase in (before, after)]
    for finding in sorted({*old, *new}, key=str):
        was, now = old.get(finding), new.get(finding)
        if not any(each and _is_told(each) for each in (was, now)):
            continue
        counted = lines.get(finding, (None, None))
        pair = tuple(
            _state(each, finding in theirs, number) if each else None
            for each, theirs, number in zip((was, now), denied, counted, strict=True)
        )
        if pair[0] != pair[1]:
            yield Difference(finding, *pair)


def _is_told(found: FindingResult) -> bool:
    return found.lifted_from is None and found.origin in (Origin.derived, Origin.persisting)


def _state(found: FindingResult, denied: bool, lines: int | None) -> State:
    names = set(State.model_fields) - {"denied", "lines"}
    return State.of(**{name: getattr(found, name) for name in names}, denied=denied, lines=lines)


def sort_of(before: State | None, after: State | None) -> Sort:
    """What a difference comes to."""
    if before is None or after is None:
        return Sort.adds if before is None else Sort.takes_away
    for flag in ("contested", "denied", "rests_on_contested"):
        if getattr(after, flag) and not getattr(before, flag):
            return Sort.contests
    if after.support != before.support:
        return Sort.strengthens if after.support > before.support else Sort.weakens
    if before.stated and not after.stated:
        return Sort.weakens
    worse = any(getattr(after, flag) and not getattr(before, flag) for flag in ("extrapolated", "against_requirement"))
    return Sort.weakens if worse else Sort.strengthens


def words_for(before: State | None, after: State | None) -> list[str]:
    """A difference in words: `limited, was hypothesis`, `now stated`, `contested`."""
    if before is None or after is None:
        state = after or before
        assert state is not None
        words = [f"{state.support}, {'stated' if state.stated else 'combined'}"]
        words += ["contested"] if state.contested else []
        return [*words, *(["denied"] if state.denied else [])]
    words = [f"{after.support}, was {before.support}"] if after.support != before.support else []
    if after.stated != before.stated:
        words.append("now stated" if after.stated else "no longer stated")
    for flag, word in (
        ("contested", "contested"),
        ("rests_on_contested", "resting on a contested finding"),
        ("denied", "through a step that is denied"),
        ("extrapolated", "extrapolated"),
        ("against_requirement", "against a requirement"),
    ):
        was, now = getattr(before, flag), getattr(after, flag)
        if was != now:
            words.append(f"now {word}" if now else f"no longer {word}")
    if before.lines != after.lines:
        words.append(f"{after.lines} independent lines, was {before.lines}")
    return words
