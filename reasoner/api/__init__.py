"""The public Python interface: a thin cover over the pipeline.

    import reasoner
    kb = reasoner.load()
    result = kb.infer(["hypoxia", "CSC"], block=["HIF2A"], cancer="glioblastoma")
    result["CSC enrichment"].support
    print(result.why("CSC enrichment"))

Typed, without global state, safe to use from several threads; importing it prints and configures nothing.
"""

from __future__ import annotations

from reasoner.api.answer import Answer
from reasoner.api.base import Base, load
from reasoner.api.inference import Inference

__all__ = ["Answer", "Base", "Inference", "load"]
