"""How firmly rules count, where it is still open in which setting: a literal for each grade.

The semantics of `program/grading.py`, for all settings that some choices make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from reasoner.model.evidence import SOFT_KEYS, Evidence, Grade, System
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.supposition import SUPPOSED
from reasoner.program.logic import Literal, Logic, negated
from reasoner.values import Value


class SettingChoices(Value):
    """What a setting may name, each with the literal that it does.

    Attributes:
        context: for cancer, stage and site each value; no two values of one key may be chosen together.
        assume: the hypotheses, by group and option.
        strict_context: that evidence from other settings is dropped.
        system: that only evidence from this experimental system counts.
    """

    context: Mapping[str, Mapping[str, Literal]] = field(default_factory=dict)
    assume: Mapping[tuple[str, str], Literal] = field(default_factory=dict)
    strict_context: Literal = False
    system: Mapping[System, Literal] = field(default_factory=dict)


class Counting:
    """The grades of rules in an open setting; what several rules have in common is written once.

    Args:
        logic: gets the rules.
        kb: the knowledge base.
        choices: what the setting may name.
    """

    def __init__(self, logic: Logic, kb: KnowledgeBase, choices: SettingChoices) -> None:
        self._logic, self._kb, self._choices = logic, kb, choices
        self._known: dict[object, Literal] = {}

    def reaches(self, rule: Rule) -> tuple[Literal, ...]:
        """For each grade, weakest first, that the rule exists and counts so firmly or more."""
        allowed = self._allowed(rule)
        return tuple(
            self._all(allowed, self._any(*(self._item(each, grade) for each in rule.items()))) for grade in Grade
        )

    def _allowed(self, rule: Rule) -> Literal:
        literals = [
            self._any(
                *(
                    literal
                    for value, literal in self._choices.context.get(key, {}).items()
                    if not self._kb.ancestors(value).isdisjoint(wanted)
                )
            )
            for key, wanted in rule.only.items()
        ]
        if rule.hypothesis is not None:
            group, _, option = rule.hypothesis.partition("/")
            literals.append(self._choices.assume.get((group, option), False))
        return self._all(*literals)

    def _item(self, item: Evidence, grade: Grade) -> Literal:
        """That an evidence item counts, and reaches a grade."""
        if item.grade < grade:
            return False
        other = self._any(*(self._unlike(key, getattr(item.context, key)) for key in SOFT_KEYS))
        if item.grade.lowered(1) >= grade:  # one grade lower does
            other = self._all(other, self._choices.strict_context)
        seen = () if item.source == SUPPOSED else item.context.system
        systems = self._choices.system.items() if item.source != SUPPOSED else ()
        elsewhere = self._any(*(literal for system, literal in systems if system not in seen))
        return self._all(negated(other), negated(elsewhere))

    def _unlike(self, key: str, values: tuple[str, ...]) -> Literal:
        """That the setting names something which none of an item's values is related to."""
        if not values:
            return False
        return self._any(
            *(
                literal
                for wanted, literal in self._choices.context.get(key, {}).items()
                if not any(self._kb.related(value, wanted) for value in values)
            )
        )

    def _any(self, *literals: Literal) -> Literal:
        key = ("any", frozenset(map(_named, literals)))
        if key not in self._known:
            self._known[key] = self._logic.either(literals)
        return self._known[key]

    def _all(self, *literals: Literal) -> Literal:
        key = ("all", frozenset(map(_named, literals)))
        if key not in self._known:
            self._known[key] = self._logic.both(*literals)
        return self._known[key]


def _named(literal: Literal) -> str:
    return repr(literal)  # atom 1 equals True
