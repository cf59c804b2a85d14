"""Models and supports must be equal before a time counts."""

from __future__ import annotations

from collections.abc import Sequence

from bench.peers.peer import Peer
from bench.workload import Workload

COMPARED = 16
"""On how many scenarios models are compared; with stock experta, which takes seconds, on the first only."""


class ModelsDifferError(Exception):
    """Two peers gave different models or supports: nothing that follows would mean anything."""


def compare(work: Workload, peers: Sequence[Peer]) -> None:
    """Check that all peers give the models that the first of them gives, and those that know of supports the same.

    They are compared on the scenarios that are run one by one and on some of the others.

    Raises:
        ModelsDifferError: one of them does not.
    """
    numbers = range(min(COMPARED, len(work.situations)))
    expected = [peers[0].model(number) for number in numbers]
    for peer in peers[1:]:
        for number in numbers if peer.negation else numbers[:1]:
            found = peer.model(number)
            if found != expected[number]:
                more, less = found - expected[number], expected[number] - found
                raise ModelsDifferError(
                    f"{peer.name} and {peers[0].name} on {work.title}, scenario {number}: "
                    f"the former has {_shown(work, more)} more and {_shown(work, less)} less"
                )

    for number in numbers:
        known = [(peer.name, supports) for peer in peers if (supports := peer.supports(number)) is not None]
        for name, supports in known[1:]:
            first, wanted = known[0]
            if differing := {finding for finding, _ in supports.items() ^ wanted.items()}:
                few = ", ".join(sorted(map(str, differing))[:5])
                raise ModelsDifferError(
                    f"{name} and {first} on {work.title}, scenario {number}: other supports of {len(differing)} ({few})"
                )


def _shown(work: Workload, atoms: frozenset[int]) -> str:
    few = ", ".join(work.text(atom) for atom in sorted(atoms)[:5])
    return f"{len(atoms)} ({few})" if atoms else "0"
