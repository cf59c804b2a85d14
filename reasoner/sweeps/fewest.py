"""Of scenarios in packed columns those in which the fewest factors are switched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def fewest(bits: int, masks: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Scenarios of a block, those with the fewest factors beyond their first level first, then in their order.

    Args:
        bits: which scenarios.
        masks: for each factor and level which scenarios of the block have it.

    Yields:
        How many factors are switched, and the place in the block.
    """
    yield from _in_order(bits, _digits(masks), 0)


def numbers(bits: int) -> Iterator[int]:
    """Which bits are set, from the lowest on."""
    digits = format(bits, "b")[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _digits(masks: Sequence[Sequence[int]]) -> list[int]:
    """How many factors are switched in each scenario, in binary: one column for each digit, the ones first."""
    digits: list[int] = []
    for _, *levels in masks:
        carry = 0
        for level in levels:
            carry |= level
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits


def _in_order(bits: int, digits: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    if not bits:
        return
    if not digits:
        yield from ((size, place) for place in numbers(bits))
        return
    *lower, highest = digits
    yield from _in_order(bits & ~highest, lower, size)
    yield from _in_order(bits & highest, lower, size + (1 << len(lower)))
