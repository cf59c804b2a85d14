"""The proof checker refuses forged proofs: each test bends one thing of a sound one."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.explain.checker import Checker
from reasoner.model.evidence import Grade
from reasoner.model.finding import Finding
from reasoner.model.result import ProofNode
from reasoner.model.scenario import Setting
from tests.explain.making import infer, item, one, reasoner, rule

MADE = reasoner(
    rule("hypoxia-vegf", ["hypoxia"], "VEGF in CAF", item("S001", 1, 2), unless=["SRC down"]),
    rule("vegf-angiogenesis", ["VEGF"], "angiogenesis", item("S002", 3)),
)
PROOF = one(infer(MADE, "hypoxia"), "angiogenesis").proof


def faults(proof: ProofNode | None, **more: Any) -> str:
    assert proof is not None
    hold = {Finding("hypoxia"), Finding("VEGF"), Finding("VEGF", "CAF"), Finding("angiogenesis")}
    known: dict[str, Any] = {"given": {Finding("hypoxia")}, "history": (), "intervened": (), "holding": hold}
    return "; ".join(Checker(MADE.kb, Setting(), **{**known, **more}).check(proof))


def bent(proof: ProofNode | None, *way: int, **change: Any) -> ProofNode:
    """The proof with something changed in one of its nodes."""
    assert proof is not None
    if not way:
        return proof.model_copy(update=change)
    premises = list(proof.premises)
    premises[way[0]] = bent(premises[way[0]], *way[1:], **change)
    return proof.model_copy(update={"premises": tuple(premises)})


def test_a_sound_proof_has_no_faults() -> None:
    assert not faults(PROOF)


@pytest.mark.parametrize(
    ("way", "change", "words"),
    [
        ((), {"grade": Grade.strong}, "counts as strong instead of moderate"),
        ((), {"steps": 5}, "counts 5 steps instead of 2"),
        ((), {"extrapolated": True}, "wrongly marked as extrapolated"),
        ((), {"lowered_by": ("x",)}, "lowered by"),
        ((), {"rule": "hypoxia-vegf"}, "its premises are not those of the rule"),
        ((), {"rule": "nothing"}, "no such rule"),
        ((), {"citations": ()}, "cites other rows"),
        ((0,), {"via": "is_a"}, "the vocabulary does not lead here"),
        ((0,), {"grade": Grade.limited}, "a structural step weakens nothing"),
        ((0, 0, 0), {"via": "intervened"}, "is not intervened"),
        ((0, 0, 0), {"finding": Finding("inflammation")}, "does not hold"),
    ],
)
def test_a_forged_proof_is_refused(way: tuple[int, ...], change: dict[str, Any], words: str) -> None:
    assert words in faults(bent(PROOF, *way, **change))


def test_circles_cuts_exceptions_and_blocked_cells_are_seen() -> None:
    assert PROOF is not None
    assert "goes round in a circle" in faults(bent(PROOF, 0, 0, 0, finding=Finding("angiogenesis")))
    assert "fixed by an intervention" in faults(PROOF, intervened={Finding("VEGF")})
    assert "the contrary was observed" in faults(PROOF, given={Finding("hypoxia"), Finding("angiogenesis", None, True)})
    assert "CAF is blocked" in faults(PROOF, intervened={Finding("CAF", None, True)})
    stopper = {Finding("SRC", "CSC", True), *(Finding(n) for n in ("hypoxia", "VEGF", "angiogenesis"))}
    assert "stopped by SRC down in CSC" in faults(PROOF, holding={*stopper, Finding("VEGF", "CAF")})
