"""Command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench.progress import tell

SIZES = (300, 1_000, 3_000)
ROUNDS = 15
WIDTH = 65_536
GROWTH_QUICK = 10_000
WIDTHS_QUICK = (64, 65_536)
SEED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        0, whether expectations are met or not; 1 where models differ or a command fails, though not where one is
        missing; 2 where a peer is not installed.
    """
    chosen = _arguments(arguments)
    try:
        from bench import agreement, engines, growth, questions, reading, report, running, shell, startup, trial
    except ImportError as error:
        print(f"bench: {error}: `make bench` installs what the benchmarks need", file=sys.stderr)
        return 2
    sizes, rounds = (SIZES[:1], 5) if chosen.quick else (SIZES, ROUNDS)
    rounds = chosen.rounds or rounds
    measured = []
    try:
        for work in engines.workloads(sizes, WIDTH, chosen.seed):
            tell(f"{work.title} ...")
            measured.append(engines.measure(work, rounds))
        grown = [size for size in growth.SIZES if not chosen.quick or size <= GROWTH_QUICK]
        grows = growth.measure(grown, min(rounds, growth.ROUNDS), chosen.seed, tell)
        tried: list[trial.Tried] = []
        for work in trial.workloads(() if chosen.quick else trial.SIZES, chosen.seed):
            tell(f"numpy on {work.title} ...")
            tried += trial.measure(work, WIDTHS_QUICK if chosen.quick else trial.WIDTHS, min(rounds, growth.ROUNDS))
    except agreement.ModelsDifferError as error:
        print(f"\nbench: MODELS DIFFER, no time counts: {error}", file=sys.stderr)
        return 1
    starts: list[startup.Start] = []
    asked: list[questions.Asked] = []
    ran: list[running.Ran] = []
    read: list[reading.Reading] = []
    talks: list[shell.Talk] = []
    trouble = ""
    tell("start-up ...")
    try:
        starts = startup.measure(rounds)
        tell("questions ...")
        asked = questions.measure(rounds, peer=not chosen.quick)
        tell("files of scenarios ...")
        ran = running.measure(min(rounds, running.ROUNDS))
        read = reading.measure(min(rounds, running.ROUNDS))
        tell("the shell ...")
        talks = shell.measure(min(rounds, shell.ROUNDS))
    except startup.CommandError as error:
        trouble = str(error)
    tell("")
    found = report.Report(measured, starts, trouble, rounds, WIDTH, chosen.seed, asked, grows, tried, ran, read, talks)
    print(report.as_json(found) if chosen.json else report.as_text(found))
    return 1 if trouble or any(each.trouble for each in asked) else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Ratios of reasoner to its peers; some minutes."
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="of the generated bases the smallest only, growth to 10,000 rules, no xclingo, 5 runs",
    )
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


if __name__ == "__main__":
    sys.exit(main())
