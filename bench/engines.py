"""The engines against each other: on equal models only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.bases import generated, positive_part
from bench.peers import PEERS
from bench.peers.peer import Peer
from bench.timing import Timing, interleaved
from bench.workload import Workload, workload
from reasoner.knowledge.loader import load

OWN = "own base"
GIVEN = (("CSC", "chemotherapy", "hypoxia"),)
"""What the first scenario on the repository's own base gives."""
COMPARED = 16
"""How many scenarios' models are compared; one for a peer that builds its rules anew each time and takes seconds."""


class ModelsDifferError(Exception):
    """Two peers gave different models: nothing that follows would mean anything."""


@dataclass(frozen=True)
class Measured:
    """The peers on one workload.

    Attributes:
        base: what the knowledge base is called.
        negation: whether rules with exceptions are in it.
        rules, atoms, given, fired, model: counts of the program and of the scenario that is run alone.
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

    def ratio(self, peer: str) -> float | None:
        """How many times as long as the production engine a peer takes; None where it does not take part."""
        return self.times[peer].over(self.times[PEERS[0].name]) if peer in self.times else None


def workloads(sizes: Iterable[int], width: int, seed: int) -> Iterable[Workload]:
    """Generated bases by size, then the repository's own; first all without negation, then all with it."""
    own = load()
    for negation in (False, True):
        for size in sizes:
            kb = generated(size, seed, negation=negation)
            yield workload(f"{size:,}", kb, negation=negation, given=(), width=width, seed=seed)
        kb = own if negation else positive_part(own)
        yield workload(OWN, kb, negation=negation, given=GIVEN, width=width, seed=seed)


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
    times = {
        peer.name: Timing(timings[peer.name].seconds / peer.scenarios, timings[peer.name].runs) for peer in peers
    }
    fired = sum(
        model.issuperset(rule.body) and model.isdisjoint(rule.unless) and rule.index not in case.disabled
        for rule in case.program.rules
    )
    rules, atoms = len(case.program.rules), len(case.program.atoms)
    return Measured(work.base, work.negation, rules, atoms, len(case.facts), fired, len(model), times)


def compare(work: Workload, peers: Iterable[Peer]) -> None:
    """Check that peers give equal models, on the scenario that is run alone and on some of the others.

    Raises:
        ModelsDifferError: they do not.
    """
    reference = PEERS[0](work)
    numbers = range(min(COMPARED, len(work.situations)))
    expected = [reference.model(number) for number in numbers]
    for peer in peers:
        for number in numbers if peer.negation else numbers[:1]:
            found = peer.model(number)
            if found != expected[number]:
                more, less = found - expected[number], expected[number] - found
                raise ModelsDifferError(
                    f"{peer.name} and {reference.name} differ on {work.base}"
                    f"{' with' if work.negation else ' without'} negation, scenario {number}: "
                    f"{_shown(work, more)} more, {_shown(work, less)} less"
                )


def _shown(work: Workload, atoms: frozenset[int]) -> str:
    few = ", ".join(work.text(atom) for atom in sorted(atoms)[:5])
    return f"{len(atoms)} ({few})" if atoms else "0"
