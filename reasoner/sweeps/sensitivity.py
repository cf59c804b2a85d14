"""What each switch of a sweep does to each target over all settings of the others, and what two do together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.knowledge import KnowledgeBase
from reasoner.model.sensitivity import Effect, Interaction, Prevalence, Sensitivity
from reasoner.sweeps.designs import Design
from reasoner.sweeps.kept import REFUSED, Kept, column
from reasoner.sweeps.meeting import LISTED, At, Full, Meetings, Met, spans
from reasoner.sweeps.naming import Asked, about, switch, switches
from reasoner.sweeps.sufficient import sufficient

# What a pair of switches does, by where the target holds: with neither, the first, the second, both. Where it depends
# on one of them at most there is nothing to name.
PATTERNS = {
    (0, 0, 0, 1): "only_together",
    (0, 1, 1, 1): "either",
    (0, 1, 0, 0): "second_undoes",
    (0, 0, 1, 0): "first_undoes",
    (0, 1, 1, 0): "one_alone",
    (1, 1, 1, 0): "together_end",
    (1, 0, 0, 0): "either_ends",
    (1, 0, 1, 1): "second_restores",
    (1, 1, 0, 1): "first_restores",
    (1, 0, 0, 1): "both_or_neither",
}


def sensitivity(asked: Asked, design: Design, kept: Kept) -> Sensitivity:
    """What a sweep shows, counted exactly.

    Args:
        asked: what the sweep was asked.
        design: over which settings.
        kept: what all blocks of it gave.
    """
    kb = asked.reasoner.kb
    ats = switches(design.factors)
    names = {at: switch(kb, design.factors[at[0]], at[1]) for at in ats}
    ordinary = design.size - sum(kept.get(REFUSED, start, width).bit_count() for start, width in spans(design.size))
    shares = _shares(design, kept)
    meetings = Meetings(design, kept)
    changes = _changes(meetings, len(asked.targets), ats)
    effects = tuple(
        Effect.of(
            switch=names[at].name,
            target=finding,
            **{name: changes[at, target][name] for name in ("pairs", "gained", "lost", "raised", "lowered")},
            with_switch=shares[at][None],
            held_with=shares[at][target],
            without=shares[at[0], 0][None],
            held_without=shares[at[0], 0][target],
        )
        for at in ats
        for target, finding in enumerate(asked.targets)
    )
    together = _together(meetings, _bearing(changes, len(asked.targets), ats))
    sets, more = sufficient(design, kept, asked.targets, {at: each.name for at, each in names.items()})
    full = isinstance(design, Full)
    return Sensitivity.of(
        **about(asked),
        scenarios=design.size,
        refused=design.size - ordinary,
        full=full,
        compared=design.size if full else min(design.size, LISTED),
        switches=tuple(names.values()),
        targets=tuple(_prevalence(kb, finding, design, kept, number) for number, finding in enumerate(asked.targets)),
        effects=effects,
        interactions=tuple(
            Interaction.of(first=names[one].name, second=names[other].name, target=asked.targets[target], **counts)
            for (one, other, target), counts in together.items()
            if len(counts) > 1
        ),
        sufficient=sets,
        more_sets=more,
    )


def _prevalence(kb: KnowledgeBase, finding: Finding, design: Design, kept: Kept, target: int) -> Prevalence:
    at_least = [
        sum(kept.get(column(target, grade), start, width).bit_count() for start, width in spans(design.size))
        for grade in Grade
    ]
    return Prevalence.of(
        finding=finding,
        label=kb.label(finding),
        kind=kb.kind(finding),
        scenarios=at_least[0],
        support={
            str(grade): number - firmer
            for grade, number, firmer in zip(Grade, at_least, [*at_least[1:], 0], strict=True)
        },
    )


def _shares(design: Design, kept: Kept) -> dict[At, Counter[int | None]]:
    """For each level of each factor how many scenarios have it (under None), and in how many each target holds."""
    found: dict[At, Counter[int | None]] = {}
    for start, width in spans(design.size):
        refused = kept.get(REFUSED, start, width)
        held = [kept.get(column(target), start, width) for target in range(kept.targets)]
        for factor, of_factor in enumerate(design.masks(start, width)):
            for level, mask in enumerate(of_factor):
                counts = found.setdefault((factor, level), Counter())
                counts[None] += (mask & ~refused).bit_count()
                for target, bits in enumerate(held):
                    counts[target] += (mask & bits).bit_count()
    return found


def _changes(meetings: Meetings, targets: int, ats: Sequence[At]) -> dict[tuple[At, int], Counter[str]]:
    """What each switch does to each target, by its number."""
    found: dict[tuple[At, int], Counter[str]] = {(at, target): Counter() for at in ats for target in range(targets)}
    for meeting in meetings:
        for at in ats:
            met = meeting.met(at)
            where = _ordinary(met)
            for target in range(targets if where else 0):
                _count(found[at, target], met, where, target)
    return found


def _ordinary(met: Met) -> int:
    """Where none of the scenarios that meet is refused."""
    where = met.where
    for look in met.looks:
        where &= ~look(REFUSED) if where else 0
    return where


def _count(counts: Counter[str], met: Met, where: int, target: int) -> None:
    with_it, without = ([look(column(target, grade)) & where for grade in Grade] for look in met.looks)
    both = with_it[0] & without[0]
    raised = lowered = 0
    for more, less in zip(with_it[1:], without[1:], strict=True):
        raised |= more & ~less
        lowered |= less & ~more
    counts["pairs"] += where.bit_count()
    counts["gained"] += (with_it[0] & ~without[0]).bit_count()
    counts["lost"] += (without[0] & ~with_it[0]).bit_count()
    counts["raised"] += (raised & both).bit_count()
    counts["lowered"] += (lowered & both).bit_count()


def _bearing(
    changes: dict[tuple[At, int], Counter[str]], targets: int, ats: Sequence[At]
) -> dict[tuple[At, At], list[int]]:
    """For two switches of different factors the targets that both of them change in some pair: only these interact.

    A four in which the two interact has a pair for each of them in which the target is gained or lost.
    """
    moved = [
        {at for at in ats if changes[at, target]["gained"] or changes[at, target]["lost"]} for target in range(targets)
    ]
    return {
        (one, other): found
        for one, other in combinations(ats, 2)
        if one[0] != other[0] and (found := [n for n, movers in enumerate(moved) if one in movers and other in movers])
    }


def _together(meetings: Meetings, bearing: dict[tuple[At, At], list[int]]) -> dict[tuple[At, At, int], Counter[str]]:
    """The patterns of two switches and a target, and under `fours` of how many."""
    found: dict[tuple[At, At, int], Counter[str]] = {}
    for meeting in meetings:
        for (one, other), targets in bearing.items():
            met = meeting.met(one, other)
            where = _ordinary(met)
            for target in targets if where else ():
                counts = found.setdefault((one, other, target), Counter())
                counts["fours"] += where.bit_count()
                for pattern, number in _patterns([look(column(target)) for look in met.looks], where):
                    counts[pattern] += number
    return found


def _patterns(held: Iterable[int], where: int) -> Iterator[tuple[str, int]]:
    """The named patterns that there are, each with how often; `held` with both, the second, the first, neither."""
    parts: dict[tuple[int, ...], int] = {(): where}
    for bits in held:
        split = {}
        for key, part in parts.items():
            split[0, *key], split[1, *key] = part & ~bits, part & bits
        parts = {key: part for key, part in split.items() if part}
    for key, part in parts.items():
        if key in PATTERNS:
            yield PATTERNS[key], part.bit_count()
