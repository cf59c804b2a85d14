"""Exit codes, and what a command that met several problems exits with."""

from __future__ import annotations

from collections.abc import Iterable

OK = 0
FAILED = 1
USAGE = 2
INVALID = 3
BROKEN = 4
NOTHING = 5
INTERRUPTED = 130

_WEIGHT = (OK, INVALID, FAILED, USAGE, BROKEN)


def worst(codes: Iterable[int]) -> int:
    """Of several codes the one to exit with: 4 over 1 over 3."""
    return max(codes, key=_WEIGHT.index, default=OK)
