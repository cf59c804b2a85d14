"""How firmly a rule counts in a setting: the best of its evidence items, lowered where the setting does not fit."""

from __future__ import annotations

from reasoner.model.evidence import SOFT_KEYS, Evidence, Grade
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.rule import Rule
from reasoner.model.scenario import Setting
from reasoner.model.supposition import SUPPOSED
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
    best: Grade | None = None
    fitting: list[Evidence] = []
    others: list[Evidence] = []
    for item in rule.items():
        if setting.system and setting.system not in item.context.system and item.source != SUPPOSED:
            continue  # a supposition was seen in no system, and is meant for all
        fit = fits(kb, item, setting)
        if not fit and setting.strict_context:
            continue
        grade = item.grade if fit else item.grade.lowered(1)
        if best is None or grade > best:
            best, fitting, others = grade, [], []
        if grade == best:
            (fitting if fit else others).append(item)
    return None if best is None else Backing(best, not fitting, (*fitting, *others))


def allowed(kb: KnowledgeBase, rule: Rule, setting: Setting) -> bool:
    """Whether the rule's guards and its hypothesis admit the setting."""
    for key, values in rule.only.items():
        value = getattr(setting, key)
        if value is None or not any(wanted in kb.ancestors(value) for wanted in values):
            return False
    return rule.hypothesis is None or tuple(rule.hypothesis.split("/", 1)) in setting.assume
