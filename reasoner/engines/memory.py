"""Memory of wide blocks: what is freed is kept for the columns that come next."""

from __future__ import annotations

import sys
from functools import cache

_TRIM_THRESHOLD, _TOP_PAD = -1, -2  # of mallopt(3)
_KEPT, _AHEAD = 1 << 28, 1 << 24


@cache
def keep_freed() -> None:
    """Have the C library keep memory that was freed, up to 256 MB, where it would give it back after every block.

    A block makes and drops columns by the thousand. Getting each page anew from the system takes as long as working out
    what is written to it. Of this process, once; only glibc knows of it.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_TRIM_THRESHOLD, _KEPT)
    mallopt(_TOP_PAD, _AHEAD)
