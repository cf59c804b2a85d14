"""Command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

SIZES = (300, 1_000, 3_000)
ROUNDS = 15
WIDTH = 4_096
SEED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        0, whether expectations are met or not; 1 where models differ or a command fails, though not where one is
        missing; 2 where a peer is not installed.
    """
    chosen = _arguments(arguments)
    try:
        from bench import agreement, engines, questions, report, startup
    except ImportError as error:
        print(f"bench: {error}: `make bench` installs what the benchmarks need", file=sys.stderr)
        return 2
    sizes, rounds = (SIZES[:1], 5) if chosen.quick else (SIZES, ROUNDS)
    rounds = chosen.rounds or rounds
    measured = []
    try:
        for work in engines.workloads(sizes, WIDTH, chosen.seed):
            _progress(f"{work.title} ...")
            measured.append(engines.measure(work, rounds))
    except agreement.ModelsDifferError as error:
        print(f"\nbench: MODELS DIFFER, no time counts: {error}", file=sys.stderr)
        return 1
    starts: list[startup.Start] = []
    asked: list[questions.Asked] = []
    trouble = ""
    _progress("start-up ...")
    try:
        starts = startup.measure(rounds)
        _progress("questions ...")
        asked = questions.measure(max(rounds, ROUNDS))
    except startup.CommandError as error:
        trouble = str(error)
    _progress("")
    found = report.Report(measured, starts, trouble, rounds, WIDTH, chosen.seed, asked)
    print(report.as_json(found) if chosen.json else report.as_text(found))
    return 1 if trouble or any(each.trouble for each in asked) else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Ratios of reasoner to its peers; some minutes."
    )
    parser.add_argument("--quick", action="store_true", help="of the generated bases the smallest only, and 5 runs")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument(
        "--rounds", type=_positive, metavar="N", help=f"interleaved runs (default {ROUNDS}; 5 with --quick)"
    )
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"of the generated bases (default {SEED})")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 up is expected, not {text!r}")
    return int(text)


def _progress(text: str) -> None:
    """Say on a terminal what is going on."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
