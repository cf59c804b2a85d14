"""The effect map of single conditions: what each of them, given alone, leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reasoner.model.entity import Kind
from reasoner.model.finding import Finding
from reasoner.model.pictures import Cell, EffectMap
from reasoner.model.scenario import Scenario, Setting
from reasoner.pipeline import Reasoner

NOTE = (
    "Each cell: how firmly the condition of the row, given alone, gives the column; "
    "S strong, M moderate, L limited, H hypothesis: of the weakest step."
)


def alone_map(
    reasoner: Reasoner, setting: Setting, conditions: Iterable[Finding], targets: Sequence[Finding]
) -> EffectMap:
    """What each condition gives alone.

    Args:
        reasoner: of the knowledge base.
        setting: the context that all of them share.
        conditions: they; those that contradict themselves by definition are left out.
        targets: the findings looked at.
    """
    reasoner = reasoner.supposing(Scenario(setting=setting))
    kb = reasoner.kb
    found = list(reasoner.alone(setting, conditions))
    where = ", ".join(kb.entities[each].label for each in (setting.cancer, setting.stage, setting.site) if each)
    therapy = any(kb.kind(each.condition) is Kind.therapy for each in found)
    return EffectMap(
        title=f"What each condition leads to alone{f' ({where})' if where else ''}",
        note=NOTE,
        rows=tuple(kb.label(each.condition) for each in found),
        columns=tuple(map(kb.label, targets)),
        cells=tuple(tuple(Cell(support=each.support.get(target)) for target in targets) for each in found),
        advice=kb.no_advice if therapy else "",
    )
