"""Runs a command with narrow pages and ends this process for good at some moment.

    python dying.py MOMENT ARGUMENTS...

MOMENT counts the times that something is to be on the disk: rows, and then the journal that speaks of them.
"""

from __future__ import annotations

import os
import signal
import sys

from reasoner.sweeps import pages

moments = int(sys.argv[1])
sync = os.fsync


def dying(descriptor: int) -> None:
    global moments  # noqa: PLW0603 - the process has no other state
    moments -= 1
    if not moments:
        os.kill(os.getpid(), signal.SIGKILL)
    sync(descriptor)


if __name__ == "__main__":
    from reasoner.cli import main

    os.fsync = dying
    pages.WIDTH = 24
    sys.exit(main(sys.argv[2:]))
