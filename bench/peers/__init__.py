"""The peers: each computes the model of a scenario of a workload, in its own way.

`PEERS` lists them in the order of the table; the production engine is first, and the others are measured against it.
"""

from __future__ import annotations

from bench.peers.clingo_peer import Clingo
from bench.peers.clips_peer import Clips
from bench.peers.ours import ColumnsBlock, ColumnsExplained, ProductionEngine
from bench.peers.peer import Peer
from bench.peers.stock import StockExperta, StockExpertaBuilt

PEERS: tuple[type[Peer], ...] = (
    ProductionEngine,
    StockExperta,
    StockExpertaBuilt,
    ColumnsExplained,
    ColumnsBlock,
    Clips,
    Clingo,
)
