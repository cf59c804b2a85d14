"""The part of the report on many scenarios: growth, and the trial of numpy."""

from __future__ import annotations

from collections.abc import Sequence

from bench.expected import GROWTH_NAME, Verdict
from bench.growth import BLOCK, WIDTH, Growth, Line
from bench.layout import met, number, row
from bench.trial import Tried


def growth_lines(growth: Growth, verdicts: Sequence[Verdict]) -> list[str]:
    """How time grows with rules and with scenarios."""
    lines = [
        row("Growth with rules: microseconds of one scenario", _heads(growth.rules)),
        *(row(line.name, _cells(line, growth.rules, 1e6)) for line in growth.rules),
    ]
    for each in (each for each in verdicts if each.base == GROWTH_NAME):
        lines.append(
            f"{each.of}: per rule, the largest over the least before: {number(each.ratio)}, at most {each.bound:g}:"
            f" {met(each.met)}"
        )
    return [
        *lines,
        row("Growth with scenarios: milliseconds of them all", _heads(growth.scenarios)),
        *(row(line.name, _cells(line, growth.scenarios, 1e3)) for line in growth.scenarios),
    ]


def trial_lines(tried: Sequence[Tried]) -> list[str]:
    """What holds the columns: integers or numpy."""
    widths = sorted({each.width for each in tried})
    lines = [row("Columns in numpy, over those in Python's integers", [f"{width:,}" for width in widths])]
    for base, supports in dict.fromkeys((each.base, each.supports) for each in tried):
        here = {each.width: each for each in tried if (each.base, each.supports) == (base, supports)}
        what = f"{base}, {'with supports' if supports else 'models'}"
        lines.append(row(what, [number(here[width].ratio) for width in widths]))
        for kind in ("integers", "numpy"):
            seconds = [getattr(here[width], kind).seconds / width for width in widths]
            lines.append(row(f"    {kind}, microseconds of a scenario", [number(each * 1e6) for each in seconds]))
    return lines


NOTES = (
    f"Growth with rules: generated bases with negation, a block of {BLOCK:,} scenarios on all of them.",
    f"Growth with scenarios: the repository's own base with supports, in blocks of at most {WIDTH:,}; the others one by"
    " one.",
    "Columns in numpy: the same rules in the same order on words of 64 bits, facts as columns of either kind; blocks of"
    " as many scenarios as stand above.",
)


def _heads(lines: Sequence[Line]) -> list[str]:
    return [f"{number:,}" for number in _numbers(lines)]


def _numbers(lines: Sequence[Line]) -> list[int]:
    return sorted(frozenset[int]().union(*(line.seconds for line in lines)))


def _cells(line: Line, lines: Sequence[Line], unit: float) -> list[str]:
    return [number(line.seconds[each] * unit) if each in line.seconds else "-" for each in _numbers(lines)]
