"""The programs of the benchmarks, on a tiny size: all peers agree on their models. Nothing is timed."""

import pytest

pytest.importorskip("bench", reason="the benchmarks are no part of the wheel")
pytest.importorskip("clips", reason="a peer that only `make bench` installs")

from bench.bases import generated, positive_part
from bench.engines import GIVEN, OWN, ModelsDifferError, compare
from bench.peers import PEERS
from bench.peers.peer import Peer
from bench.workload import Workload, workload
from reasoner.knowledge.loader import load
