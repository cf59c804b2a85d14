"""The signs that pictures share, in a terminal and in SVG: texts, so that colour is never needed."""

from __future__ import annotations

from reasoner.model.evidence import Grade
from reasoner.model.pictures import Cell, Spell

LETTERS = {grade: str(grade)[0].upper() for grade in Grade}
SUPPORTS = "S strong, M moderate, L limited, H hypothesis: of the weakest step behind a finding"
TIMES = f"+ gained with the phase, ~ persists without its cause, × ended with the phase. Support: {SUPPORTS}."


def cell_signs(cell: Cell) -> list[str]:
    """What stands in a cell of an effect map, line by line."""
    if not cell.known:
        return ["?"]
    if cell.support is not None:
        return [LETTERS[cell.support]]
    return [f"{sign}{percent(share)}" for sign, share in (("+", cell.gained), ("−", cell.lost)) if share]


def cell_words(cell: Cell) -> str:
    """A cell of an effect map in words."""
    if not cell.known:
        return "no pair of scenarios to compare"
    if cell.support is not None:
        return f"{cell.support} support"
    parts = [f"{word} in {percent(share)} %" for word, share in (("gained", cell.gained), ("lost", cell.lost)) if share]
    return ", ".join(parts) or "no effect"


def spell_sign(spell: Spell | None) -> str:
    """What stands for a finding in a phase."""
    if spell is None:
        return ""
    if spell.support is None:
        return f"× {spell.ended}"
    return f"{'+' if spell.gained else ''}{'~' if spell.persisting else ''}{LETTERS[spell.support]}"


def spell_words(spell: Spell | None) -> str:
    """What becomes of a finding in a phase, in words."""
    if spell is None:
        return "does not hold"
    if spell.support is None:
        return f"ended ({spell.ended})"
    parts = ["gained"] if spell.gained else []
    return ", ".join([*parts, *(["persisting"] if spell.persisting else []), f"{spell.support} support"])


def percent(share: float) -> str:
    """A share in percent, never rounded to none or all where it is neither."""
    rounded = round(100 * share)
    return "<1" if share > 0 and not rounded else ">99" if share < 1 and rounded == 100 else str(rounded)
