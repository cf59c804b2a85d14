"""Runs a command with narrow pages, and takes its time over each block, in whatever process that is evaluated."""

from __future__ import annotations

import sys
import time

from reasoner.sweeps import pages
from reasoner.sweeps.sweeper import Sweeper, Swept

block = Sweeper.block


def slowly(self: Sweeper, *task: object) -> Swept:
    time.sleep(0.2)
    return block(self, *task)  # type: ignore[arg-type]


Sweeper.block = slowly  # type: ignore[method-assign,assignment]  # also where a spawned process imports this module

if __name__ == "__main__":
    from reasoner.cli import main

    pages.WIDTH = 24
    sys.exit(main(sys.argv[1:]))
