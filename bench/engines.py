"""The engines against each other: on equal models only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.agreement import compare
from bench.bases import generated, positive_part
from bench.lineup import PEERS
from bench.timing import Timing, interleaved
from bench.workload import Workload, workload
from reasoner.knowledge.loader import load

OWN = "own base"
GIVEN = (("CSC", "chemotherapy", "hypoxia"),)
"""What the first scenario on the repository's own base gives."""
DRAWN = 1_024
"""How many scenarios are drawn; a block repeats them up to its width."""


@dataclass(frozen=True)
class Measured:
    """The peers on one workload.

    Attributes:
        base: what the knowledge base is called.
        negation: whether rules with exceptions are in it.
        rules, atoms, given, fired, model: counts of the program and of the first scenario.
        times: for each peer the time of one scenario.
    """

    base: str
    negation: bool
    rules: int
    atoms: int
    given: int
    fired: int
    model: int
    times: Mapping[str, Timing]

    def ratio(self, peer: str, other: str = PEERS[0].name) -> float | None:
        """How many times as long as another a peer takes for one scenario; None where one of them has no part."""
        return self.times[peer].over(self.times[other]) if {peer, other} <= self.times.keys() else None


def workloads(sizes: Iterable[int], width: int, seed: int) -> Iterable[Workload]:
    """Generated bases by size, then the repository's own; first all without negation, then all with it."""
    for negation in (False, True):
        for size in sizes:
            yield of_size(size, drawn=DRAWN, width=width, seed=seed, negation=negation)
        yield own(drawn=DRAWN, width=width, seed=seed, negation=negation)


def of_size(size: int, *, drawn: int, width: int, seed: int, negation: bool = True) -> Workload:
    """A workload on a generated base."""
    kb = generated(size, seed, negation=negation)
    return workload(f"{size:,}", kb, negation=negation, given=(), drawn=drawn, width=width, seed=seed)


def own(*, drawn: int, width: int, seed: int, negation: bool = True) -> Workload:
    """A workload on the repository's base."""
    kb = load() if negation else positive_part(load())
    return workload(OWN, kb, negation=negation, given=GIVEN, drawn=drawn, width=width, seed=seed)


def measure(work: Workload, rounds: int) -> Measured:
    """Time the peers on a workload.

    Raises:
        ModelsDifferError: they do not agree on a model.
    """
    peers = [peer(work) for peer in PEERS if peer.negation or not work.negation]
    compare(work, peers)
    case = work.situations[0].case
    model = peers[0].model(0)
    timings = interleaved({peer.name: peer.run for peer in peers}, rounds)
    times = {peer.name: Timing(timings[peer.name].seconds / peer.scenarios, timings[peer.name].runs) for peer in peers}
    fired = sum(
        model.issuperset(rule.body) and model.isdisjoint(rule.unless) and rule.index not in case.disabled
        for rule in case.program.rules
    )
    rules, atoms = len(case.program.rules), len(case.program.atoms)
    return Measured(work.base, work.negation, rules, atoms, len(case.facts), fired, len(model), times)
