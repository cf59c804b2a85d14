"""Scenarios of different settings in one block: where each rule of an open program counts, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reasoner.model.evidence import SOFT_KEYS, Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.program.grading import allowed, backing
from reasoner.program.ground import GroundRule, Program, Step
from reasoner.values import Value

FILTERS, ASSUME = "filters", "assume "
"""The key of `strict_context` and `system`, as a pair."""
Parts = Mapping[str, Mapping[Any, int]]
"""For each part of a setting the scenarios that have each value: `cancer`, `stage`, `site`, the filters, and by the
name of its group (`assume GROUP`) the hypothesis that is assumed. A part that is missing is None everywhere."""


class Counted(Value):
    """What a block needs to know of its settings (see `columns.Block`).

    Attributes:
        grades: by rule number.
        requirements: by rule id.
    """

    grades: Mapping[int, tuple[int, ...]]
    requirements: Mapping[str, int]


def parts_of(setting: Setting) -> dict[str, Any]:
    """The parts of a setting, those that are None left out."""
    parts: dict[str, Any] = {key: value for key in SOFT_KEYS if (value := getattr(setting, key)) is not None}
    parts[FILTERS] = (setting.strict_context, setting.system)
    return parts | {f"{ASSUME}{group}": option for group, option in setting.assume}


class Settings:
    """What settings make of the rules of an open program; remembered by the parts that a rule depends on.

    Args:
        kb: the knowledge base.
        program: an open program of it.
    """

    def __init__(self, kb: KnowledgeBase, program: Program) -> None:
        self._kb = kb
        self._ground: dict[str, list[GroundRule]] = {}
        for rule in program.rules:
            if rule.rule:
                self._ground.setdefault(rule.rule.id, []).append(rule)
        self._requirements = [each.rule for each in (*program.requirements, *program.kept_out)]
        self._parts = {rule.id: _parts_of_rule(rule) for rule in kb.rules}
        self._known: dict[tuple[str, tuple[Any, ...]], Grade | None] = {}
        self._settings: dict[tuple[tuple[str, ...], tuple[Any, ...]], Setting] = {}

    def counted(self, parts: Parts, everything: int) -> Counted:
        """In which scenarios rules and requirements count.

        Args:
            parts: of the settings of the scenarios.
            everything: all scenarios.
        """
        combined = {
            keys: list(_combined([parts.get(key, {}) for key in keys], everything))
            for keys in frozenset(self._parts.values())
        }
        grades: dict[int, tuple[int, ...]] = {}
        for name, ground in self._ground.items():
            reached: dict[Grade | None, int] = {}
            for values, column in combined[self._parts[name]]:
                grade = self._grade(name, values)
                reached[grade] = reached.get(grade, 0) | column
            for each in ground:
                own = reached.keys() == {each.grade} if each.step is Step.cited else False
                if not own:
                    grades[each.index] = _masks(reached, lowered=each.step is Step.backward)
        requirements = dict.fromkeys((rule.id for rule in self._requirements), 0)
        for name in requirements:
            for values, column in combined[self._parts[name]]:
                if self._grade(name, values) is not None:
                    requirements[name] |= column
        return Counted(grades, requirements)

    def _grade(self, name: str, values: tuple[Any, ...]) -> Grade | None:
        """The grade of a rule where the parts that it depends on have some values; None where it does not exist."""
        place = (name, values)
        if place not in self._known:
            rule, setting = self._kb.rules_by_id[name], self._setting(self._parts[name], values)
            backed = backing(self._kb, rule, setting) if allowed(self._kb, rule, setting) else None
            self._known[place] = backed.grade if backed else None
        return self._known[place]

    def _setting(self, keys: tuple[str, ...], values: tuple[Any, ...]) -> Setting:
        place = (keys, values)
        if place not in self._settings:
            self._settings[place] = _setting(dict(zip(keys, values, strict=True)))
        return self._settings[place]


def _masks(reached: Mapping[Grade | None, int], *, lowered: bool) -> tuple[int, ...]:
    """For each grade the scenarios in which a rule reaches it."""
    masks = [0] * len(Grade)
    for grade, column in reached.items():
        if grade is not None:
            for level in range((grade.lowered(1) if lowered else grade) + 1):
                masks[level] |= column
    return tuple(masks)


def _parts_of_rule(rule: Rule) -> tuple[str, ...]:
    """The parts of a setting that a rule's grade depends on."""
    items = rule.items()
    soft = [key for key in SOFT_KEYS if getattr(rule.only, key) or any(getattr(item.context, key) for item in items)]
    return (FILTERS, *soft, *([f"{ASSUME}{rule.hypothesis.split('/', 1)[0]}"] if rule.hypothesis else []))


def _combined(parts: Sequence[Mapping[Any, int]], scenarios: int) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Every combination of values that some of the scenarios have, with these."""
    if not parts:
        yield (), scenarios
        return
    rest = scenarios
    for value, column in (*parts[0].items(), (None, scenarios)):
        if shared := rest & column:
            yield from (((value, *values), found) for values, found in _combined(parts[1:], shared))
            rest &= ~column


def _setting(parts: Mapping[str, Any]) -> Setting:
    """A setting of which nothing but these parts is known."""
    strict_context, system = parts.get(FILTERS) or (False, None)
    return Setting(
        cancer=parts.get("cancer"),
        stage=parts.get("stage"),
        site=parts.get("site"),
        assume=tuple((key.removeprefix(ASSUME), parts[key]) for key in parts if key.startswith(ASSUME) and parts[key]),
        strict_context=strict_context,
        system=system,
    )
