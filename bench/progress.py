"""What is going on, on a terminal."""

from __future__ import annotations

import sys


def tell(text: str) -> None:
    """Say it in place of what was said before; nothing where nobody looks."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
