"""How firmly a rule counts in a setting: the best of its evidence items, lowered where the setting does not fit."""

from __future__ import annotations

from reasoner.model.evidence import SOFT_KEYS, Evidence, Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.values import Value


class Backing(Value):
    """What backs a rule in a setting.

    Attributes:
        grade: of the best item.
        extrapolated: no fitting item reaches the grade.
        items: the items that reach it, fitting ones first.
    """

    grade: Grade
    extrapolated: bool
    items: tuple[Evidence, ...]


def fits(kb: KnowledgeBase, item: Evidence, setting: Setting) -> bool:
    """Whether each soft key that both name is the setting's value, or an ancestor or descendant of it."""
    for key in SOFT_KEYS:
        wanted, values = getattr(setting, key), getattr(item.context, key)
        if wanted and values and not any(kb.related(value, wanted) for value in values):
            return False
    return True


def backing(kb: KnowledgeBase, rule: Rule, setting: Setting) -> Backing | None:
    """The backing of a rule in a setting; None where filters leave it no evidence."""
    graded: list[tuple[Grade, bool, Evidence]] = []
    for item in rule.items():
        if setting.system and setting.system not in item.context.system:
            continue
        fitting = fits(kb, item, setting)
        if fitting or not setting.strict_context:
            graded.append((item.grade.lowered(0 if fitting else 1), fitting, item))
    if not graded:
        return None
    best = max(grade for grade, _, _ in graded)
    reaching = [(fitting, item) for grade, fitting, item in graded if grade == best]
    ordered = [item for fitting, item in reaching if fitting] + [item for fitting, item in reaching if not fitting]
    return Backing(best, not any(fitting for fitting, _ in reaching), tuple(ordered))


def allowed(kb: KnowledgeBase, rule: Rule, setting: Setting) -> bool:
    """Whether the rule's guards and its hypothesis admit the setting."""
    for key, values in rule.only.items():
        value = getattr(setting, key)
        if value is None or not any(wanted in kb.ancestors(value) for wanted in values):
            return False
    return rule.hypothesis is None or tuple(rule.hypothesis.split("/", 1)) in setting.assume
