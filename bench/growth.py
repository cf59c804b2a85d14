"""How time grows with rules and with scenarios: `python -m bench.growth` measures it and draws `bench/growth.svg`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.agreement import compare
from bench.engines import of_size, own
from bench.peers.clingo_peer import Clingo
from bench.peers.clips_peer import Clips
from bench.peers.ours import ColumnsModels, ColumnsSupports, ProductionEngine
from bench.peers.peer import Peer
from bench.timing import interleaved
from bench.workload import Workload, repeated
from reasoner.engines.columns import Columns

SIZES = (300, 1_000, 3_000, 10_000, 30_000, 100_000)
UP_TO: Mapping[type[Peer], int] = {
    ColumnsModels: SIZES[-1],
    ColumnsSupports: SIZES[-1],
    Clingo: SIZES[-1],
    Clips: 30_000,  # it takes minutes to compile more
    ProductionEngine: 10_000,
}
"""Up to how many rules each takes part."""
BLOCK = 2_048
"""The fixed block: with supports on the largest base it takes some 64 MB."""
DRAWN = 64
SCENARIOS = tuple(16**power for power in range(6))
ONE_BY_ONE = 256
"""How many scenarios at most are run one by one."""
WIDTH = 65_536
"""How many scenarios are set side by side at most; more take several blocks."""
ROUNDS = 5
PICTURE = Path(__file__).with_name("growth.svg")


@dataclass(frozen=True)
class Line:
    """What one peer takes.

    Attributes:
        name: of the peer.
        seconds: by number of rules the time of one scenario, or by number of scenarios the time of them all.
    """

    name: str
    seconds: Mapping[int, float]


@dataclass(frozen=True)
class Growth:
    """How time grows.

    Attributes:
        rules: with the number of rules, for one scenario; columns at a fixed block.
        scenarios: with the number of scenarios, on the repository's own base, with supports in columns.
    """

    rules: Sequence[Line]
    scenarios: Sequence[Line]

    def over_linear(self, peer: str) -> float | None:
        """The time that a peer takes per rule on the largest base, over the least on a smaller one.

        None where it was not measured on two.
        """
        for line in self.rules:
            if line.name == peer and len(line.seconds) > 1:
                *smaller, largest = (seconds / rules for rules, seconds in sorted(line.seconds.items()))
                return largest / min(smaller)
        return None


def measure(sizes: Sequence[int], rounds: int, seed: int, tell: Callable[[str], None]) -> Growth:
    """Measure both.

    Args:
        sizes: of the generated bases.
        rounds: interleaved runs.
        seed: of the generated bases.
        tell: is told what is going on.

    Raises:
        ModelsDifferError: peers do not agree.
    """
    return Growth(with_rules(sizes, rounds, seed, tell), with_scenarios(SCENARIOS, rounds, seed, tell))


def with_rules(sizes: Sequence[int], rounds: int, seed: int, tell: Callable[[str], None]) -> list[Line]:
    """The time of one scenario on generated bases with negation; runs on all bases are interleaved."""
    peers: dict[tuple[str, int], Peer] = {}
    for size in sizes:
        tell(f"growth with rules, {size:,} ...")
        work = of_size(size, drawn=DRAWN, width=BLOCK, seed=seed)
        here = [kind(work) for kind, most in UP_TO.items() if size <= most]
        compare(work, here)
        peers |= {(peer.name, size): peer for peer in here}
    tell("growth with rules ...")
    times = interleaved({_key(each): peer.run for each, peer in peers.items()}, rounds)
    return _lines({each: times[_key(each)].seconds / peer.scenarios for each, peer in peers.items()})


def with_scenarios(numbers: Sequence[int], rounds: int, seed: int, tell: Callable[[str], None]) -> list[Line]:
    """The time of ever more scenarios of the repository's own base."""
    tell("growth with scenarios ...")
    work = own(drawn=ONE_BY_ONE, width=min(max(numbers), WIDTH), seed=seed)
    singles = [ProductionEngine(work), Clips(work), Clingo(work)]
    compare(work, [*singles, ColumnsSupports(work)])
    calls: dict[tuple[str, int], Callable[[], object]] = {
        (peer.name, number): _singly(peer, number)
        for peer in singles
        for number in numbers
        if number <= len(work.situations)
    }
    calls |= {(ColumnsSupports.name, number): _in_blocks(work, number) for number in numbers}
    times = interleaved({_key(each): call for each, call in calls.items()}, rounds)
    return _lines({each: times[_key(each)].seconds for each in calls})


def _singly(peer: Peer, number: int) -> Callable[[], object]:
    return lambda: [peer.model(each) for each in range(number)]


def _in_blocks(work: Workload, number: int) -> Callable[[], None]:
    """Evaluate scenarios with supports, in as many blocks as they need; both divide evenly."""
    block, times = repeated(work.situations, min(number, WIDTH)), -(-number // WIDTH)
    columns = Columns(work.program)

    def call() -> None:
        for _ in range(times):
            columns.supports(block, columns.models(block))

    return call


def _key(each: tuple[str, int]) -> str:
    return f"{each[0]} {each[1]}"


def _lines(seconds: Mapping[tuple[str, int], float]) -> list[Line]:
    names: Iterable[str] = dict.fromkeys(name for name, _ in seconds)
    return [Line(name, {x: y for (of, x), y in seconds.items() if of == name}) for name in names]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and draw."""
    from bench.picture import draw
    from bench.progress import tell

    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=f"Measures and draws {PICTURE.name}.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"interleaved runs (default {ROUNDS})")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the generated bases (default 1)")
    chosen = parser.parse_args(arguments)
    growth = measure(SIZES, chosen.rounds, chosen.seed, tell)
    tell("")
    PICTURE.write_bytes(draw(growth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
