"""Who takes part, in the order of the table: the first is what the others are measured against."""

from __future__ import annotations

from bench.peers.clingo_peer import Clingo
from bench.peers.clips_peer import Clips
from bench.peers.ours import ColumnsExplained, ColumnsFromScenarios, ColumnsModels, ColumnsSupports, ProductionEngine
from bench.peers.peer import Peer
from bench.peers.stock import StockExperta, StockExpertaBuilt

PEERS: tuple[type[Peer], ...] = (
    ProductionEngine,
    StockExperta,
    StockExpertaBuilt,
    Clips,
    Clingo,
    ColumnsExplained,
    ColumnsModels,
    ColumnsSupports,
    ColumnsFromScenarios,
)
