"""The smallest sets of switches with which a target holds, all other factors at their first level.

A set is judged by the one scenario that has exactly these switches on, and against the scenarios of its subsets.
Effects need not be monotone for that, and nothing is said of sets that were not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from itertools import islice

from reasoner.model.finding import Finding
from reasoner.model.sensitivity import Sufficient
from reasoner.sweeps.designs import Design
from reasoner.sweeps.fewest import fewest, numbers
from reasoner.sweeps.kept import REFUSED, Bits, Kept, column
from reasoner.sweeps.meeting import At, Full, settings, spans

MOST = 20
"""How many sets of a target are listed."""


def sufficient(
    design: Design, kept: Kept, targets: Sequence[Finding], names: Mapping[At, str]
) -> tuple[tuple[Sufficient, ...], tuple[Finding, ...]]:
    """The smallest sets of every target, small ones first.

    Args:
        design: the settings that were swept.
        kept: what they gave.
        targets: the findings, in the order of the columns.
        names: of the switches.

    Returns:
        The sets, and the targets of which there are more.
    """
    chosen: list[tuple[int, tuple[At, ...]]] = []
    more: list[Finding] = []
    listed = [] if isinstance(design, Full) else list(settings(design))
    for number, finding in enumerate(targets):
        sets = _of_full(design, kept, number) if isinstance(design, Full) else _of_listed(listed, kept, number)
        chosen += [(number, each) for each in sets[:MOST]]
        if len(sets) > MOST:
            more.append(finding)
    counts = _lasting(design, kept, chosen)
    return tuple(
        Sufficient.of(target=targets[number], switches=tuple(names[at] for at in ats), among=among, held=held)
        for (number, ats), (among, held) in zip(chosen, counts, strict=True)
    ), tuple(more)


def _switched(levels: Sequence[int]) -> tuple[At, ...]:
    return tuple((factor, level) for factor, level in enumerate(levels) if level)


def _of_full(design: Full, kept: Kept, target: int) -> list[tuple[At, ...]]:
    """The first sets of a target, one more than are listed where there are more: all combinations are there."""
    found: list[tuple[int, int]] = []
    above = Bits(1, design.size)
    try:
        for start, width in spans(design.size):
            masks = design.masks(start, width)
            bits = kept.get(column(target), start, width)
            bits &= ~_above(_steps(design, masks), above, bits, start, width)
            sized = ((size, start + place) for size, place in fewest(bits, masks))
            found = nsmallest(MOST + 1, [*found, *islice(sized, MOST + 1)])
    finally:
        above.close()
    return [_switched(design.levels(number)) for _, number in found]


def _steps(design: Full, masks: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """For each switch how far before a scenario that has it the one without it lies, and where those are."""
    return [
        (level * stride, mask)
        for stride, of_factor in zip(design.strides, masks, strict=True)
        for level, mask in enumerate(of_factor)
        if level and mask
    ]


def _above(steps: Sequence[tuple[int, int]], above: Bits, held: int, start: int, width: int) -> int:
    """Of a part of a full design the scenarios a proper subset of which has the target.

    Args:
        steps: down to the next smaller subsets.
        above: in the parts before, the scenarios that have the target or a subset with it; this part is added.
        held: where in this part the target holds.
        start: where this part begins.
        width: how long it is.
    """
    closed = held
    for away, mask in steps:
        closed |= above.get(0, start - away, width) & mask
    for away, mask in steps:
        closed |= closed << away & mask
    above.put(0, start, closed)
    proper = 0
    for away, mask in steps:
        proper |= above.get(0, start - away, width) & mask
    return proper


def _of_listed(seen: Sequence[Sequence[int]], kept: Kept, target: int) -> list[tuple[At, ...]]:
    """The first sets of a target, one more than are listed where there are more, among those of a table or sample."""
    held: dict[frozenset[At], tuple[int, int]] = {}
    for number in numbers(kept.get(column(target), 0, len(seen))):
        ats = _switched(seen[number])
        held.setdefault(frozenset(ats), (len(ats), number))
    found: list[frozenset[At]] = []
    for each in sorted(held, key=lambda ats: held[ats]):
        if not any(smaller <= each for smaller in found):
            found.append(each)
            if len(found) > MOST:
                break
    return [tuple(sorted(each)) for each in found]


def _lasting(design: Design, kept: Kept, chosen: Sequence[tuple[int, tuple[At, ...]]]) -> list[tuple[int, int]]:
    """For each target and set in how many scenarios all of the set are on, and in how many of these it holds."""
    among, held = [0] * len(chosen), [0] * len(chosen)
    for start, width in spans(design.size):
        masks = design.masks(start, width)
        ordinary = (1 << width) - 1 & ~kept.get(REFUSED, start, width)
        for place, (target, ats) in enumerate(chosen):
            where = ordinary
            for factor, level in ats:
                where &= masks[factor][level]
            among[place] += where.bit_count()
            held[place] += (where & kept.get(column(target), start, width)).bit_count()
    return list(zip(among, held, strict=True))
